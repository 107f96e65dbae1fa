"""What is worked out from records is kept with them, and goes when they go."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from breaking import DataCopy

from evidence_site.records.choose.choice import Choice, read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import Records, faults_of, load, records_of
from evidence_site.records.memory import Memory, remembered, remembering_in
from evidence_site.records.search import folded
from evidence_site.viz.paper.static_view import static_view


@remembered
def length(row: list[int]) -> list[int]:
    return [len(row)]


def test_the_same_argument_is_not_worked_out_again() -> None:
    row = [1, 2]
    assert length(row) is length(row)
    assert length([1, 2]) is not length(row)


def test_two_memories_know_nothing_of_each_other() -> None:
    row = [1, 2]
    with remembering_in(Memory()):
        apart = length(row)
        assert length(row) is apart
    assert length(row) is not apart


def test_what_was_worked_out_from_records_goes_with_them(folder: Path) -> None:
    records = load(folder)
    selection = select(records, Choice())
    assert select(records, Choice()) is selection
    gone = weakref.ref(selection)
    del records, selection
    gc.collect()
    assert gone() is None


def test_a_file_replaced_in_memory_is_read_instead_of_the_one_in_the_folder(folder: Path) -> None:
    text = (folder / "events.csv").read_text(encoding="utf-8")
    first = load(folder).tables.events
    title = next(iter(first)).title
    files = Files(folder, {"events.csv": text.replace(title, f"{title} (changed)", 1).encode()})
    changed = records_of(files, *faults_of(files))
    assert next(iter(changed.tables.events)).title == f"{title} (changed)"
    assert changed.version != load(folder).version
    assert next(iter(load(folder).tables.events)).title == title


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("figures.csv", "Not stated by the source", "Not stated by this source"),
        ("datapackage.json", "{", "{ "),
        ("site.toml", "\n", "\n\n"),
        ("texts/en/about.md", "a", "e"),
        ("geo/districts.geojson", "{", "{ "),
        ("lessons/film.md", " the ", " this "),
    ],
)
def test_the_version_changes_with_everything_that_a_page_shows(
    data_copy: DataCopy, records: Records, name: str, old: str, new: str
) -> None:
    assert load(data_copy.folder).version == records.version
    data_copy.edit_text(name, lambda text: text.replace(old, new, 1))
    assert load(data_copy.folder).version != records.version


def test_what_no_page_shows_leaves_the_version(data_copy: DataCopy, records: Records) -> None:
    (data_copy.folder / "imports.toml").unlink()
    assert load(data_copy.folder).version == records.version


class Row(NamedTuple):
    id: str


@remembered
def called(row: Row) -> str:
    return row.id


@remembered(most_bytes=20_000)
def letters(letter: str, many: int) -> str:
    asked_for.append(letter)
    return letter * many


asked_for: list[str] = []


def test_of_what_readers_choose_the_last_are_kept_and_of_what_is_given_all() -> None:
    class Chosen(list[int]):
        """A list that can be watched."""

    with remembering_in(Memory()):
        chosen = [weakref.ref(row) for row in (Chosen([number]) for number in range(300)) if length(row)]
        assert 0 < sum(row() is not None for row in chosen) <= 64
        rows = [Row(f"row {number}") for number in range(300)]
        assert [called(row) for row in rows] == [row.id for row in rows]
        assert all(called(row) is row.id for row in rows)


def test_texts_are_kept_up_to_a_number_of_bytes_with_what_they_were_asked_by() -> None:
    with remembering_in(Memory()):
        asked_for.clear()
        for letter in "abab":
            assert letters(letter, 5000) == letter * 5000
        assert asked_for == ["a", "b"]
        long = "c" * 4000
        letters(long, 1)
        letters("b", 5000)
        assert asked_for == ["a", "b", long]
        letters("a", 5000)
        assert asked_for[-1] == "a", "the one that was not asked for the longest is gone"
        letters("d", 50_000)
        letters("a", 5000)
        assert asked_for[-1] == "d", "what is larger than all of it is not kept and takes no place"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["explore", "claims"])
def test_a_reader_who_chooses_anew_each_time_takes_no_more_memory(records: Records, page: str) -> None:
    own = replace(records, memory=Memory())
    seen = []
    for day in range(250):
        until = (own.site.focus.when.end + timedelta(days=day)).isoformat()
        choice, ignored = read_choice(own, {"period": f"../{until}"})
        assert not ignored
        seen.append(weakref.ref(select(own, choice)))
        assert static_view(own, page, {"period": f"../{until}"}).parts
    gc.collect()
    assert sum(selection() is not None for selection in seen) <= 180


def test_texts_of_lessons_that_visitors_made_are_folded_without_being_kept() -> None:
    def text(number: int) -> str:
        return f"{number} " + "word " * 5000

    folded(text(0))
    tracemalloc.start()
    try:
        for number in range(1, 60):
            folded(text(number))
        grown = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert grown < 200_000
    assert folded("Łódź") is folded("Łódź")
