"""Data sets of the war: every row is drawn with its own numbers, and no two rows are ever added."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from evidence_site.records.load.loading import Records
from evidence_site.viz.chart import Chart
from evidence_site.viz.datasets.conflict_events import (
    coded_events_chart,
    coded_twice,
    coded_twice_words,
    deaths_text,
)
from evidence_site.viz.datasets.displacement import displaced, displacement_chart


@pytest.fixture(scope="module")
def coded(records: Records) -> Chart:
    return coded_events_chart(records)


def texts_of(chart: Chart) -> str:
    hovers = [text for trace in chart.figure["data"] for text in trace.get("hovertext", [])]
    notes = [note["text"] for note in chart.figure["layout"]["annotations"]]
    return " ".join([chart.title, chart.alt, chart.reading, *chart.notes, *hovers, *notes])


def points_of(chart: Chart) -> dict[str, tuple[str, float]]:
    return {
        key: (across, up)
        for trace in chart.figure["data"]
        if "customdata" in trace
        for held, across, up in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
        if held
        for key in held
    }


def test_every_row_is_one_mark_at_its_best_estimate(records: Records, coded: Chart) -> None:
    points = points_of(coded)
    rows = {row.id: row for row in records.tables.conflict_events if row.best is not None}
    assert points.keys() == rows.keys()
    assert {key: up for key, (_across, up) in points.items()} == {key: row.best for key, row in rows.items()}
    assert [row.id for row in coded.rows] == sorted(rows, key=lambda key: (rows[key].date.start, key))


def test_lines_reach_from_the_lowest_to_the_highest_estimate(records: Records, coded: Chart) -> None:
    ends = {
        (trace["x"][position], trace["y"][position], trace["y"][position + 1])
        for trace in coded.figure["data"]
        if trace.get("mode") == "lines"
        for position in range(0, len(trace["x"]), 3)
    }
    for row in records.tables.conflict_events:
        numbers = [value for value in (row.low, row.best, row.high) if value is not None]
        if min(numbers) < max(numbers):
            assert (row.date.start.isoformat(), min(numbers), max(numbers)) in ends, row.id


def test_the_bars_count_rows_and_not_deaths(records: Records, coded: Chart) -> None:
    bars = next(trace for trace in coded.figure["data"] if trace["type"] == "bar")
    assert sum(bars["y"]) == len(records.tables.conflict_events)
    assert max(bars["y"]) < max(row.best or 0 for row in records.tables.conflict_events)


def test_rows_coded_twice_stand_side_by_side_and_their_sum_nowhere(records: Records, coded: Chart) -> None:
    pairs = coded_twice(records)
    assert pairs
    words = coded_twice_words(records)
    numbers = set(re.findall(r"\d[\d,]*", texts_of(coded) + re.sub("<.*?>", " ", words)))
    for one, other in pairs:
        assert one.same_as == other.id
        assert other.same_as == one.id
        assert deaths_text(one) in words
        assert deaths_text(other) in words
        total = (one.best or 0) + (other.best or 0)
        assert total > 0
        assert not {str(total), f"{total:,}"} & numbers, (one.id, other.id)


def test_a_pair_is_named_once(records: Records) -> None:
    pairs = coded_twice(records)
    assert not any(
        {row.id for row in one} & {row.id for row in other} for one, other in combinations(pairs, 2)
    )


def test_the_caption_says_how_little_is_covered(coded: Chart) -> None:
    notes = " ".join(coded.notes)
    assert "lower part" in notes
    assert "not a finding" in notes
    assert "official file was not read" in notes


def test_displacement_shows_both_populations_and_every_number(records: Records) -> None:
    chart = displacement_chart(records)
    panels = displaced(records)
    assert len({panel[0].origin for panel in panels}) == 2
    points = points_of(chart)
    assert points == {row.id: (row.year, row.people) for panel in panels for row in panel}
    assert {row.series_kind for panel in panels for row in panel} <= records.package.in_role(
        "series_kind", "stock"
    )


def test_a_year_without_a_number_breaks_the_line(records: Records) -> None:
    for trace in displacement_chart(records).figure["data"]:
        known = [(year, position) for position, year in enumerate(trace["x"]) if year is not None]
        for (year, place), (following, next_place) in pairwise(known):
            assert (following - year == 1) == (next_place - place == 1)


def test_all_panels_have_one_axis_of_people_and_no_sum(records: Records) -> None:
    chart = displacement_chart(records)
    axes = [value for name, value in chart.figure["layout"].items() if name.startswith("yaxis")]
    assert len(axes) == len(displaced(records))
    assert len({tuple(axis["range"]) for axis in axes}) == 1
    highest = [max(row.people for row in panel) for panel in displaced(records)]
    for size in range(2, len(highest) + 1):
        for some in combinations(highest, size):
            assert f"{sum(some):,}" not in texts_of(chart)
