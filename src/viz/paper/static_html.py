"""A view on paper: each picture with its title, how to read it, its sources, date and address, and its table.

What is made here needs no script, no server and no network. Handout and kit are made of it; a static
edition of all pages can be: it needs nothing but addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart, has_marks, how_to_read, nothing_to_draw, table_label
from evidence_site.viz.maps.map_legend import dated_lines, drawn_from, line_legend
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, html_table, join, link, tag
from evidence_site.viz.pages.parts import Bars, Picture, Words, chart_of
from evidence_site.viz.paper.static_view import StaticView
from evidence_site.viz.svg.svg import WIDTH, UndrawnError
from evidence_site.viz.svg.svg_map import View, draw_map, view_of
from evidence_site.viz.svg.svg_plot import draw_figure
from evidence_site.viz.svg.svg_slices import sliced
from evidence_site.viz.words.cite_links import data_state
from evidence_site.viz.words.cited_sources import chart_sources

#: Rows of a table that stand in a document, and columns that are printed.
MOST_ROWS, PRINTED_COLUMNS = 20, 5
#: Height of a picture that fits a sheet with its words; a taller one is drawn narrow, in pieces side by side.
_TALLEST, _NARROW = 760, 372
#: Height of a narrow piece that fits a sheet, and where in a piece it is cut on average.
_SHEET, _CUT_AT = 1000, 0.85
_THEME = "light"
_LINK = re.compile(r"<a ([^>]*)>(.*?)</a>", re.DOTALL)
_LIST = re.compile(r"(<ul[^>]*>)((?:(?!</?ul).)*)</ul>", re.DOTALL)
_ITEM = re.compile(r"<li.*?</li>", re.DOTALL)
#: Items of a list that stand in a document; it is cut if this many more would follow.
MOST_ITEMS, _FEW = 15, 4
#: Items of a list on a sheet of paper.
_ON_A_SHEET = 6
#: Width of a picture on a sheet that has its words beside it, and the greatest height of such a chart.
_BESIDE, _LOW = 480, 420
_ADDRESS = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class DocumentLocation:
    """Where a document stands, for what it links to.

    Attributes:
        site: Address of the site, without a slash at its end; empty if nobody knows it.
        inside: Turns a relative address (``./map?tab=night``) into that of a page of the same document,
            for a static edition; None for an address that has no page there.
    """

    site: str = ""
    inside: Callable[[str], str | None] = lambda _address: None

    def address(self, relative: str) -> str | None:
        """Return where a link of the site leads from here; None if it leads nowhere."""
        target = self.inside(relative)
        if target is None and self.site:
            return f"{self.site}/{relative.removeprefix('./')}"
        return target


def placed(body: Markup, location: DocumentLocation) -> Markup:
    """Return HTML of the site with each link made to work from a document; one that cannot becomes text."""

    def led(found: re.Match[str]) -> str:
        address = _ADDRESS.search(found[1])
        if address is None:
            return found[0]
        if not address[1].startswith(("./", "/")):
            return found[0] if address[1].startswith(("http:", "https:", "mailto:")) else found[2]
        target = location.address("./" + unescape(address[1]).removeprefix(".").removeprefix("/"))
        return tag("a", Markup(found[2]), href=target) if target else found[2]

    return Markup(_LINK.sub(led, body))


def with_short_lists(body: Markup, most: int = MOST_ITEMS) -> Markup:
    """Return HTML whose long lists are cut on paper, and say how much more stands on the page."""

    def cut(found: re.Match[str]) -> str:
        items = _ITEM.findall(found[2])
        more = len(items) - most
        if more < _FEW or "<ul" in found[2]:
            return found[0]
        words = _("… and %(count)s more, on the page of the site") % {"count": number_text(more)}
        return f"{found[1]}{''.join(items[:most])}<li>{words}</li></ul>"

    return Markup(_LIST.sub(cut, body))


def parts_html(
    records: Records,
    view: StaticView,
    name: str,
    relative: str,
    location: DocumentLocation,
    *,
    level: int = 3,
    on_sheet: bool = False,
) -> Markup:
    """Return all that stands on a view.

    Args:
        name: Tells this view from others in one document.
        relative: Address of the view, as links of the site use it.
        level: Level of the headings.
        on_sheet: With lists and maps for a sheet of paper, where there is little room.
    """
    caution = tag("p", view.caution, class_="caution") if view.caution else None
    words = _("Narrowed to: %(filters)s") % {"filters": view.narrowed}
    narrowed = tag("p", words, class_="narrowed") if view.narrowed else None
    if not view.parts:
        empty = tag("p", _("Nothing stands on this view under these filters."), class_="caution")
        return join([caution, narrowed, empty])
    drawn: list[Markup] = []
    for are_bars, parts in groupby(view.parts, lambda part: isinstance(part, Bars)):
        written = []
        for part in parts:
            if isinstance(part, Words):
                short = with_short_lists(part.text, _ON_A_SHEET if on_sheet else MOST_ITEMS)
                kind = "words bars" if are_bars else "words"
                heading = tag(f"h{level}", part.heading)
                written.append(tag("section", heading, placed(short, location), class_=kind))
            else:
                anchor = f"{name}-{chart_of(part).key}"
                written.append(
                    _picture(records, view, part, anchor, relative, location, level, on_sheet=on_sheet)
                )
        drawn += [tag("div", *written, class_="all-bars")] if are_bars else written
    return join([caution, narrowed, *drawn, _left(view, relative, location)])


def _left(view: StaticView, relative: str, location: DocumentLocation) -> Markup | None:
    if not view.left and not view.is_brief:
        return None
    words = _("This view is shorter here.")
    if view.left:
        words = ngettext(
            "%(count)s more part of this view is not printed here.",
            "%(count)s more parts of this view are not printed here.",
            view.left,
        ) % {"count": number_text(view.left)}
    return tag("p", words, " ", _where(relative, location), class_="quiet")


def _picture(
    records: Records,
    view: StaticView,
    part: Picture,
    name: str,
    relative: str,
    location: DocumentLocation,
    level: int,
    *,
    on_sheet: bool,
) -> Markup:
    chart = chart_of(part)
    # A map is as wide as there is room: on a narrow one names would go.
    height = chart.figure["layout"]["height"] if chart.figure else None
    is_beside = on_sheet and height is not None and height <= _LOW
    if isinstance(part, MarkedMap):
        picture = _map(records, view, part, name, location)
    else:
        picture = _chart(part, name, _BESIDE if is_beside else WIDTH)
    sources = chart_sources(records, chart)
    caption = tag(
        "figcaption",
        how_to_read(chart, on_paper=True),
        tag("p", tag("b", _("Sources: ")), sources) if sources else None,
        tag("p", tag("span", data_state(records), " ", class_="state"), _where(relative, location)),
    )
    to_table = tag("a", table_title(chart), href=f"#{name}-table")
    table = tag("p", to_table, class_="to-table") if chart.rows else None
    is_tall = height is not None and height > _TALLEST
    kind = "picture beside" if is_beside else "picture" if is_tall else "picture wide"
    return tag("figure", tag(f"h{level}", chart.title), picture, caption, table, id=name, class_=kind)


def _where(relative: str, location: DocumentLocation) -> Markup:
    if location.site:
        address = f"{location.site}/{relative.removeprefix('./')}"
        return link(address, address)
    return join([_("On the site: %(address)s") % {"address": relative.removeprefix(".")}])


def _chart(chart: Chart, name: str, width: int) -> Markup:
    """The picture; for a figure that cannot be drawn its words, and the table has the rest."""
    if not has_marks(chart.figure):
        return nothing_to_draw()
    layout = chart.figure["layout"]
    height = layout["height"]
    tall = height > _TALLEST
    if "geo" in layout:
        layout = {**layout, "height": height * width // WIDTH}
    try:
        svg = draw_figure({**chart.figure, "layout": layout}, name, chart.alt, _NARROW if tall else width)
    except UndrawnError:
        return tag("p", chart.alt, class_="undrawn")
    most = _TALLEST
    if tall:  # one piece, or two beside each other: a piece that is cut off its axis is worse than a long one
        most = _SHEET if height <= _SHEET else min(height / 2 / _CUT_AT, _SHEET)
    return tag("div", *sliced(svg, name, most), class_="pieces" if tall else "whole")


def _map(
    records: Records, view: StaticView, marked: MarkedMap, name: str, location: DocumentLocation
) -> Markup:
    if not marked.marks:
        return nothing_to_draw()
    title, height = f"{marked.chart.title}. {marked.chart.alt}".strip(), marked.paper_height
    svg = draw_map(records, marked.marks, name, title, reach=marked.reach, naming=view.naming, height=height)
    view_on_paper = view_of(records, marked.reach, WIDTH, height)
    dated = dated_lines(records, _THEME, view_on_paper.zoom)
    lines = None if marked.reach else line_legend(records, _THEME)
    beside = [marked.legend, dated, lines, marked.beside, _outside(marked, view_on_paper)]
    words = tag("div", placed(join(beside), location), class_="legends")
    return join([tag("div", svg, class_="whole map"), words])


def about_maps(records: Records, views: Iterable[StaticView]) -> Markup:
    """Return what holds for all maps of some views: how sure places are, and what they are drawn from."""
    with_maps = [view for view in views if any(isinstance(part, MarkedMap) for part in view.parts)]
    if not with_maps:
        return Markup("")
    words = drawn_from(records, _THEME, [view.naming for view in with_maps])
    return tag("div", words, class_="legends quiet")


def _outside(marked: MarkedMap, seen: View) -> Markup | None:
    """A picture cannot be moved: it says how many marks lie beside it."""
    count = sum(not seen.holds(*seen.at(mark.point)) for mark in marked.marks)
    if not count:
        return None
    words = ngettext(
        "%(count)s of %(all)s marks lies outside this picture; the page of the site shows it.",
        "%(count)s of %(all)s marks lie outside this picture; the page of the site shows them.",
        count,
    )
    return tag("p", words % {"count": number_text(count), "all": number_text(len(marked.marks))})


# --- tables ----------------------------------------------------------------------------------------------


def table_title(chart: Chart) -> str:
    """Return the words that lead to the table of a chart on paper: how many of its rows it holds."""
    count = len(chart.rows)
    if count <= MOST_ROWS:
        return table_label(chart)
    words = ngettext(
        "As a table: the first %(shown)s of %(count)s row",
        "As a table: the first %(shown)s of %(count)s rows",
        count,
    )
    return words % {"shown": number_text(MOST_ROWS), "count": number_text(count)}


def tables_html(view: StaticView, name: str) -> list[Markup]:
    """Return the tables of the charts and maps of a view, shortened and saying so."""
    tables = []
    for chart in view.charts:
        if chart.rows:
            rows = [[column.text(row) for column in chart.twin] for row in chart.rows[:MOST_ROWS]]
            headings = [column.heading for column in chart.twin]
            caption = f"{chart.title}. {table_title(chart)}"
            words = ngettext(
                "Printed: %(shown)s of %(count)s column.",
                "Printed: %(shown)s of %(count)s columns.",
                len(headings),
            ) % {"shown": PRINTED_COLUMNS, "count": number_text(len(headings))}
            printed = tag("p", words, class_="printed") if len(headings) > PRINTED_COLUMNS else None
            content = [tag("h3", chart.title), printed, html_table(headings, rows, caption)]
            tables.append(tag("section", *content, id=f"{name}-{chart.key}-table", class_="twin"))
    return tables
