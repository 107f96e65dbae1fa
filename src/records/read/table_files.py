"""CSV files as text: decoded, split into cells, each row known by its number in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from evidence_site.records.faults import HEADER_ROW, MENDS, Fault, Kind, did_you_mean, nearest
from evidence_site.records.files.text_files import DecodedText, Files, look_at, told_of
from evidence_site.records.model.package import TableSchema
from evidence_site.records.read.spreadsheet import SEPARATORS, quoted, separator_of

Row = tuple[int, list[str]]

RESTORE = "Restore the file, or complete this row and put back those that stood below it."
#: Characters of a line that are read; a cell of more is refused by the module csv.
_LONGEST_LINE = 131_072
_TOO_LONG = "too long: "
#: Rows among which the header is looked for when it is not the first.
_TITLES = 10
#: What the file of a table may be that has another name.
_KINDS = (".csv", ".xlsx", ".xls", ".ods", ".txt", ".tsv")


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


@dataclass(frozen=True)
class CsvSheet:
    """A CSV file split into cells.

    Attributes:
        decoded: The file as text.
        separator: What stands between its cells.
        rows: The rows with their numbers, blank ones and repeated headers left out; the header first.
        blank: The numbers of blank rows.
        repeated: The numbers of rows that are the header once more.
        faults: What is wrong with the file as a whole.
        is_whole: Whether all of it could be split.
        starts: The line of the file on which each row begins, blank ones too: a cell can hold line breaks.
    """

    decoded: DecodedText
    separator: str = ","
    rows: Sequence[Row] = ()
    blank: Sequence[int] = ()
    repeated: Sequence[int] = ()
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True
    starts: Sequence[int] = ()

    @cached_property
    def _cells(self) -> Mapping[int, Sequence[str]]:
        return dict(self.rows)

    def line_of(self, row: int, column: str = "") -> int:
        """Return the line of the file on which a row begins, or its cell in a column."""
        if not 0 < row <= len(self.starts):
            return row
        header = self.rows[0][1] if self.rows else []
        before = header.index(column) if column in header else 0
        return self.starts[row - 1] + sum(map(_breaks, self._cells.get(row, ())[:before]))


def _breaks(cell: str) -> int:
    return cell.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _lines(text: str) -> io.StringIO:
    """Return a text as its lines, however they end."""
    return io.StringIO(text, newline="")


def read_sheet(content: bytes, schema: TableSchema) -> CsvSheet:
    """Return the content of a CSV file split into cells, whatever a spreadsheet made of it."""
    looked = look_at(schema.path, content)
    decoded, faults = looked.decoded, list(looked.faults)
    if not looked.text.strip():
        if not faults:
            remedy = "Put the rows back; a table without rows still needs its header."
            faults.append(Fault(schema.path, 0, "", "is empty.", remedy))
        return CsvSheet(decoded, faults=tuple(faults), is_whole=False)
    text, above = looked.text, 0
    if text[:4].lower() == "sep=":  # a line by which Excel is told the separator, and which it does not show
        text, above = text.partition("\n")[2], 1
    separator = separator_of(text.partition("\n")[0].strip("\r"), frozenset(schema.by_name))
    if separator != ",":
        problem = f"has its cells separated by {SEPARATORS[separator]}."
        faults.append(Fault(schema.path, 0, "", problem, f"Save it again with commas; {MENDS}"))
    rows: list[Row] = []
    starts = [HEADER_ROW + above]

    def bearable() -> Iterator[str]:
        for line in _lines(text):
            if len(line) > _LONGEST_LINE:
                raise csv.Error(f"{_TOO_LONG}{len(line.rstrip()):,}")
            yield line

    reader = csv.reader(bearable(), strict=True, delimiter=separator)
    try:
        for row in reader:
            rows.append((len(rows) + HEADER_ROW, row))
            starts.append(reader.line_num + 1 + above)
    except csv.Error as error:
        number = len(rows) + HEADER_ROW
        faults.append(
            Fault(schema.path, number, "", *_csv_problem(str(error), text, starts[-1] - above), cuts=True)
        )
        return CsvSheet(decoded, separator, rows, faults=tuple(faults), is_whole=False, starts=starts)
    blank = [number for number, row in rows if not any(row)]
    faults += _blank_rows(schema, blank)
    header = next((row for _, row in rows if any(row)), [])
    is_named = set(schema.by_name) <= set(header)  # tables that were put together name the columns once more
    repeated = [number for number, row in rows if row == header][1:] if is_named else []
    faults += [
        Fault(schema.path, number, "", "is the header once more.", f"Remove this row; {MENDS}")
        for number in repeated
    ]
    filled = [(number, row) for number, row in rows if any(row) and number not in repeated]
    return CsvSheet(decoded, separator, filled, blank, repeated, tuple(faults), starts=starts)


def _ends_open(text: str) -> bool:
    """Return whether a text does not end as a line does."""
    return not text.endswith(("\n", "\r"))


def _csv_problem(error: str, text: str, line: int) -> tuple[str, str]:
    if error.startswith(_TOO_LONG):
        length = error.removeprefix(_TOO_LONG)
        return f"has a line of {length} characters, more than a table can hold.", (
            "Look for what was pasted there, and remove it; or restore the file."
        )
    if "unexpected end" in error and _ends_open(text) and line == sum(1 for _ in _lines(text)):
        return "breaks off within a text: the end of the file was lost.", RESTORE
    if "unexpected end" in error or "field larger" in error:
        return "begins a text with a quotation mark that is never closed.", (
            "Look for a stray quotation mark in this row, and remove it."
        )
    if "expected after" in error:
        return "has a quotation mark inside a cell.", (
            "Remove it, or open the file in a spreadsheet and save it again as CSV with commas."
        )
    return "cannot be read as CSV.", "Open it in a spreadsheet and save it again as CSV with commas."


def _blank_rows(schema: TableSchema, blank: Sequence[int]) -> Iterator[Fault]:
    """Give one fault for each run of blank rows."""
    for _, run in groupby(enumerate(blank), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        problem = "is a blank row." if len(numbers) == 1 else f"begins {len(numbers)} blank rows."
        yield Fault(schema.path, numbers[0], "", problem, f"Remove what is blank; {MENDS}")


def read_text(files: Files, schema: TableSchema) -> tuple[TableText, list[Fault]]:
    """Return one CSV file as text, with the faults of the file as a whole."""
    try:
        content = files.read(schema.path)
    except FileNotFoundError:
        remedy = "Put the file back; a table without rows still needs its header."
        remedy = _under_another_name(files.folder, schema.path) or remedy
        return TableText(schema), [Fault(schema.path, 0, "", "is missing.", remedy)]
    except OSError as error:
        remedy = "Close it in other programs, or restore it; a folder of this name has to go."
        told = told_of(error, ("cannot be opened.", remedy))
        return TableText(schema), [Fault(schema.path, 0, "", *told)]
    sheet = read_sheet(content, schema)
    faults = list(sheet.faults)
    if not sheet.rows or not sheet.is_whole:
        return TableText(schema), faults
    header = tuple(sheet.rows[0][1])
    about_header = _header_faults(schema, [cells for _, cells in sheet.rows[:_TITLES]])
    faults += about_header
    if not set(schema.by_name) <= set(header):
        return TableText(schema, header), faults
    lines, ragged = [], []
    for number, cells in sheet.rows[1:]:
        if len(cells) == len(header):
            lines.append((number, dict(zip(header, cells, strict=True))))
        else:
            ragged.append(dict(zip(header, cells, strict=False)))
            if not about_header:  # a wrong header makes every row look wrong
                is_last = number == sheet.rows[-1][0] and _ends_open(sheet.decoded.text)
                if is_last and len(cells) < len(header):
                    problem = (
                        f"breaks off after {len(cells)} of {len(header)} cells: the end of the file was lost."
                    )
                    faults.append(Fault(schema.path, number, "", problem, RESTORE, kind=Kind.FILE))
                else:
                    problem = f"has {len(cells)} cells where the header has {len(header)}."
                    remedy = "Look for a comma outside quotes, or a stray quote, and mend it."
                    faults.append(Fault(schema.path, number, "", problem, remedy))
    return TableText(schema, header, lines, ragged), faults


def _under_another_name(folder: Path, path: str) -> str:
    """Return what to do if the file of a table seems to lie in the folder under another name."""
    stem = Path(path).stem
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        plain = re.sub(r"^copy of | ?\(\d+\)$| - copy$", "", file.stem.casefold())
        if plain == stem and file.suffix.lower() in _KINDS:
            as_csv = "" if file.suffix.lower() == ".csv" else ", saved as CSV UTF-8"
            return f'Put the file back: "{file.name}" may be it; if so, name it {path}{as_csv}.'
    return ""


def first_cells(text: str, separator: str = ",") -> list[str]:
    """Return the cells of the first line of a text; none if it cannot be read as CSV."""
    try:
        return next(csv.reader(text.splitlines()[:1], delimiter=separator), [])
    except csv.Error:
        return []


def _header_faults(schema: TableSchema, first: Sequence[Sequence[str]]) -> list[Fault]:
    """Return what is wrong with the names of the columns: each renamed column is one fault."""
    known, header = list(schema.by_name), first[0]
    if len(header) == 1 and len(set(known) & set(first_cells(header[0]))) > 1:
        problem = "has each whole row in quotation marks, as one cell."
        remedy = "Save it again as CSV with commas, without quotation marks around rows."
        return [Fault(schema.path, HEADER_ROW, "", problem, remedy)]
    below = next((row for row, cells in enumerate(first) if set(known) <= set(cells)), 0)
    if below and not set(known) & set(header):
        problem = "stands above the header: a title or a note."
        remedy = f"Remove what stands above the row that begins with {','.join(first[below][:3])}."
        return [Fault(schema.path, HEADER_ROW, "", problem, remedy)]
    if not {name.strip().casefold() for name in header} & set(known):
        remedy = f"Put this row first: {','.join(known)}"
        problem = "does not name the columns: the header is missing."
        return [Fault(schema.path, HEADER_ROW, "", problem, remedy)]
    missing = [name for name in known if name not in header]
    faults = []
    for name in dict.fromkeys(header):
        if name and name not in known:
            if meant := nearest(name, missing):
                missing.remove(meant)
            problem = f"{quoted(name)} is not a column of this table."
            remedy = did_you_mean(name, [meant] if meant else known)
            faults.append(Fault(schema.path, HEADER_ROW, name[:60], problem, remedy))
    faults += [
        Fault(schema.path, HEADER_ROW, name, "is missing from the header.", "Add the column back.")
        for name in missing
    ]
    if "" in header:
        problem = f"has a column without a name, the {header.index('') + 1}th."
        faults.append(Fault(schema.path, HEADER_ROW, "", problem, f"Remove it; if it is empty, {MENDS}"))
    if set(known) <= set(header) and [name for name in dict.fromkeys(header) if name in known] != known:
        problem, remedy = "has its columns in another order.", f"Put them in their order; {MENDS}"
        faults.append(Fault(schema.path, HEADER_ROW, "", problem, remedy, halts=False))
    twice = {name for name in header if name and header.count(name) > 1}
    faults += [
        Fault(schema.path, HEADER_ROW, name, "stands twice in the header.", "Remove one of the columns.")
        for name in sorted(twice)
    ]
    return faults
