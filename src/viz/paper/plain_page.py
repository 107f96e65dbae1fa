"""A page without scripts: its text, its facts with their sources, and links to the data.

Readers without scripts, search engines and archives get this; so does whoever comes when the house is
full. It says what the page says and draws nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.citing import full_name, source_line
from evidence_site.records.names.naming import code_label, dated_name
from evidence_site.records.wording import _
from evidence_site.viz.lessons.catalogue import catalogue
from evidence_site.viz.markup import Markup, inner_link, join, listing, record_link, tag, view_address
from evidence_site.viz.words.cards import record_card
from evidence_site.viz.words.overview import key_facts, text_sources
from evidence_site.viz.words.prose import plain_text


def plain_page(
    records: Records,
    path: str,
    title: str,
    pages: Mapping[str, str],
    record: RecordKey | None = None,
) -> Markup:
    """Return what a page says, as HTML that needs nothing else.

    Args:
        path: Name of the page; it decides which text and which records are told.
        pages: Address of every page that is linked to its title.
        record: The record that the record page shows.
    """
    site = records.site
    return join(
        [
            tag("p", inner_link(_(site.name), "", {})),
            tag("h1", title),
            tag("p", _(site.content_note)),
            _told(records, path),
            record_card(records, record, level=2) if record else _RECORDS.get(path, _nothing)(records),
            _numbers(records),
            tag("h2", _("The data")),
            _files(records),
            tag("h2", _("Pages of this site")),
            listing([inner_link(name, address, {}) for address, name in pages.items()]),
            tag("p", _(site.licence)),
        ]
    )


def _told(records: Records, path: str) -> Markup | None:
    text = records.site.texts.get(path)
    if not text:
        return None
    return join([plain_text(records, path), text_sources(records, path)])


def _numbers(records: Records) -> Markup:
    return join([tag("h2", _("Numbers, each a statement by its source")), key_facts(records)])


def _files(records: Records) -> Markup:
    links = [
        tag("a", _("%(table)s (CSV)") % {"table": table.name}, href=view_address(f"api/{table.path}", {}))
        for table in records.package.tables.values()
    ]
    everything = tag(
        "a", _("Everything, with sources and caveats (JSON)"), href=view_address("api/selection.json", {})
    )
    return listing([everything, *links])


def _listed(records: Records, table: str, rows: Iterable[Any]) -> Markup:
    items = []
    for row in rows:
        sources = source_line(records, table, [row.id])
        parts = [record_link(dated_name(records, table, row), table, row.id)]
        items.append(join([*parts, sources] if sources else parts, ". "))
    return listing(items)


def _events(records: Records) -> Markup:
    rows = sorted(records.tables.events, key=lambda event: (event.date.start, event.date.end, event.id))
    return join([tag("h2", _("Events by date, with their sources")), _listed(records, "events", rows)])


def _figures(records: Records) -> Markup:
    sides = list(records.package.code_lists["perspective"])

    def independent_first(figure: Any) -> tuple[int, str, str]:
        side = records.tables.sources[figure.source_id].perspective
        return sides.index(side), str(figure.stated.start) if figure.stated else "9999", figure.id

    rows = sorted(records.tables.figures, key=independent_first)
    return join([tag("h2", _("Every figure, as its source states it")), _listed(records, "figures", rows)])


def _claims(records: Records) -> Markup:
    items = [
        join(
            [
                record_link(claim.claim, "claims", claim.id),
                tag("b", code_label(records, "claims", "verdict", claim.verdict)),
                claim.finding,
            ],
            ". ",
        )
        for claim in records.tables.claims
    ]
    return join([tag("h2", _("Sentences, checked.")), listing(items)])


def _sources(records: Records) -> Markup:
    items = [record_link(full_name(source), "sources", source.id) for source in records.tables.sources]
    return join([tag("h2", _("Sources")), listing(items)])


def _screenings(records: Records) -> Markup:
    rows = sorted(records.tables.screenings, key=lambda row: (row.date.start if row.date else "", row.id))
    return join([tag("h2", _("Films and where they were shown.")), _listed(records, "screenings", rows)])


def _nothing(_records: Records) -> Markup:
    return Markup("")


_RECORDS: Mapping[str, Callable[[Records], Markup]] = {
    "timeline": _events,
    "map": _events,
    "explore": _events,
    "casualties": _figures,
    "claims": _claims,
    "sources": _sources,
    "screenings": _screenings,
    "lessons": catalogue,
}
