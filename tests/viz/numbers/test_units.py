"""One mark is one person: never a mark too many, nothing added up, nobody placed who cannot be placed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.viz.chart import QUIET, Chart
from evidence_site.viz.numbers.breakdown import Breakdown, breakdowns, is_exact, named_people, people
from evidence_site.viz.numbers.composition import composition_chart, in_words, made_of, wholes_with_parts
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.numbers.units import COLUMNS, MOST_MARKS, marks_of

GROUPS = ("men", "women", "children", "elderly", "combatants")
CAUSES = ("gunshot", "shrapnel", "blunt_object", "cold")


class Known:
    """Records with a short name: hypothesis prints what it hands to a test."""

    def __init__(self, records: Records) -> None:
        self.records = records
        shown = shown_figures(records, select(records, Choice()))
        self.wholes = wholes_with_parts(records, shown)


@pytest.fixture(scope="module")
def known(records: Records) -> Known:
    return Known(records)


def figure(known: Known, key: str, **values: object) -> Figure:
    base = {
        "id": key,
        "part_of": None,
        "group": "all",
        "cause": None,
        "low": None,
        "best": None,
        "high": None,
    }
    return known.wholes[0]._replace(**{**base, "qualifier": "exact", **values})


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, object]:
    """A number as a source can give it."""
    number = float(draw(st.integers(1, 400)))
    kind = draw(st.sampled_from(["exact", "exact", "exact", "approx", "at_least", "up_to", "range"]))
    column = {"at_least": "low", "up_to": "high", "range": "low"}.get(kind, "best")
    held: dict[str, object] = {"qualifier": kind, column: number}
    return {**held, "high": number + 5} if kind == "range" else held


@st.composite
def sets(draw: st.DrawFn, known: Known) -> tuple[Figure, list[Figure]]:
    """A whole and parts of it, possible or not."""
    whole = figure(known, "whole", **draw(numbers()))
    named = draw(st.lists(st.sampled_from([*GROUPS, *CAUSES]), min_size=1, max_size=5, unique=True))
    parts = []
    for code in named:
        about = {"cause": code} if code in CAUSES else {"group": code}
        parts.append(figure(known, code, part_of="whole", **about, **draw(numbers())))
    return whole, parts


def grids(chart: Chart) -> list[dict[str, Any]]:
    """The traces of the grids; those of a strip have outlined marks in the colour of the source."""
    return [trace for trace in chart.figure["data"] if not is_strip(trace)]


def is_strip(trace: dict[str, Any]) -> bool:
    return trace["marker"]["symbol"].endswith("-open") and trace["marker"]["color"] != QUIET


def counts(traces: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for trace in traces:
        assert len(trace["x"]) == len(trace["y"]) == len(trace["customdata"])
        for (key,) in trace["customdata"]:
            found[key] = found.get(key, 0) + 1
    return found


def assert_one_mark_a_person(chart: Chart, whole: Figure, parts: list[Figure]) -> None:
    found = breakdowns(whole, parts)
    assert sum(len(trace["x"]) for trace in grids(chart)) == people(whole) * len(found)
    drawn = counts(chart.figure["data"])
    for part in parts:
        assert drawn.get(part.id, 0) == (people(part) if people(part) <= people(whole) else 0)
    assert drawn.get(whole.id, 0) == sum(breakdown.rest for breakdown in found)
    for trace in chart.figure["data"]:
        assert len(trace["x"]) <= people(whole)


# --- what is drawn -----------------------------------------------------------------------------------------


def test_every_shipped_whole_has_as_many_marks_as_its_source_counts_people(known: Known) -> None:
    assert known.wholes
    for whole in known.wholes:
        parts = [part for part in known.records.links.parts_of_figure[whole.id] if part.unit == "people"]
        chart = composition_chart(known.records, whole)
        assert_one_mark_a_person(chart, whole, parts)
        assert sum(len(trace["x"]) for trace in chart.figure["data"]) <= MOST_MARKS
        assert all(trace["type"] == "scatter" for trace in chart.figure["data"])


@given(data=st.data())
def test_any_whole_and_parts_get_one_mark_a_person(known: Known, data: st.DataObject) -> None:
    whole, parts = data.draw(sets(known))
    chart = made_of(known.records, whole, parts)
    if chart.figure:
        assert_one_mark_a_person(chart, whole, parts)
    else:
        assert any("too large for a drawing" in note for note in chart.notes)
    assert chart.rows[0].id == "whole"
    assert {row.id for row in chart.rows} == {"whole", *(part.id for part in parts)}


@given(data=st.data())
def test_nobody_stands_in_two_places_of_a_grid(known: Known, data: st.DataObject) -> None:
    chart = made_of(known.records, *data.draw(sets(known)))
    places = [
        place for trace in chart.figure.get("data", []) for place in zip(trace["x"], trace["y"], strict=True)
    ]
    assert len(set(places)) == len(places)


@given(data=st.data())
def test_a_part_is_placed_only_where_it_is_exact_and_nobody_is_counted_twice(
    known: Known, data: st.DataObject
) -> None:
    for breakdown in breakdowns(*data.draw(sets(known))):
        assert breakdown.rest >= 0
        assert all(is_exact(part) for part in breakdown.inside)
        assert not breakdown.inside or is_exact(breakdown.whole)
        assert set(breakdown.inside) | set(breakdown.beside) == set(breakdown.parts)
        if breakdown.fit in ("full", "one", "several"):
            assert not breakdown.beside
        if breakdown.fit == "over":
            assert breakdown.beside
            assert not breakdown.inside or not breakdown.rest


@given(data=st.data())
def test_what_is_worked_out_is_said_to_be_ours_and_only_where_all_is_exact(
    known: Known, data: st.DataObject
) -> None:
    found = breakdowns(*data.draw(sets(known)))
    for breakdown, words in zip(found, in_words(known.records, found), strict=True):
        if breakdown.fit in ("one", "several"):
            assert "our subtraction" in words
        if breakdown.fit == "inexact":
            assert "no remainder is worked out" in words
            assert "our" not in words


# --- how it is drawn


def settings(chart: Chart) -> tuple[Any, ...]:
    layout = chart.figure["layout"]
    traces = chart.figure["data"]
    return (
        layout["xaxis"]["range"],
        layout["yaxis"]["scaleanchor"],
        layout["height"] - layout["yaxis"]["range"][0],
        {trace["marker"]["size"] for trace in traces} == {6},
        {x for trace in traces for x in trace["x"]} <= {(n + 0.5) * 9 for n in range(COLUMNS)},
    )


def test_a_mark_is_as_large_and_a_row_as_long_for_every_source(known: Known) -> None:
    charts = [composition_chart(known.records, whole) for whole in known.wholes]
    assert len({json.dumps(settings(chart)) for chart in charts}) == 1
    assert settings(charts[0])[-2:] == (True, True)


def test_the_same_part_has_the_same_shape_for_every_source(known: Known) -> None:
    shapes: dict[tuple[str, str | None], set[str]] = {}
    for whole in known.wholes:
        for trace in composition_chart(known.records, whole).figure["data"]:
            part = known.records.tables.figures[trace["customdata"][0][0]]
            if part is not whole:
                symbol = trace["marker"]["symbol"].removesuffix("-open")
                shapes.setdefault((part.group, part.cause), set()).add(symbol)
    assert all(len(found) == 1 for found in shapes.values())


def test_parts_of_one_grid_differ_in_shape(known: Known) -> None:
    for whole in known.wholes:
        for breakdown in breakdowns(whole, known.records.links.parts_of_figure[whole.id]):
            chart = made_of(known.records, whole, breakdown.parts)
            assert len({trace["marker"]["symbol"] for trace in chart.figure["data"]}) == len(
                chart.figure["data"]
            )


def test_labels_stand_apart_and_fit_a_phone(known: Known) -> None:
    for whole in known.wholes:
        chart = composition_chart(known.records, whole)
        at: dict[float, list[tuple[float, int]]] = {}
        for note in chart.figure["layout"]["annotations"]:
            lines = note["text"].split("<br>")
            at.setdefault(note["x"], []).append((note["y"], len(lines)))
        for labels in at.values():
            for (top, lines), (below, _) in zip(sorted(labels), sorted(labels)[1:], strict=False):
                assert below >= top + 17 * lines
        assert chart.figure["layout"]["xaxis"]["range"][1] <= 312


# --- the two that the site is asked about ------------------------------------------------------------------


def fitted(known: Known, number: float, **parts: float) -> Breakdown:
    whole = figure(known, "whole", best=number)
    rows = [figure(known, group, best=count, group=group) for group, count in parts.items()]
    (found,) = breakdowns(whole, rows)
    return found


def test_what_overlaps_stands_beside_the_parts_that_fill_the_whole(known: Known) -> None:
    found = fitted(known, 181, men=130, women=51, children=13)
    assert [part.id for part in found.inside] == ["men", "women"]
    assert [part.id for part in found.beside] == ["children"]
    assert found.rest == 0
    assert marks_of(found) == 181 + 13
    assert [part.id for part in fitted(known, 181, children=13, men=130, women=51).beside] == ["children"]


def test_what_is_not_broken_down_stays_hollow(known: Known) -> None:
    found = fitted(known, 613, women=106, children=63, elderly=70)
    assert not found.beside
    assert found.rest == 613 - named_people(found.parts) == 374


def test_where_more_than_one_reading_fills_the_whole_none_is_chosen(known: Known) -> None:
    found = fitted(known, 100, men=60, women=40, children=60, elderly=40)
    assert not found.inside
    assert found.rest == 100


def test_too_many_people_for_marks_are_said_in_words(known: Known) -> None:
    whole = figure(known, "whole", best=6000.0)
    chart = made_of(known.records, whole, [figure(known, "women", best=10.0, group="women")])
    assert chart.figure == {}
    assert len(chart.rows) == 2
    assert "too large for a drawing" in chart.notes[0]
