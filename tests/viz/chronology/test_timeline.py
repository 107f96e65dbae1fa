"""The timeline itself: which dates are marks and which are bars, how firm they look, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import by_date
from evidence_site.records.model.rows import Event
from evidence_site.viz.chronology.timeline import DRAWN, is_bar, pack, timeline_chart, whole_span

SPAN = parse_when("1992-01-01/1992-12-31")
GAP = timedelta(days=9)


def event(key: str, when: str, **given: Any) -> Event:
    """An event of one day or stretch; its other cells are of no matter here."""
    given = {"scope": "moment", "category": "military", "title": key, "summary": key, **given}
    cells = {name: given.get(name) for name in Event._fields}
    return Event(**{**cells, "id": key, "date": parse_when(when)})


def drawn(records: Records, *events: Event) -> dict[str, tuple[str, float]]:
    """Each event with the kind of mark that it has and how firm it is."""
    figure = timeline_chart(records, tuple(events), "year", SPAN).figure
    bars, days, _rings = figure["data"]
    return {
        key: (kind, float(fill.rpartition(",")[2].rstrip(")")))
        for kind, trace in (("bar", bars), ("mark", days))
        for (key,), fill in zip(trace["customdata"], trace["marker"]["color"], strict=True)
    }


EXACT, CIRCA = "1992-02-26", "1992-02-26~"
SOFT = (CIRCA, "1992-02-26?", "1992-02", "1992-02~", "1992", "1992-02/1992-03", "1992-02-20~/1992-02-26")


def test_only_an_exact_day_is_a_mark() -> None:
    assert not is_bar(parse_when(EXACT))
    assert all(is_bar(parse_when(when)) for when in (*SOFT, "1992-02-25/1992-02-26"))


@pytest.mark.parametrize("when", SOFT)
def test_what_is_not_known_to_the_day_is_a_softer_bar_than_a_sure_stretch(
    when: str, records: Records
) -> None:
    found = drawn(records, event("doubt", when), event("sure", "1992-02-25/1992-02-26"), event("day", EXACT))
    assert found["day"][0] == "mark"
    assert found["sure"][0] == found["doubt"][0] == "bar"
    assert found["doubt"][1] < found["sure"][1] == found["day"][1]


def test_an_approximate_exact_day_begins_on_that_day_and_is_wide_enough_to_be_seen(
    records: Records,
) -> None:
    bars, days, _rings = timeline_chart(records, (event("doubt", CIRCA),), "year", SPAN).figure["data"]
    assert bars["base"] == [EXACT]
    assert timedelta(milliseconds=bars["x"][0]) >= timedelta(days=4)
    assert days["x"] == []


def test_a_stretch_that_only_reaches_into_the_span_is_cut_off_at_its_ends(records: Records) -> None:
    long = event("long", "1990-05-01/1999-05-01")
    bars = timeline_chart(records, (long,), "year", SPAN).figure["data"][0]
    assert bars["base"] == ["1992-01-01"]
    assert timedelta(milliseconds=bars["x"][0]) == timedelta(days=366)


def test_what_lies_outside_the_span_or_is_a_topic_is_not_drawn(records: Records) -> None:
    events = event("before", "1991"), event("topic", EXACT, scope="topic"), event("in", EXACT)
    assert [row.id for row in timeline_chart(records, events, "year", SPAN).rows] == ["in"]


def test_every_drawn_event_of_the_records_stands_once_on_the_whole_timeline(records: Records) -> None:
    events = records.tables.events
    chart = timeline_chart(records, tuple(events), "whole", whole_span(tuple(events)))
    bars, days, rings = chart.figure["data"]
    marked = [key for (key,) in [*bars["customdata"], *days["customdata"]]]
    assert sorted(marked) == sorted(row.id for row in events if row.scope in DRAWN)
    disputed = {row.id for row in chart.rows if records.links.accounts_of[row.id]}
    assert {key for (key,) in rings["customdata"]} == disputed


@st.composite
def days(draw: st.DrawFn) -> Sequence[Event]:
    """Up to forty events of some days or stretches, in the order of their dates."""
    made = []
    for number in range(draw(st.integers(1, 40))):
        start = date(1992, 1, 1) + timedelta(days=draw(st.integers(0, 300)))
        end = start + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 20])))
        made.append(event(f"e{number}", f"{start}/{end}" if end > start else f"{start}"))
    return by_date(tuple(made))


@given(days())
def test_no_two_marks_of_a_row_touch_while_there_are_free_rows(events: Sequence[Event]) -> None:
    rows = pack(events, GAP)
    assert len(rows) == len(events)
    last: dict[int, date] = {}
    for found, row in zip(events, rows, strict=True):
        crowded = all(free > found.date.start for free in last.values()) and len(last) >= 7
        assert crowded or last.get(row, date.min) <= found.date.start
        last[row] = max(found.date.end + timedelta(days=1), found.date.start + GAP)
    assert sorted(set(rows)) == list(range(max(rows) + 1)), "no row is left out"
