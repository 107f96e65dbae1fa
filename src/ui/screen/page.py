"""A page on the screen, from its description."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import streamlit as st

from evidence_site.ui.cards.cite_panel import record_citation
from evidence_site.ui.cards.selection_list import record_pages, record_steps
from evidence_site.ui.cards.share_panel import share_panel
from evidence_site.ui.filters.facet_bars import facet_bars
from evidence_site.ui.filters.filter_bar import stated_by
from evidence_site.ui.filters.filter_notices import emptied, idle_filters
from evidence_site.ui.lessons.lesson_pages import lessons
from evidence_site.ui.preview.check_section import check_section
from evidence_site.ui.screen import maps, menus, opening, pictures, words
from evidence_site.ui.state.runs import run_now
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages import parts
from evidence_site.viz.pages.menus import Menu, OrderedTable, Several, Steps, Views
from evidence_site.viz.pages.run import Run
from evidence_site.viz.pages.site import BY_PATH

#: One drawing function for each kind of part.
DRAW: dict[type, Callable[[Run, Any], None]] = {
    parts.Title: words.title,
    parts.Heading: words.heading,
    parts.Words: words.words,
    parts.KeyNumbers: words.words,
    parts.Aside: words.words,
    parts.SiteText: words.site_text,
    parts.Worksheet: words.worksheet,
    parts.Beside: words.text_beside,
    parts.BesideAgain: words.text_beside_again,
    parts.Section: words.section,
    parts.Contents: words.contents,
    parts.ContentNote: words.content_note,
    parts.Notice: words.notice,
    parts.NotApplying: idle_filters,
    parts.NothingLeft: emptied,
    parts.StatedBy: stated_by,
    parts.Find: opening.find,
    parts.FindPlace: opening.find_place,
    parts.OpenRecord: opening.open_record,
    parts.CiteRecord: record_citation,
    Menu: menus.menu,
    Views: menus.menu,
    Steps: menus.steps,
    Several: menus.several,
    parts.Button: menus.button,
    parts.FilterMenu: menus.filter_menu,
    OrderedTable: menus.ordered_table,
    parts.SmallPicture: maps.small_picture,
    parts.Strip: pictures.strip,
    parts.Bars: facet_bars,
    parts.RecordSteps: record_steps,
    parts.RecordPages: record_pages,
    parts.Share: share_panel,
    parts.TableTwin: pictures.rows_of_picture,
    parts.OnlineTiles: maps.online_tiles,
    parts.CheckFiles: check_section,
    parts.Lessons: lambda run, part: lessons(run, part, draw_page),  # a step draws the page of its view
}


def draw_page(path: str) -> None:
    """Draw what stands between the filters and the foot of a page."""
    run = run_now()
    draw(run, BY_PATH[path].parts(run), 2)


def draw(run: Run, content: parts.Parts, level: int) -> None:
    """Draw parts in their order.

    Args:
        level: Level of the titles of pictures that stand under no heading.
    """
    for part in content:
        if isinstance(part, Chart):
            pictures.chart(run, part, level)
        elif isinstance(part, MarkedMap):
            maps.marked_map(run, part, level)
        elif isinstance(part, parts.Columns):
            _columns(run, part, level)
        elif isinstance(part, parts.Group):
            with _container_of(run, part):
                draw(run, part.parts, level)
        else:
            DRAW[type(part)](run, part)
        if isinstance(part, parts.Heading) and part.look != "small":
            level = 3


def _columns(run: Run, part: parts.Columns, level: int) -> None:
    """Draw groups beside each other; first those beside the pictures, which answer to a click."""
    columns = st.columns(list(part.widths), gap="large" if len(part.widths) == 2 else "medium")
    pairs = list(zip(columns, part.groups, strict=True))
    for column, group in sorted(pairs, key=lambda pair: pair[1].key != "beside"):
        with column:
            draw(run, (group,), level)


def _container_of(run: Run, group: parts.Group) -> AbstractContextManager[object]:
    if isinstance(group, parts.Folded):  # a class comes to see the chart
        return st.expander(as_it_stands(group.label)) if run.within else nullcontext()
    if isinstance(group, parts.Popover):
        return st.popover(as_it_stands(group.label))
    if isinstance(group, parts.Row):
        return st.container(
            horizontal=True, key=group.key or None, gap=group.gap, vertical_alignment=group.alignment
        )
    if isinstance(group, parts.Narrow):
        return st.container(width=group.width)
    return st.container(key=group.key) if group.key else nullcontext()
