"""Axes of a static picture: from values to pixels, and the ticks that stand on them, as Plotly puts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor, isfinite, log10
from typing import Any, Literal

from babel.dates import format_datetime

from evidence_site.records.formatting import number_text
from evidence_site.records.wording import locale
from evidence_site.viz.svg.svg import UndrawnError

Kind = Literal["linear", "date", "log"]
Look = Mapping[str, Any]

_SECOND = 1000.0
_DAY = 86_400 * _SECOND
_MONTH, _YEAR = 30.4375 * _DAY, 365.25 * _DAY
#: Steps of an axis of dates that are shorter than a month.
_SHORT_STEPS = (
    *(minutes * 60 * _SECOND for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * 3600 * _SECOND for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 3, 7, 14)),
)
_MONTHS = (1, 3, 6)
#: A Sunday: steps of days and weeks are counted from it.
_ORIGIN = datetime(1970, 1, 4, tzinfo=UTC)
#: How Plotly's patterns of dates are called by the library that knows months in every language.
_PATTERNS = {
    "%-d %b": "d MMM",
    "%H:%M": "HH:mm",
    "%Y": "y",
    "%b": "MMM",
    "%b %Y": "MMM y",
    "%-d %b %Y": "d MMM y",
    "%-d %b %H:%M": "d MMM HH:mm",
}


@dataclass(frozen=True)
class Axis:
    """An axis with the pixels that it spans.

    Attributes:
        name: As traces call it: ``x``, ``y2``.
        look: Its settings.
        low: Value at its start, on the scale of the axis; so is ``high``.
        start: Pixel at ``low``; ``end`` is the one at ``high``.
    """

    name: str
    kind: Kind
    look: Look
    low: float
    high: float
    start: float = 0
    end: float = 1

    @property
    def upright(self) -> bool:
        """Whether it is a y axis."""
        return self.name.startswith("y")

    def at(self, value: Any) -> float | None:
        """Return the pixel of a value of the data; None where there is none."""
        if value is None:
            return None
        known = self.scaled(value)
        return self.pixel(known) if known is not None and isfinite(known) else None

    def scaled(self, value: Any) -> float | None:
        """Return a value of the data on the scale of the axis."""
        return on_scale(self.kind, value)

    def pixel(self, scaled: float) -> float:
        """Return the pixel of a value on the scale of the axis."""
        return self.start + (scaled - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Return pixel and text of each tick inside the axis."""
        if not self.look.get("showticklabels", True) and not self.look.get("showgrid", True):
            return []
        low, high = sorted((self.low, self.high))
        slack = (high - low) * 1e-6
        return [
            (self.pixel(value), text)
            for value, text in self._every_tick()
            if low - slack <= value <= high + slack
        ]

    def _every_tick(self) -> list[tuple[float, str]]:
        values = self.look.get("tickvals")
        if values is not None:
            texts = self.look.get("ticktext") or [self._text(self.scaled(value) or 0) for value in values]
            return [(self.scaled(value) or 0, str(text)) for value, text in zip(values, texts, strict=True)]
        room = abs(self.end - self.start)
        most = self.look.get("nticks") or max(2, min(12, round(room / (40 if self.upright else 80))))
        low, high = sorted((self.low, self.high))
        if self.kind == "date":
            return [(value, self._text(value, pattern)) for value, pattern in _date_ticks(low, high, most)]
        if self.kind == "log":
            return [(float(power), number_text(10**power)) for power in range(ceil(low), floor(high) + 1)]
        return [(value, self._text(value)) for value in _even_ticks(low, high, most)]

    def _text(self, value: float, pattern: str = "%-d %b %Y") -> str:
        form = self.look.get("tickformat")
        if self.kind == "date":
            return date_text(value, form or pattern)
        if self.kind == "log":
            return number_text(10**value)
        if form == "d":
            return str(round(value))
        if form in (None, ",d"):
            return number_text(round(value, 6) if form is None else round(value))
        raise UndrawnError(f'The axis "{self.name}" has ticks in an unknown form: {form}.')


def on_scale(kind: Kind, value: Any) -> float | None:
    """Return a value of the data on the scale of an axis: milliseconds, powers of ten, or itself.

    None where it has no place there. Words on a scale of numbers are refused (``UndrawnError``).
    """
    if kind == "date":
        return milliseconds(value)
    if isinstance(value, str):
        raise UndrawnError(f'"{value[:40]}" is no number.')
    if kind == "log":
        return log10(value) if value > 0 else None
    return float(value)


def milliseconds(value: Any) -> float:
    """Return a date as Plotly counts it: milliseconds since 1970. A number is one already."""
    if not isinstance(value, str):
        return float(value)
    return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp() * _SECOND


def date_text(value: float, pattern: str) -> str:
    """Return a date on an axis in words.

    Raises:
        UndrawnError: If the pattern is none of those that charts use.
    """
    if pattern not in _PATTERNS:
        raise UndrawnError(f"Dates in the form {pattern} are not known.")
    return str(format_datetime(_moment(value), _PATTERNS[pattern], locale=locale()))


def _moment(value: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)


def _even_ticks(low: float, high: float, most: int) -> list[float]:
    rough = (high - low) / most
    if rough <= 0:
        return [low]
    base = 10.0 ** floor(log10(rough))
    step = next(base * factor for factor in (2, 5, 10) if base * factor >= rough * (1 - 1e-9))
    return [count * step for count in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _date_ticks(low: float, high: float, most: int) -> Iterator[tuple[float, str]]:
    """Ticks at whole years, months, days or hours, with the pattern that suits the step."""
    rough = (high - low) / most
    if rough > _SHORT_STEPS[-1]:
        yield from _month_ticks(low, high, rough)
        return
    step = next(step for step in _SHORT_STEPS if step >= rough)
    origin = _ORIGIN.timestamp() * _SECOND
    for count in range(ceil((low - origin) / step), floor((high - origin) / step) + 1):
        yield origin + count * step, "%-d %b" if step >= _DAY else "%H:%M"


def _month_ticks(low: float, high: float, rough: float) -> Iterator[tuple[float, str]]:
    months = next((count for count in _MONTHS if count * _MONTH >= rough), 0)
    if not months:
        years = rough / _YEAR
        base = 10.0 ** floor(log10(max(years, 1)))
        months = 12 * int(next(base * factor for factor in (1, 2, 5, 10) if base * factor >= years))
    first = _moment(low).year * 12 // months * months
    for month in range(first, _moment(high).year * 12 + 12, months):
        if month >= 12:
            start = datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
            yield start.timestamp() * _SECOND, "%Y" if months % 12 == 0 else "%b %Y"


def kind_of_axis(look: Look, values: Sequence[Any]) -> Kind:
    """Return the kind of an axis: what it says, or what its values are; ``UndrawnError`` for any other."""
    said = look.get("type")
    if said in ("linear", "date", "log"):
        kind: Kind = said
        return kind
    if said is not None:
        raise UndrawnError(f"Axes of type {said} are not known.")
    return "date" if any(isinstance(value, str) for value in values) else "linear"


def span_of(look: Look, kind: Kind, values: Sequence[Any], *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of an axis on its scale: those it names, or those of its values with some room."""
    if given := look.get("range"):
        low, high = (milliseconds(end) if kind == "date" else float(end) for end in given)
        return low, high
    known = [
        scaled for value in values if value is not None and (scaled := on_scale(kind, value)) is not None
    ]
    if not known:
        return 0, 1
    low, high = min(known), max(known)
    if from_zero or look.get("rangemode") == "tozero":
        low, high = min(low, 0), max(high, 0)
    room = (high - low or 1) * 0.055
    fixed = from_zero or look.get("rangemode") == "tozero"
    return (low if fixed and low == 0 else low - room), high + room
