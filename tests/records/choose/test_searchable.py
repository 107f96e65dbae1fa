"""Whatever a reader sees on a record finds it: words of its title, numbers as a whole, names of bodies."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any

import pytest
from answering import ask
from hypothesis import given
from hypothesis import strategies as st
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import search_index_of
from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.choose.selection import STOP_WORDS, searched_words, select
from evidence_site.records.formatting import number_text
from evidence_site.records.give.export import chosen_rows
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, dated_name, range_text
from evidence_site.records.search import in_words, matches, searchable
from evidence_site.ui.routes.data_routes import ROUTES
from evidence_site.ui.state import store
from evidence_site.viz.words.cards import record_card
from evidence_site.viz.words.search_results import search_results

#: What a card shows of a record, without headings, names of columns and words around what it holds.
_SHOWN = re.compile(
    r"<dd>(.*?)</dd>|<h3[^>]*>(.*?)</h3>|<p>(?:What was counted: |Disputed: )?(?!<a)(.*?)</p>"
    r"|<strong>(.*?)</strong>"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?")


def _published(records: Records) -> Iterator[tuple[str, Any]]:
    return ((table, row) for table in FILTERED for row in records.table(table))


def _is_found(records: Records, query: str, table: str, key: str) -> bool:
    """Whether a record is among those that a search leaves, without looking at all others."""
    return matches(searched_words(records, query), search_index_of(records).texts[table][key])


def _shown_on_card(records: Records, table: str, key: str) -> str:
    """Return what a card shows of the record itself, without the names of its columns."""
    card = record_card(records, (table, key), connections=False).split("<details")[0]
    parts = (part for parts in _SHOWN.findall(card) for part in parts)
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))


def test_one_record_is_found_exactly_as_the_walk_below_looks_for_it(records: Records) -> None:
    for query in ("khojaly", "613", "European Court", "the massacre of 1992", "UN", "zzzz"):
        left = select(records, Choice(query=query)).ids
        for table, row in _published(records):
            assert _is_found(records, query, table, row.id) == (row.id in left[table]), (query, row.id)


def test_every_record_is_found_by_every_word_of_its_title(records: Records) -> None:
    missed = [
        (word, table, row.id)
        for table, row in _published(records)
        for word in _words(dated_name(records, table, row))
        if not _is_found(records, word, table, row.id)
    ]
    assert missed == []


def _words(title: str) -> set[str]:
    """Return the words of a title as they stand there and as somebody would type them."""
    return {
        *_LETTERS.findall(title),
        *(word for word in title.split() if re.search(r"\w", word)),
    } - STOP_WORDS


def test_a_title_is_found_by_all_its_words_at_once(records: Records) -> None:
    for table, row in _published(records):
        title = dated_name(records, table, row)
        assert _is_found(records, title, table, row.id), title


@pytest.mark.parametrize("table", FILTERED)
def test_what_a_card_shows_of_a_record_finds_it(records: Records, table: str) -> None:
    for row in list(records.table(table))[::5]:
        shown = _shown_on_card(records, table, row.id)
        for word in {*_LETTERS.findall(shown), *_DIGITS.findall(shown)}:
            assert _is_found(records, word, table, row.id), (word, row.id)


# --- numbers ---------------------------------------------------------------------------------------------


def _values(row: Any) -> set[float]:
    return {value for value in (row.low, row.best, row.high) if value is not None}


def test_every_number_of_a_figure_finds_it_however_it_is_written(records: Records) -> None:
    for figure in records.tables.figures:
        for number in _DIGITS.findall(range_text(figure)):
            plain = number.replace(",", "")
            for query in {number, plain, number.replace(",", " "), number.replace(",", "\u202f")}:
                assert _is_found(records, query, "figures", figure.id), query


def test_who_is_found_by_a_number_shows_it_as_a_whole(records: Records) -> None:
    wanted = {number_text(value) for figure in records.tables.figures for value in _values(figure)}
    for number in sorted(wanted)[::3]:
        whole = re.compile(rf"(?<![\d,.])({number}|{number.replace(',', '')})(?!\d|[,.]\d)")
        found = select(records, Choice(query=number)).ids
        for table in ("events", "figures", "claims"):
            for key in found[table]:
                card = unescape(
                    re.sub(r"<[^>]+>", " ", record_card(records, (table, key), connections=False))
                )
                assert whole.search(card), (number, key)


@given(number=st.integers(1, 99_999_999), before=st.integers(1, 9), after=st.integers(0, 9))
def test_a_number_is_not_found_in_a_longer_one(number: int, before: int, after: int) -> None:
    meant = ((f" {number} ",),)
    for text in (f"{number:,}", str(number), f"{number:,}".replace(",", " "), f"“{number:,}”, said of it"):
        assert matches(meant, searchable(text)), text
    for longer in (int(f"{before}{number}"), int(f"{number}{after}"), int(f"{before}{number}{after}")):
        for text in (
            str(longer),
            f"{longer:,}",
            f"about {longer:,} people",
            f"{longer:,}".replace(",", "\u00a0"),
        ):
            assert not matches(meant, searchable(text)), text


@given(st.integers(1, 999_999), st.integers(1, 99))
def test_decimals_are_part_of_a_number(whole: int, decimals: int) -> None:
    text = searchable(f"{whole}.{decimals:02} of all.")
    assert not matches(((f" {whole} ",),), text)
    assert in_words(f"{whole}.{decimals:02}") in text


def test_a_number_that_was_searched_for_stands_first_wherever_rows_are_listed(records: Records) -> None:
    for value in sorted({value for figure in records.tables.figures for value in _values(figure)}):
        choice = Choice(query=number_text(value))
        selection = select(records, choice)
        rows = selection.rows["figures"]
        own = [value in _values(row) for row in rows]
        assert own[0], value
        assert own == sorted(own, reverse=True), value
        assert chosen_rows(records, "figures", choice, {}) == list(rows)
        listed = search_results(records, selection)
        assert listed.index(f"key={rows[0].id}") > 0


def test_records_that_are_equal_in_this_stay_in_the_order_of_their_file(records: Records) -> None:
    order = {row.id: position for position, row in enumerate(records.tables.figures)}
    for query in ("khojaly", "613", "1992"):
        numbers = {float(query)} if query.isdigit() else set()
        rows = select(records, Choice(query=query)).rows["figures"]
        places = [(not _values(row) & numbers, order[row.id]) for row in rows]
        assert places == sorted(places)


# --- names of bodies -------------------------------------------------------------------------------------


@cache
def _pattern(form: str, *, is_short: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", 0 if is_short else re.IGNORECASE)


def _forms(rows: Iterable[Any]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        yield row.name, False
        yield from ((short, True) for short in row.short)


def test_every_record_is_found_by_each_name_of_a_body_that_its_title_has(records: Records) -> None:
    titles = [(table, row.id, dated_name(records, table, row)) for table, row in _published(records)]
    bodies: dict[str, list[Any]] = {}
    for row in records.tables.bodies:
        bodies.setdefault(row.body_id, []).append(row)
    named = set()
    for body, rows in bodies.items():
        forms = list(_forms(rows))
        for table, key, title in titles:
            if any(_pattern(form, is_short=short).search(title) for form, short in forms):
                named.add(body)
                for form, _short in forms:
                    assert _is_found(records, form, table, key), (form, title)
    assert len(named) > 20


def test_a_part_of_the_long_form_finds_who_has_the_short_one(records: Records) -> None:
    for source in records.tables.sources:
        if re.search(r"\bECtHR\b", f"{source.title} {source.author}"):
            assert _is_found(records, "European Court", "sources", source.id)


def test_an_abbreviation_is_not_the_beginning_of_other_words(records: Records) -> None:
    texts = search_index_of(records).texts["sources"]
    found = select(records, Choice(query="UN")).ids["sources"]
    assert found
    assert all(re.search(r"\bun\b", texts[key]) for key in found)
    assert len(found) < len(select(records, Choice(query="u")).ids["sources"])


def test_titles_of_ours_have_the_names_in_full(records: Records) -> None:
    shorts = [short for row in records.tables.bodies if row.spelled_out for short in row.short]
    titles = [row.title for row in records.tables.events]
    titles += [dated_name(records, "figures", row) for row in records.tables.figures]
    titles += [dated_name(records, "accounts", row) for row in records.tables.accounts]
    for title in titles:
        for short in shorts:
            assert not _pattern(short, is_short=True).search(title), title


# --- parts of words, stop words --------------------------------------------------------------------------


def test_a_word_is_found_where_it_begins_and_not_inside_of_another(records: Records) -> None:
    assert matches(((" massac",),), searchable("The massacres"))
    assert not matches(searched_words(records, "van"), searchable("Khojaly (Ivanyan)"))
    assert matches(((" ete",), (" lete",)), searchable("L’Été"))


def test_words_that_say_nothing_do_not_narrow(records: Records) -> None:
    asked = select(records, Choice(query="who was with the European Court of Human Rights"))
    assert asked.ids == select(records, Choice(query="European Court Human Rights")).ids
    assert select(records, Choice(query="the")).count("events")


def test_signs_alone_find_nothing(records: Records) -> None:
    assert not any(select(records, Choice(query="“…”")).ids.values())


# --- the site and the API --------------------------------------------------------------------------------


def _answer(table: str, query: str) -> list[dict[str, str]]:
    answer = ask(ROUTES, f"/api/{table}.csv", {"q": query})
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The records as what the process serves."""
    monkeypatch.setattr(store, "loaded", lambda: records)
    return records


@pytest.mark.usefixtures("served")
def test_the_api_finds_by_name_of_a_body_and_gives_the_number_first() -> None:
    titles = [row["title"] for row in _answer("events", "European Court")]
    assert sum(title.startswith("European Court of Human Rights") for title in titles) == 3
    assert _answer("events", "ECtHR") == _answer("events", "European Court of Human Rights")
    numbers = [row["best"] for row in _answer("figures", "613")]
    assert numbers[:5] == ["613"] * 5


@pytest.mark.usefixtures("served")
def test_the_api_searches_every_table(records: Records) -> None:
    for name in records.package.tables:
        assert _answer(name, "zzzzzz") == [], name
    for table in set(KINDS) - set(FILTERED):
        for row in list(records.table(table))[:: max(1, len(records.table(table)) // 9)]:
            word = next(iter(_LETTERS.findall(dated_name(records, table, row))), row.id)
            assert row in chosen_rows(records, table, Choice(query=word), {}), (table, word)


def test_the_page_lists_what_was_found_with_the_number_first() -> None:
    page = open_page("casualties", q="613")
    listed = re.search(r"<b>Figures \(\d+\)</b>(.*?)</ul>", html_of(page), re.DOTALL)
    assert listed
    assert re.findall(r"<a [^>]*>(.*?)</a>", listed[1])[0].startswith("613 ")
