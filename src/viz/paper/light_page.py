"""A page without scripts: its texts, its pictures in words, its records with their sources, and its data.

Readers without scripts, search engines and archives get this; so does whoever comes when all places are
taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.names.citing import source_line
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart, how_to_read
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, inner_link, join, listing, record_link, tag, view_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    AnyPart,
    Aside,
    Find,
    Heading,
    Picture,
    Section,
    Tool,
    Words,
    all_parts,
    chart_of,
)
from evidence_site.viz.pages.run import Run, run_of
from evidence_site.viz.pages.site import PAGES, link_path
from evidence_site.viz.words.overview import key_facts

#: What a table of numbers is called where it stands on every page.
_NUMBERS = "numbers"


def light_page(records: Records, page: Page, title: str, parameters: Mapping[str, str]) -> Markup:
    """Return what a page says, as HTML that needs nothing else.

    Args:
        parameters: What the address asks for.
    """
    run = run_of(records, page.path, parameters)
    parts = list(all_parts(page.parts(run)))
    site = records.site
    has_numbers = any(isinstance(part, Words) and part.key == _NUMBERS for part in parts)
    return join(
        [
            tag("p", inner_link(_(site.name), "", {})),
            tag("h1", title),
            tag("p", _(site.content_note)),
            *[_said(run, part) for part in parts],
            None if has_numbers else _numbers(records),
            tag("h2", _("The data")),
            _files(records),
            tag("h2", _("Pages of this site")),
            listing([inner_link(_(entry.title), link_path(entry), {}) for entry in PAGES if entry.group]),
            tag("p", _(site.licence)),
        ]
    )


def _said(run: Run, part: AnyPart) -> Markup | None:
    """Return what a part says; what only helps to choose says nothing."""
    for kind, say in _SAY.items():
        if isinstance(part, kind):
            return say(run, part)
    return None


def _heading(_run: Run, part: Heading) -> Markup:
    return tag("h2", part.words)


def _words(_run: Run, part: Words) -> Markup | None:
    if not (body := part.text):
        return None
    return join([tag("h2", part.heading) if part.heading else None, body])


def _section(_run: Run, part: Section) -> Markup | None:
    return _words(_run, part) if part.is_open or part.is_printed else None


def _tool(run: Run, part: Tool) -> Markup:
    return _picture(run, part.picture)


def _picture(_run: Run, part: Picture) -> Markup:
    chart = chart_of(part)
    alt = tag("p", chart.alt) if chart.alt else None
    return join([tag("h2", chart.title), alt, how_to_read(chart), *[tag("p", note) for note in chart.notes]])


def _records(run: Run, part: Find) -> Markup:
    """Every record of a list, with its sources."""
    items = []
    for key, name in part.names.items():
        sources = source_line(run.records, part.table, [key])
        items.append(join([record_link(name, part.table, key), *([sources] if sources else [])], ". "))
    return join([tag("h2", _(KINDS[part.table][1])), listing(items)])


def _nothing(_run: Run, _part: AnyPart) -> None:
    return None


#: One function for each kind of part that says something; the first that fits counts.
_SAY: Mapping[type, Callable[[Run, Any], Markup | None]] = {
    Heading: _heading,
    Aside: _nothing,
    Section: _section,
    Words: _words,
    Tool: _tool,
    Chart: _picture,
    MarkedMap: _picture,
    Find: _records,
}


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
