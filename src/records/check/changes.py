"""One thing that is not as it was in a data folder, in the words in which terminal and browser tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from evidence_site.records.check.correcting import Weight
from evidence_site.records.formatting import number_text
from evidence_site.records.read.visible import shown_pair, shown_start
from evidence_site.records.wording import N_, _, ngettext


class ChangeKind(Enum):
    """What is told of: a cell or a line, a row that came or went, a whole file or column."""

    FILE = "file"
    CELL = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        file: File name as the maintainer sees it.
        row: Row as the spreadsheet numbers it, or line of a text; 0 where there is none. Of a row that
            went it is the one where it stood.
        column: Column, or path of a setting.
        record: Key of the row.
        old: What stood there, whole; empty for nothing.
        new: What stands there; of a file or a column what is told of it.
        note: Why readers do not see the row, or what a record said that is not shown any more.
        weight: What it does to what was published.
        to_do: What is to be done about it; empty if nothing is.
    """

    file: str
    what: ChangeKind
    row: int = 0
    column: str = ""
    record: str = ""
    old: str = ""
    new: str = ""
    note: str = ""
    weight: Weight = Weight.OTHER
    to_do: str = ""

    @property
    def was_and_is(self) -> tuple[str, str]:
        """What stood there and what stands there, so that a reader sees the difference."""
        if self.what is ChangeKind.CELL:
            return shown_pair(self.old, self.new)
        return self.old and shown_start(self.old), self.new and shown_start(self.new)

    @property
    def named(self) -> str:
        """The key of the row, and what must be known beside it."""
        return f"{self.record} ({self.note})" if self.note else self.record

    def __str__(self) -> str:
        old, new = self.was_and_is
        place = f"{self.file}:{self.row}" if self.row else self.file
        words = _SENTENCES[self.what, bool(self.record), bool(self.column)]
        told = _(words) % {
            "place": place, "file": self.file, "row": number_text(self.row), "column": self.column,
            "record": self.named, "old": old, "new": new,
        }  # fmt: skip
        return f"{told}  {self.to_do}" if self.to_do else told


#: What is told of a change, by what it is and by whether it is one of a record, or has a column.
_SENTENCES: Mapping[tuple[ChangeKind, bool, bool], str] = {
    (ChangeKind.CELL, True, True): N_('%(place)s "%(column)s" of %(record)s: %(old)s -> %(new)s'),
    (ChangeKind.CELL, False, True): N_('%(place)s "%(column)s": %(old)s -> %(new)s'),
    (ChangeKind.CELL, False, False): N_("%(place)s: %(old)s -> %(new)s"),
    (ChangeKind.ADDED, True, False): N_("%(place)s %(record)s is new: %(new)s"),
    (ChangeKind.REMOVED, True, False): N_("%(file)s %(record)s is gone; it stood in row %(row)s: %(old)s"),
    (ChangeKind.FILE, False, False): N_("%(place)s %(new)s"),
    (ChangeKind.FILE, False, True): N_('%(place)s "%(column)s" %(new)s'),
}


def heading(changes: Sequence[Change]) -> str:
    """Return how many changes of one kind a file has."""
    words = {"file": changes[0].file, "count": number_text(len(changes))}
    match changes[0].what:
        case ChangeKind.CELL if changes[0].record:
            rows = len({change.record for change in changes})
            cells = ngettext("%(count)s cell", "%(count)s cells", len(changes)) % words
            return ngettext(
                "%(file)s: %(cells)s changed in %(rows)s row",
                "%(file)s: %(cells)s changed in %(rows)s rows",
                rows,
            ) % {"file": changes[0].file, "cells": cells, "rows": number_text(rows)}
        case ChangeKind.CELL:
            return ngettext("%(file)s: %(count)s change", "%(file)s: %(count)s changes", len(changes)) % words
        case ChangeKind.ADDED:
            told = ngettext("%(file)s: %(count)s row added", "%(file)s: %(count)s rows added", len(changes))
        case ChangeKind.REMOVED:
            told = ngettext(
                "%(file)s: %(count)s row removed", "%(file)s: %(count)s rows removed", len(changes)
            )
        case ChangeKind.FILE:
            told = ngettext("%(file)s: %(count)s notice", "%(file)s: %(count)s notices", len(changes))
    return told % words


def by_file(changes: Iterable[Change]) -> list[list[Change]]:
    """Return changes in groups, one for each file and what is told of it."""
    return [list(found) for _kind, found in groupby(changes, key=lambda change: (change.file, change.what))]
