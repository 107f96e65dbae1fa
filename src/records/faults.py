"""What is wrong with the data, said so that a person with a spreadsheet can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

from evidence_site.records.characters import shown
from evidence_site.records.wording import _, ngettext

#: How like a known value must be to be meant, of 100. Compared in C: ten thousand faults may ask.
_LIKE = 60
#: Letters of a value that are compared.
_LONGEST = 200
_DIGITS = re.compile(r"\d+")
#: What is wrong, and what to do about it.
Problem = tuple[str, str]
#: What a remedy ends with where nobody has to do it by hand.
MENDS = "`make format` does it."
#: Row of the header, as a spreadsheet numbers it.
HEADER_ROW = 1
#: Ids or rows that a fault of many names.
_MOST_NAMED = 8


class Kind(IntEnum):
    """What a fault is a fault of; those of an earlier kind may cause others."""

    FILE = 0
    ID = 1
    CELL = 2
    REFERENCE = 3


@dataclass(frozen=True, order=True)
class CellAddress:
    """A cell that a fault is about besides the one that it names."""

    file: str
    row: int
    column: str


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
        kind: What it is a fault of; a fault of a whole file or its header is one of the file unless it
            follows from others.
        cells: The cells that share it, where it is one fault of many rows.
    """

    file: str
    row: int
    column: str
    problem: str
    remedy: str
    halts: bool = field(default=True, compare=False)
    cell: str = field(default="", compare=False)
    cuts: bool = field(default=False, compare=False)
    kind: Kind = field(default=Kind.CELL, compare=False)
    cells: tuple[CellAddress, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Write characters that nobody sees by their numbers, whatever the sentences quote."""
        for name in ("column", "problem", "remedy"):
            object.__setattr__(self, name, shown(getattr(self, name)))

    @property
    def rank(self) -> Kind:
        """What it is a fault of, by which faults are put in order."""
        of_file = self.cuts or (self.row <= HEADER_ROW and self.kind != Kind.REFERENCE)
        return Kind.FILE if of_file else self.kind

    @property
    def hides_more(self) -> bool:
        """Whether other faults may be hidden behind it, or follow from it."""
        return self.rank == Kind.FILE

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        column = f' "{self.column}"' if self.column else ""
        return f"{where}{column} {self.problem} {self.remedy}"


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults once each, causes first: files and headers, ids, cells, then references between rows."""
    return sorted(set(faults), key=lambda fault: (fault.rank, fault))


class DataFaultsError(Exception):
    """Raised when a data folder cannot be shown; carries every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(in_order(faults))
        super().__init__(f"{fault_count(len(self.faults))} in the data; `make check` lists them")


def fault_count(count: int) -> str:
    """Return how many faults there are.

    >>> fault_count(1), fault_count(2)
    ('1 fault', '2 faults')
    """
    return ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count}


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return a sentence naming the nearest known value, or one that says where to look.

    >>> did_you_mean("gazzete", ["gazette", "herald"])
    'Did you mean "gazette"?'
    >>> did_you_mean("zzz", ["gazette"])
    'Use one of the values that exist.'
    """
    return suggestion(nearest(value, known), _("Use one of the values that exist."))


def suggestion(meant: str | None, otherwise: str) -> str:
    """Return a sentence that asks whether a value is meant, or what to say if there is none."""
    return _('Did you mean "%(value)s"?') % {"value": meant} if meant else otherwise


def first_few(words: Sequence[str]) -> str:
    """Return the first words of a list, and how many others there are.

    >>> first_few(["a", "b"])
    'a, b'
    >>> first_few([str(number) for number in range(10)])
    '0, 1, 2, 3, 4, 5, 6, 7, and 2 more'
    """
    more = [f"and {len(words) - _MOST_NAMED} more"] if len(words) > _MOST_NAMED else []
    return ", ".join([*words[:_MOST_NAMED], *more])


def nearest(value: str, known: Iterable[str]) -> str | None:
    """Return the known value that a value is most like, if it is like one at all; capitals do not count.

    Numbers are no slips of the hand: what has other digits is another thing, however like it is.

    >>> nearest(" ID", ["id", "title"])
    'id'
    >>> nearest("northville-1993", ["northville-1992"])
    """
    values, plain = _in_order(frozenset(known))
    meant = _folded(value[:_LONGEST])
    digits = _DIGITS.findall(meant)
    found = max(
        (
            (score, -position)
            for text, score, position in extract_iter(meant, plain, scorer=ratio, score_cutoff=_LIKE)
            if _DIGITS.findall(text) == digits
        ),
        default=None,
    )
    return values[-found[1]] if found else None


@lru_cache(maxsize=16)
def _in_order(known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values so that of two that are as near the same one is named each time, and as compared."""
    values = tuple(sorted(known))
    return values, tuple(map(_folded, values))


def _folded(value: str) -> str:
    return value.strip().casefold()


# --- ids ---------------------------------------------------------------------------------------------------

_BETWEEN_WORDS = re.compile(r"[-_\s./]+")
#: How long a word must be for a letter too many or too few or two that changed places; for another letter
#: in its place; for two such slips. In shorter words they make other words: en and ru, rome and rhone.
_LONG_FOR_A_LETTER, _LONG_FOR_ANOTHER, _LONG_FOR_TWO = 5, 7, 12


def same_but_for_form(value: str, known: Iterable[str]) -> str | None:
    """Return the id that a value is when capitals, spaces, hyphens and underscores do not count.

    >>> same_but_for_form("Northville_1993", ["northville-1993", "northville-1994"])
    'northville-1993'
    """
    return _only(_by_form(frozenset(known)).get(_joined(value), ()))


def slip_of(value: str, known: Iterable[str]) -> str | None:
    """Return the id of which a value is very probably a slip of the hand, or None.

    Evidence would be attached to the wrong record if an id were named that is only like the value: so
    digits must agree, the slip is one of a letter within one long word, and no other id is as near.

    >>> slip_of("nrothville-1993", ["northville-1993", "northvale-1992"])
    'northville-1993'
    >>> slip_of("northville-1993", ["northvale-1993", "northville-1992", "northville-1993-trial"])
    """
    known = frozenset(known)
    return same_but_for_form(value, known) or _only([one for one in known if _is_slip(value, one)])


def did_you_mean_id(value: str, known: Iterable[str]) -> str:
    """Return a sentence naming the id that is very probably meant, or one that names none."""
    return suggestion(slip_of(value, known), _("Use one of the ids that exist."))


@lru_cache(maxsize=16)
def _by_form(known: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in known:
        found.setdefault(_joined(one), []).append(one)
    return found


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _words(value: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(value.casefold()) if word]


def _joined(value: str) -> str:
    """Return what is compared of an id; numbers that stand apart stay so."""
    return re.sub(r"(?<=\d) (?=\d)", "-", " ".join(_words(value))).replace(" ", "")


def _is_slip(value: str, known: str) -> bool:
    if abs(len(value) - len(known)) > 2 or _DIGITS.findall(value) != _DIGITS.findall(known):
        return False
    mine, theirs = _words(value), _words(known)
    if len(mine) != len(theirs):  # one letter too many at an end, behind a hyphen
        whole, right = _joined(value), _joined(known)
        return len(whole) == len(right) + 1 and right in (whole[1:], whole[:-1])
    differ = [(one, other) for one, other in zip(mine, theirs, strict=True) if one != other]
    if len(differ) != 1:
        return False
    word, other = differ[0]
    length, distance = max(len(word), len(other)), OSA.distance(word, other, score_cutoff=2)
    if distance == 1:
        is_replaced = len(word) == len(other) and sorted(word) != sorted(other)
        return length >= (_LONG_FOR_ANOTHER if is_replaced else _LONG_FOR_A_LETTER)
    return distance == 2 and length >= _LONG_FOR_TWO
