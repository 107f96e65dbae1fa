"""The check: every fault of a data folder at once."""

from __future__ import annotations

import json
from pathlib import Path

from evidence_site.records.faults import DataFaultsError, Fault, in_order
from evidence_site.records.files.text_files import Files
from evidence_site.records.lessons.lessons import read_lessons
from evidence_site.records.load.loading import Records, faults_of, records_of
from evidence_site.records.model.package import DESCRIPTION
from evidence_site.viz.review.lesson_check import lesson_faults

#: The library stops at 1,000 errors unless told otherwise.
_SECOND_OPINION_LIMIT = 10_000
#: Endings of the files that frictionless reads as well.
_READ_BY_BOTH = (".csv", DESCRIPTION)
#: What is told once for all the rows that it is a fault of.
_TOLD_ONCE = frozenset({"blank-row", "foreign-key"})


def all_faults(folder: Path) -> list[Fault]:
    """Return every fault, ours and frictionless's where ours has none for that row.

    While a table or its header cannot be read, frictionless reports all that hangs on it as well; it
    is asked again when the file is mended.
    """
    _, ours = own_check(Files(folder))
    if any(fault.hides_more and (not fault.file or fault.file.endswith(_READ_BY_BOTH)) for fault in ours):
        return in_order(ours)
    seen = {(fault.file, fault.row) for fault in ours}
    others = [fault for fault in frictionless_faults(folder) if (fault.file, fault.row) not in seen]
    return in_order([*ours, *others])


def own_check(files: Files) -> tuple[Records | None, list[Fault]]:
    """Return the records, if they can be shown, and every fault that this project finds.

    Views in lessons are checked beside sound records.
    """
    reading, site, faults = faults_of(files)
    try:
        records = records_of(files, reading, site, faults)
    except DataFaultsError:
        return None, [*faults, *read_lessons(files)[-1]]
    return records, [*records.faults, *lesson_faults(records)]


def frictionless_faults(folder: Path) -> list[Fault]:
    """Return what frictionless, the reference implementation of the format, finds."""
    from frictionless import FrictionlessException, Package

    try:
        description = json.loads(Files(folder).text(DESCRIPTION).text)
        package = Package(description, basepath=str(folder))
        result = package.validate(limit_errors=_SECOND_OPINION_LIMIT)
    except FrictionlessException:
        return [_fault("datapackage.json", 0, "")]
    whole = [_fault("datapackage.json", 0, "") for _error in result.errors]
    return whole + [
        _fault(
            Path(task.place or task.name).name,
            getattr(error, "row_number", 0) or 0,
            getattr(error, "field_name", "") or "",
        )
        for task in result.tasks
        for error in task.errors
        if error.type not in _TOLD_ONCE
    ]


def _fault(file: str, row: int, column: str) -> Fault:
    problem = "does not agree with the standard of data packages or with the description of its table."
    return Fault(file, row, column, problem, "Compare it with datapackage.json, and mend what is wrong.")
