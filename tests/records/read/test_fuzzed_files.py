"""A thousand damaged files: each gives faults or sound rows, never an exception, and none is served."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence_site.records.check.tidying import repaired
from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.rules import broken_rules
from evidence_site.records.model.package import Package, TableSchema, read_package
from evidence_site.records.read.cells import Reading, type_row
from evidence_site.records.read.table_files import read_text
from evidence_site.ui.state import store

#: Small tables with every type of column: numbers, dates, code lists, ids of their own and of others.
SMALL = {"corrections": 4, "participants": 4, "places": 4, "figures": 5, "population": 3}
#: What spreadsheets, editors and transfers put into files.
SCRAPS = (
    *(
        b",",
        b";",
        b"\t",
        b'"',
        b'""',
        b"\n",
        b"\r",
        b"\r\n",
        b"\x00",
        b"\xff",
        b"\xfe",
        b"\xef\xbb\xbf",
        b"\xc9",
    ),
    *(b"=1+1", b"#REF!", b"26-Feb", b"26.02.1992", b"6.13E+02", b"1,000", b"99999999999999999999", b"1e999"),
    *(
        "\u00a0\u200bа\u0301".encode(),
        b"nan",
        b"-",
        b"33660",
        b"[]",
        b"%s%n",
        b"\\",
        b"sep=;\n",
        b"PK\x03\x04",
    ),
    *(b"1992-02-30", b"0000", b"9999-99-99", b"1992/1991", b"?" * 40, b"x" * 5000, b"39\xc2\xb0", b"TRUE"),
)


@dataclass(frozen=True)
class Damage:
    """One change of some bytes."""

    at: float
    cut: int
    scrap: bytes

    def of(self, content: bytes) -> bytes:
        """Return the content, damaged."""
        place = int(self.at * len(content))
        return content[:place] + self.scrap + content[place + self.cut :]


DAMAGE = st.builds(
    Damage,
    st.floats(0, 1),
    st.one_of(st.just(0), st.integers(1, 30), st.integers(30, 5000)),
    st.one_of(st.sampled_from(SCRAPS), st.binary(max_size=8)),
)
RECODED = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-be", "cp1251", "cp1254", "utf-8-sig"))


class Small:
    """A folder with the first rows of some tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = read_package(folder)


@pytest.fixture(scope="module")
def small(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Small:
    target = tmp_path_factory.mktemp("small")
    shutil.copy(folder / "datapackage.json", target)
    for table, rows in SMALL.items():
        lines = (folder / f"{table}.csv").read_bytes().split(b"\n")[:rows]
        (target / f"{table}.csv").write_bytes(b"\n".join(lines) + b"\n")
    return Small(target)


def faults_of(schema: TableSchema, package: Package, files: Files) -> list[Fault]:
    """Read and type one table as the loader does, and look for broken rules in it."""
    reading = Reading(package)
    for name in package.tables:
        reading.rows[name], reading.line_of[name], reading.partial[name] = [], [], []
        reading.ids[name] = frozenset()
    text, faults = read_text(files, schema)
    for line, cells in text.lines:
        row, found = type_row(schema, package, line, cells)
        faults += found
        if found:
            reading.partial[schema.name].append((line, row))
            continue
        reading.rows[schema.name].append(row)
        reading.line_of[schema.name].append(line)
    return faults + broken_rules(reading)


@pytest.mark.slow
@settings(max_examples=1000)
@given(
    table=st.sampled_from(sorted(SMALL)), damages=st.lists(DAMAGE, min_size=1, max_size=3), encoding=RECODED
)
@example(table=min(SMALL), damages=[Damage(0, 0, b'"'), Damage(1, 0, b'"')], encoding="utf-8")  # one cell
def test_a_damaged_file_gives_faults_and_no_exception(
    small: Small, table: str, damages: list[Damage], encoding: str
) -> None:
    served = store.loaded()
    schema = small.package.tables[table]
    content = (small.folder / schema.path).read_text(encoding="utf-8").encode(encoding, errors="replace")
    for damage in damages:
        content = damage.of(content)
    for fault in faults_of(schema, small.package, Files(small.folder, {schema.path: content})):
        assert {schema.path} == {cell.file for cell in fault.cells} or fault.file == schema.path
        assert fault.problem
        assert fault.remedy
        assert len(str(fault)) < 2000
        assert fault.row <= content.count(b"\n") + content.count(b"\r") + 2
    mended = repaired(content, schema)
    if mended is not None:
        assert repaired(mended[0].encode(), schema) == (mended[0], []), "what is mended stays so"
    assert store.loaded() is served
