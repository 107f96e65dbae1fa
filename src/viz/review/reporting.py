"""The report of the check in three forms: for people, for pull requests on GitHub, for other tools."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from evidence_site.records.faults import HEADER_ROW, CellAddress, Fault, fault_count
from evidence_site.records.files.text_files import Files
from evidence_site.records.model.package import read_package
from evidence_site.records.read.table_files import read_sheet, read_text
from evidence_site.records.settings.settings_check import FILE as SETTINGS_FILE
from evidence_site.records.settings.settings_check import read_settings
from evidence_site.records.settings.site import is_set
from evidence_site.viz.review.checking import all_faults


def report(folder: Path, form: str = "text") -> int:
    """Print every fault of the folder, or that there is none; return the exit code.

    Args:
        form: One of ``FORMS``.
    """
    faults = all_faults(folder)
    for line in FORMS[form](folder, faults):
        print(line)
    return 1 if faults else 0


def _as_text(folder: Path, faults: Sequence[Fault]) -> Iterator[str]:
    yield from (f"{shown_path(folder)}/{fault}" for fault in faults)
    if not faults:
        yield f"{shown_path(folder)}: no faults"
        if not is_set(read_settings(Files(folder))["contact"]):  # no fault, and yet unfinished for the public
            yield (
                f"{shown_path(folder / SETTINGS_FILE)}: nobody is reached under the contact that is written "
                "there, and no /.well-known/security.txt is given. Write the address of whoever runs this "
                "site."
            )
    else:
        yield fault_count(len(faults))


def _as_annotations(folder: Path, faults: Sequence[Fault]) -> Iterator[str]:
    """Give one workflow command a fault, by which GitHub marks the line in the changed file."""
    line_of = _lines(folder, faults)
    for fault in faults:
        level = "error" if fault.halts else "warning"
        line = max(line_of(fault), HEADER_ROW)
        where = {"file": f"{shown_path(folder)}/{fault.file}", "line": str(line)}
        title = f"{fault.file}, row {fault.row}" if fault.row else fault.file
        if fault.column:
            title += f", column {fault.column}"
        named = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in {**where, "title": title}.items())
        yield f"::{level} {named}::{_escaped(f'{fault.problem} {fault.remedy}')}"


def _escaped(text: str, also: str = "") -> str:
    for sign in f"%\r\n{also}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _as_json(folder: Path, faults: Sequence[Fault]) -> Iterator[str]:
    line_of = _lines(folder, faults)
    listed = [
        {
            "file": fault.file,
            "row": fault.row or None,
            "line": line_of(fault) or None,
            "column": fault.column or None,
            "cell": fault.cell or None,
            "problem": fault.problem,
            "remedy": fault.remedy,
            "halts": fault.halts,
            "places": [asdict(cell) | {"line": line_of(cell)} for cell in fault.cells],
        }
        for fault in _with_cells(folder, faults)
    ]
    yield json.dumps(
        {"folder": shown_path(folder), "count": len(faults), "faults": listed}, ensure_ascii=False, indent=2
    )


def _lines(folder: Path, faults: Sequence[Fault]) -> Callable[[Fault | CellAddress], int]:
    """Return what gives the line of the file on which a fault stands.

    A spreadsheet counts rows, and a row of which a cell holds line breaks is several lines of the file. In
    other files than tables a fault names the line itself.
    """
    cells: list[Fault | CellAddress] = [*faults, *(cell for fault in faults for cell in fault.cells)]
    named = {cell.file for cell in cells if cell.row > HEADER_ROW}
    schemas = read_package(folder).tables.values() if named else ()
    sheets = {
        schema.path: read_sheet(Files(folder).read(schema.path), schema)
        for schema in schemas
        if schema.path in named
    }

    def line_of(cell: Fault | CellAddress) -> int:
        sheet = sheets.get(cell.file)
        return sheet.line_of(cell.row, cell.column) if sheet else cell.row

    return line_of


def _with_cells(folder: Path, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Give the faults with what stands in their cells, also those that only show between rows."""
    lacking = {fault.file for fault in faults if fault.row > HEADER_ROW and fault.column and not fault.cell}
    cells: dict[tuple[str, int], Mapping[str, str]] = {}
    for schema in read_package(folder).tables.values() if lacking else ():
        if schema.path in lacking:
            lines = read_text(Files(folder), schema)[0].lines
            cells |= {(schema.path, number): row for number, row in lines}
    for fault in faults:
        row = cells.get((fault.file, fault.row), {})
        yield fault if fault.cell else replace(fault, cell=row.get(fault.column, ""))


def shown_path(folder: Path) -> str:
    """Return the path from where the command runs; on Windows there is none from one drive to another."""
    try:
        return os.path.relpath(folder)
    except ValueError:
        return str(folder)


FORMS: Mapping[str, Callable[[Path, Sequence[Fault]], Iterator[str]]] = {
    "text": _as_text,
    "github": _as_annotations,
    "json": _as_json,
}
