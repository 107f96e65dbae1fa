"""What a session learns of files that were handed in: made where they are checked, and ready to be shown.

Nothing in it has to be parsed or compared again: what is wrong and what changes is HTML and CSV of bounded
length, the records are packed, and files that are sound are in canonical form.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evidence_site.records.check.incoming import take
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import use_language
from evidence_site.viz.markup import Markup
from evidence_site.viz.review.candidate import candidate
from evidence_site.viz.review.candidate_tables import (
    Csv,
    change_tables,
    changes_csv,
    chart_change_list,
    fault_tables,
    faults_csv,
    repair_list,
)
from evidence_site.viz.review.every_picture import chart_changes

#: Bytes of packed records that are shown on pages; the process that serves readers unpacks and indexes them.
MOST_PACKED = 8_000_000
#: Bytes in memory for each packed one, about, once the pages show them.
_UNPACKED = 6


@dataclass(frozen=True)
class Question:
    """What files are checked beside.

    Attributes:
        served: The records that readers see now.
        folder: The data folder whose other files are used.
        language: Code of the language in which is answered.
        titles: Address of a page to its title.
    """

    served: Records
    folder: Path
    language: str
    titles: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of candidate files.

    Attributes:
        files: File name of each replaced table to its content; canonical if the whole is sound.
        version: What tells these files from others.
        is_sound: Whether nothing is wrong that keeps the site from being shown with them.
        fault_count: How many things are wrong with the whole.
        faults: The same as tables, and ``faults_csv`` as CSV.
        repairs: What can be mended without touching a fact; empty for nothing.
        changes: What is not as it is served, as tables, and ``changes_csv`` as CSV; empty for nothing.
        chart_changes: Which charts and maps would be drawn differently, as a list.
        packed: The published records for ``unpacked``; empty if they are not sound, or too large to be shown.
        left_out: What was handed in and is no table, by name.
        by_header: Name of each file that was taken for a table by its first row, to the file of that table.
    """

    files: Mapping[str, bytes]
    version: str
    is_sound: bool
    fault_count: int
    faults: Markup
    faults_csv: Csv
    repairs: Markup
    changes: Markup
    changes_csv: Csv
    chart_changes: Markup
    packed: bytes
    left_out: tuple[str, ...]
    by_header: Mapping[str, str]

    @cached_property
    def size(self) -> int:
        """Bytes that it takes in memory, about, while pages show it."""
        words = (self.faults, self.faults_csv.text, self.repairs, self.changes, self.changes_csv.text)
        return sum(map(len, (*self.files.values(), *words))) + _UNPACKED * len(self.packed)


def unpacked(report: Report) -> Records | None:
    """Return the records of a report that came from a process of our own, if it has any."""
    return pickle.loads(report.packed) if report.packed else None


def report_of_handed(handed: Iterable[tuple[str, bytes]], question: Question) -> Report:
    """Return what is known of files as somebody handed them in.

    Raises:
        RefusedFileError: With one sentence, if they are not taken.
    """
    use_language(question.language)
    taken = take(handed, question.served.package)
    return report_of(taken.files, question, taken.left_out, taken.by_header)


def report_of(
    files: Mapping[str, bytes],
    question: Question,
    left_out: tuple[str, ...] = (),
    by_header: Mapping[str, str] | None = None,
    *,
    mend: bool = False,
) -> Report:
    """Return what is known of some tables.

    Args:
        mend: Whether to put them into canonical form even if they are not sound.

    Raises:
        RefusedFileError: If checking them would take too long.
    """
    use_language(question.language)
    checked = candidate(question.folder, files, question.served.package)
    if (checked.records or mend) and (tidy := checked.tidy_files()) != checked.files:
        checked = candidate(question.folder, tidy, question.served.package)
    packed = pickle.dumps(checked.records) if checked.records else b""
    charts = chart_changes(question.served, checked.records) if checked.records and checked.changes else []
    return Report(
        files=checked.files,
        version=checked.version,
        is_sound=checked.records is not None,
        fault_count=len(checked.faults),
        faults=fault_tables(checked.faults),
        faults_csv=faults_csv(checked.faults),
        repairs=repair_list(checked.repairs) if checked.repairs else Markup(),
        changes=change_tables(checked.changes),
        changes_csv=changes_csv(checked.changes),
        chart_changes=chart_change_list(charts, question.titles),
        packed=packed if len(packed) <= MOST_PACKED else b"",
        left_out=left_out,
        by_header=dict(by_header or {}),
    )
