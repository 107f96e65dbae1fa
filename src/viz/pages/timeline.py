"""Timeline: the whole period, the year, and the night, with the chosen record beside them."""

from __future__ import annotations

from evidence_site.records.names.naming import names_by_date
from evidence_site.records.wording import N_, _
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.timeline import timeline_chart, undrawn_words, whole_span
from evidence_site.viz.markup import tag
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    Aside,
    Find,
    NotApplying,
    NothingLeft,
    OpenRecord,
    Parts,
    Title,
    Words,
    beside,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.symbols import legend


def _parts(run: Run) -> Parts:
    head: Parts = (Title(_("Timeline")), NotApplying("events"), NothingLeft("events"))
    events = run.rows("events")
    if not events:
        return head
    hint = _("Choose an event in a chart or in the list: its record opens here.")
    names = names_by_date(run.records, events)
    return *head, beside(_pictures(run), [Find("events", names, _("Find an event")), OpenRecord(hint)])


def _pictures(run: Run) -> Parts:
    records, events = run.records, run.rows("events")
    categories = legend(records.package.code_lists["category"].values())
    charts = (
        night_chart(records, events, run.night),
        timeline_chart(records, events, "year", records.site.focus.when),
        timeline_chart(records, events, "whole", whole_span(events)),
    )
    drawn = [chart for chart in charts if chart.rows]
    undrawn = Words("undrawn", _("Timeline"), tag("p", undrawn_words()), level=0)
    legends = Aside("categories", _("Categories"), categories, level=0)
    return [legends, *drawn] if drawn else [legends, undrawn]


PAGE = Page(
    "timeline",
    N_("Timeline"),
    N_("The night"),
    N_("Events by date, down to the hour."),
    _parts,
    shows="events",
    has_charts=True,
)
