"""People driven from their homes: stocks at the end of each year, one panel for each population."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import DisplacementNumber
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import QUIET, Chart, Column, axis, chart_text, layout, text_mark
from evidence_site.viz.words.cited_sources import source_notes

TABLE = "displacement"
_PANEL, _HEADING, _TICKS = 92, 52, 30
_LINE, _MARK = 2, 5


@remembered
def displacement_chart(records: Records) -> Chart:
    """Return the chart of the displaced of each country in conflict, in and from each, by year."""
    panels = displaced(records)
    rows = [row for panel in panels for row in panel]
    height = len(panels) * (_PANEL + _HEADING) + _TICKS
    return Chart(
        key="displacement",
        subject=_("displacement"),
        title=_title(panels),
        figure=_figure(panels, height) if rows else {},
        alt=_("Displaced people at the end of each year, one panel for each population: %(panels)s.")
        % {"panels": "; ".join(_panel_alt(panel) for panel in panels)},
        reading=_(
            "One panel for each population, all on the same axis of people. A mark is the number at the end "
            "of a year; a line joins years that follow each other, and where a year has no number there is "
            "no line."
        ),
        table=TABLE,
        rows=rows,
        twin=displacement_columns(records),
        narrow={"id": ".".join(row.id for row in rows)},
        height=height,
        notes=[
            _(
                "Stocks at the end of a year, not people who fled in that year: the same people are counted "
                "every year, so years are never added, nor are panels. A falling line is not proof of a "
                "return. A missing number is not zero. The filters of this page do not change this chart."
            ),
            *source_notes(records, rows),
        ],
    )


def displaced(records: Records) -> list[list[DisplacementNumber]]:
    """Return the series of the countries with people displaced inside them, the largest first."""
    stocks = records.package.in_role("series_kind", "stock")  # the others are flows, applications or unclear
    table = [row for row in records.tables.displacement if row.series_kind in stocks]
    countries = {row.origin for row in table if row.origin == row.asylum}
    kept = [row for row in table if row.origin in countries and row.asylum in countries]
    ordered = sorted(kept, key=lambda row: (_series(row), row.year))
    series = [list(found) for _key, found in groupby(ordered, key=_series)]
    return sorted(series, key=lambda found: -max(row.people for row in found))


def _series(row: DisplacementNumber) -> tuple[str, str, str]:
    return row.origin, row.asylum, row.series_kind


def series_name(row: DisplacementNumber) -> str:
    """Return the population that a series counts, in words."""
    names = {"origin": row.origin_name, "asylum": row.asylum_name}
    if row.origin == row.asylum:
        return _("Displaced inside %(asylum)s") % names
    return _("Refugees from %(origin)s in %(asylum)s") % names


def _most(panel: Sequence[DisplacementNumber]) -> DisplacementNumber:
    return max(panel, key=lambda row: row.people)


def _title(panels: Sequence[Sequence[DisplacementNumber]]) -> str:
    if not panels:
        return _("No numbers of displaced people")
    most = _most(panels[0])
    words = ngettext(
        "%(count)s displaced population, at most %(people)s (%(series)s, %(year)s)",
        "%(count)s displaced populations, the largest of %(people)s (%(series)s, %(year)s)",
        len(panels),
    )
    return words % {
        "count": len(panels),
        "people": number_text(most.people),
        "series": series_name(most),
        "year": most.year,
    }


def _panel_alt(panel: Sequence[DisplacementNumber]) -> str:
    most = _most(panel)
    return _("%(series)s, highest %(people)s in %(year)s") % {
        "series": series_name(most),
        "people": number_text(most.people),
        "year": most.year,
    }


def displacement_columns(records: Records) -> list[Column]:
    """Return the table twin: every column of a series."""
    return [
        Column(_("Population"), series_name),
        Column(_("End of year"), lambda row: str(row.year)),
        Column(_("People"), lambda row: number_text(row.people)),
        Column(_("Counted as"), lambda row: code_label(records, TABLE, "series_kind", row.series_kind)),
        Column(_("Source"), lambda row: short_name(records.tables.sources[row.source_id])),
    ]


# --- the drawing


def _figure(panels: Sequence[Sequence[DisplacementNumber]], height: int) -> dict[str, Any]:
    data, headings = [], []
    axes: dict[str, Any] = {}
    top = max(row.people for panel in panels for row in panel)
    for number, panel in enumerate(panels, start=1):
        suffix = "" if number == 1 else str(number)
        domain = _domain(number, height)
        data.append({**_trace(panel), "yaxis": f"y{suffix}"})
        axes[f"yaxis{suffix}"] = axis(
            domain=domain, range=[0, top * 1.1], nticks=3, tickformat=",d", showgrid=True
        )
        headings.append(_heading(panel, domain[1]))
    years = [row.year for panel in panels for row in panel]
    across = axis(range=[min(years) - 1, max(years) + 1], nticks=6, tickformat="d", anchor="free", position=0)
    return {"data": data, "layout": layout(height=height, annotations=headings, xaxis=across, **axes)}


def _domain(number: int, height: int) -> tuple[float, float]:
    """Return where a panel begins and ends, from the bottom, as shares of the height."""
    top = (number - 1) * (_PANEL + _HEADING) + _HEADING
    return 1 - (top + _PANEL) / height, 1 - top / height


def _heading(panel: Sequence[DisplacementNumber], height_share: float) -> dict[str, Any]:
    most = _most(panel)
    text = _("highest %(people)s at the end of %(year)s") % {
        "people": number_text(most.people),
        "year": most.year,
    }
    return text_mark(
        0,
        height_share,
        f"<b>{chart_text(series_name(most))}</b><br>{chart_text(text)}",
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        align="left",
    )


def _trace(panel: Sequence[DisplacementNumber]) -> dict[str, Any]:
    years: list[int | None] = []
    people: list[int | None] = []
    ids: list[list[str] | None] = []
    texts: list[str] = []
    for row in panel:
        if years and years[-1] is not None and row.year > years[-1] + 1:
            years.append(None)
            people.append(None)
            ids.append(None)
            texts.append("")
        years.append(row.year)
        people.append(row.people)
        ids.append([row.id])
        texts.append(_hover(row))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": years,
        "y": people,
        "line": {"color": QUIET, "width": _LINE},
        "marker": {"color": "#4A7FB0", "size": _MARK},
        "customdata": ids,
        "hovertext": texts,
        "hoverinfo": "text",
    }


def _hover(row: DisplacementNumber) -> str:
    people = {"people": number_text(row.people), "year": row.year}
    return "<br>".join(
        [chart_text(series_name(row)), chart_text(_("%(people)s at the end of %(year)s") % people)]
    )
