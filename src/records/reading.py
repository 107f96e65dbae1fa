"""Reading the CSV files: text in, typed rows and faults out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records import rows as row_types
from records.dates import parse_when
from records.faults import Fault, Kind, did_you_mean
from records.package import Field, Package, TableSchema
from records.spreadsheet import Cell, holds_ids, latin_id, looks_odd, quoted, sign_of
from records.table_files import read_text
from records.text_files import Files

_TRUTH = {"true": True, "false": False}


@dataclass
class Reading:
    """What reading a folder gave: typed rows by table, the line of each, and every fault.

    ``ids`` holds every id that stands in a file and ``cited`` table and id of every record that is
    cited, also in rows with a fault, so that one fault does not show as many; a table whose file
    could not be read is in ``unread`` instead. A row with a fault in a cell is in ``partial`` with its
    line: without the cells that could not be read, so that its other faults are found as well.
    """

    package: Package
    rows: dict[str, list[Any]] = field(default_factory=dict)
    line_of: dict[str, list[int]] = field(default_factory=dict)
    partial: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    cited: frozenset[tuple[str, ...]] = frozenset()
    unread: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def walk(self, table: str) -> Iterator[tuple[int, Any]]:
        """Give line and row of every row of a table, also of those of which a cell could not be read."""
        yield from zip(self.line_of[table], self.rows[table], strict=True)
        yield from self.partial[table]

    def path(self, table: str) -> str:
        """Return the file of a table."""
        return self.package.tables[table].path


def read_folder(files: Files, package: Package) -> Reading:
    """Return every table as typed rows, with all faults found on the way.

    Rows with a fault stand apart from the others; nothing is guessed and nothing is written.
    """
    reading = Reading(package)
    for schema in package.tables.values():
        text, faults = read_text(files, schema)
        reading.faults += faults
        reading.rows[schema.name], reading.line_of[schema.name], reading.partial[schema.name] = [], [], []
        ids = {identity for (identity,) in text.column("id")}
        reading.ids[schema.name] = frozenset(ids | {latin_id(identity) for identity in ids})
        if schema.name == "citations":
            reading.cited = text.column("table", "record_id")
        if faults and not text.lines:
            reading.unread.add(schema.name)
        for line, cells in text.lines:
            row, faults = type_row(schema, package, line, cells)
            reading.faults += faults
            if faults:
                reading.partial[schema.name].append((line, row))
            else:
                reading.rows[schema.name].append(row)
                reading.line_of[schema.name].append(line)
    return reading


def type_row(
    schema: TableSchema, package: Package, line: int, cells: Mapping[str, str]
) -> tuple[Any, list[Fault]]:
    """Return one typed row, and what is wrong with its cells: these are None, or no values, in the row."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for column in schema.fields:
        cell = cells[column.name]
        problem = _cell_problem(column, package, cell, is_id=holds_ids(schema, column.name))
        values[column.name] = _value(column, "" if problem else cell)
        if problem:
            kind = Kind.ID if column.name == "id" else Kind.CELL
            faults.append(Fault(schema.path, line, column.name, *problem, cell=cell, kind=kind))
    row_type: Callable[..., Any] = row_types.ROW_TYPES[schema.name]
    return row_type(**values), faults


def _value(column: Field, cell: str) -> Any:
    if column.separator:
        return tuple(cell.split(column.separator)) if cell else ()
    if not cell:
        return None
    if column.edtf:
        return parse_when(cell)
    return _PARSERS[column.type](cell)


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "number": lambda cell: float(_plain(cell, r"-?[0-9]+(\.[0-9]+)?")),
    "integer": lambda cell: int(_plain(cell, r"-?[0-9]+")),
    "boolean": _TRUTH.__getitem__,
    "date": lambda cell: date.fromisoformat(_plain(cell, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
}


def _plain(cell: str, form: str) -> str:
    """Python reads more forms (``1_000``, ``1e3``, ``inf``, ``20261122``) than other programs do."""
    if not re.fullmatch(form, cell):
        raise ValueError(cell)
    return cell


_FORM = {
    "number": ("a number", "Write digits with a point for decimals, no spaces or thousands marks."),
    "integer": ("a whole number", "Write it in digits, no spaces or thousands marks."),
    "boolean": ("true or false", "Write true or false."),
    "date": ("a day", "Write the day as 2026-11-22."),
}
_EDTF_FORM = "Write it as 1992, 1992-02, 1992-02-26, 1992-02-25/1992-02-26, or 1992-02~ for circa."

Problem = tuple[str, str]


def _cell_problem(column: Field, package: Package, cell: str, *, is_id: bool) -> Problem | None:
    """Return what is wrong with a cell and what to do, or None: what a spreadsheet did to it comes first."""
    if not cell:
        return ("is empty.", f"It is required: {column.description}") if column.required else None
    problem = (
        _form_problem(column, cell)
        or _code_problem(column, package, cell)
        or _constraint_problem(column, cell)
        or _text_problem(cell)
        or _formula_problem(cell)
    )
    if problem or looks_odd(cell, is_id=is_id) or (column.edtf and not cell.startswith(("1", "2"))):
        return sign_of(Cell(cell, column, is_id)) or problem
    return None


def _form_problem(column: Field, cell: str) -> Problem | None:
    try:
        _value(column, cell)
    except (ValueError, KeyError):
        name, remedy = ("a date", _EDTF_FORM) if column.edtf else _FORM[column.type]
        return f"{quoted(cell)} is not {name}.", remedy
    return None


def _code_problem(column: Field, package: Package, cell: str) -> Problem | None:
    if not column.code_list or cell in package.code_lists[column.code_list]:
        return None
    known = package.code_lists[column.code_list]
    return f"{quoted(cell)} is not in the code list {column.code_list}.", did_you_mean(cell, known)


def _constraint_problem(column: Field, cell: str) -> Problem | None:
    limits = column.constraints
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return (
            f"{quoted(cell)} does not have the right form.",
            f"{column.description} Form: {limits['pattern']}",
        )
    if "maxLength" in limits and len(cell) > limits["maxLength"]:
        return f"has {len(cell)} characters.", f"Shorten it to {limits['maxLength']}."
    if "minimum" in limits and float(cell) < limits["minimum"]:
        return f"{cell} is below {limits['minimum']}.", "Leave it empty if it is not known."
    if "maximum" in limits and float(cell) > limits["maximum"]:
        return f"{cell} is above {limits['maximum']}.", "Check for swapped or mistyped digits."
    return None


HTML_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>?")


def _text_problem(cell: str) -> Problem | None:
    if HTML_TAG.search(cell):
        return "contains HTML.", "Write plain text."
    return None


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def reads_as_formula(cell: str) -> bool:
    """Return whether a spreadsheet would take a cell for a formula; negative numbers are numbers."""
    if not cell.startswith(_FORMULA_STARTS):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def _formula_problem(cell: str) -> Problem | None:
    if not reads_as_formula(cell):
        return None
    return f'begins with "{cell[0]}": a spreadsheet would run it as a formula.', "Begin it with a word."
