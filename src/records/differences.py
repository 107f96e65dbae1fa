"""What changed between two versions of a table, row by row and cell by cell, as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(frozen=True)
class CellChange:
    """One cell that says something else: the key of its row, its column, old and new text."""

    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Differences:
    """Rows added and removed, each whole, and changed cells; in the order of the keys."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[CellChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def differences(before: Iterable[Row], after: Iterable[Row], key: Sequence[str]) -> Differences:
    """Return what changed from one version of a table to the next.

    A missing cell and an empty one are the same. Of rows with the same key the last one counts; the
    check names them.

    >>> found = differences([{"id": "a", "n": "1"}], [{"id": "a", "n": "2"}, {"id": "b"}], ["id"])
    >>> found.changed
    (CellChange(key='a', column='n', old='1', new='2'),)
    >>> [row["id"] for row in found.added], found.removed
    (['b'], ())
    """
    old, new = _by_key(before, key), _by_key(after, key)
    return Differences(
        added=tuple(new[name] for name in sorted(new.keys() - old.keys())),
        removed=tuple(old[name] for name in sorted(old.keys() - new.keys())),
        changed=tuple(
            CellChange(name, column, was, now)
            for name in sorted(old.keys() & new.keys())
            for column in dict.fromkeys((*old[name], *new[name]))
            if (was := old[name].get(column) or "") != (now := new[name].get(column) or "")
        ),
    )


def _by_key(rows: Iterable[Row], key: Sequence[str]) -> dict[str, Row]:
    return {" ".join(row.get(column) or "" for column in key): row for row in rows}
