"""Files that somebody hands in: one or several CSV, a zip of the folder, or a workbook with a sheet a table.

Everything stays in memory, nothing is written and nothing is trusted. What is too large, or is not what
its name says, or could do harm, is refused with a sentence that says so; what is wrong *within* a table
is left to the check, which says it better. What is refused here costs little; what does not show before it is
read is stopped by the limits of the process in which it is read (``records.files.limited_process``).
"""

from __future__ import annotations

import csv
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock
from pathlib import PurePosixPath
from typing import Any

from evidence_site.records.faults import nearest, suggestion
from evidence_site.records.files.text_files import decode
from evidence_site.records.give.export import cell_text
from evidence_site.records.model.package import Package, TableSchema
from evidence_site.records.read.spreadsheet import separator_of
from evidence_site.records.read.table_files import first_cells
from evidence_site.records.wording import _, ngettext

#: What is taken at most: bytes as they come, bytes when unpacked, and what a table may hold.
MOST_BYTES = 4_000_000
MOST_UNPACKED = 24_000_000
MOST_FILES = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_LINE = 100_000
#: Elements of a part of a workbook: of one that holds cells, and of any other, such as the styles.
MOST_CELL_ELEMENTS = 1_500_000
MOST_ELEMENTS = 200_000

_ENDINGS = (".csv", ".zip", ".xlsx")
_MACROS = (".xlsm", ".xlsb", ".xltm", ".xlam")
_WORKBOOKS = (".xls", ".ods", ".numbers")
_PACKED = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst", ".jar", *_MACROS, ".xlsx")
#: What a browser, a spreadsheet or a file manager adds to the name of a copy, in some languages.
_COPY = re.compile(
    r"^(?:copy of|kopie von|копия) +|(?:[ _]*\(\d+\)|[ _]+(?:[-–—] *)?\(?(?:copy|kopie|копия)\)?(?: \d+)?)+$",
    re.IGNORECASE,
)
#: Rows of the largest sheet that a spreadsheet can hold.
_ROWS_OF_A_SHEET = 1_048_576
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_HOLDS_CELLS = re.compile(rb"<(?:\w+:)?(?:sheetData|sst)\b")
#: Spreadsheets know number formats of 255 characters, each of which may be written with several.
_LONG_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]{2000}|'[^']{2000})")
#: What of a number format is text or colour.
_UNSHOWN = re.compile(r"\[[^\[\]]*\]|\"[^\"]*\"")
_ZIP, _OLD_OFFICE, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF"
_BLOCK = 65_536


class RefusedFileError(Exception):
    """Raised for a file that is not taken; its text is one sentence for whoever handed it in."""


@dataclass(frozen=True)
class AcceptedFiles:
    """What was taken of the files.

    Attributes:
        files: File name of each table to its content.
        left_out: What was handed in and is no table, by name.
        by_header: Name of each file that is named like no table, to the file name of the table that its
            first row is of.
    """

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    by_header: Mapping[str, str] = field(default_factory=dict)


def take(handed: Iterable[tuple[str, bytes]], package: Package) -> AcceptedFiles:
    """Return the tables in some files, by the file name that they have in the data folder.

    Raises:
        RefusedFileError: With one sentence, for the first file that is not taken.
    """
    files = list(handed)
    if sum(len(content) for _name, content in files) > MOST_BYTES:
        raise RefusedFileError(
            _("The files are larger than %(most)s MB together; hand in fewer, or a zip of them.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    if len(files) > MOST_FILES:
        words = ngettext(
            "This is more than %(most)s file.", "These are more than %(most)s files.", MOST_FILES
        )
        raise RefusedFileError(words % {"most": MOST_FILES})
    found: dict[str, bytes] = {}
    left_out: list[str] = []
    by_header: dict[str, str] = {}
    for name, content in files:
        for table, text in _tables_of(_shown(name), content, package, left_out):
            if name.lower().endswith(".csv") and _table(package, PurePosixPath(name).stem) is None:
                by_header[_shown(name)] = table
            if table in found:
                raise RefusedFileError(
                    _("%(file)s is there twice; hand in one of the two.") % {"file": table}
                )
            found[table] = text
    if not found:
        known = ", ".join(package.tables)
        raise RefusedFileError(
            _("There is no table in it; the tables are called %(names)s.") % {"names": known}
        )
    return AcceptedFiles(found, tuple(left_out), by_header)


def _shown(name: str) -> str:
    """Return a name that can stand in a sentence."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _tables_of(
    name: str, content: bytes, package: Package, left_out: list[str]
) -> Iterator[tuple[str, bytes]]:
    ending = PurePosixPath(name.lower()).suffix
    if ending in _MACROS:
        raise RefusedFileError(_("%(file)s can hold macros; save it as .xlsx.") % {"file": name})
    if ending in _WORKBOOKS:
        raise RefusedFileError(
            _("%(file)s is a workbook of another kind; save it as .xlsx.") % {"file": name}
        )
    if ending not in _ENDINGS:
        raise RefusedFileError(_("%(file)s is no CSV, zip or xlsx file.") % {"file": name})
    if ending == ".csv":
        text = _plain_text(name, content)
        schema = _table(package, PurePosixPath(name).stem) or _table_with_header(name, text, package)
        if schema is None:
            near = nearest(_stem(PurePosixPath(name).stem), package.tables)
            names = _("The tables are called %(names)s.") % {"names": ", ".join(package.tables)}
            raise RefusedFileError(
                _("%(file)s is named like no table, and its first row names the columns of none. %(remedy)s")
                % {"file": name, "remedy": suggestion(near, names)}
            )
        yield schema.path, text
    else:
        try:
            opened = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise _damaged(name) from error
        with opened as archive:
            members = _members(name, archive)
            if ending == ".zip":
                yield from _of_zip(name, archive, members, package, left_out)
            else:
                yield from _of_workbook(name, content, archive, members, package, left_out)


def _stem(stem: str) -> str:
    return _COPY.sub("", stem).strip().lower()


def _table(package: Package, stem: str) -> TableSchema | None:
    return package.tables.get(_stem(stem))


def _table_with_header(name: str, content: bytes, package: Package) -> TableSchema | None:
    """Return the table all of whose columns, and no others, stand in the first row."""
    header = decode(content, name).text.partition("\n")[0].strip("\r")
    for schema in package.tables.values():
        columns = frozenset(schema.by_name)
        cells = first_cells(header, separator_of(header, columns))
        if {cell.strip() for cell in cells} == columns:
            return schema
    return None


def _plain_text(name: str, content: bytes) -> bytes:
    """Return a CSV file as it came, if it is text of a bearable size; its encoding is for the check."""
    if content.startswith((_ZIP, _OLD_OFFICE, _PDF)):
        raise RefusedFileError(
            _("%(file)s is no text, whatever its name says; save it as CSV UTF-8.") % {"file": name}
        )
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_ROWS + 1:
        words = ngettext(
            "%(file)s has more than %(most)s row.", "%(file)s has more than %(most)s rows.", MOST_ROWS
        )
        raise RefusedFileError(words % {"file": name, "most": f"{MOST_ROWS:,}"})
    if max(map(len, content.splitlines()), default=0) > LONGEST_LINE:
        words = ngettext(
            "%(file)s has a line of more than %(most)s character; that is no table.",
            "%(file)s has a line of more than %(most)s characters; that is no table.",
            LONGEST_LINE,
        )
        raise RefusedFileError(words % {"file": name, "most": f"{LONGEST_LINE:,}"})
    return content


def _damaged(name: str) -> RefusedFileError:
    return RefusedFileError(_("%(file)s is damaged, or not what its name says.") % {"file": name})


def _members(name: str, archive: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    """Return what an archive holds, if all of it may be looked at."""
    members = archive.infolist()
    if len(members) > MOST_FILES:
        words = ngettext(
            "%(file)s holds more than %(most)s file.", "%(file)s holds more than %(most)s files.", MOST_FILES
        )
        raise RefusedFileError(words % {"file": name, "most": MOST_FILES})
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if member.filename.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts):
            raise RefusedFileError(
                _("%(file)s holds a path that leads out of its folder (%(path)s).")
                % {"file": name, "path": _shown(member.filename)}
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise RefusedFileError(_("%(file)s holds a link instead of a file.") % {"file": name})
        if member.flag_bits & 0x1:
            raise RefusedFileError(_("%(file)s is locked with a password.") % {"file": name})
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedFileError(
                _("%(file)s is packed in an unusual way; pack it as a plain zip.") % {"file": name}
            )
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _too_large(name)
    return [member for member in members if not member.is_dir()]


def lies_beside(path: str) -> bool:
    """Tell whether a file of a zip is none of its content: what a computer puts beside the files of a person.

    >>> [lies_beside(path) for path in ("__MACOSX/._a.csv", "data/.DS_Store", "data/a.csv")]
    [True, True, False]
    """
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return any(part == "__MACOSX" or part.startswith(".") for part in parts)


def _too_large(name: str) -> RefusedFileError:
    return RefusedFileError(
        _("%(file)s unpacks to more than %(most)s MB.") % {"file": name, "most": MOST_UNPACKED // 1_000_000}
    )


def _unpacked(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """Return what a member holds; what it says of its own size is not believed."""
    blocks: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > left:
                    raise _too_large(name)
                blocks.append(block)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise RefusedFileError(
            _("%(file)s is damaged: %(path)s cannot be unpacked.")
            % {"file": name, "path": _shown(member.filename)}
        ) from error
    return b"".join(blocks)


def _of_zip(
    name: str,
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    package: Package,
    left_out: list[str],
) -> Iterator[tuple[str, bytes]]:
    left = MOST_UNPACKED
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise RefusedFileError(
            _("%(file)s is an Office file in disguise; give it its own ending.") % {"file": name}
        )
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if lies_beside(member.filename):
            continue
        if path.suffix.lower() in _PACKED:
            raise RefusedFileError(
                _("%(file)s holds another archive (%(path)s); unpack that first.")
                % {"file": name, "path": _shown(path.name)}
            )
        schema = _table(package, path.stem) if path.suffix.lower() == ".csv" else None
        if schema is None:
            left_out.append(_shown(path.name))
            continue
        content = _unpacked(name, archive, member, left)
        left -= len(content)
        yield schema.path, _plain_text(path.name, content)


def _of_workbook(
    name: str,
    content: bytes,
    archive: zipfile.ZipFile,
    members: Sequence[zipfile.ZipInfo],
    package: Package,
    left_out: list[str],
) -> Iterator[tuple[str, bytes]]:
    _harmless(name, archive, members)
    try:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            schema = _table(package, sheet.title)
            if schema is None:
                left_out.append(_("sheet %(name)s") % {"name": _shown(sheet.title)})
                continue
            sheet.reset_dimensions()
            yield schema.path, _sheet_text(name, sheet)
    except (RefusedFileError, MemoryError):
        raise
    except Exception as error:  # the library raises whatever a broken part makes it stumble over
        raise _damaged(name) from error


def _harmless(name: str, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """Look at every part of a workbook before anything reads it."""
    left = MOST_UNPACKED
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/").lower())
        if "vbaproject" in path.name or "macrosheets" in path.parts:
            raise RefusedFileError(_("%(file)s holds macros; save it without them.") % {"file": name})
        part = _unpacked(name, archive, member, left)
        left -= len(part)
        if path.suffix in (".xml", ".rels", ".vml") and (_ENTITIES.search(part) or b"\0" in part):
            raise RefusedFileError(
                _("%(file)s defines entities of its own, which can swell without end or fetch other files.")
                % {"file": name}
            )
        _bearable(name, part)


def _bearable(name: str, part: bytes) -> None:
    """Refuse a part of a workbook that would take much longer to read than its length lets expect."""
    most = MOST_CELL_ELEMENTS if _HOLDS_CELLS.search(part) else MOST_ELEMENTS
    if part.count(b"<") - part.count(b"</") > most:
        words = ngettext(
            "%(file)s holds more than %(most)s cell or style; hand in its tables as CSV.",
            "%(file)s holds more than %(most)s cells or styles; hand in its tables as CSV.",
            most,
        )
        raise RefusedFileError(words % {"file": name, "most": f"{most:,}"})
    if _LONG_FORMAT.search(part):
        raise RefusedFileError(
            _("%(file)s holds a number format that no spreadsheet makes; hand in its tables as CSV.")
            % {"file": name}
        )


def _sheet_text(name: str, sheet: Any) -> bytes:
    rows = list(_sheet_rows(name, sheet))
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((column for row in rows for column, cell in enumerate(row, 1) if cell), default=0)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([*row[:width], *[""] * (width - len(row))] for row in rows)
    return out.getvalue().encode()


def _sheet_rows(name: str, sheet: Any) -> Iterator[list[str]]:
    for line, row in enumerate(sheet.iter_rows(), start=1):
        is_far = line > MOST_ROWS + 1
        for cell in row if is_far else row[MOST_COLUMNS:]:
            if cell.value is not None:
                raise _too_far(name, sheet, cell, is_far=is_far)
        if line > _ROWS_OF_A_SHEET:
            raise _damaged(name)
        if not is_far:
            yield [_cell_text(name, sheet.title, cell) for cell in row[:MOST_COLUMNS]]


def _too_far(name: str, sheet: Any, cell: Any, *, is_far: bool) -> RefusedFileError:
    """Name the cell: one stray value makes a small table a huge one."""
    problem = (
        ngettext(
            "%(file)s has more than %(most)s row: something stands in sheet %(sheet)s, cell %(cell)s.",
            "%(file)s has more than %(most)s rows: something stands in sheet %(sheet)s, cell %(cell)s.",
            MOST_ROWS,
        )
        if is_far
        else ngettext(
            "%(file)s has more than %(most)s column: something stands in sheet %(sheet)s, cell %(cell)s.",
            "%(file)s has more than %(most)s columns: something stands in sheet %(sheet)s, cell %(cell)s.",
            MOST_COLUMNS,
        )
    )
    most = f"{MOST_ROWS:,}" if is_far else MOST_COLUMNS
    where = {"sheet": _shown(sheet.title), "cell": cell.coordinate}
    return RefusedFileError(problem % {"file": name, "most": most, **where})


def _cell_text(name: str, sheet: str, cell: Any) -> str:
    """Return a cell as CSV holds it; a day that the sheet does not show is not invented."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        problem = (
            _("%(file)s holds a formula (sheet %(sheet)s, cell %(cell)s); paste it as a value.")
            if cell.data_type == "f"
            else _("%(file)s holds a value that failed (sheet %(sheet)s, cell %(cell)s); mend it first.")
        )
        raise RefusedFileError(problem % {"file": name, "sheet": _shown(sheet), "cell": cell.coordinate})
    if isinstance(value, datetime):
        return _date_text(value, str(cell.number_format))
    if isinstance(value, clock):
        return value.strftime("%H:%M")
    return cell_text(value)


def _date_text(value: datetime, number_format: str) -> str:
    shown = _UNSHOWN.sub("", number_format.lower())
    if "d" in shown:
        return value.date().isoformat() if value.time() == clock() else value.isoformat(" ")
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
