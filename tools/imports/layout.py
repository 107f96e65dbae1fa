"""Reading an official CSV file, plain or packed as zip, strictly: what is damaged is refused in words."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

import pandas as pd

from evidence_site.records.check.incoming import lies_beside
from evidence_site.records.faults import nearest, suggestion

#: Longest cell in characters; the longest known one lists the newspapers of an event.
_LONGEST_CELL = 1_000_000
#: The largest official file so far has 250 MB.
_LARGEST_FILE = 4_000_000_000
_TAKE_IT_AGAIN = "Take the official CSV file of the release as it is, without saving it anew."


class ImportRefusedError(Exception):
    """Raised when a file is not what the import expects; carries every sentence that says why."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reasons))


@dataclass(frozen=True)
class Layout:
    """The columns of an official file.

    Attributes:
        needed: Name in the import to the names that the column has in the known layouts.
        known: Every other column of the known layouts; what is in neither is told, and ignored.
    """

    needed: Mapping[str, Sequence[str]]
    known: frozenset[str] = frozenset()

    def positions(self, header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
        """Return where each needed column stands, and the columns that no known layout has.

        Raises:
            ImportRefusedError: If a needed column is missing; every one is named.
        """
        at = {name: position for position, name in enumerate(header)}
        found = {mine: next((at[n] for n in names if n in at), None) for mine, names in self.needed.items()}
        named = {name for names in self.needed.values() for name in names}
        unknown = [name for name in header if name not in named | self.known]
        if missing := [names[0] for mine, names in self.needed.items() if found[mine] is None]:
            raise ImportRefusedError(_other_layout(missing, unknown, header))
        return {mine: position for mine, position in found.items() if position is not None}, unknown


def _other_layout(missing: Sequence[str], unknown: Sequence[str], header: Sequence[str]) -> list[str]:
    return [
        f"The file has another layout: {len(missing)} of the columns that are needed are missing.",
        *[_lacking(name, unknown) for name in missing],
        *([f"  Columns that are not known: {', '.join(unknown)}."] if unknown else []),
        *([] if unknown else [f"  All columns of the file: {', '.join(header) or 'none'}."]),
        f"Nothing was read. {_TAKE_IT_AGAIN}",
    ]


def _lacking(name: str, unknown: Sequence[str]) -> str:
    return f'  "{name}" is missing. {suggestion(nearest(name, unknown), "")}'.rstrip()


class OfficialFile(NamedTuple):
    """What was read of an official file.

    Attributes:
        name: Name of the CSV file, also inside a zip.
        unknown: Columns that no known layout has.
        rows: The needed columns, every cell as text; the index is the number of the record (the header is 1).
    """

    name: str
    unknown: Sequence[str]
    rows: pd.DataFrame


def read_official(path: Path, layout: Layout) -> OfficialFile:
    """Return what a CSV file holds, or the one CSV file of a zip.

    Raises:
        ImportRefusedError: If the file cannot be read as such, or has another layout.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with ExitStack() as stack:
        name, raw = _opened(path, stack)
        # pandas would fill a row that was cut short with empty cells.
        reader = csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""), strict=True)
        rows = []
        try:
            header = next(reader, [])
            positions, unknown = layout.positions(header)
            needed = itemgetter(*positions.values())
            for number, cells in enumerate(reader, start=2):
                if len(cells) != len(header):
                    problem = f"record {number} has {len(cells)} cells where the header has {len(header)}."
                    raise ImportRefusedError([f"{name}: {problem}"])
                rows.append(needed(cells))
        except UnicodeDecodeError as error:
            raise ImportRefusedError([f"{name} is not UTF-8 text ({error.reason})."]) from error
        except (csv.Error, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ImportRefusedError([f"{name} cannot be read as CSV."]) from error
    numbers = range(2, len(rows) + 2)
    return OfficialFile(name, unknown, pd.DataFrame(rows, numbers, [*positions], dtype=str))


def records_of(rows: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the number of each record, and its cells by the names of their columns."""
    for number, *cells in rows.itertuples(name=None):
        yield number, dict(zip(rows.columns, cells, strict=True))


def _opened(path: Path, stack: ExitStack) -> tuple[str, IO[bytes]]:
    if not path.is_file():
        raise ImportRefusedError([f"There is no file {path}; looked for it in {path.parent.absolute()}."])
    if not zipfile.is_zipfile(path):
        return path.name, stack.enter_context(path.open("rb"))
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        table = _only_table(path.name, archive)
        return Path(table.filename).name, stack.enter_context(archive.open(table))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        problem = f"{path.name} cannot be unpacked: it is damaged, locked or packed in an unusual way."
        raise ImportRefusedError([f"{problem} {_TAKE_IT_AGAIN}"]) from error


def _only_table(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Return the one CSV file of an archive, beside what computers put there by themselves."""
    files = [entry for entry in archive.infolist() if not lies_beside(entry.filename)]
    tables = [entry for entry in files if entry.filename.lower().endswith(".csv")]
    if len(tables) != 1:
        names = ", ".join(entry.filename for entry in tables) or "none"
        raise ImportRefusedError([f"{name} must hold one CSV file; it holds: {names}."])
    if tables[0].file_size > _LARGEST_FILE:
        raise ImportRefusedError([f"{tables[0].filename} unpacks to more than {_LARGEST_FILE:,} bytes."])
    return tables[0]
