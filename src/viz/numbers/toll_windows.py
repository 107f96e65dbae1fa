"""When a number of dead was said: the weeks after the event, the rest of that year, the years since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from evidence_site.records.dates import When, parse_when
from evidence_site.records.model.rows import Figure


def windows_after(start: date, stated: Sequence[When]) -> tuple[When, ...]:
    """Return the weeks until the end of the following month, the rest of that year, the years since."""
    turn = parse_when((start.replace(day=1) + timedelta(days=32)).strftime("%Y-%m")).end
    newest = max([when.end.year for when in stated], default=turn.year)
    windows = [_span(start, turn, f"{start.isoformat()}/{turn.isoformat()}")]
    if (turn.month, turn.day) != (12, 31):
        rest = turn + timedelta(days=1)
        windows.append(_span(rest, date(turn.year, 12, 31), f"{rest.strftime('%Y-%m')}/{turn.year}-12"))
    if newest > turn.year:
        windows.append(_span(date(turn.year + 1, 1, 1), date(newest, 12, 31), f"{turn.year + 1}/{newest}"))
    return tuple(windows)


def _span(start: date, end: date, text: str) -> When:
    return When(text, start, end, "span", False)


def window_of(figure: Figure, windows: Sequence[When]) -> When | None:
    """Return the window that shares most days with the date; None for a figure without a date in any."""
    when = figure.stated
    if when is None or not any(when.overlaps(window) for window in windows):
        return None
    return max(windows, key=lambda window: min(when.end, window.end) - max(when.start, window.start))


def days_within(figure: Figure, window: When) -> tuple[date, date]:
    """Return the first and last day of a window on which a statement can have been made."""
    assert figure.stated is not None
    return max(figure.stated.start, window.start), min(figure.stated.end, window.end)


def is_exact_day(figure: Figure) -> bool:
    """Return whether the day of a statement is known."""
    return figure.stated is not None and figure.stated.precision == "day" and not figure.stated.approximate
