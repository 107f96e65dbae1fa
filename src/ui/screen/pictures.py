"""Charts on the screen: title, picture, how to read it, sources, table twin, and the rows to take away."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from evidence_site.records.choose.choice import write_choice
from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.wording import ngettext
from evidence_site.ui.cards.cite_panel import chart_citation
from evidence_site.ui.seams.ready_figure import ReadyFigure
from evidence_site.ui.state.choosing import held, put
from evidence_site.viz.chart import TYPE_SIZE, Chart, Figure, has_marks, nothing_to_draw, table_label
from evidence_site.viz.chronology.strip import as_period, brushed
from evidence_site.viz.maps.chosen import with_chosen
from evidence_site.viz.markup import Markup, as_it_stands, html_table, tag, view_address
from evidence_site.viz.pages.parts import Strip, TableTwin, chart_of
from evidence_site.viz.pages.run import SELECTED, Run
from evidence_site.viz.paper.enlarged import enlarged
from evidence_site.viz.words.cited_sources import beside_picture

_STRIP = "explore-strip"
_CONFIG = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": True}


def chart(run: Run, part: Chart, level: int) -> None:
    """Draw one chart with everything that belongs to it.

    Args:
        level: Level of its title.
    """
    (st.header if level == 2 else st.subheader)(as_it_stands(part.title), anchor=part.key)
    if not part.rows:
        return
    plot(run, part)
    st.html(beside_picture(run.records, part))
    _table_twin(part)
    if not run.records.is_preview:
        chart_citation(run, part)
        st.html(tag("p", _download_link(part, run.selection), class_="quiet"))


def rows_of_picture(run: Run, part: TableTwin) -> None:
    """Draw the rows of a picture as a table, folded, and the link to exactly these rows."""
    _table_twin(part.chart)
    if not run.records.is_preview:
        st.html(tag("p", _download_link(part.chart, run.selection), class_="quiet"))


def plot(run: Run, part: Chart) -> None:
    """Draw the figure of a chart, with the marks of the open record set apart."""
    key = _widget_key(run, part)
    selecting: dict[str, Any] = {}
    if part.opens is not None:
        selecting = {"on_select": partial(_report, part, key), "selection_mode": "points"}
    draw_figure(run, with_chosen(run.records, part, run.chosen).figure, key, part.alt, **selecting)


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


def draw_figure(run: Run, figure: Figure, key: str, alt: str, **selecting: Any) -> None:
    """Draw a figure, or say that there is nothing to draw: an empty axis would be taken for a finding.

    Args:
        selecting: What a click in it does, as ``st.plotly_chart`` takes it.
    """
    if not has_marks(figure):
        st.html(nothing_to_draw())
        return
    larger = figure if run.type_size == TYPE_SIZE else enlarged(figure, run.type_size / TYPE_SIZE)
    st.plotly_chart(ReadyFigure(larger), key=key, alt=alt, config=_CONFIG, **selecting)


def _widget_key(run: Run, part: Chart) -> str:
    """Return the key of the chart's widget, a new one once the clicked record is no longer open.

    The browser would still hold its mark as selected, and the next click would let it go, not open it.
    """
    turn = f"turn-{part.key}"
    count = st.session_state.get(turn, 0)
    clicked = clicked_mark(_turned(part, count))
    if clicked and (run.chosen is None or clicked != run.chosen[1]):
        st.session_state[turn] = count = count + 1
    return _turned(part, count)


def _turned(part: Chart, count: int) -> str:
    return f"chart-{part.key}-{count}" if count else f"chart-{part.key}"


def _report(part: Chart, key: str) -> None:
    if mark := clicked_mark(key):
        choose_mark(part, mark)


def choose_mark(part: Chart, mark: str) -> None:
    """Choose the code of a filter that a mark stands for, or let it go, or open its record. For callbacks."""
    for beginning, name in part.chooses.items():
        if mark.startswith(beginning):
            code = mark.removeprefix(beginning)
            put(**{name: "" if held(name) == code else code})
            return
    put(**{SELECTED: f"{part.opens or part.table}.{mark}"})


def clicked_mark(key: str) -> str:
    """Return the id of the mark that is selected in a chart; empty for none."""
    points = st.session_state.get(key, {}).get("selection", {}).get("points")
    chosen = points[0].get("customdata") if points else None
    if isinstance(chosen, dict):  # Streamlit turns a list into a mapping of positions
        chosen = chosen.get("0")
    if isinstance(chosen, list):
        chosen = chosen[0] if chosen else None
    return str(chosen or "")


def _table_twin(part: Chart) -> None:
    """Draw the table twin, folded; it is made only when it is opened, for it can hold hundreds of rows."""
    twin = st.expander(as_it_stands(table_label(part)), key=f"twin-{part.key}", on_change="rerun")
    if twin.open:
        rows = [[column.text(row) for column in part.twin] for row in part.rows]
        twin.html(html_table([column.heading for column in part.twin], rows, part.title))


def _download_link(part: Chart, selection: Selection) -> Markup:
    """Return a link to exactly the rows of a chart; ids need no filters, which would drop faint rows."""
    filters = {} if "id" in part.narrow else write_choice(selection.choice)
    address = view_address(f"api/{part.table}.csv", {**filters, **part.narrow})
    words = ngettext("Download this row (CSV)", "Download these %(count)s rows (CSV)", len(part.rows))
    return tag("a", words % {"count": number_text(len(part.rows))}, href=address, download="")
