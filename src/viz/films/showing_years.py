"""The showings by year, one square each; the years that a filter leaves out stay in sight, faint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Screening
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import (
    TYPE_SIZE,
    Chart,
    Figure,
    axis,
    chart_lines,
    chart_text,
    layout,
    mark_trace,
)
from evidence_site.viz.films.lists import twin_columns
from evidence_site.viz.films.showings import (
    ANNOUNCED,
    CONFIRMED,
    LEGEND_HEIGHT,
    MARK_COLOUR,
    WITH_LEGEND,
    Showing,
    by_status_text,
    counts_text,
    hover_text,
    rows_text,
    showings,
    status_label,
    status_text,
)

#: What stands before a year where marks carry the id of a record; no id holds a colon.
YEAR = "year:"

_SQUARE, _LEVEL = 11, 14


@dataclass(frozen=True)
class Years:
    """Showings by year: those of the view, and those of the other years that a choice of years leaves out."""

    shown: Mapping[int, Sequence[Showing]]
    beside: Mapping[int, Sequence[Showing]]
    first: int
    last: int

    @property
    def most(self) -> int:
        """The number of showings in the fullest year."""
        return max((len(found) for found in [*self.shown.values(), *self.beside.values()]), default=0)


@remembered
def years_chart(records: Records, rows: Sequence[Screening], around: Sequence[Screening] = ()) -> Chart:
    """Return the showings by year, one square each; a date that spans two years counts in the first.

    Args:
        around: Rows of the view without its choice of years: the years left out stay, faint.
    """
    years = _years(records, rows, around)
    height = 84 + LEGEND_HEIGHT + years.most * _LEVEL
    return Chart(
        key="years",
        subject=_("when"),
        title=_title(years.shown),
        figure=_figure(records, years, height) if years.shown else {},
        alt=_("Showings by year: %(years)s.")
        % {"years": "; ".join(f"{year}: {counts_text(found)}" for year, found in years.shown.items())},
        reading=_(
            "Each square is one showing in its year; choose one to open its record. The number above a "
            "year counts its squares; choose it to see that year alone, and again to see all. "
            "%(status)s %(rows)s "
            "The list rests on pages that could be found: a year without squares may have had showings."
        )
        % {"status": status_text(records), "rows": rows_text(rows)},
        table="screenings",
        rows=sorted(rows, key=lambda row: (row.date.start, row.id)),
        twin=twin_columns(records),
        holds={one.first.id: [row.id for row in one.rows] for found in years.shown.values() for one in found},
        height=height,
        chooses={YEAR: "shown"},
    )


def _years(records: Records, rows: Sequence[Screening], around: Sequence[Screening]) -> Years:
    shown, others = _by_year(rows), _by_year(around)
    every = [row.date.start.year for row in records.tables.screenings] + list(shown)
    return Years(
        shown=shown,
        beside={year: found for year, found in others.items() if year not in shown},
        first=min(every, default=0),
        last=max(every, default=0),
    )


def _by_year(rows: Iterable[Screening]) -> dict[int, list[Showing]]:
    """The showings of each year, the confirmed ones first."""
    confirmed_first = sorted(showings(rows), key=lambda showing: showing.status != CONFIRMED)
    return dict(sorted(grouped(confirmed_first, lambda showing: showing.first.date.start.year).items()))


def _title(shown: Mapping[int, Sequence[Showing]]) -> str:
    total = sum(len(found) for found in shown.values())
    most = max((len(found) for found in shown.values()), default=0)
    peaks = [str(year) for year, found in shown.items() if len(found) == most]
    numbers = {"count": number_text(most), "total": number_text(total)}
    if len(shown) == 1:
        words = ngettext("%(total)s showing in %(year)s", "%(total)s showings in %(year)s", total)
        return words % {"year": peaks[0], **numbers}
    if len(peaks) != 1:
        words = ngettext(
            "No year has more than %(count)s of the %(total)s showing on record",
            "No year has more than %(count)s of the %(total)s showings on record",
            total,
        )
        return words % numbers
    words = _("%(year)s has the most showings on record: %(count)s of %(total)s")
    return words % {"year": peaks[0], **numbers}


def _figure(records: Records, years: Years, height: int) -> Figure:
    size = min(_SQUARE, 200 / (years.last - years.first + 1))
    return {
        "data": [
            *[_squares(records, status, years.shown, size) for status in (CONFIRMED, ANNOUNCED)],
            _left_out(years.beside, size),
            _numbers(records, years),
        ],
        "layout": layout(
            height=height,
            **WITH_LEGEND,
            xaxis=axis(range=[years.first - 0.8, years.last + 0.8], nticks=8, tickformat="d", showgrid=False),
            yaxis=axis(range=[0, years.most + 1.6], nticks=6, tickformat="d"),
        ),
    }


def _levels(years: Mapping[int, Sequence[Showing]]) -> list[tuple[int, float, Showing]]:
    """Year and height of each square, and the showing that it stands for."""
    return [(year, level + 0.5, one) for year, found in years.items() for level, one in enumerate(found)]


def _squares(
    records: Records, status: str, shown: Mapping[int, Sequence[Showing]], size: float
) -> dict[str, Any]:
    marks = [mark for mark in _levels(shown) if mark[2].status == status]
    count = {"status": status_label(records, status), "count": number_text(len(marks))}
    return mark_trace(
        [year for year, _level, _showing in marks],
        [level for _year, level, _showing in marks],
        [showing.first.id for *_position, showing in marks],
        [hover_text(records, showing) for *_position, showing in marks],
        name=chart_text(_("%(status)s: %(count)s") % count),
        marker={
            "symbol": "square" if status == CONFIRMED else "square-open",
            "color": MARK_COLOUR,
            "size": size,
            "line": {"width": 1.5, "color": MARK_COLOUR},
        },
    )


def _left_out(beside: Mapping[int, Sequence[Showing]], size: float) -> dict[str, Any]:
    marks = _levels(beside)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [year for year, _level, _showing in marks],
        "y": [level for _year, level, _showing in marks],
        "marker": {"symbol": "square-open", "color": MARK_COLOUR, "size": size, "opacity": 0.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _numbers(records: Records, years: Years) -> dict[str, Any]:
    """The number of showings above each year; choosing it chooses the year."""
    columns = sorted([*years.shown.items(), *years.beside.items()])
    return mark_trace(
        [year for year, _found in columns],
        [len(found) + 0.1 for _year, found in columns],
        [f"{YEAR}{year}" for year, _found in columns],
        [chart_lines([str(year), by_status_text(records, found)]) for year, found in columns],
        mode="text",
        text=[number_text(len(found)) for _year, found in columns],
        textposition="top center",
        textfont={"size": TYPE_SIZE},
        showlegend=False,
    )
