"""Reading the CSV files: text in, typed rows and faults out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evidence_site.records.dates import parse_when
from evidence_site.records.faults import Fault, Kind, Problem, did_you_mean
from evidence_site.records.files.alphabets import script_of
from evidence_site.records.files.text_files import Files
from evidence_site.records.model import rows as row_types
from evidence_site.records.model.package import LONGEST_ID, Field, Package, TableSchema
from evidence_site.records.read.iso_codes import LANGUAGE_CHECKS, country_problem, is_code, script_of_language
from evidence_site.records.read.spreadsheet import (
    Cell,
    Suggestion,
    holds_ids,
    latin_id,
    looks_odd,
    quoted,
    sign_of,
)
from evidence_site.records.read.table_files import read_text

_TRUTH = {"true": True, "false": False}


@dataclass
class Reading:
    """What reading a folder gave: typed rows by table, the line of each, and every fault.

    ``ids`` holds every id that stands in a file and ``citations`` table, id and source of every record that
    is cited, also in rows with a fault, so that one fault does not show as many; a table whose file
    could not be read is in ``unread`` instead. A row with a fault in a cell is in ``partial`` with its
    line: without the cells that could not be read, so that its other faults are found as well.
    """

    package: Package
    rows: dict[str, list[Any]] = field(default_factory=dict)
    line_of: dict[str, list[int]] = field(default_factory=dict)
    partial: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    citations: frozenset[tuple[str, ...]] = frozenset()
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
            reading.citations = text.column("table", "record_id", "source_id")
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
        problem = _cell_problem(
            column.beside(cells), package, cell, is_id=holds_ids(schema, column.name)
        ) or (_alphabet_problem(column, cells) if column.in_language_of else None)
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
_NOTHING = {
    False: "Leave the cell empty: that means unknown.",
    True: "Look it up in the source: this cell may not be empty.",
}
EDTF_FORM = "Write it as 1992, 1992-02, 1992-02-26, 1992-02-25/1992-02-26, or 1992-02~ for circa."


def _cell_problem(column: Field, package: Package, cell: str, *, is_id: bool) -> Problem | None:
    """Return what is wrong with a cell and what to do, or None: what a spreadsheet did to it comes first."""
    if not cell:
        return ("is empty.", f"It is required: {column.description}") if column.required else None
    if stands_for_nothing(column, package, cell):
        return f"{quoted(cell)} is a word for what is not known.", _NOTHING[column.required]
    problem = next(_broken(column, package, cell, is_id=is_id), None)
    if problem or looks_odd(cell, is_id=is_id) or (column.edtf and not cell.startswith(("1", "2"))):
        problem = sign_of(Cell(cell, column, is_id)) or problem
    if not isinstance(problem, Suggestion):
        return problem
    if any(_cell_problem(column, package, meant, is_id=is_id) for meant in problem.meant):
        form = EDTF_FORM if column.edtf else _FORM.get(column.type, ("", ""))[1]
        return problem.problem, f"Look it up in the source. {form}".rstrip()  # what it says would not pass
    return problem.problem, problem.remedy


#: What is written where nothing is known.
NOTHING = frozenset(
    {
        *("null", "nil", "none", "nan", "n/a", "n.a.", "n. a.", "na", "tbd", "tbc", "tba", "todo", "to do"),
        *("unknown", "unknown?", "not known", "not available", "undefined", "empty", "xx", "xxx"),
        *("нет", "нет данных", "неизвестно", "yok", "bilinmiyor"),
        *("-", "--", "---", "–", "—", "?", "??", "???", ".", "..", "...", "…", "*", "/"),
    }
)


def stands_for_nothing(column: Field, package: Package, cell: str) -> bool:
    """Return whether a cell, or an entry of its list, says in a word that nothing is known."""
    if column.as_written or (len(cell) > _LONGEST_NOTHING and not column.separator):
        return False
    parts = cell.split(column.separator) if column.separator else [cell]
    words = [part for part in parts if part.strip().casefold() in NOTHING]
    if not words:
        return False
    codes = package.code_lists[column.code_list] if column.code_list else ()
    return not all(word in codes or is_code(column, word) for word in words)


_LONGEST_NOTHING = max(map(len, NOTHING))


def _alphabet_problem(column: Field, cells: Mapping[str, str]) -> Problem | None:
    """Return what is wrong with a name that is not in the alphabet of its language."""
    language = cells.get(column.in_language_of, "")
    script = script_of_language(language) if language else ""
    stray = next((letter for letter in cells[column.name] if script_of(letter) not in (script, "")), "")
    if not (script and stray):
        return None
    problem = f'has the {script_of(stray).capitalize()} letter "{stray}", but its language is {language}.'
    return problem, f"Write it in {script.capitalize()} letters, or change the language."


def as_id(text: str) -> str:
    """Return a text as an id is written.

    >>> as_id("Not an id")
    'not-an-id'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _broken(column: Field, package: Package, cell: str, *, is_id: bool) -> Iterator[Problem | Suggestion]:
    """Give what of a column's description a cell breaks; each holds only if none was given before."""
    name, form = ("a date", EDTF_FORM) if column.edtf else _FORM.get(column.type, ("", ""))
    try:
        _value(column, cell)
    except (ValueError, KeyError):
        yield f"{quoted(cell)} is not {name}.", form
    if column.code_list and cell not in (known := package.code_lists[column.code_list]):
        yield f"{quoted(cell)} is not in the code list {column.code_list}.", did_you_mean(cell, known)
    check = country_problem if column.territory else LANGUAGE_CHECKS.get(column.language)
    for part in cell.split(column.separator) if column.separator else [cell]:
        if check and (problem := check(part)):
            yield problem
    limits = column.constraints
    longest = min(column.longest, LONGEST_ID) if is_id else column.longest
    if len(cell) > longest:
        yield f"has {len(cell)} characters.", f"Shorten it to {longest}."
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        told, meant = f"{quoted(cell)} does not have the right form.", as_id(cell)
        if re.fullmatch(limits["pattern"], meant):
            yield Suggestion(told, f'Write "{meant}": small letters, digits and hyphens.', (meant,))
        yield told, f"{column.description} Write it as in {quoted(column.example)}."
    if "minimum" in limits and float(cell) < limits["minimum"]:
        yield f"{cell} is below {limits['minimum']}.", "Leave it empty if it is not known."
    if "maximum" in limits and float(cell) > limits["maximum"]:
        yield f"{cell} is above {limits['maximum']}.", "Check for swapped or mistyped digits."
    if HTML_TAG.search(cell):
        yield "contains HTML.", "Write plain text."
    if reads_as_formula(cell):
        yield f'begins with "{cell[0]}": a spreadsheet would run it as a formula.', "Begin it with a word."


HTML_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>?")


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
