"""A page without scripts: its texts, its pictures in words, its records with their sources, and its data.

Readers without scripts, search engines and archives get this; so does whoever comes when all places are
taken.
"""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.load.loading import Records
from evidence_site.records.names.citing import source_line
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import _
from evidence_site.viz.chart import how_to_read
from evidence_site.viz.markup import Markup, inner_link, join, listing, record_link, tag, view_address
from evidence_site.viz.pages.overview import key_numbers
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import AnyPart, Find, Heading, KeyNumbers, Words, all_parts, chart_of
from evidence_site.viz.pages.run import Run, run_of
from evidence_site.viz.pages.site import PAGES, link_path
from evidence_site.viz.paper.static_view import printed_part


def light_page(records: Records, page: Page, title: str, parameters: Mapping[str, str]) -> Markup:
    """Return what a page says, as HTML that needs nothing else.

    Args:
        parameters: What the address asks for.
    """
    run = run_of(records, page.path, parameters)
    parts = list(all_parts(page.parts(run)))
    site = records.site
    numbers = [] if any(isinstance(part, KeyNumbers) for part in parts) else [key_numbers(records)]
    return join(
        [
            tag("p", inner_link(_(site.name), "", {})),
            tag("h1", title),
            tag("p", _(site.content_note)),
            *[_said(run, part) for part in (*parts, *numbers)],
            tag("h2", _("The data")),
            _files(records),
            tag("h2", _("Pages of this site")),
            listing([inner_link(_(entry.title), link_path(entry), {}) for entry in PAGES if entry.group]),
            tag("p", _(site.licence)),
        ]
    )


def _said(run: Run, part: AnyPart) -> Markup | None:
    """Return what a part says; what only helps to choose says nothing."""
    if isinstance(part, Heading):
        return tag("h2", part.words)
    if isinstance(part, Find):
        items = []
        for key, name in part.names.items():
            sources = source_line(run.records, part.table, [key])
            items.append(join([record_link(name, part.table, key), sources or None], ". "))
        return join([tag("h2", _(KINDS[part.table][1])), listing(items)])
    if (printed := printed_part(part)) is None:
        return None
    if isinstance(printed, Words):
        heading, text = tag("h2", printed.heading) if printed.heading else None, printed.text
        return join([heading, text]) if text else None
    chart = chart_of(printed)
    alt = tag("p", chart.alt) if chart.alt else None
    return join([tag("h2", chart.title), alt, how_to_read(chart)])


def _files(records: Records) -> Markup:
    links = [
        tag("a", _("%(table)s (CSV)") % {"table": table.name}, href=view_address(f"api/{table.path}", {}))
        for table in records.package.tables.values()
    ]
    everything = tag(
        "a", _("Everything, with sources and caveats (JSON)"), href=view_address("api/selection.json", {})
    )
    return listing([everything, *links])
