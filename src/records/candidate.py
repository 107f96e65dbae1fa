"""Candidate files beside the served ones: what is wrong with them, what they change, and their records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from records.differences import Differences, differences
from records.faults import Fault, in_order
from records.loading import Records, faults_of, records_of
from records.package import Package, TableSchema, read_package
from records.reading import Reading
from records.site import Site
from records.table_files import Files, TableText, read_text
from records.tidying import repaired


@dataclass(frozen=True, eq=False)
class Candidate:
    """Some tables of a data folder replaced in memory, and checked; nothing is written.

    Attributes:
        folder: The folder whose other files are used.
        files: File name of each replaced table to its content.
        faults: Everything that is wrong with the whole, as `make check` says it.
    """

    folder: Path
    files: Mapping[str, bytes]
    package: Package
    faults: tuple[Fault, ...]
    _read: tuple[Reading | None, Site | None, list[Fault]]

    @property
    def is_good(self) -> bool:
        """Whether a site can be shown with these files."""
        return not any(fault.halts for fault in self.faults)

    @cached_property
    def tables(self) -> Mapping[str, TableSchema]:
        """The replaced tables by name, in the order of the package."""
        return {name: schema for name, schema in self.package.tables.items() if schema.path in self.files}

    @cached_property
    def differences(self) -> Mapping[str, Differences]:
        """What each replaced table changes, cell by cell; those that change nothing are left out."""
        served = Files(self.folder)
        found = {
            name: differences(
                _cells(read_text(served, schema)[0]), _cells(self.text(schema)), schema.primary_key
            )
            for name, schema in self.tables.items()
            if self._read[0] and name not in self._read[0].unread
        }
        return {name: difference for name, difference in found.items() if difference}

    def text(self, schema: TableSchema) -> TableText:
        """Return a table as text, as far as it can be read."""
        return read_text(Files(self.folder, self.files), schema)[0]

    def records(self) -> Records:
        """Return the published records of the whole, made anew.

        Raises:
            DataFaultsError: If there is a fault that halts the site.
        """
        return records_of(Files(self.folder, self.files), *self._read)

    def tidy_files(self) -> Mapping[str, bytes]:
        """Return the replaced tables in canonical form; those that cannot be read as text as they are."""
        return {schema.path: _canonical(self.files[schema.path], schema) for schema in self.tables.values()}


def candidate(folder: Path, files: Mapping[str, bytes]) -> Candidate:
    """Return some tables checked together with the rest of a data folder."""
    read = faults_of(Files(folder, files))
    return Candidate(folder, files, read_package(folder), tuple(in_order(read[2])), read)


def _cells(text: TableText) -> list[Any]:
    return [cells for _line, cells in text.lines]


def _canonical(content: bytes, schema: TableSchema) -> bytes:
    mended = repaired(content, schema)
    return content if mended is None else mended[0].encode()
