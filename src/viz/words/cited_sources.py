"""The sources that a view rests on, as a list of links, independent ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered, remembered_large
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Event, Figure
from evidence_site.records.names.citing import full_name, source_line
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart
from evidence_site.viz.markup import Markup, join, listing, record_link, tag


@remembered_large
def figure_sources(records: Records, figures: Iterable[Figure]) -> Markup:
    """Return every source of some figures under the perspective of its publisher."""
    return _by_perspective(records, [("figures", row.id) for row in figures])


@remembered_large
def event_sources(records: Records, events: Iterable[Event]) -> Markup:
    """Return every source of some events and of their accounts under the perspective of its publisher."""
    keys = [("events", event.id) for event in events]
    told = [("accounts", row.id) for _table, key in keys for row in records.links.accounts_of[key]]
    return _by_perspective(records, [*keys, *told])


def _by_perspective(records: Records, keys: Iterable[RecordKey]) -> Markup:
    found = {source for key in keys for source in records.links.sources_of[key]}
    ordered = sorted(
        ((full_name(source), source) for source in found), key=lambda pair: (pair[0], pair[1].id)
    )
    parts = []
    for perspective in records.package.code_lists["perspective"]:
        links = [
            record_link(name, "sources", source.id)
            for name, source in ordered
            if source.perspective == perspective
        ]
        if links:
            label = code_label(records, "sources", "perspective", perspective)
            heading = _("%(side)s: %(count)s") % {"side": label, "count": len(links)}
            parts.append(join([tag("h3", heading), listing(links, class_="quiet")]))
    return tag("div", *parts, class_="prose")


def source_notes(records: Records, rows: Iterable[Any]) -> list[str]:
    """Return what must be known of the data sets that rows were taken from: a sentence for each."""
    sources = dict.fromkeys(records.tables.sources[row.source_id] for row in rows)
    return [
        _("%(source)s: %(note)s") % {"source": source.title, "note": source.note}
        for source in sources
        if source.note
    ]


@remembered
def chart_sources(records: Records, chart: Chart) -> str:
    """Return the line that names the sources of everything that a chart draws."""
    return source_line(records, chart.table, [row.id for row in chart.rows])
