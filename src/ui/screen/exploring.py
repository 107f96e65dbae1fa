"""One selection in several views on the screen: small pictures, and the strip that is drawn over."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evidence_site.records.choose.filters import BY_KEY, CODE_SEPARATOR
from evidence_site.ui.filters.filter_bar import codes_menu
from evidence_site.ui.screen.maps import as_chosen, choose, layer_of
from evidence_site.ui.screen.pictures import draw_figure, plot
from evidence_site.ui.seams.ready_map import ready_map
from evidence_site.ui.state.choosing import put
from evidence_site.viz.chart import nothing_to_draw
from evidence_site.viz.chronology.strip import as_period, brushed
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.pages.parts import FilterMenu, SmallPicture, Strip, chart_of
from evidence_site.viz.pages.run import Run

_STRIP, _MAP = "explore-strip", "explore-map"


def strip(run: Run, part: Strip) -> None:
    """Draw records by date; a stroke over them sets a filter."""
    chart = chart_of(part.picture)
    draw_figure(run, chart.figure, _STRIP, chart.alt, on_select=partial(_brush, part), selection_mode="box")


def _brush(part: Strip) -> None:
    boxes = st.session_state[_STRIP].get("selection", {}).get("box") or []
    if not boxes:
        return
    start, end = boxes[-1]["x"]  # the newest is the last; a box of the figure itself comes before it
    touched = brushed(part.domain, str(start), str(end))
    years = CODE_SEPARATOR.join(when.text for when in touched)
    put(**{part.sets: as_period(touched) if part.sets == "period" else years, "page": ""})


def filter_menu(run: Run, part: FilterMenu) -> None:
    """Draw the menu of a filter once more."""
    codes_menu(run.records, BY_KEY[part.filter], run.choice)


def small_picture(run: Run, part: SmallPicture) -> None:
    """Draw a chart or a map without its card; a click opens what lies there."""
    if isinstance(part.picture, MarkedMap):
        _small_map(run, part.picture)
    else:
        plot(run, part.picture)


def _small_map(run: Run, marked: MarkedMap) -> None:
    marks = as_chosen(run, marked.marks)
    if not marks:
        st.html(nothing_to_draw())
        return
    ready_map(run.records, run.theme).draw(
        [layer_of(run, marks)], key=_MAP, height=marked.height, on_choose=choose
    )
