"""One is not several: sentences with a count have both forms, one day is no span, a number stands once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence_site.records.dates import parse_when
from evidence_site.records.formatting import number_text, span_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.citing import source_line
from evidence_site.records.names.naming import range_text, record_name
from evidence_site.viz.chart import Chart, table_label
from evidence_site.viz.chronology.timeline import clock_text
from evidence_site.viz.datasets.conflict_events import spot_text, spots_of
from evidence_site.viz.paper.static_html import table_title
from evidence_site.viz.words.bibliography import SHELF_LENGTH, shelves
from evidence_site.viz.words.cards import record_card
from evidence_site.viz.words.filter_labels import period_label

_NAMES = """all columns count days events faults fewest figures files gone inside kept later left length lines
    more most people places possible records rows screenings several showings shown signs sources statements
    steps sure tables texts timed times total untimed"""
_SAME = "alone and at by faint have in more of on or outside to whose with km m"
#: Names under which the code puts a count into a sentence, besides those that it makes from a length.
COUNTS = frozenset(_NAMES.split())
#: Words that are the same behind one and behind several.
UNBENT = frozenset(_SAME.split())
_BENT = re.compile(r"%\((\w+)\)[sd][ \u00a0]([a-z]+)")


def _messages(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every sentence that is translated in one form alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            message = node.args[0] if node.args else None
            if isinstance(message, ast.Constant) and isinstance(message.value, str):
                yield node, message.value


def _lengths(tree: ast.AST) -> Iterator[tuple[ast.AST, set[str]]]:
    """Every sentence that is filled in where it stands, with the names of what is a length there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict):
            pairs = zip(node.right.keys, node.right.values, strict=True)
            yield (
                node.left,
                {
                    key.value
                    for key, value in pairs
                    if isinstance(key, ast.Constant) and isinstance(key.value, str) and _is_length(value)
                },
            )


def _is_length(value: ast.AST) -> bool:
    calls = (node.func for node in ast.walk(value) if isinstance(node, ast.Call))
    return any(isinstance(call, ast.Name) and call.id == "len" for call in calls)


def bent(source: str) -> list[str]:
    """Return the sentences of a source text in which a word follows a count and has one form alone."""
    tree = ast.parse(source)
    lengths = {id(left): names for left, names in _lengths(tree)}
    return [
        f"{node.lineno}: {message}"
        for node, message in _messages(tree)
        if any(
            name in COUNTS | lengths.get(id(node), set()) and word not in UNBENT
            for name, word in _BENT.findall(message)
        )
    ]


def test_every_sentence_with_a_count_has_a_form_for_one_and_for_several(repository: Path) -> None:
    found = {
        str(path.relative_to(repository)): sentences
        for folder in ("src", "pages")
        for path in sorted((repository / folder).rglob("*.py"))
        if (sentences := bent(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("%(count)s rows") % {"count": 1}', True),
        ('N_("%(shown)s of %(all)s events")', True),
        ('_("%(odd)s cats") % {"odd": number_text(len(cats))}', True),
        ('_("Cats: %(count)s")', False),
        ('_("%(count)s of them, and %(more)s more")', False),
        ('ngettext("%(count)s row", "%(count)s rows", count)', False),
    ],
)
def test_the_search_for_such_sentences_sees_what_it_must(source: str, expected: bool) -> None:
    assert bool(bent(source)) == expected


# --- spans of one day ------------------------------------------------------------------------------------


@st.composite
def _points(draw: st.DrawFn) -> str:
    """A day, a month or a year, as the files write it."""
    day = draw(st.dates(date(1000, 1, 1), date(9999, 12, 31))).isoformat()
    return day[: draw(st.sampled_from([4, 7, 10]))]


@given(point=_points(), circa=st.sampled_from(["", "~"]))
def test_a_span_from_a_date_to_the_same_is_that_date(point: str, circa: str) -> None:
    once = when_text(parse_when(point + circa))
    assert when_text(parse_when(f"{point}/{point}{circa}")) == once
    assert period_label({}, f"{point}{circa}/{point}") == once


@given(one=_points(), other=_points())
def test_a_span_names_both_of_its_ends_if_they_differ(one: str, other: str) -> None:
    first, last = sorted((one, other), key=lambda text: parse_when(text).start)
    assume(parse_when(last).end >= parse_when(first).start)
    told = when_text(parse_when(f"{first}/{last}"))
    assert told.endswith(when_text(parse_when(last)))
    assert (told == when_text(parse_when(last))) == (first == last)


@given(st.text(max_size=9))
def test_what_runs_from_one_to_the_same_is_that_one(words: str) -> None:
    assert span_text(words, words) == words


@given(number=st.integers(0, 10**7))
def test_a_range_with_equal_ends_is_its_number(records: Records, number: int) -> None:
    figure = next(iter(records.tables.figures))._replace(
        qualifier="range", low=number, best=None, high=number
    )
    assert range_text(figure) == number_text(number)


def test_an_hour_without_a_length_stands_once(records: Records) -> None:
    event = next(event for event in records.tables.events if event.time_from)
    assert clock_text(event._replace(time_to=event.time_from)) == event.time_from


def test_rows_of_one_day_at_one_place_name_it_once(records: Records) -> None:
    row = next(iter(records.tables.conflict_events))
    spot = next(iter(spots_of([row, row._replace(id="another")])))
    assert spot_text(spot).count(when_text(row.date)) == 1


def test_a_shelf_of_one_source_names_it_once(records: Records) -> None:
    source = next(iter(records.tables.sources))
    sources = [source._replace(id=f"copy-{number}") for number in range(SHELF_LENGTH + 1)]
    label = shelves(records, sources, "type")[-1].label
    assert f": {SHELF_LENGTH + 1} of {SHELF_LENGTH + 1} (" in label
    assert " to " not in label


# --- a number once ---------------------------------------------------------------------------------------


def test_the_card_of_a_figure_says_its_number_once(records: Records) -> None:
    for figure in records.tables.figures:
        card = record_card(records, ("figures", figure.id), connections=False)
        shown = [unescape(text) for text in re.findall(r">([^<>]+)<", card)]
        title = record_name(records, "figures", figure)
        assert title in shown, figure.id
        assert title.startswith(range_text(figure)), figure.id
        assert range_text(figure) not in shown, figure.id


# --- whole sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [(1, "As a table: 1 row"), (2, "As a table: 2 rows")])
def test_a_table_of_one_row_has_a_row(count: int, expected: str) -> None:
    chart = Chart("key", "Title", {}, "", "", "events", [None] * count, [], {})
    assert table_label(chart) == expected
    assert table_title(chart) == expected


def test_one_source_more_is_a_source(records: Records) -> None:
    key = next(
        figure.id
        for figure in records.tables.figures
        if len(records.links.sources_of["figures", figure.id]) > 1
    )
    count = len(records.links.sources_of["figures", key])
    assert source_line(records, "figures", [key], limit=count - 1).endswith("and 1 more source")
    assert source_line(records, "figures", [key], limit=0).endswith(f"and {count} more sources")
