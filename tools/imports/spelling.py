"""Whether two cells say the same in another spelling: an import brings facts, not spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping
from decimal import Decimal, InvalidOperation

from evidence_site.records.dates import parse_when
from evidence_site.records.model.package import Field, TableSchema

Row = Mapping[str, str]

_NUMBERS = ("integer", "number")
#: Codes from one to another, as a table says them that does not know which of them holds.
_SPAN = re.compile(r"([0-9]+)(?:-([0-9]+))?")


def as_it_was(row: Row, present: Row, schema: TableSchema) -> Row:
    """Return the cells of a row that is there now which say what the new row says, as they are spelled."""
    return {
        name: present[name]
        for name, cell in row.items()
        if name in schema.by_name
        and name in present
        and says_the_same(schema.by_name[name], present[name], cell)
    }


def says_the_same(column: Field, present: str, cell: str) -> bool:
    """Return whether a cell says nothing that the present one does not say.

    Numbers are compared as numbers, dates as the days that they mean, texts without what is not seen. A code
    says nothing new where the present cell names a span of codes that holds it.
    """
    return (
        present == cell
        or _meaning(column, present) == _meaning(column, cell)
        or (column.type == "string" and not (column.edtf or column.code_list) and _lies_within(cell, present))
    )


def _meaning(column: Field, cell: str) -> Hashable:
    plain = " ".join(unicodedata.normalize("NFC", cell).split())
    try:
        if plain and column.type in _NUMBERS:
            return Decimal(plain)
        if plain and column.edtf:
            when = parse_when(plain)
            return when.start, when.end, when.approximate
    except (InvalidOperation, ValueError):
        return plain
    if column.separator:
        return tuple(part.strip() for part in plain.split(column.separator))
    return plain


def _lies_within(cell: str, span: str) -> bool:
    inner, outer = _SPAN.fullmatch(cell.strip()), _SPAN.fullmatch(span.strip())
    if not (inner and outer and outer[2]):
        return False
    low, high = int(inner[1]), int(inner[2] or inner[1])
    return int(outer[1]) <= low <= high <= int(outer[2])
