"""What stands in an address is measured as it is read: a letter may stand for eighteen, a date for many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from time import thread_time
from typing import Any

import pytest
from addresses import garbage
from hypothesis import given, settings
from hypothesis import strategies as st
from visiting import open_page
from whole_site import fetch
from worst_inputs import EXPANDING, LISTS, LONG, PERIODS, QUERIES, RECORDS

from evidence_site.records.choose.choice import MAX_QUERY, MAX_WORDS, read_choice
from evidence_site.records.choose.filter_index import index_of, search_index_of
from evidence_site.records.choose.filters import CODE_FILTERS, CODE_SEPARATOR
from evidence_site.records.choose.selection import likelier_query, mended_words, select
from evidence_site.records.lessons.lesson_code import read_text
from evidence_site.records.lessons.lessons import MOST_OF, MOST_OF_A_FILE
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import Memory
from evidence_site.records.names.place_names import spellings
from evidence_site.records.search import folded, in_words
from evidence_site.viz.words.prose import markdown

#: Seconds of processor time that reading an address and finding its records may take.
MOST_SECONDS = 0.1
ATTEMPTS = 3


@pytest.mark.parametrize(
    "query",
    [
        "x" * MAX_QUERY,
        EXPANDING[0] * (MAX_WORDS // 4),
        " ".join("a" * MAX_WORDS),
        "1,275 " * MAX_WORDS,
    ],
)
def test_a_search_as_long_as_it_may_be_is_searched_for(records: Records, query: str) -> None:
    choice, ignored = read_choice(records, {"q": query})
    assert not ignored
    assert choice.query == query.strip()


@pytest.mark.parametrize(
    "query",
    ["x" * (MAX_QUERY + 1), EXPANDING[0] * 12, EXPANDING[1] * 26, " ".join("a" * (MAX_WORDS + 1)), "a1" * 7],
)
def test_a_search_that_is_longer_once_it_is_read_is_ignored_and_named(records: Records, query: str) -> None:
    choice, ignored = read_choice(records, {"q": query})
    assert not choice.query
    assert [(entry.key, entry.value) for entry in ignored] == [("q", query)]


def test_a_page_and_a_route_say_how_long_a_search_may_be() -> None:
    form = f"at most {MAX_WORDS} words, in not more than {MAX_QUERY} letters"
    warnings = [warning.value for warning in open_page("timeline", q=EXPANDING[0] * 40).warning]
    assert [form in warning for warning in warnings] == [True]
    refusal = fetch("/api/events.csv", {"q": EXPANDING[0] * 40})
    assert refusal.status == 400
    assert form in refusal.text


def test_a_route_names_the_first_of_very_many_values_that_mean_nothing() -> None:
    refusal = fetch("/api/events.csv", {"cat": LISTS[1]})
    assert refusal.status == 400
    assert 'cat="a0", cat="a1"' in refusal.text
    assert "more." in refusal.text
    assert len(refusal.text) < 500


def read_and_select(parameters: Mapping[str, str], records: Records) -> None:
    choice, _ignored = read_choice(records, parameters)
    select(records, choice)
    likelier_query(records, choice.query)
    mended_words(records, choice.query)


def is_quick(work: Callable[[Any], None], most: float, worked_with: Iterable[Any]) -> bool:
    """Return whether some work takes less processor time than that; what takes more is done once again.

    Args:
        worked_with: What each attempt is given, anew, for nothing may be remembered.
    """
    for given_now in worked_with:
        begin = thread_time()
        work(given_now)
        if thread_time() - begin < most:
            return True
    return False


def with_nothing_remembered(records: Records) -> Iterator[Records]:
    """The records, and for further attempts the same with a memory of their own."""
    for attempt in range(ATTEMPTS):
        known = replace(records, memory=Memory()) if attempt else records
        index_of(known), search_index_of(known), spellings(known)
        yield known


@st.composite
def addresses(draw: st.DrawFn, records: Records) -> dict[str, str]:
    """Parameters as long as an address may be: expanding letters, words of one letter, lists, sets."""
    index = index_of(records)
    words = st.sampled_from(
        [*search_index_of(records).vocabulary, *spellings(records), *EXPANDING, *"abc1,.'ə"]
    )
    queries = st.builds(str.join, st.sampled_from(["", " "]), st.lists(words, max_size=40))
    signs = st.text("0123456789-/~?%X[]{},.()YE^", max_size=60)
    sets = st.lists(st.integers(1, 2100), max_size=30).map(lambda years: f"{{{','.join(map(str, years))}}}")
    codes = st.lists(
        st.one_of(
            garbage(), st.sampled_from(sorted({code for known in index.known.values() for code in known}))
        ),
        max_size=30,
    )
    lists = st.one_of(codes.map(CODE_SEPARATOR.join), st.sampled_from(LISTS))
    return {
        "q": draw(st.one_of(queries, st.sampled_from(QUERIES), garbage())),
        "period": draw(st.one_of(signs, sets, st.sampled_from(PERIODS), garbage())),
        "sel": draw(st.sampled_from(RECORDS)),
        draw(st.sampled_from(CODE_FILTERS)).key: draw(lists)[:LONG],
    }


@pytest.mark.slow
@settings(max_examples=150)
@given(data=st.data())
def test_any_address_is_read_and_its_records_are_found_in_no_time(
    records: Records, data: st.DataObject
) -> None:
    parameters = data.draw(addresses(records))
    known = with_nothing_remembered(records)
    assert is_quick(partial(read_and_select, parameters), MOST_SECONDS, known)
    query = read_choice(records, parameters)[0].query
    assert len(folded(query)) <= MAX_QUERY
    assert len(in_words(query).split()) <= MAX_WORDS


@pytest.mark.parametrize("name", ["q", "period", "cat"])
def test_the_worst_that_is_known_is_read_in_no_time(records: Records, name: str) -> None:
    for value in {"q": QUERIES, "period": PERIODS}.get(name, LISTS):
        known = with_nothing_remembered(records)
        assert is_quick(partial(read_and_select, {name: value}), MOST_SECONDS, known)


#: What Markdown, YAML and the form of a lesson give a meaning to.
SIGNS = st.sampled_from(
    [
        *"[](){}<>*_`&#!-+\n|~:?\"'\\,% aə1",
        "](",
        "[a](b)",
        "![",
        "- ",
        "> ",
        "? ",
        "\n\n",
        "&amp;",
        "<a@b.c>",
        "## ",
    ]
)
NESTED_SIGNS = st.lists(SIGNS, min_size=1, max_size=6).map("".join)
#: Seconds of processor time that a lesson in a link may take, to be read and to be drawn as a whole.
MOST_OF_A_LESSON = 0.25


@pytest.mark.slow
@settings(max_examples=80)
@given(title=NESTED_SIGNS, sign=NESTED_SIGNS, letters=st.sampled_from([200, MOST_OF["text"], MOST_OF_A_FILE]))
def test_any_nesting_in_a_lesson_is_read_and_drawn_in_no_time(title: str, sign: str, letters: int) -> None:
    step = f"## A step\nView: /about\nMinutes: 5\n\n{sign * (letters // len(sign))}\n\n"
    lesson = f"---\ntitle: Words\nminutes: 5\n---\n\n{step * (MOST_OF_A_FILE // len(step))}{step}"
    header = f"---\ntitle: {title * (MOST_OF_A_FILE // len(title))}\n---\n"

    def read_and_draw(_attempt: int) -> None:
        for text in (header, lesson):
            opened = read_text(text, "b2.any")
            for shown in opened.lesson.steps if opened.lesson else ():
                markdown(shown.text)

    assert is_quick(read_and_draw, MOST_OF_A_LESSON, range(ATTEMPTS))
