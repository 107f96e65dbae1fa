"""The chart card: finding, chart, how to read it, source line, table twin, and the rows to take away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from evidence_site.records.choose.choice import write_choice
from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.cite_panel import chart_citation
from evidence_site.ui.seams.ready_figure import ReadyFigure
from evidence_site.ui.state import address
from evidence_site.viz.chart import Chart, Figure, has_marks, how_to_read, nothing_to_draw, table_label
from evidence_site.viz.maps.chosen import with_chosen
from evidence_site.viz.markup import as_it_stands, html_table, join, tag, view_address
from evidence_site.viz.words.cited_sources import chart_sources

_CONFIG = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": True}


def chart_card(
    records: Records,
    chart: Chart,
    selection: Selection,
    on_choose: Callable[[str], None] | None = None,
    heading: Callable[..., Any] = st.subheader,
) -> None:
    """Draw one chart with everything that belongs to it.

    Args:
        on_choose: Called with the id of a clicked mark; marks carry it in ``customdata``.
        heading: Draws the title at the level that the page needs.
    """
    heading(as_it_stands(chart.title), anchor=chart.key)
    if not chart.rows:
        return
    plot(records, chart, on_choose)
    st.html(
        tag(
            "div",
            how_to_read(chart),
            *[tag("p", note) for note in chart.notes],
            tag("p", join([tag("b", _("Sources: ")), chart_sources(records, chart)])),
            class_="quiet",
        )
    )
    table_twin(chart)
    if not records.is_preview:
        chart_citation(records, chart, selection)
        st.html(tag("p", download_link(chart, selection), class_="quiet"))


def plot(records: Records, chart: Chart, on_choose: Callable[[str], None] | None) -> None:
    """Draw the figure of a chart, with the marks of the open record set apart."""
    key = _widget_key(chart)
    marked = with_chosen(records, chart, address.selected())
    selecting: dict[str, Any] = {}
    if on_choose is not None:
        selecting = {"on_select": lambda: _report(key, on_choose), "selection_mode": "points"}
    draw_figure(marked.figure, key, chart.alt, **selecting)


def draw_figure(figure: Figure, key: str, alt: str, **selecting: Any) -> None:
    """Draw a figure, or say that there is nothing to draw: an empty axis would be taken for a finding.

    Args:
        selecting: What a click in it does, as ``st.plotly_chart`` takes it.
    """
    if has_marks(figure):
        st.plotly_chart(ReadyFigure(figure), key=key, alt=alt, config=_CONFIG, **selecting)
    else:
        st.html(nothing_to_draw())


def _widget_key(chart: Chart) -> str:
    """Return the key of the chart's widget, a new one once the clicked record is no longer open.

    The browser would still hold its mark as selected, and the next click would let it go, not open it.
    """
    turn = f"turn-{chart.key}"
    count = st.session_state.get(turn, 0)
    clicked, open_now = clicked_mark(_turned(chart, count)), address.selected()
    if clicked and (open_now is None or clicked != open_now[1]):
        st.session_state[turn] = count = count + 1
    return _turned(chart, count)


def _turned(chart: Chart, count: int) -> str:
    return f"chart-{chart.key}-{count}" if count else f"chart-{chart.key}"


def _report(key: str, on_choose: Callable[[str], None]) -> None:
    if clicked := clicked_mark(key):
        on_choose(clicked)


def clicked_mark(key: str) -> str:
    """Return the id of the mark that is selected in a chart; empty for none."""
    points = st.session_state.get(key, {}).get("selection", {}).get("points")
    chosen = points[0].get("customdata") if points else None
    if isinstance(chosen, dict):  # Streamlit turns a list into a mapping of positions
        chosen = chosen.get("0")
    if isinstance(chosen, list):
        chosen = chosen[0] if chosen else None
    return str(chosen or "")


def table_twin(chart: Chart) -> None:
    """Draw the table twin, folded; it is made only when it is opened, for it can hold hundreds of rows."""
    twin = st.expander(as_it_stands(table_label(chart)), key=f"twin-{chart.key}", on_change="rerun")
    if twin.open:
        with twin:
            st.html(twin_rows(chart))


def twin_rows(chart: Chart) -> str:
    """Return the table twin of a chart as HTML."""
    rows = [[column.text(row) for column in chart.twin] for row in chart.rows]
    return html_table([column.heading for column in chart.twin], rows, chart.title)


def download_link(chart: Chart, selection: Selection) -> str:
    """Return a link to exactly the rows of a chart; ids need no filters, which would drop faint rows."""
    filters = {} if "id" in chart.narrow else write_choice(selection.choice)
    parameters = {**filters, **chart.narrow}
    address = view_address(f"api/{chart.table}.csv", parameters)
    words = ngettext("Download this row (CSV)", "Download these %(count)s rows (CSV)", len(chart.rows))
    return tag("a", words % {"count": number_text(len(chart.rows))}, href=address, download="")
