"""The canonical form of the files: one fact a line, sorted by id, so that changes read as changes."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from evidence_site import PROJECT
from evidence_site.records.characters import plain_spaces, unseen_removed
from evidence_site.records.faults import DataFaultsError, Fault
from evidence_site.records.files.text_files import UTF8_MARK, Files, mended, told_of
from evidence_site.records.load.loading import described
from evidence_site.records.model import rows
from evidence_site.records.model.package import DESCRIPTION, TableSchema, read_package
from evidence_site.records.model.row_types import render_rows
from evidence_site.records.read.spreadsheet import SEPARATORS, holds_ids, plain_id, quoted
from evidence_site.records.read.table_files import CsvSheet, Row, read_sheet

_SPACES = re.compile("[ \t\r\n]+")
ROWS_FILE = Path(rows.__file__)


@dataclass(frozen=True)
class Repair:
    """One thing that was mended without touching a fact; row 0 stands for the whole file."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        row = f":{self.row}" if self.row else ""
        column = f' "{self.column}"' if self.column else ""
        return f"{row}{column} {self.what}"


def canonical_csv(text: str, schema: TableSchema) -> str:
    """Return a CSV file in canonical form: columns in order, trimmed NFC cells, rows sorted by key."""
    found = repaired(text.encode(), schema)
    return text if found is None else found[0]


def repaired(content: bytes, schema: TableSchema) -> tuple[str, list[Repair]] | None:
    """Return a CSV file in canonical form and what was mended; None for one that nobody should touch.

    That is a file of which something might get lost: an encoding that is not certain, a row that is
    too long, a column that is missing, that stands twice or that has no name.
    """
    sheet = read_sheet(content, schema)
    if not sheet.rows or not sheet.is_whole or not sheet.decoded.certain:
        return None
    header, rows = _without_empty_columns([_clean(name) for name in sheet.rows[0][1]], sheet.rows[1:])
    if len(set(header)) < len(header) or "" in header or not set(schema.by_name) <= set(header):
        return None
    if any(len(cells) != len(header) for _, cells in rows):
        return None
    repairs = [*_file_repairs(sheet, content)]
    columns = [*schema.by_name, *(name for name in header if name not in schema.by_name)]
    found = []
    for number, cells in rows:
        row = dict.fromkeys(columns, "")
        for name, cell in zip(header, cells, strict=True):
            row[name], told = _mended(cell, name, schema)
            repairs += [Repair(number, name, words) for words in told]
        found.append(row)
    ordered = sorted(found, key=lambda row: tuple(row[name] for name in schema.primary_key))
    if ordered != found:
        repairs.append(Repair(0, "", f"rows sorted by {', '.join(schema.primary_key)}"))
    if len(header) < len(sheet.rows[0][1]):
        repairs.append(Repair(0, "", "empty columns removed"))
    if columns != header:
        repairs.append(Repair(0, "", "columns put in their order"))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    return out.getvalue(), repairs


def _without_empty_columns(header: list[str], rows: Sequence[Row]) -> tuple[list[str], Sequence[Row]]:
    """Leave out columns at the end that have neither a name nor a value, as spreadsheets write them."""
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    if any(len(cells) != len(header) or any(cells[width:]) for _, cells in rows):
        return header, rows
    return header[:width], [(number, cells[:width]) for number, cells in rows]


def _file_repairs(sheet: CsvSheet, content: bytes) -> Iterator[Repair]:
    if sheet.decoded.encoding:
        yield Repair(0, "", f"saved as UTF-8 instead of {sheet.decoded.encoding}")
    if content.startswith(UTF8_MARK):
        yield Repair(0, "", "byte order mark removed")
    if sheet.separator != ",":
        yield Repair(0, "", f"cells separated by commas instead of {SEPARATORS[sheet.separator]}")
    if "\r" in sheet.decoded.text:
        yield Repair(0, "", "line ends written as plain ones")
    yield from (Repair(number, "", "blank row removed") for number in sheet.blank)
    yield from (Repair(number, "", "header that stood once more removed") for number in sheet.repeated)


def _mended(cell: str, name: str, schema: TableSchema) -> tuple[str, list[str]]:
    """Return a cell in canonical form, and what was mended in it."""
    mending: dict[str, Callable[[str], str]] = {
        "characters that are not seen": unseen_removed,
        "spaces": _clean,
        "letters of two characters": partial(unicodedata.normalize, "NFC"),
    }
    if holds_ids(schema, name):
        mending["typographic signs"] = plain_id
    if name in schema.by_name and schema.by_name[name].type == "boolean":
        mending["capitals"] = lambda text: text.lower() if text.lower() in ("true", "false") else text
    told = []
    for words, mend in mending.items():
        after = mend(cell)
        if after != cell:
            told.append(f"{words}: {quoted(cell)} is now {quoted(after)}")
            cell = after
    return cell, told


def _clean(cell: str) -> str:
    return _SPACES.sub(" ", plain_spaces(cell)).strip()


def canonical_package(text: str) -> str:
    """Return ``datapackage.json`` with the values of its code lists written into its columns."""
    document: dict[str, Any] = json.loads(text)
    for resource in document["resources"]:
        for column in resource["schema"]["fields"]:
            if "codeList" in column:
                codes = list(document["codeLists"][column["codeList"]])
                column.setdefault("constraints", {})["enum"] = codes
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def tidy(folder: Path) -> int:
    """Write every file of the folder in canonical form, say row by row what was mended, and return 0.

    Raises:
        DataFaultsError: If the description of the tables cannot be read, or a file cannot be written.
    """
    files = Files(folder)
    described(files)
    description = folder / DESCRIPTION
    rewrite(description, canonical_package(description.read_text(encoding="utf-8-sig")))
    package = read_package(folder)
    tables = {schema.path for schema in package.tables.values()}
    for name in files.text_names():
        if name not in tables:
            with _told_of(name):
                _tidy_text(files, name)
    for schema in package.tables.values():
        if (folder / schema.path).exists():
            with _told_of(schema.path):
                _tidy_table(files, schema)
    if folder == PROJECT / "data":
        rewrite(ROWS_FILE, render_rows(package))
    return 0


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """Tell of a file that cannot be read or written as of any other fault."""
    try:
        yield
    except OSError as error:
        otherwise = ("cannot be opened or written.", "Close it in other programs, and try again.")
        raise DataFaultsError([Fault(name, 0, "", *told_of(error, otherwise))]) from error


def _tidy_table(files: Files, schema: TableSchema) -> None:
    path, content = files.folder / schema.path, files.read(schema.path)
    found = repaired(content, schema)
    if found is None:
        print(f"{path.name} is left as it is: mend first what `make check` names", file=sys.stderr)
        return
    text, repairs = found
    if text.encode() == content:
        return
    path.write_text(text, encoding="utf-8", newline="\n")
    for repair in repairs or [Repair(0, "", "quotation marks written in one way")]:
        print(f"{path.name}{repair}", file=sys.stderr)


def _tidy_text(files: Files, name: str) -> None:
    """Mend a text file that is no table without touching what is read."""
    content = files.read(name)
    looked = files.text(name)
    text = mended(looked)
    if text is None or text.encode() == content:
        return
    if looked.decoded.encoding:
        print(f"{name} saved as UTF-8 instead of {looked.decoded.encoding}", file=sys.stderr)
    if content.startswith(UTF8_MARK):
        print(f"{name} byte order mark removed", file=sys.stderr)
    if text != looked.text:
        print(f"{name} characters that are not seen removed, plain spaces written", file=sys.stderr)
    (files.folder / name).write_bytes(text.encode())


def rewrite(path: Path, text: str) -> None:
    """Write a file anew if its text changes, and say so."""
    if not path.exists() or path.read_text(encoding="utf-8-sig") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"formatted {path.name}", file=sys.stderr)
