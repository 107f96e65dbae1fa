"""What the map can show: events, the night, attacks, coded events, the displaced, population, screenings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from evidence_site.records.choose.selection import Selection
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import by_date
from evidence_site.records.wording import N_, _
from evidence_site.ui.cards.contents import content_note
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.record_list import record_list
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.maps.map_card import map_card, theme_now
from evidence_site.ui.maps.map_years import choose_displacement_year, choose_population_year
from evidence_site.ui.maps.night_steps import hour_in_words, night_now, night_sources, night_view
from evidence_site.ui.state import address
from evidence_site.viz.datasets.coded_map import coded_map
from evidence_site.viz.datasets.displacement_map import displacement_map
from evidence_site.viz.datasets.population_map import population_map
from evidence_site.viz.films.screening_map import screening_map
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.numbers.attack_map import attack_map

_HINT = N_("Choose a mark on the map or an event in the list: its record opens here.")
_ROW_HINT = N_("Choose a mark on the map or a row in the list: its record opens here.")


@dataclass(frozen=True)
class MapView:
    """One thing that the map shows: its code in the address, its label, and what it draws."""

    code: str
    label: str
    draw: Callable[[Records, Selection], None]


@dataclass(frozen=True)
class LayerView:
    """A view of one layer: what it makes of the filters.

    Attributes:
        follows: Kind of record whose filters narrow it; another kind follows none.
        find: Label of the list beside it.
        build: Makes the marks and the words; it may draw a choice of its own above the map.
    """

    follows: str
    find: str
    hint: str
    build: Callable[[Records, Selection], MarkedMap]

    def draw(self, records: Records, selection: Selection) -> None:
        """Draw the layer beside the list of its rows and the record that is open."""
        not_applying(selection, self.follows)
        if self.follows in selection.ids:
            empty_notice(records, selection, self.follows)
        chart, beside = st.columns([5, 3], gap="large")
        with chart:
            marked = self.build(records, selection)
            map_card(records, marked, selection)
        with beside.container(key="beside"):
            record_list(records, marked.chart.table, marked.chart.rows, _(self.find))
            record_drawer(records, _(self.hint))


def chosen_map_view() -> MapView:
    """Draw the choice of what the map shows and return what the address names."""
    by_code = {view.code: view for view in MAP_VIEWS}
    labels = {view.code: _(view.label) for view in MAP_VIEWS}
    return by_code[view_menu("tab", _("Show"), labels, label_shown=False)]


def _all_events(records: Records, selection: Selection) -> MarkedMap:
    return event_map(records, selection.rows["events"], theme_now())


def _attacks(records: Records, selection: Selection) -> MarkedMap:
    figures = selection.ids["figures"]
    return attack_map(records, selection.rows["events"], figures, theme_now())


def _coded(records: Records, _selection: Selection) -> MarkedMap:
    return coded_map(records, theme_now())


def _displaced(records: Records, _selection: Selection) -> MarkedMap:
    year = choose_displacement_year(records)
    return displacement_map(records, year, theme_now())


def _population(records: Records, selection: Selection) -> MarkedMap:
    year = choose_population_year(records)
    return population_map(records, selection, year, theme_now())


def _screenings(records: Records, selection: Selection) -> MarkedMap:
    rows, elsewhere = selection.rows["screenings"], address.elsewhere()
    return screening_map(records, rows, theme_now(), elsewhere)


def _night(records: Records, selection: Selection) -> None:
    """Draw the night at the hour of the view."""
    with folded_in_a_lesson(_("Content note")):
        content_note(records, "night", skip_to="sources", skip=_("Skip the night and go to the sources"))
    night = night_now(records, selection)
    not_applying(selection, "events")
    if not empty_notice(records, selection, "events"):
        chart, beside = st.columns([5, 3], gap="large")
        with beside.container(key="beside"):
            record_list(records, "events", by_date(night.events), _("Find an event"))
            record_drawer(records, _(_HINT))
            hour_in_words(records, night, "wide")
        with chart:
            night_view(records, night, selection)
    night_sources(records, night)


_EVENTS, _EVENT = "events", N_("Find an event")

MAP_VIEWS: tuple[MapView, ...] = (
    MapView("", N_("All events"), LayerView(_EVENTS, _EVENT, _HINT, _all_events).draw),
    MapView("night", N_("The night, hour by hour"), _night),
    MapView("attacks", N_("Attacks on civilians"), LayerView(_EVENTS, _EVENT, _HINT, _attacks).draw),
    MapView(
        "coded",
        N_("Events as a data set codes them"),
        LayerView("conflict_events", N_("Find a coded event"), _ROW_HINT, _coded).draw,
    ),
    MapView(
        "displaced",
        N_("Displacement"),
        LayerView("displacement", N_("Find a number of displaced people"), _ROW_HINT, _displaced).draw,
    ),
    MapView(
        "population",
        N_("Population"),
        LayerView("places", N_("Find a number of people"), _ROW_HINT, _population).draw,
    ),
    MapView(
        "screenings",
        N_("Screenings"),
        LayerView("screenings", N_("Find a screening"), _ROW_HINT, _screenings).draw,
    ),
)
