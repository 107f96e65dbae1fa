"""Inside the frame of the map: names give way to more important ones, districts are hatched."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, expect
from reader import Reader, until

from evidence_site.records.load.loading import Records
from evidence_site.viz.maps.map_marks import in_frame

pytestmark = pytest.mark.browser

#: The names that stand on the map now, with their boxes.
_NAMES = """labels => labels.filter(one => getComputedStyle(one).visibility === "visible").map(one => {
  const box = one.getBoundingClientRect()
  return {name: one.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom}
})"""


#: The same of the marks, by the beginning of what they are called.
_MARKS = """marks => marks.filter(one => one.getBBox().width).map(one => {
  const box = one.getBoundingClientRect(), name = one.getAttribute("aria-label").split(":")[0]
  return {name, left: box.left, right: box.right, top: box.top, bottom: box.bottom}
})"""


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = one["left"] < other["right"] and other["left"] < one["right"]
    return across and one["top"] < other["bottom"] and other["top"] < one["bottom"]


def test_the_frame_has_a_name_and_a_language_and_may_be_enlarged(reader: Reader) -> None:
    reader.open("map")
    expect(reader.map.locator("path.leaflet-interactive").first).to_be_attached()
    expect(reader.page.locator('iframe[src*="folium"]')).to_have_attribute("title", "Map")
    frame = next(frame for frame in reader.page.frames if "folium" in frame.url)
    assert frame.evaluate("document.documentElement.lang") == reader.page.evaluate(
        "document.documentElement.lang"
    )
    assert "user-scalable" not in frame.content()


def test_names_never_overlap_and_appear_from_their_zoom_on(reader: Reader, records: Records) -> None:
    reader.open("map")
    labels = reader.map.locator(".place-label")
    route = reader.map.locator("path[stroke-dasharray='10 9']").first
    expect(labels).to_have_count(len(records.site.labelled_places))
    expect(reader.map.locator("path[fill^='url(#hatch']").first).to_be_attached()
    expect(reader.map.locator("pattern[id^='hatch'] path").first).to_be_attached()
    expect(route).to_be_visible()
    marks = reader.map.locator("path.leaflet-interactive[role=button]")
    named = marks.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    assert len(named) > 10
    assert all(named)
    beside = {mark["name"]: mark for mark in marks.evaluate_all(_MARKS)}
    pairs = [(name, beside[name["name"]]) for name in labels.evaluate_all(_NAMES) if name["name"] in beside]
    assert pairs
    assert not [name["name"] for name, mark in pairs if overlap(name, mark)]
    frame = next(frame for frame in reader.page.frames if "folium" in frame.url)
    assert frame.evaluate("document.fonts.check('600 13px \"Source Sans\"') && document.fonts.size > 0")
    scale = reader.map.locator(".leaflet-control-scale-line").first
    counts = {}
    for zoom in range(records.site.map_view[2], 5, -1):
        shown = labels.evaluate_all(_NAMES)
        counts[zoom] = len(shown)
        assert not [(a["name"], b["name"]) for a in shown for b in shown if a is not b and overlap(a, b)]
        ids = [key for key, least in records.site.labelled_places.items() if least <= zoom]
        assert 1 <= len(shown) <= len(ids)
        assert shown[0]["name"] == records.tables.places[ids[0]].name
        before = scale.inner_text()
        reader.map.get_by_role("button", name="Zoom out").click()
        expect(scale).not_to_have_text(before)
    assert counts[6] < counts[8]
    expect(route).not_to_be_visible()


#: Where the map is looked at, and how often anything under its marks was drawn anew or went away.
_STAYS = """() => {
  window.redrawn = 0
  const ground = document.querySelectorAll(".leaflet-map-pane > [class*='layer-'] path")
  window.ground = ground.length
  new MutationObserver(seen => { window.redrawn += seen.filter(one => one.type === "childList").length })
    .observe(document.getElementById("map_div"), {childList: true})
  for (const one of ground) { one.stays = true }
}"""
_STAYED = """() => [window.redrawn, window.ground > 10,
  [...document.querySelectorAll(".leaflet-map-pane > [class*='layer-'] path")].filter(one => one.stays).length
  === window.ground]"""
_LOOKED_AT = "() => [map.getZoom(), map.getCenter().lat, map.getCenter().lng]"


def test_a_filter_moves_the_marks_and_not_the_map(reader: Reader) -> None:
    reader.open("map")
    marks = reader.map.locator("path.leaflet-interactive[role=button]")
    expect(marks.first).to_be_attached()
    everything = marks.count()
    frame = next(frame for frame in reader.page.frames if "folium" in frame.url)
    frame.evaluate("map.setView([39.7, 46.5], 9, {animate: false})")
    frame.evaluate(_STAYS)
    before = frame.evaluate(_LOOKED_AT)
    reader.choose_in_menu("Category", "Legal")
    reader.close_menu()
    reader.has_parameters(cat="legal")
    expect(marks).not_to_have_count(everything)
    assert 0 < marks.count() < everything
    reader.chip("cat").click()
    reader.has_parameters()
    expect(marks).to_have_count(everything)
    assert frame.evaluate(_STAYED) == [0, True, True]
    assert frame.evaluate(_LOOKED_AT) == before


#: How the element in focus is called, and whether it lies within the frame; the name is empty elsewhere.
_IN_FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect()
  const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
  return [document.hasFocus() ? one.getAttribute("aria-label") || "" : "", inside]
}"""
_CALLED = "all => all.map(one => one.getAttribute('aria-label'))"


def marks_of(reader: Reader) -> tuple[Locator, Frame]:
    """Return the marks of the map that open something, when they are drawn, and the frame around them."""
    marks = reader.map.locator("path.leaflet-interactive[role=button]")
    expect(marks.nth(20)).to_be_attached()
    return marks, next(frame for frame in reader.page.frames if "folium" in frame.url)


def test_the_marks_are_one_stop_for_tab_and_arrows_go_from_one_to_the_next(
    reader: Reader, records: Records
) -> None:
    marks, frame = marks_of(reader.open("map"))
    keys = reader.page.keyboard
    around = frame.locator("#map_div")
    around.focus()
    keys.press("Tab")
    first, inside = frame.evaluate(_IN_FOCUS)
    assert inside
    assert first in marks.evaluate_all(_CALLED)
    expect(frame.locator(".leaflet-tooltip", has_text=first.split("\n")[0]).last).to_be_visible()
    keys.press("Tab")
    expect(reader.map.get_by_role("button", name="Zoom in")).to_be_focused()
    keys.press("Shift+Tab")
    places = [records.tables.places.get(event.place_id or "") for event in records.tables.events]
    in_reach = {place.name for place in places if place and in_frame(records, place)}
    passed: list[str] = []
    for _ in in_reach:
        name, inside = frame.evaluate(_IN_FOCUS)
        assert inside, f"{name} is out of sight"
        passed.append(name)
        keys.press("ArrowRight")
    assert {name.split(":")[0] for name in passed} == in_reach
    assert frame.evaluate(_IN_FOCUS)[0] == first, "after the last mark comes the first"
    keys.press("ArrowLeft")
    assert frame.evaluate(_IN_FOCUS)[0] == passed[-1]
    keys.press("Home")
    west = frame.evaluate(_IN_FOCUS)[0]
    keys.press("ArrowLeft")
    east = frame.evaluate(_IN_FOCUS)[0]
    assert passed[(passed.index(east) + 1) % len(passed)] == west
    keys.press("Escape")
    expect(around).to_be_focused()
    keys.press("Tab")
    assert frame.evaluate(_IN_FOCUS)[0] == east, "Tab comes back to where one was"


@pytest.mark.parametrize("path", ["explore", "map"])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_does_what_a_click_on_a_mark_does(reader: Reader, path: str, key: str) -> None:
    _marks, frame = marks_of(reader.open(path))
    frame.locator("path[tabindex='0']").focus()
    name = frame.evaluate(_IN_FOCUS)[0]
    reader.page.keyboard.press(key)
    reader.page.wait_for_url(lambda url: "sel=" in url)
    reader.stands()
    expect(reader.card).to_contain_text(name.split(":")[0].split("\n")[0])
    until(reader.page, lambda: frame.evaluate(_IN_FOCUS)[0].split("\n")[0] == name.split("\n")[0])
