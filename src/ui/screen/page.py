"""A page on the screen, from its description."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import streamlit as st

from evidence_site.ui.cards.selection_list import record_pages, record_steps
from evidence_site.ui.cards.share_panel import share_panel
from evidence_site.ui.filters.facet_bars import facet_bars
from evidence_site.ui.filters.filter_notices import emptied, idle_filters
from evidence_site.ui.filters.stated_by import stated_by
from evidence_site.ui.screen import exploring, maps, menus, opening, pictures, words
from evidence_site.ui.state.runs import run_now
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.menus import Menu, OrderedTable, Several, Steps, Views
from evidence_site.viz.pages.parts import (
    AnyPart,
    Aside,
    Bars,
    Beside,
    BesideAgain,
    Button,
    CiteRecord,
    Columns,
    ContentNote,
    Contents,
    FilterMenu,
    Find,
    FindPlace,
    Folded,
    Group,
    Heading,
    KeyNumbers,
    Narrow,
    NotApplying,
    NothingLeft,
    Notice,
    OnlineTiles,
    OpenRecord,
    Parts,
    Popover,
    RecordPages,
    RecordSteps,
    Row,
    Section,
    Share,
    SiteText,
    SmallPicture,
    StatedBy,
    Strip,
    TableTwin,
    Title,
    Words,
    Worksheet,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.pages.site import BY_PATH

#: One drawing function for each kind of part; the frame adds those of the rooms above this one.
DRAW: dict[type, Callable[[Run, Any], None]] = {
    Title: words.title,
    Heading: words.heading,
    Words: words.words,
    Aside: words.words,
    KeyNumbers: words.words,
    SiteText: words.site_text,
    Worksheet: words.worksheet,
    Beside: words.text_beside,
    BesideAgain: words.text_beside_again,
    Section: words.section,
    Contents: words.contents,
    ContentNote: words.content_note,
    Notice: words.notice,
    NotApplying: idle_filters,
    NothingLeft: emptied,
    StatedBy: stated_by,
    Find: opening.find,
    FindPlace: opening.find_place,
    OpenRecord: opening.open_record,
    CiteRecord: opening.cite_record,
    Menu: menus.menu,
    Views: menus.menu,
    Steps: menus.steps,
    Several: menus.several,
    Button: menus.button,
    FilterMenu: exploring.filter_menu,
    OrderedTable: menus.ordered_table,
    SmallPicture: exploring.small_picture,
    Strip: exploring.strip,
    Bars: facet_bars,
    RecordSteps: record_steps,
    RecordPages: record_pages,
    Share: share_panel,
    TableTwin: maps.rows_of_picture,
    OnlineTiles: maps.online_tiles,
}


def draw_page(path: str) -> None:
    """Draw what stands between the filters and the foot of a page."""
    run = run_now()
    draw(run, BY_PATH[path].parts(run), 2)


def draw_parts_of(run: Run) -> None:
    """Draw the page of a run within another page."""
    draw(run, BY_PATH[run.path].parts(run), 2)


def draw(run: Run, parts: Parts, level: int) -> None:
    """Draw parts in their order.

    Args:
        level: Level of the titles of pictures that stand under no heading.
    """
    for part in parts:
        _draw(run, part, level)
        if isinstance(part, Heading) and part.look != "small":
            level = 3


def _draw(run: Run, part: AnyPart, level: int) -> None:
    if isinstance(part, Chart):
        pictures.chart(run, part, level)
    elif isinstance(part, MarkedMap):
        maps.marked_map(run, part, level)
    elif isinstance(part, Columns):
        _columns(run, part, level)
    elif isinstance(part, Group):
        with _container_of(run, part):
            draw(run, part.parts, level)
    else:
        DRAW[type(part)](run, part)


def _columns(run: Run, part: Columns, level: int) -> None:
    """Draw groups beside each other; first those beside the pictures, which answer to a click."""
    columns = st.columns(list(part.widths), gap="large" if len(part.widths) == 2 else "medium")
    pairs = list(zip(columns, part.groups, strict=True))
    for column, group in sorted(pairs, key=lambda pair: pair[1].key != "beside"):
        with column:
            _draw(run, group, level)


def _container_of(run: Run, group: Group) -> AbstractContextManager[object]:
    if isinstance(group, Folded):  # a class comes to see the chart
        return st.expander(as_it_stands(group.label)) if run.within else nullcontext()
    if isinstance(group, Popover):
        return st.popover(as_it_stands(group.label))
    if isinstance(group, Row):
        return st.container(
            horizontal=True, key=group.key or None, gap=group.gap, vertical_alignment=group.alignment
        )
    if isinstance(group, Narrow):
        return st.container(width=group.width)
    return st.container(key=group.key) if group.key else nullcontext()
