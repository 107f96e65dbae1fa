"""One selection in four views that answer to each other: time, place, kind and list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from evidence_site.records.choose.facets import resting_sources
from evidence_site.records.choose.filters import BY_KEY, CODE_SEPARATOR
from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.dates import When
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.cards.chart_card import draw_figure, plot
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.selection_list import selection_list, steps
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.facet_bars import facet_bars
from evidence_site.ui.filters.filter_bar import codes_menu
from evidence_site.ui.maps.map_card import as_chosen, choose, layer_of, theme_now
from evidence_site.ui.seams.ready_map import ready_map
from evidence_site.ui.state import address
from evidence_site.viz.chart import nothing_to_draw
from evidence_site.viz.chronology.strip import (
    as_period,
    bins_table,
    brushed,
    chosen_spans,
    outside_domain,
    strip_alt,
    strip_bins,
    strip_figure,
    strip_reading,
)
from evidence_site.viz.films.world import world_chart
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.maps.region_map import event_marks
from evidence_site.viz.markup import tag
from evidence_site.viz.words.lens_places import places_table
from evidence_site.viz.words.lenses import (
    LENSES,
    Lens,
    counted_words,
    in_order,
    lens_labels,
    map_reading,
    whole_domain,
)

_STRIP, _MAP = "explore-strip", "explore-map"
_MAP_HEIGHT = 400


def chosen_lens() -> Lens:
    """Draw the choice of what is counted and listed and return what the address names."""
    return LENSES[view_menu("lens", _("Count and list"), lens_labels(), label_shown=False)]


def counted(records: Records, selection: Selection) -> None:
    """Say what the selection holds and on how many sources it rests."""
    words = counted_words(selection, len(resting_sources(records, selection)))
    st.html(tag("p", words, role="status", class_="counted"))


def view_heading(text: str, anchor: str) -> None:
    """Draw the heading of one of the views: of its level, but small, for all views to stand on one screen.

    Args:
        anchor: Its id; one that is also a property of every document, such as ``when``, gets lost.
    """
    st.html(tag("h2", text, id=anchor, class_="view-of"))


# --- time ------------------------------------------------------------------------------------------------


def time_view(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw the records by date; a stroke over them chooses a period, or years of showing."""
    domain, ids, outside = _on_strip(records, selection, lens)
    chosen = chosen_spans(selection, lens.when)
    lit = chosen_rows(records, lens.table, address.selected())
    draw_figure(
        strip_figure(records, ids, lens.table, domain, chosen, lit, theme_now()),
        _STRIP,
        strip_alt(strip_bins(records, ids, lens.table, domain), outside),
        on_select=partial(_brush, lens, domain),
        selection_mode="box",
    )


def how_to_brush(records: Records, selection: Selection, lens: Lens) -> None:
    """Say how a period is chosen on the strip, and what it cannot show."""
    _domain, _ids, outside = _on_strip(records, selection, lens)
    lit = chosen_rows(records, lens.table, address.selected())
    st.html(tag("p", strip_reading(lens.when, outside, lit), class_="quiet"))


def _on_strip(records: Records, selection: Selection, lens: Lens) -> tuple[When, frozenset[str], int]:
    """Return the days of the strip, the records of the view without its period, and how many lie outside."""
    domain = _span(records, lens)
    ids = select(records, selection.choice.without(lens.when)).ids[lens.table]
    return domain, ids, outside_domain(records, ids, lens.table, domain)


def choose_span(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw the choice of what the strip shows, for events; for showings that of their years."""
    with st.container(width=240):
        if lens.when == "period":
            named = {period.code: _(period.label) for period in records.site.periods}
            view_menu("scale", _("On the strip"), {"": _("All years"), **named}, "list", label_shown=False)
        else:
            codes_menu(records, BY_KEY[lens.when], selection.choice)


def _span(records: Records, lens: Lens) -> When:
    """Return the days that the strip shows: the period of the address, or all years."""
    periods = {period.code: period.when for period in records.site.periods if lens.when == "period"}
    return periods.get(address.value("scale")) or whole_domain(records, lens.table)


def _brush(lens: Lens, domain: When) -> None:
    boxes = st.session_state[_STRIP].get("selection", {}).get("box") or []
    if not boxes:
        return
    start, end = boxes[-1]["x"]  # the newest is the last; a box of the figure itself comes before it
    touched = brushed(domain, str(start), str(end))
    years = CODE_SEPARATOR.join(when.text for when in touched)
    address.put(**{lens.when: as_period(touched) if lens.when == "period" else years, "page": ""})


# --- place -----------------------------------------------------------------------------------------------


def place_view(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw the records on a map; a click opens what lies there."""
    _MAPS[lens.map](records, selection)
    st.html(tag("p", map_reading(lens), class_="quiet"))


def _region(records: Records, selection: Selection) -> None:
    anywhere = select(records, selection.choice.without("place")).rows["events"]
    told = selection.ids["events"] if "place" in selection.choice.active else None
    marks = as_chosen(records, event_marks(records, anywhere, theme_now(), told))
    if not marks:
        st.html(nothing_to_draw())
        return
    ready_map(records, theme_now()).draw(
        [layer_of(records, marks)], key=_MAP, height=_MAP_HEIGHT, on_choose=choose
    )


def _world(records: Records, selection: Selection) -> None:
    anywhere = select(records, selection.choice.without("place")).rows["screenings"]
    plot(records, world_chart(records, anywhere, ""), partial(address.choose_record, "places"))


_MAPS: Mapping[str, Callable[[Records, Selection], None]] = {"region": _region, "world": _world}


# --- kind and list ---------------------------------------------------------------------------------------


def kind_view(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw how many records carry each code; a click on a bar chooses the code."""
    for key in lens.bars:
        facet_bars(records, selection, key, lens.table)


def list_view(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw the selected records in the order of their dates, and the open one with its neighbours."""
    ids = in_order(records, selection, lens.table)
    if address.selected():
        steps(lens.table, ids)
        record_drawer(records, "")
    selection_list(records, lens.table, ids)


def table_twins(records: Records, selection: Selection, lens: Lens) -> None:
    """Draw what the strip and the map show as tables, folded; bars and list are text as they stand."""
    twins = st.expander(_("The strip and the map as tables"), key="explore-twins", on_change="rerun")
    if twins.open:
        with twins:
            ids = select(records, selection.choice.without(lens.when)).ids[lens.table]
            st.html(bins_table(strip_bins(records, ids, lens.table, _span(records, lens))))
            st.html(places_table(records, select(records, selection.choice.without("place")), lens.table))
