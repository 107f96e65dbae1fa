"""Every view, opened once by its address: it stands, has words for what it draws, and fits every screen.

One visit looks at a view in both themes and at both widths, because loading it costs more than looking.
The reader's own fixtures fail a test on any request that leaves the machine and on any error in the page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect
from reader import PATIENCE_SECONDS, PHONE, Reader, until
from views import VIEWS, View, view_name

from evidence_site.viz.pages.site import PAGES

pytestmark = pytest.mark.browser

#: The map lies in a frame of its own and is looked at apart; what a whole page needs, a frame does not.
_ONE_FRAME: dict[str, Any] = {"resultTypes": ["violations"], "iframes": False}
#: In the other theme nothing but colours is different.
_COLOURS = {"runOnly": ["color-contrast"]}
_OF_A_PAGE = ("landmark-one-main", "page-has-heading-one", "region", "meta-viewport")
_IN_A_FRAME = {rule: {"enabled": False} for rule in _OF_A_PAGE}

#: How far the page can be scrolled sideways, and what sticks out of it at the right, boxes that scroll aside.
_TOO_WIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]'), wide = main.clientWidth
  const excess = Math.max(main.scrollWidth - wide, document.documentElement.scrollWidth - innerWidth)
  const out = excess <= 1 ? [] : [...main.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > wide + 1 && !one.closest('.scroll'))
    .map(one => one.tagName + '.' + one.className).slice(0, 5)
  return [excess, out]
}"""

#: Spacing of text that a reader may ask for (WCAG 1.4.12).
_SPACING = """() => {
  const sheet = document.head.appendChild(document.createElement("style"))
  sheet.id = "spacing"
  sheet.textContent = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`
}"""
#: Words that a box around them cuts; what is for the ear alone is cut on purpose.
_CUT = """() => {
  const main = document.querySelector("[data-testid=stMain]")
  const hidden = (style, way) => ["hidden", "clip"].includes(style["overflow" + way])
  const cuts = (box, words, style) =>
    hidden(style, "X") && (words.right > box.right + 2 || words.left < box.left - 2)
    || hidden(style, "Y") && (words.bottom > box.bottom + 2 || words.top < box.top - 2)
  return [...main.querySelectorAll("*")].filter(one => {
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) return false
    if (!one.checkVisibility({visibilityProperty: true})) return false
    if (one.closest("svg, .unseen, .scroll, [data-testid=stIconMaterial], .js-plotly-plot")) return false
    const range = document.createRange()
    range.selectNodeContents(one)
    const words = range.getBoundingClientRect()
    if (words.width <= 2) return false
    for (let around = one; around !== main; around = around.parentElement)
      if (cuts(around.getBoundingClientRect(), words, getComputedStyle(around))) return true
    return false
  }).map(one => one.textContent.trim().slice(0, 60))
}"""

_ALL_DRAWN = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
  .every(chart => chart.querySelector('.main-svg'))"""
_BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
_TITLES = {page.path: page.title for page in PAGES}


@pytest.mark.parametrize("view", VIEWS, ids=view_name)
def test_a_view_stands_in_both_themes_and_fits_a_phone(reader: Reader, view: View) -> None:
    path, values = view
    reader.open(path, **values).is_on(_TITLES[path])
    drawn(reader.page)
    headings_are_in_order(reader.page)
    what_is_drawn_has_words(reader.page)
    assert faults(reader.page) == []
    darken(reader.page)
    assert faults(reader.page, **_COLOURS) == []
    reader.page.set_viewport_size(PHONE)
    fits(reader.page)
    no_word_is_cut_by_wider_spacing(reader.page)
    if not values:
        what_is_folded_opens(reader)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_map(reader: Reader, theme: str) -> None:
    reader.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    reader.open("map")
    expect(reader.map.locator("path.leaflet-interactive").nth(20)).to_be_attached()
    frame = next(frame for frame in reader.page.frames if "folium" in frame.url)
    assert faults(frame, rules=_IN_A_FRAME) == []


def test_axe_finds_no_fault_in_what_opens(reader: Reader) -> None:
    reader.open("timeline", cat="legal")
    expect(reader.open_twin("year").first).to_be_visible()
    reader.open_menu("Category")
    expect(reader.page.get_by_test_id("stPopoverBody")).to_be_visible()
    assert faults(reader.page) == []
    darken(reader.page)
    assert faults(reader.page) == []


def faults(where: Page | Frame, **settings: Any) -> list[str]:
    """Return what axe finds."""
    found: list[dict[str, Any]] = Axe().run(where, options=_ONE_FRAME | settings).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['target'][0]}\n    {node['html'][:300]}"
        for fault in found
        for node in fault["nodes"]
    ]


def drawn(page: Page) -> None:
    """Wait until every chart is drawn."""
    assert page.get_by_test_id("stException").count() == 0
    until(page, lambda: page.evaluate(_ALL_DRAWN), PATIENCE_SECONDS)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        expect(chart.locator(".main-svg").first).to_be_visible()


def darken(page: Page) -> None:
    """Let the visitor's system turn dark, and wait until the page has followed."""
    light = page.evaluate(_BACKGROUND)
    page.emulate_media(color_scheme="dark")
    until(page, lambda: page.evaluate(_BACKGROUND) != light)
    drawn(page)


def no_word_is_cut_by_wider_spacing(page: Page) -> None:
    """Whoever sets letters, words, lines and paragraphs farther apart still reads all of them."""
    before = page.evaluate(_CUT)
    page.evaluate(_SPACING)
    try:
        assert [words for words in page.evaluate(_CUT) if words not in before] == []
    finally:
        page.evaluate("document.getElementById('spacing').remove()")


def what_is_folded_opens(reader: Reader) -> None:
    """The first folds of a view open and hold no error."""
    closed = reader.page.locator("details:not([open]) > summary:visible")
    for _ in range(min(4, closed.count())):
        left = closed.count()
        closed.first.click()
        expect(closed).to_have_count(left - 1)
        reader.stands()
    drawn(reader.page)


def headings_are_in_order(page: Page) -> None:
    """One title, first; no level is left out."""
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def what_is_drawn_has_words(page: Page) -> None:
    """Charts and maps say in words what they show."""
    for chart in page.get_by_test_id("stPlotlyChart").all():
        assert chart.get_attribute("role") in ("figure", "img")
        assert len(chart.get_attribute("aria-label") or "") > 30
    for frame in page.locator("iframe:visible").all():
        assert frame.get_attribute("title")


def fits(page: Page) -> None:
    """Nothing scrolls sideways; the title and the filters are inside and large enough for a finger."""
    until(page, lambda: page.evaluate(_TOO_WIDE)[0] <= 1)
    assert page.evaluate(_TOO_WIDE)[0] <= 1, f"too wide for a phone: {page.evaluate(_TOO_WIDE)}"
    boxes = [page.get_by_role("heading", level=1).bounding_box()]
    menus = page.locator(".st-key-filter-bar").get_by_role("button").all()
    assert len(menus) >= 6
    boxes += [menu.bounding_box() for menu in menus]
    for box in boxes:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 24
