"""Reading the CSV files: text in, typed rows and faults out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from records import rows as row_types
from records.dates import parse_when
from records.faults import Fault, did_you_mean
from records.package import Field, Package, TableSchema

#: Row of the header, as a spreadsheet numbers it.
HEADER_ROW = 1
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Files:
    """The files of a data folder, some of them replaced in memory.

    Attributes:
        replaced: File name to what it holds instead of what lies in the folder.
    """

    folder: Path
    replaced: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return what a file holds.

        Raises:
            OSError: If it is neither replaced nor in the folder.
        """
        held = self.replaced.get(name)
        return (self.folder / name).read_bytes() if held is None else held


@dataclass(frozen=True)
class TableText:
    """A CSV file as text: its header and, for each row, the line number and the cells by name.

    ``ragged`` holds the cells of rows that are too short or too long, as far as they can be named.
    """

    schema: TableSchema
    header: tuple[str, ...] = ()
    lines: Sequence[tuple[int, Mapping[str, str]]] = ()
    ragged: Sequence[Mapping[str, str]] = ()

    def column(self, *names: str) -> frozenset[tuple[str, ...]]:
        """Return what stands in some columns, also of rows that cannot be typed."""
        cells = [*(cells for _, cells in self.lines), *self.ragged]
        return frozenset(tuple(row.get(name, "") for name in names) for row in cells)


@dataclass
class Reading:
    """What reading a folder gave: typed rows by table, the line of each, and every fault.

    ``ids`` holds every id that stands in a file and ``cited`` table and id of every record that is
    cited, also in rows with a fault, so that one fault does not show as many; a table whose file
    could not be read is in ``unread`` instead.
    """

    package: Package
    rows: dict[str, list[Any]] = field(default_factory=dict)
    line_of: dict[str, list[int]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    cited: frozenset[tuple[str, ...]] = frozenset()
    unread: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def read_folder(files: Files, package: Package) -> Reading:
    """Return every table as typed rows, with all faults found on the way.

    Rows with a fault are left out of the result; nothing is guessed and nothing is written.
    """
    reading = Reading(package)
    for schema in package.tables.values():
        text, faults = read_text(files, schema)
        reading.faults += faults
        reading.rows[schema.name], reading.line_of[schema.name] = [], []
        reading.ids[schema.name] = frozenset(identity for (identity,) in text.column("id"))
        if schema.name == "citations":
            reading.cited = text.column("table", "record_id")
        if faults and not text.lines:
            reading.unread.add(schema.name)
        for line, cells in text.lines:
            row, faults = type_row(schema, package, line, cells)
            reading.faults += faults
            if row is not None:
                reading.rows[schema.name].append(row)
                reading.line_of[schema.name].append(line)
    return reading


def read_text(files: Files, schema: TableSchema) -> tuple[TableText, list[Fault]]:
    """Return one CSV file as text, with the faults of the file as a whole."""
    try:
        text = files.read(schema.path).decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except FileNotFoundError:
        remedy = "Put the file back; a table without rows still needs its header."
        return TableText(schema), [Fault(schema.path, 0, "", "is missing.", remedy)]
    except UnicodeDecodeError:
        remedy = 'Save it again as "CSV UTF-8".'
        return TableText(schema), [Fault(schema.path, 0, "", "is not UTF-8 text.", remedy)]
    except csv.Error as error:
        remedy = "Open it in a spreadsheet and save it again as CSV with commas."
        return TableText(schema), [Fault(schema.path, 0, "", f"cannot be read as CSV ({error}).", remedy)]
    if not table:
        remedy = "Put the rows back; a table without rows still needs its header."
        return TableText(schema), [Fault(schema.path, 0, "", "is empty.", remedy)]
    header = tuple(table[0])
    faults = _header_faults(schema, header)
    whole = not faults
    if any(fault.column and "missing" in fault.problem for fault in faults):
        return TableText(schema, header), faults
    lines, ragged = [], []
    for line, cells in enumerate(table[1:], start=HEADER_ROW + 1):
        if len(cells) == len(header):
            lines.append((line, dict(zip(header, cells, strict=True))))
        else:
            ragged.append(dict(zip(header, cells, strict=False)))
            if whole:  # a wrong header makes every row look wrong
                faults.append(_ragged(schema, line, len(cells), len(header)))
    return TableText(schema, header, lines, ragged), faults


def _ragged(schema: TableSchema, line: int, found: int, expected: int) -> Fault:
    remedy = "Look for a comma outside quotes, a stray quote, or a blank row, and mend it."
    return Fault(schema.path, line, "", f"has {found} cells where the header has {expected}.", remedy)


def _header_faults(schema: TableSchema, header: tuple[str, ...]) -> list[Fault]:
    known = [column.name for column in schema.fields]
    missing = [
        Fault(schema.path, HEADER_ROW, name, "is missing from the header.", "Add the column back.")
        for name in known
        if name not in header
    ]
    unknown = [
        Fault(schema.path, HEADER_ROW, name, "is not a column of this table.", did_you_mean(name, known))
        for name in header
        if name not in known
    ]
    twice = [
        Fault(schema.path, HEADER_ROW, name, "stands twice in the header.", "Remove one of the columns.")
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    return missing + unknown + twice


def type_row(
    schema: TableSchema, package: Package, line: int, cells: Mapping[str, str]
) -> tuple[Any | None, list[Fault]]:
    """Return one typed row, or None and the reasons why it cannot be typed."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for column in schema.fields:
        cell = cells[column.name]
        problem = _cell_problem(column, package, cell)
        if problem is None:
            values[column.name] = _value(column, cell)
        else:
            faults.append(Fault(schema.path, line, column.name, *problem))
    if faults:
        return None, faults
    row_type: Callable[..., Any] = row_types.ROW_TYPES[schema.name]
    return row_type(**values), []


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


def _cell_problem(column: Field, package: Package, cell: str) -> Problem | None:
    """Return what is wrong with a cell and what to do, or None."""
    if not cell:
        return ("is empty.", f"It is required: {column.description}") if column.required else None
    return (
        _form_problem(column, cell)
        or _code_problem(column, package, cell)
        or _constraint_problem(column, cell)
        or _text_problem(cell)
        or _formula_problem(cell)
    )


def _form_problem(column: Field, cell: str) -> Problem | None:
    try:
        _value(column, cell)
    except (ValueError, KeyError):
        name, remedy = ("a date", _EDTF_FORM) if column.edtf else _FORM[column.type]
        return f'"{cell}" is not {name}.', remedy
    return None


def _code_problem(column: Field, package: Package, cell: str) -> Problem | None:
    if not column.code_list or cell in package.code_lists[column.code_list]:
        return None
    known = package.code_lists[column.code_list]
    return f'"{cell}" is not in the code list {column.code_list}.', did_you_mean(cell, known)


def _constraint_problem(column: Field, cell: str) -> Problem | None:
    limits = column.constraints
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return f'"{cell}" does not have the right form.', f"{column.description} Form: {limits['pattern']}"
    if "maxLength" in limits and len(cell) > limits["maxLength"]:
        return f"has {len(cell)} characters.", f"Shorten it to {limits['maxLength']}."
    if "minimum" in limits and float(cell) < limits["minimum"]:
        return f"{cell} is below {limits['minimum']}.", "Leave it empty if it is not known."
    if "maximum" in limits and float(cell) > limits["maximum"]:
        return f"{cell} is above {limits['maximum']}.", "Check for swapped or mistyped digits."
    return None


HTML_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>?")


def _text_problem(cell: str) -> Problem | None:
    if cell != cell.strip():
        return "begins or ends with a space.", "Remove the space; `make format` does it."
    if "\n" in cell or "\r" in cell:
        return "contains a line break.", "Write the text in one line."
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
