"""The strip: how many records fall into each year, month or day, drawn to be brushed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from evidence_site.records.choose.selection import Selection
from evidence_site.records.dates import When, parse_period, parse_when
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.wording import _
from evidence_site.viz.chart import FAINT, Figure, axis, chart_text, layout, outlined
from evidence_site.viz.films.showings import MARK_COLOUR
from evidence_site.viz.maps.chosen import rimmed, rimmed_words
from evidence_site.viz.markup import html_table
from evidence_site.viz.words.lenses import dates_of

HEIGHT = 108
_DAY_MS = 86_400_000
#: A longer span is drawn by years, a longer one than the second by months, any other by days.
_BY_YEAR, _BY_MONTH = timedelta(days=6 * 366), timedelta(days=100)


@dataclass(frozen=True)
class Bin:
    """A year, month or day of the strip.

    Attributes:
        when: Its days, written as in an address.
        sure: How many records fall into it.
        possible: How many more have a date that is less exact and can mean it.
    """

    when: When
    sure: int
    possible: int


@remembered
def strip_bins(records: Records, ids: frozenset[str], table: str, domain: When) -> Sequence[Bin]:
    """Return the bins of a span of time with the records that fall into each."""
    spans = bins_of(domain)
    dates = dates_of(records, table)
    sure, possible = [0] * len(spans), [0] * len(spans)
    for when in (dates[key] for key in ids):
        touched = _touched(spans, when.start, when.end)
        for position in touched:
            (sure if len(touched) == 1 and not when.approximate else possible)[position] += 1
    return [Bin(when, *counts) for when, *counts in zip(spans, sure, possible, strict=True)]


@remembered
def bins_of(domain: When) -> Sequence[When]:
    """Return the years, months or days of a span of time, whichever are few enough to be seen."""
    length = domain.end - domain.start
    pattern = "%Y" if length > _BY_YEAR else "%Y-%m" if length > _BY_MONTH else "%Y-%m-%d"
    days = (domain.start + timedelta(days=count) for count in range(length.days + 1))
    return [parse_when(text) for text in dict.fromkeys(day.strftime(pattern) for day in days)]


def _touched(spans: Sequence[When], start: date, end: date) -> range:
    """Return the positions of the bins that some days touch."""
    return range(max(_position(spans, start), 0), min(_position(spans, end), len(spans) - 1) + 1)


def _position(spans: Sequence[When], day: date) -> int:
    """Return the position of the bin that holds a day; -1 before the first, their number after the last."""
    position = bisect_left(spans, day, key=lambda span: span.end)
    return position if position == len(spans) or spans[position].start <= day else position - 1


def brushed(domain: When, start: str, end: str) -> Sequence[When]:
    """Return the bins that a stroke over the strip touches; none if it lies outside.

    Args:
        start: An end of the stroke as the browser tells it, a date with or without an hour; so is ``end``.
    """
    first, last = sorted(datetime.fromisoformat(text).date() for text in (start, end))
    spans = bins_of(domain)
    return [spans[position] for position in _touched(spans, first, last)]


def as_period(bins: Sequence[When]) -> str:
    """Return neighbouring bins as a period stands in an address; empty for none."""
    return "/".join(dict.fromkeys((bins[0].text, bins[-1].text))) if bins else ""


@remembered
def chosen_spans(selection: Selection, key: str) -> tuple[When, ...]:
    """Return what a filter of time has chosen, neighbouring years as one span."""
    choice = selection.choice
    if key == "period":
        return (parse_period(choice.period),) if choice.period else ()
    numbered = groupby(enumerate(choice.by_key.get(key, ())), key=lambda pair: int(pair[1]) - pair[0])
    spans = [[year for _position, year in found] for _offset, found in numbered]
    return tuple(parse_when("/".join(dict.fromkeys((years[0], years[-1])))) for years in spans)


@remembered
def strip_figure(
    records: Records,
    ids: frozenset[str],
    table: str,
    domain: When,
    chosen: tuple[When, ...],
    lit: frozenset[str],
    theme: str,
) -> Figure:
    """Return the strip; the days that are chosen are drawn as a selection, which the reader can draw anew.

    Args:
        lit: Ids that belong to the open record: the bars that count one of them are rimmed.
    """
    bins, holding = (strip_bins(records, found, table, domain) for found in (ids, ids & lit))
    return {
        "data": [_bars(bins, holding, "sure", 0.9, theme), _bars(bins, holding, "possible", FAINT, theme)],
        "layout": layout(
            height=HEIGHT,
            barmode="stack",
            bargap=0,
            dragmode="select",
            selectdirection="h",
            selections=[_box(when, domain) for when in chosen if when.overlaps(domain)],
            xaxis=axis(type="date", range=[f"{domain.start}", f"{domain.end + timedelta(days=1)}"]),
            yaxis=axis(nticks=3, rangemode="tozero"),
        ),
    }


def _bars(
    bins: Sequence[Bin], holding: Sequence[Bin], kind: str, opacity: float, theme: str
) -> Mapping[str, Any]:
    rims = [position for position, entry in enumerate(holding) if getattr(entry, kind)]
    lengths = [(entry.when.end - entry.when.start + timedelta(days=1)) / timedelta(days=1) for entry in bins]
    return {
        "type": "bar",
        "x": [entry.when.start.isoformat() for entry in bins],
        "y": [getattr(entry, kind) for entry in bins],
        "width": [length * _DAY_MS * 0.92 for length in lengths],
        "offset": 0,
        "marker": rimmed(outlined([MARK_COLOUR] * len(bins), [opacity] * len(bins)), rims, theme),
        "hovertext": [chart_text(bin_text(entry)) for entry in bins],
        "hoverinfo": "text",
        "unselected": {"marker": {"opacity": 0.4}},
    }


def _box(when: When, domain: When) -> dict[str, Any]:
    """A period may reach further than the strip, and than any calendar."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "y domain",
        "x0": max(when.start, domain.start).isoformat(),
        "x1": (min(when.end, domain.end) + timedelta(days=1)).isoformat(),
        "y0": 0,
        "y1": 1,
        "line": {"width": 1.5, "dash": "solid"},
    }


def bin_text(entry: Bin) -> str:
    """Return a bin in words: "1992: 57, and 4 whose date is less exact"."""
    words = _("%(when)s: %(sure)s, and %(possible)s whose date is less exact")
    plain = _("%(when)s: %(sure)s")
    return (words if entry.possible else plain) % {
        "when": when_text(entry.when),
        "sure": number_text(entry.sure),
        "possible": number_text(entry.possible),
    }


def bins_table(bins: Iterable[Bin]) -> str:
    """Return the strip as a table; empty bins are left out."""
    rows = [
        [when_text(entry.when), number_text(entry.sure), number_text(entry.possible)]
        for entry in bins
        if entry.sure or entry.possible
    ]
    return html_table(
        [_("Date"), _("Records"), _("More, whose date is less exact")], rows, _("Records by date")
    )


def strip_alt(bins: Iterable[Bin], outside: int) -> str:
    """Return what a reader who does not see the strip must know."""
    texts = "; ".join(bin_text(entry) for entry in bins if entry.sure or entry.possible)
    words = _("Records by date. %(bins)s.") % {"bins": texts or _("None in this span")}
    return f"{words} {outside_words(outside)}".strip()


def strip_doing(key: str) -> str:
    """Return what drawing over the strip chooses."""
    if key == "period":
        return _("Draw over the strip to choose a period.")
    return _("Draw over the strip to choose years.")


def strip_meaning(outside: int, lit: frozenset[str]) -> str:
    """Return what the bars of the strip mean."""
    pale = _("Pale: records whose date is less exact, in each bar that it can mean.")
    return " ".join(part for part in (pale, rimmed_words() if lit else "", outside_words(outside)) if part)


def outside_words(outside: int) -> str:
    """Return how many records have a date outside the strip; empty for none."""
    return _("%(count)s outside this span.") % {"count": number_text(outside)} if outside else ""


@remembered
def outside_domain(records: Records, ids: frozenset[str], table: str, domain: When) -> int:
    """Return how many records have a date that does not touch a span of time."""
    dates = dates_of(records, table)
    return sum(not dates[key].overlaps(domain) for key in ids)
