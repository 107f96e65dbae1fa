"""Dates with the precision their source gives: EDTF in, first and last possible day out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

Precision = Literal["day", "month", "year", "span"]

_PLAIN = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2}))?(-(?P<day>\d{2}))?(?P<circa>~)?")


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


@cache
def parse_when(text: str) -> When:
    """Return the days that an EDTF string can mean.

    Plain dates and intervals of them are read here, because the ``edtf`` parser takes about ten
    milliseconds a string; everything else is left to it, and a test holds the two together.

    Raises:
        ValueError: If the string is not EDTF or names a day that does not exist.

    >>> parse_when("1992-02").end.isoformat()
    '1992-02-29'
    >>> parse_when("1992-02-25/1992-02-26").precision
    'span'
    """
    first, slash, last = text.partition("/")
    begin = _parse_plain(first)
    if begin is None or (slash and _parse_plain(last) is None):
        return _parse_with_library(text)
    if not slash:
        return begin
    end = _parse_plain(last)
    assert end is not None
    if end.end < begin.start:
        raise ValueError("the interval ends before it begins")
    return When(text, begin.start, end.end, "span", begin.approximate or end.approximate)


def _parse_plain(text: str) -> When | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    assert year is not None
    circa = match["circa"] is not None
    if day is not None and month is not None:
        exact = date(year, month, day)
        return When(text, exact, exact, "day", circa)
    if month is not None:
        return When(text, date(year, month, 1), _last_day(year, month), "month", circa)
    return When(text, date(year, 1, 1), date(year, 12, 31), "year", circa)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _parse_with_library(text: str) -> When:
    from edtf import parse_edtf  # takes 0.3 s to import, and few strings need it
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(text)
        start, end = parsed.lower_strict(), parsed.upper_strict()
        return When(text, date(*start[:3]), date(*end[:3]), "span", any(c in text for c in "~?%"))
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"not a date in EDTF: {text!r}") from error
