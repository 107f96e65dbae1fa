"""Showings: what rows of screenings count as, how they are told in words, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Screening
from evidence_site.records.names.naming import code_label, record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import TYPE_SIZE, chart_lines
from evidence_site.viz.text_widths import wrap

CONFIRMED, ANNOUNCED = "confirmed", "announced"
#: Reads on the light and on the dark page alike.
MARK_COLOUR = "#4A7FA8"
#: A line between two showings, told from the circles at its ends.
TOUR_COLOUR = "#A06A3A"
LEGEND_HEIGHT = 34
#: Pixels of a line of the words beside a mark.
_HOVER = 250
LEGEND: Mapping[str, Any] = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "y": 1,
    "yanchor": "bottom",
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
    "font": {"size": TYPE_SIZE},
}

#: Settings of a chart with a legend above it.
WITH_LEGEND: Mapping[str, Any] = {
    "showlegend": True,
    "legend": LEGEND,
    "margin": {"l": 8, "r": 8, "t": LEGEND_HEIGHT, "b": 8},
}


@dataclass(frozen=True)
class Showing:
    """One showing: a row, or all rows of one run or of one package announced together."""

    rows: tuple[Screening, ...]

    @property
    def status(self) -> str:
        """Confirmed if a report confirms at least one of its rows; otherwise only announced."""
        return CONFIRMED if any(row.status == CONFIRMED for row in self.rows) else ANNOUNCED

    @property
    def first(self) -> Screening:
        """The row that stands for it: a confirmed one before an announced one, then the earliest."""
        return min(self.rows, key=lambda row: (row.status != self.status, row.date.start, row.id))


def showings(rows: Iterable[Screening]) -> list[Showing]:
    """Return the showings that rows make, by date: rows of one ``run_id`` are one."""
    runs = grouped(rows, lambda row: f"run {row.run_id}" if row.run_id else row.id)
    found = [Showing(tuple(run)) for run in runs.values()]
    return sorted(found, key=lambda showing: (showing.first.date.start, showing.first.id))


def of_status(found: Iterable[Showing], status: str) -> list[Showing]:
    """Return the showings with one status."""
    return [showing for showing in found if showing.status == status]


def counts_text(found: Sequence[Showing]) -> str:
    """Return how many showings there are, and how many of them were only announced."""
    announced = len(of_status(found, ANNOUNCED))
    words = ngettext("%(count)s showing", "%(count)s showings", len(found))
    text = words % {"count": number_text(len(found))}
    if not announced:
        return text
    if announced == len(found):
        return _("%(showings)s, announced only") % {"showings": text}
    return _("%(showings)s, %(count)s of them announced only") % {
        "showings": text,
        "count": number_text(announced),
    }


def by_status_text(records: Records, found: Sequence[Showing]) -> str:
    """Return how many showings there are of each status: "12 confirmed, 5 announced only"."""
    counts = [(status, len(of_status(found, status))) for status in (CONFIRMED, ANNOUNCED)]
    return ", ".join(
        _("%(count)s %(status)s")
        % {"count": number_text(count), "status": status_label(records, status).lower()}
        for status, count in counts
        if count
    )


def rows_text(rows: Sequence[Screening]) -> str:
    """Return the sentence that says how rows and showings differ in number."""
    found = showings(rows)
    if len(found) == len(rows):
        words = ngettext("%(rows)s row, one showing.", "%(rows)s rows, each one showing.", len(rows))
        return words % {"rows": number_text(len(rows))}
    words = ngettext(
        "%(rows)s rows make %(showings)s showing: the cities of one broadcast run, or the films and "
        "channels of one announcement, count once.",
        "%(rows)s rows make %(showings)s showings: the cities of one broadcast run, or the films and "
        "channels of one announcement, count once.",
        len(found),
    )
    return words % {"rows": number_text(len(rows)), "showings": number_text(len(found))}


def status_text(records: Records) -> str:
    """Return what confirmed and announced mean, in the words of the code list."""
    codes = records.package.code_lists["screening_status"]
    return " ".join(
        _("%(mark)s (%(status)s): %(meaning)s")
        % {"mark": mark, "status": _(codes[code].label).lower(), "meaning": _(codes[code].description)}
        for mark, code in ((_("Filled"), CONFIRMED), (_("Open"), ANNOUNCED))
    )


def status_label(records: Records, status: str) -> str:
    """Return the name of a status as the legend gives it."""
    return code_label(records, "screenings", "status", status)


def hover_text(records: Records, showing: Showing) -> str:
    """Return what stands beside a mark: the showing, its kind and status, and how many rows it is."""
    first = showing.first
    kind = code_label(records, "screenings", "kind", first.kind)
    status = {"kind": kind, "status": status_label(records, showing.status).lower()}
    lines = wrap(record_name(records, "screenings", first), _HOVER, TYPE_SIZE)
    lines.append(_("%(kind)s, %(status)s") % status)
    if len(showing.rows) > 1:
        count = len(showing.rows)
        words = ngettext(
            "One of %(count)s row that counts once", "One of %(count)s rows that count once", count
        )
        lines.append(words % {"count": number_text(count)})
    return chart_lines(lines)


def film_name(records: Records, row: Screening) -> str:
    """Return the title of the film shown, or that the source names none."""
    film = records.tables.films.get(row.film_id)
    return film.title if film else _("Film not named by the source")
