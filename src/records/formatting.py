"""Dates, numbers and figures in words, in the reader's locale."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from evidence_site.records.dates import OPEN, When, ends_of, parse_when
from evidence_site.records.wording import _, locale, ngettext


def number_text(value: float) -> str:
    """Return a number with the thousands mark of the locale.

    >>> number_text(1324)
    '1,324'
    """
    return _number_text(value, locale())


@lru_cache(maxsize=65_536)
def _number_text(value: float, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def when_text(when: When | None) -> str:
    """Return a date in words with the precision it has.

    >>> from evidence_site.records.dates import parse_when
    >>> when_text(parse_when("1992-02-25/1992-02-26"))
    '25–26 February 1992'
    >>> when_text(parse_when("1992-03~"))
    'about March 1992'
    """
    return _when_text(when.text, locale()) if when else _("not dated")


def period_text(text: str) -> str:
    """Return a period in words.

    >>> period_text("1992-02-26/..")
    'from 26 February 1992 on'
    >>> period_text("../1992-02")
    'up to February 1992'
    """
    first, _slash, last = text.partition("/")
    if last == OPEN:
        return _("from %(date)s on") % {"date": when_text(parse_when(first))}
    if first == OPEN:
        return _("up to %(date)s") % {"date": when_text(parse_when(last))}
    return when_text(parse_when(text))


@lru_cache(maxsize=65_536)
def _when_text(text: str, _locale: str) -> str:
    when = parse_when(text)
    words = _span_text(when) if when.precision == "span" else _point_text(when)
    return _("about %(date)s") % {"date": words} if when.approximate else words


def _point_text(when: When) -> str:
    if when.precision == "day":
        return day_text(when.start)
    if when.precision == "month":
        return _month_text(when.start)
    return str(when.start.year)


def _span_text(when: When) -> str:
    first, last = ends_of(when)
    if first.precision == last.precision == "day" and first.text[:7] == last.text[:7] and first != last:
        days = {"first": first.start.day, "last": last.start.day, "month": _month_text(first.start)}
        return _("%(first)s–%(last)s %(month)s") % days
    return span_text(_point_text(first), _point_text(last))


def span_text(first: str, last: str) -> str:
    """Return the words for what runs from one to the other; the one alone if both are the same.

    >>> span_text("500", "1,000"), span_text("500", "500")
    ('500 to 1,000', '500')
    """
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _month_text(day: date) -> str:
    return format_skeleton("yMMMM", day, locale=locale())


def country_text(code: str) -> str:
    """Return the name of a country from its two-letter code; the code itself if it is not known.

    >>> country_text("FR")
    'France'
    """
    return str(Locale.parse(locale()).territories.get(code, code))


def language_text(code: str) -> str:
    """Return the name of a language from its code; the code itself if it is not known.

    >>> language_text("fr")
    'French'
    """
    return str(Locale.parse(locale()).languages.get(code, code))


def day_text(day: date) -> str:
    """Return a day in words: 26 February 1992."""
    return format_date(day, "long", locale=locale())


def count_text(shown: int, total: int, forms: tuple[str, str]) -> str:
    """Return "41 of 150 events"; both forms are marked for translation by the caller.

    >>> count_text(41, 1500, ("%(shown)s of %(total)s event", "%(shown)s of %(total)s events"))
    '41 of 1,500 events'
    """
    return ngettext(*forms, total) % {"shown": number_text(shown), "total": number_text(total)}
