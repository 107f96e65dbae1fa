"""By wheel and finger: the page scrolls over maps and charts, a map zooms when asked to, one tap opens."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, expect
from reader import PATIENCE_SECONDS, PHONE, Reader, ReaderMaker, until

pytestmark = pytest.mark.browser

_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
_RESTS = f"""async () => {{
  const before = {_SCROLLED}
  for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame)
  return {_SCROLLED} === before
}}"""
_LOOKED_AT = "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"


_TAPPED = [("timeline", "year"), ("casualties", "toll-first"), ("screenings", "world")]


@pytest.fixture
def phone(stranger: ReaderMaker) -> Reader:
    """A reader with fingers."""
    return stranger(viewport=PHONE, is_mobile=True, has_touch=True)


def frame_of(reader: Reader) -> Frame:
    """Return the frame of the map when its marks are drawn."""
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()
    return next(frame for frame in reader.page.frames if "folium" in frame.url)


def middle_of(one: Locator) -> tuple[float, float]:
    """Bring something into the middle of the screen and return its middle."""
    one.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = one.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def touches(reader: Reader, *moments: list[tuple[float, float]]) -> None:
    """Lay fingers down at the points of the first moment, move them through the others, and lift them."""
    session = reader.page.context.new_cdp_session(reader.page)

    def send(kind: str, points: list[tuple[float, float]]) -> None:
        fingers: list[dict[str, Any]] = [
            {"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    send("touchStart", moments[0])
    for points in moments[1:]:
        send("touchMove", points)
    send("touchEnd", [])


def stroke(reader: Reader, x: float, y: float, down: float) -> None:
    """Draw one finger over the screen."""
    touches(reader, *[[(x, y + down * part / 10)] for part in range(11)])


def comes_to_rest(page: Page) -> None:
    """Wait until the page scrolls no more over many of its frames; a busy browser draws none for a while."""
    until(page, lambda: bool(page.evaluate(_RESTS)))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("map", {}),
        ("explore", {}),
        ("lessons", {"lesson": "one-night", "step": "2"}),
        ("map", {"embed": "true"}),
    ],
)
def test_the_wheel_moves_the_page_over_a_map_and_with_ctrl_the_map(
    reader: Reader, path: str, values: dict[str, str]
) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1000, "height": 500})
    if "embed" in values:
        page.goto(f"{reader.site}/{path}?embed=true")
    else:
        reader.open(path, **values)
    frame = frame_of(reader)
    page.mouse.move(*middle_of(page.locator('iframe[src*="folium"]')))
    before, view = page.evaluate(_SCROLLED), frame.evaluate(_LOOKED_AT)
    page.mouse.wheel(0, 120)
    until(page, lambda: page.evaluate(_SCROLLED) > before)
    assert page.evaluate(_SCROLLED) > before
    expect(frame.get_by_text("hold Ctrl")).to_be_visible()
    assert frame.evaluate(_LOOKED_AT) == view
    page.mouse.move(*middle_of(page.locator('iframe[src*="folium"]')))
    before = page.evaluate(_SCROLLED)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    until(page, lambda: frame.evaluate("map.getZoom()") > view[0], PATIENCE_SECONDS)
    assert frame.evaluate("map.getZoom()") > view[0]
    assert page.evaluate(_SCROLLED) == before


def test_one_finger_moves_the_page_and_two_the_map(phone: Reader) -> None:
    page = phone.open("map").page
    frame = frame_of(phone)
    area = page.locator('iframe[src*="folium"]')
    x, y = middle_of(area)
    before, view = page.evaluate(_SCROLLED), frame.evaluate(_LOOKED_AT)
    stroke(phone, x, y, -150)
    until(page, lambda: page.evaluate(_SCROLLED) > before + 50)
    assert page.evaluate(_SCROLLED) > before + 50
    expect(frame.get_by_text("use two fingers")).to_be_visible()
    assert frame.evaluate(_LOOKED_AT) == view
    comes_to_rest(page)
    x, y = middle_of(area)
    touches(phone, *[[(x - 20 - apart, y), (x + 20 + apart, y)] for apart in range(0, 80, 8)])
    until(page, lambda: frame.evaluate("map.getZoom()") > view[0], PATIENCE_SECONDS)
    assert frame.evaluate("map.getZoom()") > view[0]
    assert page.evaluate("visualViewport.scale") == 1


@pytest.mark.parametrize("path", ["explore", "casualties", "screenings"])
def test_a_finger_on_a_chart_moves_the_page(phone: Reader, path: str) -> None:
    page = phone.open(path).page
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    for chart in page.locator(".js-plotly-plot").all():
        if chart.evaluate("chart => chart._fullLayout.dragmode === 'select'"):
            continue  # a finger chooses a period on it
        x, y = middle_of(chart)
        before = page.evaluate(_SCROLLED)
        stroke(phone, x, y, -150)
        until(page, lambda: page.evaluate(_SCROLLED) > before + 50)  # noqa: B023
        assert page.evaluate(_SCROLLED) > before + 50
        comes_to_rest(page)


@pytest.mark.parametrize(("path", "key"), _TAPPED)
def test_the_first_tap_on_a_mark_opens_its_record(phone: Reader, path: str, key: str) -> None:
    phone.open(path)
    middle_of(phone.chart(key))
    mark = max(phone.marks(key), key=lambda one: one.apart)
    phone.page.get_by_test_id("stMain").evaluate("(main, y) => main.scrollBy(0, y - 350)", mark.y)
    mark = max(phone.marks(key), key=lambda one: one.apart)
    phone.page.touchscreen.tap(mark.x, mark.y)
    assert phone.chosen()[1] in mark.record
