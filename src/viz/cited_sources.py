"""The sources that a view rests on, as a list of links, independent ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from records.citing import full_name, source_line
from records.links import RecordKey
from records.loading import Records
from records.memory import remembered, remembered_large
from records.naming import code_label
from records.rows import Event
from records.wording import _
from viz.chart import Chart
from viz.markup import Markup, join, listing, record_link, tag
from viz.shown import Shown


@remembered_large
def figure_sources(records: Records, shown: Shown) -> Markup:
    """Return every source of the figures shown under the perspective of its publisher."""
    return _by_perspective(records, [("figures", row.id) for row in shown.rows])


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
