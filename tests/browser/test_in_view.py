"""What an address leads to is in sight: the heading of an anchor, and the mark of the record that is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize
from reader import Reader, ReaderMaker, until

from evidence_site.records.load.loading import Records

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}

#: The ids to which links of a page can lead: headings, sections and terms of the page itself.
_ANCHORS = """() => [...document.querySelectorAll(
  '[data-testid="stMain"] :is(h1, h2, h3, h4, dt, dt *, section)[id]')]
  .map(one => one.id)"""
#: Whether the beginning of an element is seen: on the screen, and nothing fixed lies over it.
_IS_SEEN = """id => {
  const target = document.getElementById(id)
  if (!target) return false
  const words = document.createRange()
  words.selectNodeContents(target)
  const [first] = words.getClientRects()
  if (!first || first.top < 0 || first.bottom > innerHeight) return false
  const over = document.elementFromPoint(first.left + 3, (first.top + first.bottom) / 2)
  return target.contains(over)
}"""
#: Where the first chosen mark of any chart is seen, or why it is not.
_MARK_SEEN = """wanted => {
  for (const chart of document.querySelectorAll('.js-plotly-plot')) {
    for (const trace of chart._fullData || []) {
      for (const point of trace.selectedpoints || []) {
        if ([trace.customdata[point]].flat()[0] !== wanted) continue
        const axis = chart._fullLayout['yaxis' + (trace.yaxis || 'y').slice(1)]
        const box = chart.getBoundingClientRect()
        const y = box.top + axis._offset + axis.d2p(trace.y[point])
        if (y < 0 || y > innerHeight) continue
        const over = document.elementFromPoint(box.left + box.width / 2, y)
        if (over && chart.contains(over)) return true
      }
    }
  }
  return false
}"""


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["390", "1280"])
@pytest.mark.parametrize(
    "path", ["overview", "map", "casualties", "claims", "sources", "screenings", "about", "data"]
)
def test_the_heading_of_an_anchor_is_seen_below_what_is_fixed(
    reader_with: ReaderMaker, path: str, screen: ViewportSize
) -> None:
    reader = reader_with(viewport=screen).open(path)
    anchors = [found for found in reader.page.evaluate(_ANCHORS) if not found.startswith("root")]
    assert anchors
    anchor = anchors[len(anchors) // 2]
    reader.page.goto("about:blank")
    reader.open_address(f"{reader.site}/{'' if path == 'overview' else path}#{anchor}")
    until(reader.page, lambda: bool(reader.page.evaluate(_IS_SEEN, anchor)), 20)
    assert reader.page.evaluate(_IS_SEEN, anchor), (path, anchor)


def _is_seen(reader: Reader, mark: str) -> bool:
    return bool(reader.page.evaluate(_MARK_SEEN, mark))


@pytest.mark.parametrize("screen", [PHONE, WIDE], ids=["390", "1280"])
def test_the_mark_of_the_record_that_an_address_opens_is_in_sight(
    reader_with: ReaderMaker, records: Records, screen: ViewportSize
) -> None:
    events = [event for event in records.tables.events if event.place_id]
    late = max(events, key=lambda event: (event.date.start, event.id))
    film = next(row for row in records.tables.screenings if row.film_id and row.place_id)
    for path, sel, mark in (
        ("timeline", f"events.{late.id}", late.id),
        ("timeline", f"events.{records.site.main_event}", records.site.main_event),
        ("screenings", f"screenings.{film.id}", film.place_id or ""),  # the first chart draws places
    ):
        reader = reader_with(viewport=screen).open(path, sel=sel)
        until(reader.page, lambda: _is_seen(reader, mark), 20)  # noqa: B023 - asked at once
        assert _is_seen(reader, mark), (path, sel)
