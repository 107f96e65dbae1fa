"""A picture in which nothing can be drawn is a sentence, never an empty axis: on every page and on paper."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, islice
from typing import Any

import pytest
from loaded import records_in
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice, read_choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import CODE_FILTERS, FILTERED
from evidence_site.records.choose.selection import LENSES, Selection, select
from evidence_site.records.load.loading import Records, data_folder
from evidence_site.ui.state import store
from evidence_site.viz.chart import Chart, has_marks
from evidence_site.viz.chronology.timeline import DRAWN, undrawn_words
from evidence_site.viz.pages import run as runs
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.paper.static_html import DocumentLocation, parts_html
from evidence_site.viz.paper.static_view import static_view
from evidence_site.viz.review.every_picture import every_picture
from evidence_site.viz.words.lenses import place_of

_SAYS = "There is nothing to draw here"
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def records_under_test() -> Records:
    """The records under test, for parameters of tests."""
    return records_in(data_folder())


def lacking() -> Iterator[tuple[str, str]]:
    """Give each kind of record with each column that some rows leave empty; without a column: no row at all.

    A page asks for a timeline only when there is an event.
    """
    for table in FILTERED:
        if table != "events":
            yield table, ""
        rows = list(records_under_test().table(table))
        for field in records_under_test().package.tables[table].fields:
            if any(getattr(row, field.name, 0) in (None, "", ()) for row in rows):
                yield table, field.name


def narrowed(records: Records, table: str, column: str) -> Selection:
    """Return all records but those of a kind that have something in a column."""
    every = select(records, Choice())
    kept = tuple(row for row in every.rows[table] if column and getattr(row, column, 0) in (None, "", ()))
    ids = {**every.ids, table: frozenset(row.id for row in kept)}
    return replace(every, ids=ids, rows={**every.rows, table: kept})


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), list(lacking()))
def test_a_chart_draws_records_or_says_that_it_cannot(
    records: Records, monkeypatch: pytest.MonkeyPatch, table: str, column: str
) -> None:
    monkeypatch.setattr(runs, "select", lambda *_given: narrowed(records, table, column))
    view = static_view(records, "timeline", {})
    for name, drawn in every_picture(records):
        html = parts_html(records, replace(view, parts=(drawn.picture,)), "v", "./", DocumentLocation(""))
        assert ("<svg" in html) != (_SAYS in html), name
        assert not drawn.chart.rows or drawn.chart.figure or drawn.marks or _SAYS in html
        if "<svg" in html:
            assert marks_of(html), f"{name} has axes and nothing in them"


def marks_of(html: str) -> int:
    """Count what a picture draws of records: circles and other marks, bars, lines."""
    count = 0
    for piece in html.split("<svg")[1:]:
        svg = ET.fromstring(f"<svg{piece.partition('</svg>')[0]}</svg>")
        for one in svg.iter():
            kind = one.tag.removeprefix(_SVG)
            long = float(one.get("width", 0)) > 0 and float(one.get("height", 0)) > 0
            count += kind in ("circle", "polyline") or "transform" in one.attrib or (kind == "rect" and long)
    return count


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_page_under_filters_that_leave_nothing_shows_no_picture(path: str) -> None:
    app = open_page(path, q="no such words in any record at all")
    assert not app.exception
    assert empty_charts(app) == []


@pytest.mark.parametrize("tab", ["", "attacks", "screenings"])
def test_a_map_without_a_mark_is_a_sentence(tab: str) -> None:
    app = open_page("map", q="no such words in any record at all", **({"tab": tab} if tab else {}))
    assert not app.exception
    assert _SAYS in html_of(app)


def unplaced() -> list[tuple[str, Mapping[str, str]]]:
    """Return, for each kind that can be explored, two codes that leave only records without a place."""
    records, found = records_under_test(), list[tuple[str, Mapping[str, str]]]()
    for table in LENSES:
        alone = frozenset(row.id for row in records.table(table) if place_of(records, row) is None)
        choices = (given for key in sorted(alone) for given in pairs_of_codes(records, table, key))
        fitting = (given for given in choices if leaves_only(records, table, given, alone))
        found += [(table, given) for given in islice(fitting, 2)]
    return found


def pairs_of_codes(records: Records, table: str, key: str) -> Iterator[dict[str, str]]:
    """Give every two codes that a record carries."""
    index = index_of(records)
    carried = [
        (entry.key, code)
        for entry in CODE_FILTERS
        if entry.applies_to(table)
        for code, ids in sorted(index.codes[entry.key, table].items())
        if key in ids
    ]
    for one, other in combinations(carried, 2):
        if one[0] != other[0]:
            yield dict((one, other))


def leaves_only(records: Records, table: str, given: Mapping[str, str], alone: frozenset[str]) -> bool:
    return select(records, read_choice(records, given)[0]).ids[table] <= alone


@pytest.mark.parametrize(("table", "given"), unplaced())
def test_exploring_what_has_no_place_says_so(table: str, given: Mapping[str, str]) -> None:
    app = open_page("explore", lens=table, **given)
    assert not app.exception
    assert empty_charts(app) == []
    html = html_of(app)
    if table == "screenings":
        assert _SAYS in html
        assert "None of these records says it." in html, "no bar of a country, and no heading without a word"


def empty_charts(app: AppTest) -> list[str]:
    """Return the charts of a page that draw nothing."""
    specs: list[dict[str, Any]] = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return [str(spec["layout"])[:80] for spec in specs if not has_marks(spec)]


def test_a_chart_of_the_whole_site_is_never_taken_for_empty(records: Records) -> None:
    charts = [drawn.picture for _name, drawn in every_picture(records) if isinstance(drawn.picture, Chart)]
    assert all(has_marks(chart.figure) for chart in charts if chart.rows)


def undrawn() -> list[Mapping[str, str]]:
    """Return codes that leave only events that no timeline draws."""
    records = records_under_test()
    alone = frozenset(event.id for event in records.tables.events if event.scope not in DRAWN)
    choices = (given for key in sorted(alone) for given in pairs_of_codes(records, "events", key))
    return list(islice((given for given in choices if leaves_only(records, "events", given, alone)), 3))


@pytest.mark.parametrize("given", undrawn())
def test_a_timeline_of_subjects_alone_is_a_sentence_and_its_list(
    records: Records, given: Mapping[str, str]
) -> None:
    app = open_page("timeline", **given)
    assert not app.exception
    assert empty_charts(app) == []
    assert undrawn_words() in html_of(app)
    (found,) = (box for box in app.selectbox if box.label == "Find an event")
    assert len(found.options) == len(select(records, read_choice(records, given)[0]).rows["events"])
    assert undrawn_words() in parts_html(
        records, static_view(records, "timeline", given), "v", "./", DocumentLocation("")
    )
