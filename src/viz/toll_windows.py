"""When a number of dead was said: the weeks after the event, the rest of that year, the years since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from records.dates import When, parse_when
from records.rows import Figure


def _span(start: date, end: date, text: str = "") -> When:
    return When(text or f"{start.isoformat()}/{end.isoformat()}", start, end, "span", False)


def windows_after(start: date, stated: Sequence[When]) -> tuple[When, ...]:
    """Return the weeks until the end of the following month, the rest of that year, the years since."""
    following = parse_when((start.replace(day=1) + timedelta(days=32)).strftime("%Y-%m"))
    turn = following.end
    newest = max([when.end.year for when in stated], default=turn.year)
    windows = [_span(start, turn)]
    if (turn.month, turn.day) != (12, 31):
        months = f"{(turn + timedelta(days=1)).strftime('%Y-%m')}/{turn.year}-12"
        windows.append(_span(turn + timedelta(days=1), date(turn.year, 12, 31), months))
    if newest > turn.year:
        years = f"{turn.year + 1}/{newest}"
        windows.append(_span(date(turn.year + 1, 1, 1), date(newest, 12, 31), years))
    return tuple(windows)


def window_of(figure: Figure, windows: Sequence[When]) -> When | None:
    """Return the window that shares most days with the date; None for a figure without a date."""
    when = figure.stated
    if when is None or not any(when.overlaps(window) for window in windows):
        return None
    return max(windows, key=lambda window: min(when.end, window.end) - max(when.start, window.start))


def is_exact_day(figure: Figure) -> bool:
    return figure.stated is not None and figure.stated.precision == "day" and not figure.stated.approximate


def days_within(figure: Figure, window: When) -> tuple[date, date]:
    assert figure.stated is not None
    return max(figure.stated.start, window.start), min(figure.stated.end, window.end)
