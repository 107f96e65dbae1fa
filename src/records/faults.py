"""What is wrong with the data, said so that a person with a spreadsheet can mend it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from records.wording import _

#: With more known values than this, only their neighbours in the alphabet are compared letter by letter.
_MANY, _NEIGHBOURS = 1000, 20


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
    near = get_close_matches(value, _candidates(value, frozenset(known)), n=1, cutoff=0.6)
    if not near:
        return _("Use one of the values that exist.")
    return _('Did you mean "%(value)s"?') % {"value": near[0]}


def _candidates(value: str, known: frozenset[str]) -> Sequence[str]:
    """Return what a value may have been meant for.

    Comparing it with ten thousand ids would take half a second for each fault. A slip leaves the
    beginning or the end of a word as it was, and so its place in the alphabet, read from that side.
    """
    if len(known) <= _MANY:
        return sorted(known)
    forwards, backwards = _in_alphabet(known)
    mirrored = value[::-1]
    return [*_around(forwards, value), *(word[::-1] for word in _around(backwards, mirrored))]


@lru_cache(maxsize=16)
def _in_alphabet(known: frozenset[str]) -> tuple[list[str], list[str]]:
    return sorted(known), sorted(word[::-1] for word in known)


def _around(words: Sequence[str], value: str) -> Sequence[str]:
    place = bisect(words, value)
    return words[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
