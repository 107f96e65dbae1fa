"""What is wrong with the data, said so that a person with a spreadsheet can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from records.wording import _


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, where it stands, and what to do about it.

    Attributes:
        file: File name as the maintainer sees it, for example ``figures.csv``.
        row: Row as the spreadsheet numbers it (the header is row 1); 0 for the whole file.
        column: Column name, or an empty string for the whole row.
        problem: What is wrong.
        remedy: What to do.
        halts: Whether the site shows nothing until it is mended; without, it shows the rest.
    """

    file: str
    row: int
    column: str
    problem: str
    remedy: str
    halts: bool = field(default=True, compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f' "{self.column}"' if self.column else ""
        return f"{place}{column} {self.problem} {self.remedy}"


class DataFaultsError(Exception):
    """Raised when a data folder cannot be shown; carries every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__(f"{len(self.faults)} faults in the data; `make check` lists them")


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return a sentence naming the nearest known value, or one that says where to look.

    >>> did_you_mean("gazzete", ["gazette", "herald"])
    'Did you mean "gazette"?'
    >>> did_you_mean("zzz", ["gazette"])
    'Use one of the values that exist.'
    """
    near = get_close_matches(value, list(known), n=1, cutoff=0.6)
    if not near:
        return _("Use one of the values that exist.")
    return _('Did you mean "%(value)s"?') % {"value": near[0]}
