"""Inside the frame of the map: names give way to more important ones, districts are hatched."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from reader import Reader

from records.loading import Records

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


def test_names_never_overlap_and_appear_from_their_zoom_on(reader: Reader, records: Records) -> None:
    reader.open("map")
    labels = reader.map.locator(".place-label")
    route = reader.map.locator("path[stroke-dasharray='10 9']").first
    expect(labels).to_have_count(len(records.site.labelled_places))
    expect(reader.map.locator("path[fill^='url(#hatch']").first).to_be_attached()
    expect(reader.map.locator("pattern[id^='hatch'] path").first).to_be_attached()
    expect(route).to_be_visible()
    marks = reader.map.locator("path.leaflet-interactive[role=img]")
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
    marks = reader.map.locator("path.leaflet-interactive[role=img]")
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
