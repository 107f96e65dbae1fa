"""The check: every fault of a data folder at once, as ``make check`` prints it."""

from __future__ import annotations

import os
from pathlib import Path

from records.faults import DataFaultsError, Fault
from records.lesson_check import lesson_faults
from records.lessons import read_lessons
from records.loading import Records, faults_of, records_of
from records.reading import HEADER_ROW, Files

#: The library stops at 1,000 errors unless told otherwise.
_SECOND_OPINION_LIMIT = 10_000


def all_faults(folder: Path) -> list[Fault]:
    """Return every fault, ours and frictionless's where ours has none for that row.

    While a table or its header cannot be read, frictionless reports all that hangs on it as well; it
    is asked again when the file is mended.
    """
    _, ours = own_check(Files(folder))
    if any(fault.file.endswith(".csv") and fault.row <= HEADER_ROW for fault in ours):
        return sorted(set(ours))
    seen = {(fault.file, fault.row) for fault in ours}
    others = [fault for fault in frictionless_faults(folder) if (fault.file, fault.row) not in seen]
    return sorted({*ours, *others})


def own_check(files: Files) -> tuple[Records | None, list[Fault]]:
    """Return the records, if they can be shown, and every fault that this project finds.

    Views in lessons are checked beside sound records.
    """
    reading, site, faults = faults_of(files)
    try:
        records = records_of(files, reading, site, faults)
    except DataFaultsError:
        return None, [*faults, *read_lessons(files.folder)[1]]
    return records, [*records.faults, *lesson_faults(records)]


def frictionless_faults(folder: Path) -> list[Fault]:
    """Return what frictionless, the reference implementation of the format, finds."""
    from frictionless import FrictionlessException, Package

    try:
        package = Package(str(folder / "datapackage.json"))
        result = package.validate(limit_errors=_SECOND_OPINION_LIMIT)
    except FrictionlessException as error:
        return [_fault("datapackage.json", 0, "", error.error.message)]
    whole = [_fault("datapackage.json", 0, "", error.message) for error in result.errors]
    return whole + [
        _fault(
            Path(task.place or task.name).name,
            getattr(error, "row_number", 0) or 0,
            getattr(error, "field_name", "") or "",
            error.message,
        )
        for task in result.tasks
        for error in task.errors
    ]


def _fault(file: str, row: int, column: str, message: str) -> Fault:
    return Fault(
        file, row, column, message, "Mend the file, or datapackage.json if the description is wrong."
    )


def report(folder: Path) -> int:
    """Print every fault of the folder, or that there is none; return the exit code."""
    faults = all_faults(folder)
    for fault in faults:
        print(f"{_shown(folder)}/{fault}")
    if not faults:
        print(f"{_shown(folder)}: no faults")
        return 0
    print("1 fault" if len(faults) == 1 else f"{len(faults)} faults")
    return 1


def _shown(folder: Path) -> str:
    return os.path.relpath(folder)
