"""What is wrong with the data, said so that a person with a spreadsheet can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from records.wording import _

#: How like a known value must be to be meant, of 100. Compared in C: ten thousand faults may ask.
_LIKE = 60


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
    near = extractOne(value, _in_order(frozenset(known)), scorer=ratio, score_cutoff=_LIKE)
    if near is None:
        return _("Use one of the values that exist.")
    return _('Did you mean "%(value)s"?') % {"value": near[0]}


@lru_cache(maxsize=16)
def _in_order(known: frozenset[str]) -> tuple[str, ...]:
    """Return the values so that of two that are as near the same one is named each time."""
    return tuple(sorted(known))
