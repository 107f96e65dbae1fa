"""Candidate files beside the served ones: what is wrong with them, what they change, and their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from evidence_site.records.check.changes import Change
from evidence_site.records.check.folder_changes import folder_changes
from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.check.tidying import Repair, repaired
from evidence_site.records.dates import is_plain
from evidence_site.records.faults import Fault, in_order
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import Records
from evidence_site.records.model.package import Package, TableSchema
from evidence_site.records.read.table_files import TableText, read_text
from evidence_site.records.wording import ngettext
from evidence_site.viz.review.checking import own_check

#: A date that is not written in the plain way takes ten milliseconds, each different one once.
MOST_ODD_DATES = 1_000


@dataclass(frozen=True, eq=False)
class Candidate:
    """Some tables of a data folder replaced in memory, and checked; nothing is written.

    Attributes:
        folder: The folder whose other files are used.
        files: File name of each replaced table to its content.
        records: The published records of the whole; None if a fault keeps them from being shown.
        faults: Everything that is wrong with the whole, without the second opinion of frictionless,
            which reads from a disk.
    """

    folder: Path
    files: Mapping[str, bytes]
    package: Package
    records: Records | None
    faults: tuple[Fault, ...]

    @cached_property
    def version(self) -> str:
        """What tells these files from others."""
        digest = sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name} {len(content)} ".encode() + content)
        return digest.hexdigest()[:16]

    @cached_property
    def tables(self) -> Mapping[str, TableSchema]:
        """The replaced tables by name, in the order of the package."""
        return {name: schema for name, schema in self.package.tables.items() if schema.path in self.files}

    @cached_property
    def changes(self) -> Sequence[Change]:
        """What each replaced table changes, cell by cell."""
        return folder_changes(Files(self.folder), Files(self.folder, self.files))

    def text(self, schema: TableSchema) -> TableText:
        """Return a table as text, as far as it can be read, replaced or not."""
        return read_text(Files(self.folder, self.files), schema)[0]

    @cached_property
    def _mended(self) -> Mapping[str, tuple[str, Sequence[Repair]]]:
        """The replaced tables that can be read as text, in canonical form, and what was mended for it."""
        paths = {schema.path: schema for schema in self.tables.values()}
        mended = {path: repaired(self.files[path], schema) for path, schema in paths.items()}
        return {path: result for path, result in mended.items() if result}

    @property
    def repairs(self) -> Mapping[str, Sequence[Repair]]:
        """What `make format` would mend in each replaced table, without touching a fact."""
        return {path: repairs for path, (_text, repairs) in self._mended.items() if repairs}

    def tidy_files(self) -> Mapping[str, bytes]:
        """Return the replaced tables in canonical form; those that cannot be read as text as they are."""
        as_they_are = {schema.path: self.files[schema.path] for schema in self.tables.values()}
        return as_they_are | {path: text.encode() for path, (text, _repairs) in self._mended.items()}


def candidate(folder: Path, files: Mapping[str, bytes], package: Package) -> Candidate:
    """Return some tables checked together with the rest of a data folder.

    Raises:
        RefusedFileError: If that would take too long.
    """
    if _odd_dates(Files(folder, files), package) > MOST_ODD_DATES:
        words = ngettext(
            "More than %(most)s date is in an unusual form; mend the first one and try again.",
            "More than %(most)s different dates are in an unusual form; mend the first ones and try again.",
            MOST_ODD_DATES,
        )
        raise RefusedFileError(words % {"most": f"{MOST_ODD_DATES:,}"})
    records, faults = own_check(Files(folder, files))
    own = replace(records, is_preview=True) if records else None
    return Candidate(folder, files, package, own, tuple(in_order(faults)))


def _odd_dates(files: Files, package: Package) -> int:
    dates: set[str] = set()
    for schema in package.tables.values():
        if schema.path in files.replaced:
            columns = [column.name for column in schema.fields if column.edtf]
            rows = read_text(files, schema)[0].lines
            dates |= {cells[name] for _line, cells in rows for name in columns if not is_plain(cells[name])}
    return len(dates)
