"""Names of places: found by any spelling, shown in a language as it was used at a time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visiting import html_of, open_page

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import PlaceName
from evidence_site.records.names.place_names import called, spellings

DAY = date(1992, 2, 26)


def meant(records: Records, text: str) -> tuple[str, ...]:
    """Return the places that an address asks for."""
    return read_choice(records, {"place": text})[0].by_key.get("place", ())


@pytest.mark.parametrize("spelling", ["khojaly", "Xocalı", "xocali", "KHOJALU", "Խոջալու", "Ходжалы"])
def test_one_place_is_found_by_each_of_its_spellings(records: Records, spelling: str) -> None:
    assert meant(records, spelling) == ("khojaly",)


@given(data=st.data())
def test_every_name_in_the_records_finds_its_place(records: Records, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*records.tables.place_names]))
    written = data.draw(st.sampled_from([name.name, name.name.upper(), name.name.casefold()]))
    if "." not in written:
        assert name.place_id in meant(records, written)


def test_a_name_of_two_places_asks_for_both(records: Records) -> None:
    shared = {spelling: ids for spelling, ids in spellings(records).items() if len(ids) > 1}
    assert shared
    for spelling, ids in shared.items():
        assert meant(records, spelling) == tuple(sorted(ids))


def test_a_word_that_names_no_place_is_told_and_ignored(records: Records) -> None:
    choice, ignored = read_choice(records, {"place": "Atlantis"})
    assert choice.active == ()
    assert [entry.value for entry in ignored] == ["Atlantis"]


def test_a_language_without_a_name_falls_back_to_english_and_says_so(records: Records) -> None:
    lacking = next(
        place
        for place in records.tables.places
        if not any(name.language == "ru" for name in records.links.names_of[place.id])
    )
    name = called(records, lacking, "ru", DAY)
    assert name.stands_in
    assert name.language == "en"
    assert not called(records, lacking, "en", DAY).stands_in


def test_every_place_is_called_something_in_every_language(records: Records) -> None:
    for place in records.tables.places:
        for code in records.package.codes_of("place_names", "language"):
            assert called(records, place, code, DAY).text


def _name(text: str, start: str = "", end: str = "", status: str = "sourced") -> PlaceName:
    first, last = (parse_when(part) if part else None for part in (start, end))
    return PlaceName("khojaly", "en", text, first, last, status, None)


@pytest.mark.parametrize(
    ("names", "day", "expected"),
    [
        ([_name("Old", "", "2008"), _name("New")], DAY, "Old"),
        ([_name("Old", "", "2008"), _name("New")], date.max, "New"),
        ([_name("New", "2008"), _name("Old")], DAY, "Old"),
        ([_name("New", "2008"), _name("Old")], date.max, "New"),
        ([_name("Another", status="alternative"), _name("Main")], DAY, "Main"),
        (
            [_name("One", "1991", "", "alternative"), _name("Two", "1923", "2023")],
            DAY,
            "Two",
        ),
        (
            [_name("One", "1991", "", "alternative"), _name("Two", "1923", "2023")],
            date.max,
            "One",
        ),
    ],
)
def test_the_name_of_the_time_is_taken(
    records: Records, monkeypatch: pytest.MonkeyPatch, names: list[PlaceName], day: date, expected: str
) -> None:
    monkeypatch.setitem(records.links.names_of, "khojaly", tuple(names))
    assert called(records, records.tables.places["khojaly"], "en", day).text == expected


def test_the_record_of_a_place_lists_all_that_belongs_to_it(records: Records) -> None:
    text = html_of(open_page("record", table="places", key="khojaly"))
    for event in records.links.events_at["khojaly"]:
        assert f"key={event.id}" in text
        for figure in records.links.figures_of[event.id]:
            assert f"key={figure.id}" in text
    for number in records.links.population_of["khojaly"]:
        assert f"key={number.id}" in text
    for name in records.links.names_of["khojaly"]:
        assert name.name in text
