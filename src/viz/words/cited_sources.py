"""The sources of a record, each as it was used, and those of a view, as links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Citation, Event, Figure
from evidence_site.records.names.citing import full_name, reading_note, short_name, source_line
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart, how_to_read
from evidence_site.viz.markup import Markup, join, link, listing, record_link, tag


def citation_line(records: Records, citation: Citation, *, stance: bool = False) -> Markup:
    """Return one source with all that a reader must know about its use.

    Args:
        stance: Say also whether it reports, supports or disputes.
    """
    source = records.tables.sources[citation.source_id]
    details = [
        code_label(records, "citations", "stance", citation.stance) if stance else None,
        _("Perspective: %(side)s")
        % {"side": code_label(records, "sources", "perspective", source.perspective)},
        reading_note(records, citation),
        citation.locator,
        citation.note,
    ]
    sentences = [detail[:1].upper() + detail[1:].rstrip(".") for detail in details if detail]
    words = ". ".join(sentences) + "."
    address = citation.read_at or source.url
    copy = link(_("Open the copy that was read"), address) if address else None
    name = record_link(full_name(source), "sources", source.id)
    return join([name, tag("div", join([words, copy], " "), class_="quiet")])


def independent_first(records: Records, citations: Iterable[Citation]) -> Sequence[Citation]:
    """Return citations by the perspective of their sources, independent ones first."""
    order = list(records.package.code_lists["perspective"])
    sources = records.tables.sources
    return sorted(citations, key=lambda cited: order.index(sources[cited.source_id].perspective))


def citation_list(records: Records, citations: Iterable[Citation], nothing: str) -> Markup:
    """Return sources as a list, independent ones first; ``nothing`` says that there are none."""
    ranked = independent_first(records, citations)
    return listing([citation_line(records, citation) for citation in ranked]) or tag("p", nothing)


@remembered
def figure_sources(records: Records, figures: Iterable[Figure]) -> Markup:
    """Return every source of some figures under the perspective of its publisher."""
    return _by_perspective(records, [("figures", row.id) for row in figures])


@remembered
def event_sources(records: Records, events: Iterable[Event]) -> Markup:
    """Return every source of some events and of their accounts under the perspective of its publisher."""
    keys = [("events", event.id) for event in events]
    accounts = [("accounts", row.id) for _table, key in keys for row in records.links.accounts_of[key]]
    return _by_perspective(records, [*keys, *accounts])


def _by_perspective(records: Records, keys: Iterable[RecordKey]) -> Markup:
    cited = {source for key in keys for source in records.links.sources_of[key]}
    ordered = sorted(
        ((full_name(source), source) for source in cited), key=lambda pair: (pair[0], pair[1].id)
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
def beside_picture(records: Records, chart: Chart) -> Markup:
    """Return what stands below a chart or map on the screen: how to read it, its notes and its sources."""
    sources = tag("p", join([tag("b", _("Sources: ")), chart_sources(records, chart)]))
    return tag("div", how_to_read(chart), sources, class_="quiet")


def chart_sources(records: Records, chart: Chart) -> str:
    """Return the line that names the sources of everything that a chart draws."""
    return source_line(records, chart.table, [row.id for row in chart.rows])


def source_links(records: Records, table: str, key: str) -> Markup:
    """Return the sources of a record by their short names, each a link to its own; empty without any."""
    found = records.links.sources_of[table, key]
    return join([record_link(short_name(source), "sources", source.id) for source in found], "; ")
