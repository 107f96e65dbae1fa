"""Dates with the precision their source gives: EDTF in, first and last possible day out."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "year", "span"]

_PLAIN = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2}))?(-(?P<day>[0-9]{2}))?(?P<doubt>[~?%])?")
#: A date with digits that are not known or marks within it, and an interval of such: no lists and sets, which
#: are several dates, no years of other lengths, no end that is open or not known, which would be a guess.
_PART = r"[~?%]?-?[0-9X]{4}[~?%]?(-[~?%]?[0-9X]{2}[~?%]?){0,2}"
_RARER = re.compile(rf"{_PART}(/{_PART})?")
#: What a list or set of EDTF has that no date has.
_SEVERAL = re.compile(r"[\[\]{}]")
#: A plain date within other text.
_WITHIN = re.compile(r"(?<!\d)\d{4}(?:-\d{2}){0,2}(?!\d)")
#: Seasons and quarters of a year in EDTF: which days they mean differs from place to place.
_SEASON = re.compile(r"(?<!\d)-?\d{4}-(2[1-9]|3\d|4[01])(?![\d])")
#: First and last month of seasons on the northern half of the world, and of quarters.
_MONTHS_OF = {
    **{"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11")},
    **{"33": ("01", "03"), "34": ("04", "06"), "35": ("07", "09"), "36": ("10", "12")},
}
#: The end of a period that has none.
OPEN = ".."


@dataclass(frozen=True, slots=True)
class When:
    """A date as written, and the days it can mean.

    Attributes:
        text: The EDTF string as it stands in the file.
        start: First day it can mean.
        end: Last day it can mean.
        precision: ``day``, ``month``, ``year``, or ``span`` for an interval.
        approximate: Whether it is marked as circa or uncertain.
    """

    text: str
    start: date
    end: date
    precision: Precision
    approximate: bool

    def overlaps(self, other: When) -> bool:
        """Return whether the two dates have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def __str__(self) -> str:
        return self.text


def today() -> date:
    """Return the day, by which the check knows what lies in the future; tests set it."""
    return date.today()


@lru_cache(maxsize=65_536)
def parse_when(text: str) -> When:
    """Return the days that an EDTF string can mean.

    Plain dates and intervals of them are read here, because the ``edtf`` parser takes some ten
    milliseconds a string; what is left of both is read by it, and a test holds the two together. Intervals
    with an open end are refused: the days that they mean would be a guess. So are lists and sets, which are
    several dates.

    Raises:
        ValueError: If the string is not EDTF or names a day that does not exist.

    >>> parse_when("1992-02").end.isoformat()
    '1992-02-29'
    >>> parse_when("1992-02-25/1992-02-26").precision
    'span'
    """
    first, slash, last = text.partition("/")
    begin, end = _parse_plain(first), _parse_plain(last)
    if begin and not slash:
        return begin
    if begin is None or end is None:
        is_read = _RARER.fullmatch(text) and not _SEASON.search(text)
        if not is_read or (found := _found_by_library(text)) is None:
            raise ValueError(f"not a date in EDTF with two ends: {text[:40]!r}")
        return found
    if end.end < begin.start:
        raise ValueError("the interval ends before it begins")
    return When(text, begin.start, end.end, "span", begin.approximate or end.approximate)


def ends_of(when: When) -> tuple[When, When]:
    """Return both ends of an interval as precise as they are written; of rarer forms first and last day."""
    ends = [parse_when(part.rstrip("~?%")) for part in when.text.split("/")]
    if len(ends) == 2 and all(end.precision != "span" for end in ends):
        return ends[0], ends[1]
    return parse_when(when.start.isoformat()), parse_when(when.end.isoformat())


def season_months(text: str) -> tuple[str, ...] | None:
    """Return the months that a season of EDTF can mean, as intervals; None for what names none.

    >>> season_months("1992-21")
    ('1992-03/1992-05',)
    >>> season_months("1992-24")
    ('1992-01/1992-02', '1992-12/1993-02')
    >>> season_months("1992-12")
    """
    if not _SEASON.search(text):
        return None
    year, _sign, code = text.rstrip("~?%").partition("-")
    if code == "24" and year.isdecimal():
        return f"{year}-01/{year}-02", f"{year}-12/{int(year) + 1:04}-02"
    first, last = _MONTHS_OF.get(code, ("", ""))
    return (f"{year}-{first}/{year}-{last}",) if first else ()


def several_dates(text: str) -> tuple[str, str] | None:
    """Return the first and the last date that a list or set of EDTF names; None for what is none.

    They are empty if it does not name them plainly.

    >>> several_dates("[1992,1993-02]"), several_dates("{..1992}"), several_dates("1992/1993")
    (('1992', '1993-02'), ('', ''), None)
    """
    if not _SEVERAL.search(text):
        return None
    named = sorted(_WITHIN.findall(text))
    return (named[0], named[-1]) if len(named) > 1 else ("", "")


def parse_period(text: str) -> When:
    """Return the days of a period: a date, or an interval that may have no end or no beginning.

    Raises:
        ValueError: If the string is neither.

    >>> parse_period("1992-02-26/..").start.isoformat()
    '1992-02-26'
    """
    first, slash, last = text.partition("/")
    if not slash or (first == OPEN) == (last == OPEN):
        return parse_when(text)
    known = parse_when(last if first == OPEN else first)
    start, end = (date.min, known.end) if first == OPEN else (known.start, date.max)
    return When(text, start, end, "span", known.approximate)


def period_ends(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a period; None for one that it does not have."""
    if not text:
        return None, None
    first, _slash, last = text.partition("/")
    when = parse_period(text)
    return (None if first == OPEN else when.start), (None if last == OPEN else when.end)


def period_between(start: date | None, end: date | None) -> str:
    """Return the period from one day to another, open where there is none; empty without any.

    >>> period_between(date(1992, 2, 26), None)
    '1992-02-26/..'
    """
    if start and end:
        start, end = min(start, end), max(start, end)
    if not (start or end):
        return ""
    return "/".join(day.isoformat() if day else OPEN for day in (start, end))


def is_plain(text: str) -> bool:
    """Return whether a date is written in the plain way, which is read at once."""
    return all(_PLAIN.fullmatch(part) for part in text.split("/"))


def _parse_plain(text: str) -> When | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    assert year is not None
    doubt = match["doubt"] is not None
    if day is not None and month is not None:
        exact = date(year, month, day)
        return When(text, exact, exact, "day", doubt)
    if month is not None:
        last = monthrange(year, month)[1]
        return When(text, date(year, month, 1), date(year, month, last), "month", doubt)
    return When(text, date(year, 1, 1), date(year, 12, 31), "year", doubt)


@lru_cache(maxsize=4096)  # refusals are remembered too: an address is read several times in a run
def _found_by_library(text: str) -> When | None:
    from edtf import parse_edtf  # takes 0.3 s to import, and few strings need it
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
        start, end = parsed.lower_strict(), parsed.upper_strict()
        return When(text, date(*start[:3]), date(*end[:3]), "span", any(c in text for c in "~?%"))
    except (EDTFParseException, ValueError, TypeError, AttributeError):
        return None
