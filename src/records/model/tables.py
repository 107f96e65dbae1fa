"""An immutable table of rows that can be walked in order and looked up by id."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Generic, TypeVar

Row = TypeVar("Row", bound=tuple)  # type: ignore[type-arg]


class Table(Generic[Row]):
    """Rows of one kind in file order; nothing in it can be changed after it is made."""

    __slots__ = ("_by_id", "_rows", "name")

    def __init__(self, name: str, rows: tuple[Row, ...] = ()) -> None:
        self.name = name
        self._rows = rows
        by_id = {identity: row for row in rows if (identity := getattr(row, "id", None))}
        self._by_id = MappingProxyType(by_id)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id

    def __getitem__(self, key: str) -> Row:
        return self._by_id[key]

    def get(self, key: str | None) -> Row | None:
        """Return the row with this id, or None."""
        return self._by_id.get(key) if key is not None else None

    def ids(self) -> frozenset[str]:
        """Return the ids of all rows; empty for a table without an id column."""
        return frozenset(self._by_id)
