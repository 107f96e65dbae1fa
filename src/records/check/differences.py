"""What changed between two versions of a file, as text: rows and cells, lines, entries of settings."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any, TypeVar

Row = Mapping[str, str]
#: A row with its number in its file.
NumberedRow = tuple[int, Row]
#: By which of its parts an entry of a list is known, rather than by its position.
_NAMES = ("id", "code", "name", "file", "properties.id", "properties.iso2", "properties.name")
_READERS: Mapping[str, Callable[[str], Any]] = {
    ".json": json.loads,
    ".geojson": json.loads,
    ".toml": tomllib.loads,
}


@dataclass(frozen=True)
class CellChange:
    """One cell that says something else: the key of its row, its column, old and new text, and its row.

    The row is the one in the new version; a row of which the key itself changed has its old key.
    """

    key: str
    column: str
    old: str
    new: str
    row: int = 0


@dataclass(frozen=True)
class WholeRow:
    """A row that only one of the versions has: its key, its number there, its cells."""

    key: str
    row: int
    cells: Row


_Numbered = TypeVar("_Numbered", CellChange, WholeRow)


@dataclass(frozen=True)
class Differences:
    """Rows added and removed, each whole, and changed cells; in the order of their rows."""

    added: tuple[WholeRow, ...]
    removed: tuple[WholeRow, ...]
    changed: tuple[CellChange, ...]


def differences(
    before: Iterable[NumberedRow], after: Iterable[NumberedRow], key: Sequence[str]
) -> Differences:
    """Return what changed from one version of a table to the next.

    A missing cell and an empty one are the same. Rows that share a key, which the check names, are taken in
    their order. A row that went and one that came are one row if they differ in a column of the key alone.

    >>> now = [(2, {"id": "a", "n": "2"}), (3, {"id": "b"})]
    >>> found = differences([(2, {"id": "a", "n": "1"})], now, ["id"])
    >>> found.changed
    (CellChange(key='a', column='n', old='1', new='2', row=2),)
    >>> [row.key for row in found.added], found.removed
    (['b'], ())
    """
    old, new = _by_key(before, key), _by_key(after, key)
    removed = [old[name] for name in old if name not in new]
    added = [new[name] for name in new if name not in old]
    changed = [cell for name in old if name in new for cell in _cells(old[name], new[name], old[name].key)]
    rekeyed = list(_rekeyed(removed, added, key))
    went, came = ({id(pair[side]) for pair in rekeyed} for side in (0, 1))
    changed += [cell for old_row, new_row in rekeyed for cell in _cells(old_row, new_row, old_row.key)]
    return Differences(
        added=_in_order(row for row in added if id(row) not in came),
        removed=_in_order(row for row in removed if id(row) not in went),
        changed=_in_order(changed),
    )


def _in_order(found: Iterable[_Numbered]) -> tuple[_Numbered, ...]:
    return tuple(sorted(found, key=lambda one: one.row))


def key_of(row: Row, key: Sequence[str]) -> str:
    """Return what a row is called: the cells of its key."""
    return " ".join(row.get(column) or "" for column in key)


def _by_key(rows: Iterable[NumberedRow], key: Sequence[str]) -> dict[tuple[str, int], WholeRow]:
    """Return the rows by key and by how many with that key stood before them."""
    seen: Counter[str] = Counter()
    found = {}
    for number, cells in rows:
        name = key_of(cells, key)
        found[name, seen[name]] = WholeRow(name, number, cells)
        seen[name] += 1
    return found


def _cells(old: WholeRow, new: WholeRow, key: str) -> list[CellChange]:
    return [
        CellChange(key, column, was, now, new.row)
        for column in dict.fromkeys((*old.cells, *new.cells))
        if (was := old.cells.get(column) or "") != (now := new.cells.get(column) or "")
    ]


def _rekeyed(
    removed: Sequence[WholeRow], added: Sequence[WholeRow], key: Sequence[str]
) -> Iterator[tuple[WholeRow, WholeRow]]:
    """Give each row that went with the one that came, where a cell of the key is all that differs."""
    columns = {column for row in (*removed, *added) for column in row.cells}
    went, came = list(removed), list(added)
    for column in key:
        rest = sorted(columns - {column})
        by_rest: dict[tuple[str, ...], list[WholeRow]] = {}
        for row in came:
            by_rest.setdefault(_text(row, rest), []).append(row)
        left = []
        for row in went:
            if alike := by_rest.get(_text(row, rest)):
                yield row, alike.pop(0)
            else:
                left.append(row)
        went, came = left, [row for alike in by_rest.values() for row in alike]


def _text(row: WholeRow, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.cells.get(column) or "" for column in columns)


# --- files that are no tables ----------------------------------------------------------------------------


def document_differences(name: str, old: str, new: str) -> list[CellChange]:
    """Return what changed in a file: the entries of settings by their path, the lines of anything else.

    A line has its number in the new version as its row. Settings that cannot be read are compared as text.

    >>> document_differences("a.toml", "[map]\\nzoom = 8", "[map]\\nzoom = 9")
    [CellChange(key='', column='map.zoom', old='8', new='9', row=0)]
    >>> document_differences("a.md", "One.\\nTwo.", "One.\\nTwo.\\n2.")
    [CellChange(key='', column='', old='', new='2.', row=3)]
    """
    if read := _READERS.get(PurePosixPath(name).suffix.lower()):
        with suppress(ValueError, RecursionError):
            held, holds = dict(_entries(read(old))), dict(_entries(read(new)))
            return [
                CellChange("", path, held.get(path, ""), holds.get(path, ""))
                for path in dict.fromkeys((*held, *holds))
                if held.get(path) != holds.get(path)
            ]
    was, now = (text.replace("\r\n", "\n").split("\n") for text in (old, new))
    return [
        CellChange("", "", before, after, start + at)
        for kind, first, last, start, end in SequenceMatcher(None, was, now).get_opcodes()
        if kind != "equal"
        for at, (before, after) in enumerate(zip_longest(was[first:last], now[start:end], fillvalue=""), 1)
        if before != after
    ]


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give each entry by its path; a list of plain values is one, and so is the order of a list of others."""
    if isinstance(value, Mapping) and value:
        for name, part in value.items():
            yield from _entries(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and all(isinstance(part, Mapping) for part in value):
        names = _names(value)
        yield path, ", ".join(names)
        for name, part in zip(names, value, strict=True):
            yield from _entries(part, f"{path}[{name}]")
    else:
        yield path, json.dumps(value, ensure_ascii=False, default=str)


def _names(items: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Return what the entries of a list are called: by a part that tells them apart, or by their position."""
    for name in _NAMES:
        found = [_at(item, name) for item in items]
        if None not in found and len(set(found)) == len(found):
            return [str(one) for one in found]
    return [str(position) for position, _item in enumerate(items, 1)]


def _at(item: Any, path: str) -> str | None:
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item if isinstance(item, str) and item else None
