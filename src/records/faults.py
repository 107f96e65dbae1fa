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
#: Letters of a value that are compared.
_LONGEST = 200


#: Row of the header, as a spreadsheet numbers it.
HEADER_ROW = 1


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, where it stands, and what to do about it.

    Attributes:
        file: File name as the maintainer sees it, for example ``figures.csv``.
        row: Row as the spreadsheet numbers it (the header is row 1); 0 for the whole file.
        column: Column name, or an empty string for the whole row.
        problem: What is wrong.
        remedy: What to do.
        halts: Whether the site cannot start until it is mended; without, it starts and shows the rest.
        cell: What stands in the cell, where the fault is one of a cell.
        cuts: Whether the rows from there on cannot be read.
    """

    file: str
    row: int
    column: str
    problem: str
    remedy: str
    halts: bool = field(default=True, compare=False)
    cell: str = field(default="", compare=False)
    cuts: bool = field(default=False, compare=False)

    @property
    def hides_more(self) -> bool:
        """Whether other faults may be hidden behind it, or follow from it."""
        return self.row <= HEADER_ROW or self.cuts

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        column = f' "{self.column}"' if self.column else ""
        return f"{place}{column} {self.problem} {self.remedy}"


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults once each, those of whole files and headers first: the others may follow from them."""
    return sorted(set(faults), key=lambda fault: (not fault.hides_more, fault))


class DataFaultsError(Exception):
    """Raised when a data folder cannot be shown; carries every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(in_order(faults))
        super().__init__(f"{len(self.faults)} faults in the data; `make check` lists them")


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return a sentence naming the nearest known value, or one that says where to look.

    >>> did_you_mean("gazzete", ["gazette", "herald"])
    'Did you mean "gazette"?'
    >>> did_you_mean("zzz", ["gazette"])
    'Use one of the values that exist.'
    """
    near = nearest(value, known)
    if near is None:
        return _("Use one of the values that exist.")
    return _('Did you mean "%(value)s"?') % {"value": near}


def nearest(value: str, known: Iterable[str]) -> str | None:
    """Return the known value that a value is most like, if it is like one at all."""
    found = extractOne(value[:_LONGEST], _in_order(frozenset(known)), scorer=ratio, score_cutoff=_LIKE)
    return found[0] if found else None


@lru_cache(maxsize=16)
def _in_order(known: frozenset[str]) -> tuple[str, ...]:
    """Return the values so that of two that are as near the same one is named each time."""
    return tuple(sorted(known))
