"""Files that somebody hands in: what is taken, and what is refused with one sentence; all made here."""

from __future__ import annotations

import io
import re
import stat
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evidence_site.records.check import incoming
from evidence_site.records.check.incoming import MOST_ROWS, RefusedFileError, take
from evidence_site.records.load.loading import DEFAULT_FOLDER
from evidence_site.records.model.package import Package, read_package

HEADER = b"term,definition\n"


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(DEFAULT_FOLDER)


def zipped(files: Mapping[str, bytes], **settings: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", settings.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(fill: Callable[[Any], None] = lambda _sheet: None, title: str = "glossary") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(["id", "term"])
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped({**parts, name: change(parts.get(name, b""))})


def with_sheet(rows: bytes) -> bytes:
    """Return a workbook whose sheet holds these rows."""
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (name.encode(), rows)
    return with_part(workbook(), "xl/worksheets/sheet1.xml", lambda _: sheet)


def with_member(name: str, mode: int = 0, content: bytes = HEADER) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo(name)
        member.external_attr = mode << 16
        archive.writestr(member, content)
    return out.getvalue()


def lying_zip() -> bytes:
    """A file that says it is small and unpacks to more than is taken."""
    content = bytearray(zipped({"glossary.csv": b"x" * (incoming.MOST_UNPACKED + 1)}))
    size = struct.pack("<L", incoming.MOST_UNPACKED + 1)
    return bytes(content.replace(size, struct.pack("<L", 10)))


def locked_zip() -> bytes:
    content = bytearray(zipped({"glossary.csv": HEADER}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _set(cell: str, value: Any) -> Callable[[Any], None]:
    return lambda sheet: sheet.__setitem__(cell, value)


LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><sst>&b;</sst>"""
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>"""
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
LONG_FORMAT = b'<numFmt formatCode = "d%s"/>'

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a first line that is no CSV": ("x.csv", lambda: b'"a\rb' * 3, "named like no table"),
    "a file that is too large": ("events.csv", lambda: b"a\n" * 2_000_001, "larger than 4 MB"),
    "a line without an end": ("events.csv", lambda: b"x" * 200_000, "a line of more than 100,000"),
    "too many rows": ("events.csv", lambda: b"a\n" * (MOST_ROWS + 2), "more than 20,000 rows"),
    "a name that is no table": ("figurs.csv", lambda: HEADER, 'Did you mean "figures"?'),
    "another kind of file": ("events.docx", lambda: b"PK", "is no CSV, zip or xlsx file"),
    "a program": ("events.csv.exe", lambda: b"MZ", "is no CSV, zip or xlsx file"),
    "a workbook called CSV": ("events.csv", workbook, "is no text, whatever its name says"),
    "an old workbook called CSV": ("events.csv", lambda: b"\xd0\xcf\x11\xe0" * 9, "is no text"),
    "a CSV called zip": ("events.zip", lambda: HEADER, "is damaged, or not what its name says"),
    "a CSV called xlsx": ("events.xlsx", lambda: HEADER, "is damaged, or not what its name says"),
    "a workbook called zip": ("data.zip", workbook, "is an Office file in disguise"),
    "an old workbook": ("data.xls", lambda: b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
    "a workbook for macros": ("data.xlsm", workbook, "can hold macros"),
    "a zip bomb": (
        "data.zip",
        lambda: zipped({"events.csv": b"\n" * 30_000_000}),
        "unpacks to more than 24 MB",
    ),
    "a zip bomb beside the tables": (
        "data.zip",
        lambda: zipped({"glossary.csv": HEADER, "notes.txt": b"0" * 30_000_000}),
        "unpacks to more than 24 MB",
    ),
    "a zip bomb that lies": ("data.zip", lying_zip, r"is damaged: glossary.csv|more than 24 MB"),
    "many files": ("data.zip", lambda: zipped({f"{i}.txt": b"" for i in range(501)}), "more than 500 files"),
    "a zip in a zip": ("data.zip", lambda: zipped({"inner.zip": zipped({})}), "holds another archive"),
    "a way out of the folder": (
        "data.zip",
        lambda: with_member("../glossary.csv"),
        "leads out of its folder",
    ),
    "a way out for Windows": ("data.zip", lambda: with_member("..\\glossary.csv"), "leads out of its folder"),
    "a path from the root": ("data.zip", lambda: with_member("/etc/glossary.csv"), "leads out of its folder"),
    "a drive": ("data.zip", lambda: with_member("C:/glossary.csv"), "leads out of its folder"),
    "a link": (
        "data.zip",
        lambda: with_member("glossary.csv", stat.S_IFLNK | 0o777, b"/etc/passwd"),
        "a link instead of a file",
    ),
    "a locked zip": ("data.zip", locked_zip, "locked with a password"),
    "an unusual zip": (
        "data.zip",
        lambda: zipped({"glossary.csv": HEADER}, compression=zipfile.ZIP_LZMA),
        "packed in an unusual way",
    ),
    "a damaged zip": ("data.zip", lambda: zipped({"glossary.csv": b"abc" * 999})[:-40], "is damaged"),
    "a table twice": (
        "data.zip",
        lambda: zipped({"a/glossary.csv": HEADER, "b/glossary.csv": HEADER}),
        "glossary.csv is there twice",
    ),
    "no table at all": ("data.zip", lambda: zipped({"readme.txt": b""}), "There is no table in it"),
    "billion laughs": (
        "data.xlsx",
        lambda: with_part(workbook(), STRINGS, lambda _: LAUGHS),
        "defines entities",
    ),
    "an outside entity": (
        "data.xlsx",
        lambda: with_part(workbook(), STRINGS, lambda _: OUTSIDE),
        "defines entities",
    ),
    "entities in another encoding": (
        "data.xlsx",
        lambda: with_part(workbook(), STRINGS, lambda _: LAUGHS.decode().encode("utf-16")),
        "defines entities",
    ),
    "macros": (
        "data.xlsx",
        lambda: with_part(workbook(), "xl/vbaProject.bin", lambda _: b"Sub"),
        "holds macros",
    ),
    "a formula": (
        "data.xlsx",
        lambda: workbook(_set("B2", "=1+1")),
        r"a formula \(sheet glossary, cell B2\)",
    ),
    "a failed value": ("data.xlsx", lambda: workbook(_set("B2", "#REF!")), "a value that failed"),
    "a cell at the far end": ("data.xlsx", lambda: workbook(_set("XFD2", "x")), "more than 100 columns"),
    "a cell in the last corner": (
        "data.xlsx",
        lambda: workbook(_set("XFD1048576", "x")),
        "something stands in sheet glossary, cell XFD1048576",
    ),
    "a row that no spreadsheet has": (
        "data.xlsx",
        lambda: with_part(
            workbook(),
            "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b'<row r="1"', b'<row r="9999999"'),
        ),
        "is damaged, or not what its name says",
    ),
    "rows without end": ("data.xlsx", lambda: workbook(_set("A20002", "x")), "more than 20,000 rows"),
    "a workbook without its sheets": (
        "data.xlsx",
        lambda: with_part(workbook(), "xl/workbook.xml", lambda _: b"<workbook"),
        "is damaged, or not what its name says",
    ),
    "a row of millions of cells": (
        "data.xlsx",
        lambda: with_sheet(b"<row>" + b"<c/>" * incoming.MOST_CELL_ELEMENTS + b"</row>"),
        "more than 1,500,000 cells or styles",
    ),
    "millions of rows": (
        "data.xlsx",
        lambda: with_sheet(b"<row/>" * incoming.MOST_CELL_ELEMENTS),
        "more than 1,500,000 cells or styles",
    ),
    "elements within elements": (
        "data.xlsx",
        lambda: with_sheet(b"<x:a>" * incoming.MOST_CELL_ELEMENTS),
        "more than 1,500,000 cells or styles",
    ),
    "hundreds of thousands of styles": (
        "data.xlsx",
        lambda: with_part(workbook(), STYLES, lambda part: part + b"<xf/>" * incoming.MOST_ELEMENTS),
        "more than 200,000 cells or styles",
    ),
    "a number format without end": (
        "data.xlsx",
        lambda: with_part(workbook(), STYLES, lambda part: part + LONG_FORMAT % (b"[" * 200_000)),
        "a number format that no spreadsheet makes",
    ),
    "a number format without end, in other marks": (
        "data.xlsx",
        lambda: with_part(
            workbook(), STYLES, lambda part: part + LONG_FORMAT.replace(b'"', b"'") % (b"[" * 200_000)
        ),
        "a number format that no spreadsheet makes",
    ),
    "a workbook of other sheets": ("data.xlsx", lambda: workbook(title="Sheet1"), "There is no table in it"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_one_sentence(package: Package, what: str) -> None:
    name, content, words = HOSTILE[what]
    with pytest.raises(RefusedFileError, match=words) as refusal:
        take([(name, content())], package)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 350


def test_what_is_refused_for_its_number_of_cells_is_not_read_first(package: Package) -> None:
    """Read, these would take ten seconds; at rest the look at them takes a tenth."""
    content = with_sheet(b"<row/>" * incoming.MOST_CELL_ELEMENTS)
    before = time.process_time()
    with pytest.raises(RefusedFileError):
        take([("data.xlsx", content)], package)
    assert time.process_time() - before < 1.0


def test_a_date_costs_as_much_as_its_number_format_is_long() -> None:
    before = time.process_time()
    shown = [incoming._date_text(datetime(1992, 2, 26), f"d{mark * 100_000}") for mark in '["']
    assert shown == ["1992-02-26"] * 2
    assert time.process_time() - before < 0.5


def test_a_name_cannot_write_into_the_sentence(package: Package) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        take([("a\u202egnp\n" * 99 + ".csv", b"")], package)
    assert re.search(r"[\n\u202e]", str(refusal.value)) is None


def test_a_csv_is_taken_as_it_is_whatever_its_copy_is_called(package: Package) -> None:
    for name in (
        "glossary.csv",
        "Glossary.CSV",
        "glossary (1).csv",
        "glossary - Copy.csv",
        "glossary - Copy (2).csv",
        "glossary copy 2.csv",
        "glossary - Kopie.csv",
        "glossary - Kopie (2).csv",
        "Kopie von glossary.csv",
        "glossary (Kopie).csv",
        "glossary — копия.csv",
        "glossary - копия (3).csv",
    ):
        taken = take([(name, HEADER)], package)
        assert taken.files == {"glossary.csv": HEADER}, name
        assert not taken.by_header


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_of_any_name_is_known_by_its_header_and_told(
    package: Package, separator: str, encoding: str
) -> None:
    for table in package.tables.values():
        content = separator.join(table.by_name).encode(encoding)
        taken = take([("сүрət 7.csv", content)], package)
        assert taken.files == {table.path: content}
        assert taken.by_header == {"сүрət 7.csv": table.path}


def test_a_name_that_no_table_is_like_is_told_the_names(package: Package) -> None:
    with pytest.raises(RefusedFileError, match=r"The tables are called sources, .*corrections\."):
        take([("xyz.csv", HEADER)], package)


def test_the_whole_folder_as_a_zip_gives_every_table(package: Package, folder: Path) -> None:
    files = {f"data/{path.name}": path.read_bytes() for path in folder.iterdir() if path.is_file()}
    taken = take([("data.zip", zipped({**files, "__MACOSX/data/._events.csv": b"x"}))], package)
    assert taken.files == {name: (folder / name).read_bytes() for name in taken.files}
    assert len(taken.files) == len(package.tables)
    assert {"datapackage.json", "site.toml"} <= set(taken.left_out)


def test_a_workbook_gives_each_sheet_as_text(package: Package) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a", "one"])
        sheet.append(["b", 12.0])
        sheet.append(["c", 0.5])
        sheet.append([True, "ə, and more"])
        sheet.append([])

    taken = take([("data.xlsx", workbook(fill))], package)
    assert taken.files["glossary.csv"].decode() == 'id,term\na,one\nb,12\nc,0.5\ntrue,"ə, and more"\n'


def test_a_day_that_a_sheet_does_not_show_is_not_invented(package: Package) -> None:
    def fill(sheet: Any) -> None:
        for shown in ("yyyy-mm-dd", "dd.mm.yyyy", "mmm-yy", "yyyy"):
            sheet.append([datetime(1992, 2, 1)])
            sheet.cell(sheet.max_row, 1).number_format = shown
        sheet.append([date(1992, 2, 26)])

    text = take([("data.xlsx", workbook(fill))], package).files["glossary.csv"].decode()
    cells = [line.split(",")[0] for line in text.splitlines()[1:]]
    assert cells == ["1992-02-01", "1992-02-01", "1992-02", "1992", "1992-02-26"]
