"""The timeline itself: which dates are marks and which are bars, how firm they look, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.dates import parse_when
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import by_date
from evidence_site.records.model.rows import Event
from evidence_site.records.names.naming import code_label
from evidence_site.viz.chronology.timeline import (
    DRAWN,
    is_bar,
    pack,
    timeline_chart,
    undrawn_words,
    whole_span,
)

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


def test_each_category_is_a_lane_below_its_heading_in_the_order_of_the_code_list(records: Records) -> None:
    codes = list(records.package.code_lists["category"])
    events = [event(f"{code}-{i}", EXACT, category=code) for i in range(3) for code in reversed(codes)]
    figure = timeline_chart(records, tuple(events), "year", SPAN).figure
    headings = [note["y"] for note in figure["layout"]["annotations"]]
    bottom, _top = figure["layout"]["yaxis"]["range"]
    marks = figure["data"][1]
    lanes: dict[str, list[float]] = {}
    for (key,), y in zip(marks["customdata"], marks["y"], strict=True):
        lanes.setdefault(key.rpartition("-")[0], []).append(y)
    assert [note["text"] for note in figure["layout"]["annotations"]] == [
        f"<b>{code_label(records, 'events', 'category', code)}</b>" for code in codes
    ]
    for code, heading, following in zip(codes, headings, [*headings[1:], bottom], strict=True):
        assert heading > max(lanes[code])
        assert min(lanes[code]) > following
        assert len(set(lanes[code])) == 3, "three events of one day stand below each other"


def test_a_category_without_events_has_no_lane(records: Records) -> None:
    figure = timeline_chart(records, (event("only", EXACT),), "year", SPAN).figure
    assert len(figure["layout"]["annotations"]) == 1


def test_a_mark_has_colour_and_symbol_of_its_category(records: Records) -> None:
    codes = records.package.code_lists["category"]
    events = [event(code, EXACT, category=code) for code in codes]
    marks = timeline_chart(records, tuple(events), "year", SPAN).figure["data"][1]
    assert dict(zip([key for (key,) in marks["customdata"]], marks["marker"]["symbol"], strict=True)) == {
        code: entry.symbol for code, entry in codes.items()
    }
    rims = marks["marker"]["line"]["color"]
    assert dict(zip([key for (key,) in marks["customdata"]], rims, strict=True)) == {
        code: entry.colour for code, entry in codes.items()
    }


def test_a_stretch_that_reaches_out_at_one_end_keeps_the_other(records: Records) -> None:
    events = event("early", "1991-12-01/1992-02-10"), event("late", "1992-11-01/1993-03-01")
    bars = timeline_chart(records, events, "year", SPAN).figure["data"][0]
    found = dict(
        zip([key for (key,) in bars["customdata"]], zip(bars["base"], bars["x"], strict=True), strict=True)
    )
    assert found["early"] == ("1992-01-01", timedelta(days=41) / timedelta(milliseconds=1))
    assert found["late"] == ("1992-11-01", timedelta(days=61) / timedelta(milliseconds=1))


def test_the_axis_reaches_a_little_beyond_the_span_and_no_further(records: Records) -> None:
    axis = timeline_chart(records, (event("in", EXACT),), "year", SPAN).figure["layout"]["xaxis"]
    first, last = (date.fromisoformat(day) for day in axis["range"])
    assert timedelta(0) < SPAN.start - first < timedelta(days=15)
    assert timedelta(0) < last - SPAN.end < timedelta(days=15)


@pytest.fixture
def disputed(records: Records) -> str:
    """The id of an event of which accounts differ."""
    return next(iter(records.tables.accounts)).event_id


@pytest.mark.parametrize(
    ("when", "at"), [(EXACT, EXACT), ("1992-03-01/1992-04-01", "1992-03-01"), ("1990/1999", "1992-01-01")]
)
def test_a_ring_stands_where_the_mark_of_a_disputed_event_begins(
    when: str, at: str, disputed: str, records: Records
) -> None:
    events = event(disputed, when), event("agreed", "1992-02-20"), event("stretch", "1992-05-01/1992-06-01")
    chart = timeline_chart(records, by_date(events), "year", SPAN)
    bars, days, rings = chart.figure["data"]
    heights = {
        key: y for trace in (bars, days) for (key,), y in zip(trace["customdata"], trace["y"], strict=True)
    }
    assert (rings["customdata"], rings["x"], rings["y"]) == ([[disputed]], [at], [heights[disputed]])
    assert rings["marker"]["symbol"].endswith("-open"), "the mark is seen through its ring"
    assert rings["marker"]["size"] > days["marker"]["size"]


def test_title_and_alternative_text_count_events_and_disputes(disputed: str, records: Records) -> None:
    one = timeline_chart(records, (event("agreed", EXACT),), "year", SPAN)
    assert one.title.endswith(": 1 event")
    two = timeline_chart(records, (event("agreed", EXACT), event(disputed, EXACT)), "year", SPAN)
    assert two.title.endswith(": 2 events; accounts differ on 1")
    assert when_text(SPAN) in two.title
    assert two.alt == f"Timeline of 2 events, {when_text(SPAN)}; accounts differ of 1."
    differ = next(column for column in two.twin if column.heading == "Accounts differ")
    assert [differ.text(row) for row in two.rows] == ["no", "yes"]


def test_a_mark_says_date_hour_and_title_and_nothing_that_is_not_known(records: Records) -> None:
    events = event("hour", EXACT, time_from="02:00", time_to="05:00", title="A <b>"), event("day", EXACT)
    told = timeline_chart(records, events, "year", SPAN).figure["data"][1]["hovertext"]
    assert told == ["26 February 1992<br>day", "26 February 1992<br>02:00 – 05:00<br>A &lt;b&gt;"]


def test_subjects_alone_give_no_chart_but_words(records: Records) -> None:
    chart = timeline_chart(records, (event("topic", EXACT, scope="topic"),), "year", SPAN)
    assert (chart.figure, list(chart.rows)) == ({}, [])
    assert "disputed subjects" in undrawn_words()


def test_the_whole_span_is_that_of_the_drawn_events_or_of_all_where_none_is_drawn() -> None:
    topic = event("topic", "1988", scope="topic")
    drawn_events = event("late", "1994-05"), event("early", "1991-12-03")
    assert whole_span((topic, *drawn_events)) == parse_when("1991-12-03/1994-05-31")
    assert whole_span((topic,)) == parse_when("1988-01-01/1988-12-31")


def test_where_all_rows_are_taken_the_one_that_is_free_soonest_is_used() -> None:
    long = [event(f"e{i}", f"1992-01-{i + 1:02}/1992-{10 - (i == 3):02}-01") for i in range(7)]
    assert pack([*long, event("over", "1992-02-01")], GAP) == [*range(7), 3]


def test_a_stretch_follows_another_in_its_row_from_the_day_after_its_end() -> None:
    first = event("first", "1992-01-01/1992-01-20")
    assert pack([first, event("next", "1992-01-21/1992-01-30")], GAP) == [0, 0]
    assert pack([first, event("same", "1992-01-20/1992-01-30")], GAP) == [0, 1]


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
