"""What is worked out from records is kept with them, and goes when they go."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from breaking import DataCopy

from records.choice import Choice
from records.loading import Records, faults_of, load, records_of
from records.memory import Memory, remembered, remembering_in
from records.selection import select
from records.text_files import Files


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
