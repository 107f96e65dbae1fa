"""Which changes of what was published have to be said in public, and whether ``corrections.csv`` says so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from evidence_site.records.check.differences import CellChange, Row, WholeRow
from evidence_site.records.load.rules import PUBLISHED, REMOVED
from evidence_site.records.model.package import TableSchema
from evidence_site.records.wording import _

CORRECTIONS = "corrections"
_NUMBERS = frozenset({"integer", "number"})
#: Numbers that put rows in order and say nothing of the world.
_NO_FACTS = frozenset({"order"})
#: How an empty cell is called in ``corrections.csv``, which leaves no cell empty.
_EMPTY = "empty"


class Weight(Enum):
    """What a change does to what was published."""

    OTHER = "other"
    NUMBER = "number"
    HIDDEN = "hidden"
    GONE = "gone"


@dataclass(frozen=True)
class Consequence:
    """What a change does to what was published, the numbers of a record that goes, and what is to be done."""

    weight: Weight = Weight.OTHER
    said: str = ""
    to_do: str = ""


class Corrections:
    """What ``corrections.csv`` says of each cell, in the order of the days."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._of: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for row in sorted(rows, key=lambda row: (row.get("date", ""), row.get("id", ""))):
            cell = tuple(row.get(column, "") for column in ("table", "record_id", "column"))
            self._of.setdefault(cell, []).append((row.get("old", ""), row.get("new", "")))

    def lack(self, table: str, change: CellChange) -> str:
        """Return how the entries fail to say what changed; empty if they say it, also step by step.

        >>> change = CellChange("a", "best", "40", "42")
        >>> row = {"id": "1", "date": "2026", "table": "figures", "record_id": "a", "column": "best"}
        >>> Corrections([row | {"old": "40", "new": "42"}]).lack("figures", change)
        ''
        >>> Corrections([row | {"old": "39", "new": "42"}]).lack("figures", change)
        'LACKS AN ENTRY in corrections.csv, where it says 39 -> 42'
        """
        entries = self._of.get((table, change.key, change.column), [])
        reached = {change.old or _EMPTY}
        for old, new in entries:
            if old in reached:
                reached.add(new)
        if (change.new or _EMPTY) in reached:
            return ""
        if not entries:
            return _("LACKS AN ENTRY in corrections.csv")
        said = ", ".join(f"{old} -> {new}" for old, new in entries)
        return _("LACKS AN ENTRY in corrections.csv, where it says %(said)s") % {"said": said}


def of_cell(schema: TableSchema, row: Row, change: CellChange, corrections: Corrections) -> Consequence:
    """Return what a changed cell does to what was published, and what is to be done.

    Args:
        row: The row as it was.
    """
    if schema.name == CORRECTIONS:
        return Consequence(to_do=_only_added())
    if not _was_weighed(schema, row):
        return Consequence()
    if change.column == "status" and schema.has_drafts:
        return Consequence(Weight.HIDDEN, _numbers(schema, row), corrections.lack(schema.name, change))
    is_number = change.column in _facts(schema)
    with suppress(InvalidOperation):  # 40 and 40.0 are one number
        is_number = is_number and Decimal(change.old) != Decimal(change.new)
    if is_number:
        return Consequence(Weight.NUMBER, to_do=corrections.lack(schema.name, change))
    if (change.column,) == schema.primary_key:
        return Consequence(Weight.GONE, to_do=_("Ids are permanent: give it its old one again."))
    return Consequence()


def of_lost_row(schema: TableSchema, row: WholeRow, corrections: Corrections) -> Consequence:
    """Return what the loss of a row does to what was published, and what is to be done."""
    if schema.name == CORRECTIONS:
        return Consequence(to_do=_only_added())
    if not _was_weighed(schema, row.cells):
        return Consequence()
    if schema.has_drafts:
        to_do = _("Put it back and set its status to withdrawn.")
    elif to_do := corrections.lack(schema.name, CellChange(row.key, "id", row.key, REMOVED)):
        to_do = _('%(lack)s (column id, new "%(new)s").') % {"lack": to_do, "new": REMOVED}
    return Consequence(Weight.GONE, _numbers(schema, row.cells), to_do)


def _only_added() -> str:
    return _(
        "Corrections are only added: put it back as it was, and say in a new row what was wrong with it."
    )


def _was_weighed(schema: TableSchema, row: Row) -> bool:
    """Tell whether a row was shown and rests on sources or holds numbers; without drafts all are shown."""
    was_shown = not schema.has_drafts or row.get("status") == PUBLISHED
    return was_shown and (schema.cited or bool(_facts(schema)))


def _facts(schema: TableSchema) -> Sequence[str]:
    return [
        column.name for column in schema.fields if column.type in _NUMBERS and column.name not in _NO_FACTS
    ]


def _numbers(schema: TableSchema, row: Row) -> str:
    return ", ".join(f"{name} {row[name]}" for name in _facts(schema) if row.get(name))
