"""Searching: any spelling finds, typing errors are mended and told, and nothing is mended that is right."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visiting import html_of, keys_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import search_index_of
from evidence_site.records.choose.selection import (
    likelier_query,
    meant_words,
    mended_words,
    searched_words,
    select,
)
from evidence_site.records.load.loading import Records
from evidence_site.records.names.place_names import spellings
from evidence_site.records.search import folded, matches, meant_by, searchable

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("wrong", "table", "right"),
    [
        ("kojaly", "places", "khojaly"),
        ("stepanakret", "places", "stepanakert"),
        ("ходжалиы", "places", "khojaly"),
        ("խոջալւու", "places", "khojaly"),
        ("xocalii", "places", "khojaly"),
        ("nakhichevannik", "places", "nakhichevanik"),
    ],
)
def test_a_typing_error_still_finds(records: Records, wrong: str, table: str, right: str) -> None:
    assert right in select(records, Choice(query=wrong)).ids[table]
    assert list(mended_words(records, wrong)) == [folded(wrong)]


@given(data=st.data())
def test_a_word_that_a_record_holds_is_never_mended(records: Records, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(search_index_of(records).vocabulary))
    assert mended_words(records, word) == {}
    assert any(select(records, Choice(query=word)).ids.values())


@given(data=st.data())
def test_one_wrong_letter_in_a_long_word_finds_what_the_word_finds(
    records: Records, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from([word for word in search_index_of(records).vocabulary if len(word) > 5]))
    place = data.draw(st.integers(0, len(word) - 1))
    wrong = word[:place] + data.draw(st.sampled_from(LETTERS)) + word[place + 1 :]
    meant = meant_words(records, wrong)[0]
    if meant != (wrong,):  # otherwise the changed word stands in a record itself
        # All that is meant lies one letter away, as the word does; of very many, five are kept.
        assert word in meant or len(meant) == 5


@pytest.mark.parametrize("query", ["zzzzzz", "a", "qq qq", "1234567890123"])
def test_a_word_like_none_finds_nothing_and_is_not_mended(records: Records, query: str) -> None:
    assert mended_words(records, query) == {}


def test_each_word_is_mended_by_itself(records: Records) -> None:
    assert set(mended_words(records, "memorial kojaly")) == {"kojaly"}


def test_a_short_word_is_taken_as_it_is() -> None:
    assert meant_by("gun", ["gums", "tree"]) == (("gun",),)


def test_of_several_words_the_nearest_are_meant() -> None:
    assert meant_by("shushaa", ["shusha", "shushan", "susanna"]) == (("shusha", "shushan"),)


def test_any_of_the_meant_words_suffices() -> None:
    meant = ((" one", " two"), (" three",))
    assert matches(meant, searchable("Two and three"))
    assert not matches(meant, searchable("One and two"))


def test_the_page_says_what_was_searched_for_instead() -> None:
    text = html_of(open_page("timeline", q="kojaly"))
    assert "“kojaly”" in text
    assert "“khojaly”" in text
    assert "“khojaly”" not in html_of(open_page("timeline", q="khojaly"))


# --- names of places -------------------------------------------------------------------------------------


def test_all_spellings_of_a_place_find_the_same(records: Records) -> None:
    named = spellings(records)
    for place in records.tables.places:
        names = [name for name, ids in named.items() if ids == {place.id} and " " not in name]
        found = {name: select(records, Choice(query=name)).ids for name in names}
        assert len({tuple(ids.values()) for ids in found.values()}) <= 1, names


def test_a_name_finds_what_happened_there_and_the_figures_about_it_in_every_script(records: Records) -> None:
    events = {event.id for event in records.tables.events if event.place_id == "khojaly"}
    figures = {figure.id for figure in records.tables.figures if figure.event_id in events}
    screened = {row.id for row in records.tables.screenings if row.place_id == "stepanakert"}
    assert figures
    for query in ("Khojaly", "Ходжалы", "Խոջալու", "Xocalı", "Ходжал", "kojaly"):
        ids = select(records, Choice(query=query)).ids
        assert events <= ids["events"], query
        assert figures <= ids["figures"], query
    assert screened <= select(records, Choice(query="Ханкенди")).ids["screenings"]


def test_a_name_of_several_words_finds_what_its_place_is_called_otherwise(records: Records) -> None:
    named = spellings(records)
    pairs = [
        (name, other)
        for name, ids in named.items()
        for other, same in named.items()
        if " " in name and " " not in other and ids == same
    ]
    assert pairs
    for name, other in pairs[::9]:
        few, many = (select(records, Choice(query=query)).ids for query in (other, name))
        assert all(few[table] <= many[table] for table in few), (name, other)


def test_a_word_that_is_no_name_stands_for_itself_alone(records: Records) -> None:
    assert searched_words(records, "massacre") == ((" massacre",),)


def test_the_page_counts_the_same_under_every_spelling() -> None:
    texts = {name: html_of(open_page("explore", q=name)) for name in ("Khojaly", "Ходжалы", "Խոջալու")}
    counts = {re.findall(r'class="counted"[^>]*>([^<]+)<', text)[0] for text in texts.values()}
    assert len(counts) == 1, counts
    assert " 0 figures" not in counts.pop()


# --- words that are held by chance -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rare", "instead"),
    [
        ("masacre", "massacre"),
        ("karabach", "karabakh"),
    ],
)
def test_a_rare_word_much_like_a_frequent_one_is_found_and_doubted(
    records: Records, rare: str, instead: str
) -> None:
    assert mended_words(records, rare) == {}
    assert any(select(records, Choice(query=rare)).ids.values())
    assert likelier_query(records, rare) == instead
    few, many = (select(records, Choice(query=query)).count("events") for query in (rare, instead))
    assert few < many


@pytest.mark.parametrize(("wrong", "instead"), [("Hodjaly", "khojaly"), ("hodjaly 1992", "khojaly 1992")])
def test_a_word_that_only_a_rare_one_is_like_is_doubted_with_it(
    records: Records, wrong: str, instead: str
) -> None:
    assert list(mended_words(records, wrong)) == ["hodjaly"]
    assert any(select(records, Choice(query=wrong)).ids.values())
    assert likelier_query(records, wrong) == instead


@pytest.mark.parametrize(
    "query", ["", "massacre", "Khojaly", "Ходжалы", "massacres", "zzzzzz", "kojaly", "1992"]
)
def test_a_word_that_many_hold_or_that_is_a_name_is_not_doubted(records: Records, query: str) -> None:
    assert likelier_query(records, query) == ""


@given(data=st.data())
def test_what_is_offered_instead_is_not_doubted_again(records: Records, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(search_index_of(records).vocabulary))
    if instead := likelier_query(records, word):
        assert likelier_query(records, instead) == ""


def test_the_page_offers_what_was_probably_meant_and_goes_there_with_one_click() -> None:
    page = open_page("timeline", q="masacre")
    offer = page.button(key="search-instead")
    assert "“massacre”" in offer.label
    offer.click().run()
    assert "massacre" in page.button(key="lift-q").label
    assert "search-instead" not in keys_of(page)
