"""What is worked out from records is kept with them, and goes when they go."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from records.choice import Choice
from records.loading import faults_of, load, records_of
from records.memory import Memory, remembered, remembering_in
from records.selection import select
from records.table_files import Files


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
