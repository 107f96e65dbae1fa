"""The night, hour by hour: the hour of the view, stepped by hand from one reported moment to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import streamlit as st

from evidence_site.records.choose.selection import Selection
from evidence_site.records.dates import When
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Event
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.cards.stepper import Stepper, step_through
from evidence_site.ui.maps.map_card import map_notes, region_map, theme_now
from evidence_site.ui.state import address
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.night_hours import (
    event_words,
    hour_code,
    hour_text,
    hour_words,
    hours_of,
    places_title,
    read_hour,
    told_at,
)
from evidence_site.viz.chronology.reported_hours import night_events, without_hour
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.markup import as_it_stands, join, tag
from evidence_site.viz.words.cited_sources import event_sources

HOUR = "hour"
_LONGEST = 40
#: Low enough that the map and the hours stand on one screen.
_MAP_HEIGHT = 320


@dataclass(frozen=True, eq=False)
class Night:
    """A night as the filters leave it.

    Attributes:
        events: Its events: those with a clock time in its order, then the others.
        hour: The hour of the view; None for the whole night.
        hours: The reported moments, each with how many events it can mean; the hour is one of them.
    """

    span: When
    events: tuple[Event, ...]
    hour: datetime | None
    hours: Mapping[datetime, int]


def night_now(records: Records, selection: Selection) -> Night:
    """Return the night at the hour of the address.

    An hour that is reported stays an hour of the view when the filters leave nothing of it.
    """
    span = records.tables.events[records.site.main_event].date
    events = night_events(selection.rows["events"], span)
    hour = read_hour(address.value(HOUR), hours_of(night_events(records.tables.events, span)))
    hours = hours_of(events) if hour is None else dict(sorted({hour: 0, **hours_of(events)}.items()))
    return Night(span, events, hour, hours)


def night_view(records: Records, night: Night, selection: Selection) -> None:
    """Draw the steps, and the map and the hours of the night at the chosen step."""
    _choose_hour(night)
    hour_in_words(records, night, "narrow")
    _map(records, night)
    chart = night_chart(records, night.events, night.span, night.hour)
    choose = partial(address.choose_record, "events")
    chart_card(records, chart, selection, choose, heading=st.header)
    _without_hour(records, night)
    _about_the_map(records, night, selection)


def hour_in_words(records: Records, night: Night, width: str) -> None:
    """Say what is reported for the chosen hour.

    Args:
        width: ``narrow`` above the map, on screens without room beside it; ``wide`` beside it.
    """
    with st.container(key=f"told-{width}"):
        st.html(tag("div", hour_words(records, night.events, night.hour), class_="known", role="status"))


def night_sources(records: Records, night: Night) -> None:
    """Draw the sources of the night, folded."""
    st.header(_("Sources of this page"), anchor="sources")
    every = st.expander(
        _("Every source of the night in this selection"), key="every-source", on_change="rerun"
    )
    if every.open:
        every.html(event_sources(records, night.events))


def _choose_hour(night: Night) -> None:
    held = address.value(HOUR)
    if held and night.hour is None:
        st.html(tag("p", _ignored(held), class_="notice", role="alert"))
    if night.hours:
        labels = {hour_code(hour): _label(hour, count) for hour, count in night.hours.items()}
        step_through(_stepper(), {"": _("The whole night"), **labels}, hour_code(night.hour))


def _ignored(held: str) -> str:
    short = held if len(held) <= _LONGEST else f"{held[:_LONGEST]}…"
    return _("“%(value)s” is no reported hour of this night and was ignored: the whole night is shown.") % {
        "value": short
    }


def _label(hour: datetime, count: int) -> str:
    told = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
    return _("%(hour)s: %(events)s") % {"hour": hour_text(hour), "events": told}


def _stepper() -> Stepper:
    return Stepper(
        HOUR,
        "night-hour",
        _("As reported for"),
        _("Choose an hour, or step through the moments for which an hour is reported."),
        _("Previous hour"),
        _("Next hour"),
    )


def _map(records: Records, night: Night) -> None:
    told = None if night.hour is None else frozenset(event.id for event in told_at(night.events, night.hour))
    st.header(as_it_stands(places_title(records, night.events, night.hour)), anchor="map")
    region_map(records, night.events, height=_MAP_HEIGHT, told=told)


def _about_the_map(records: Records, night: Night, selection: Selection) -> None:
    st.header(_("About the map"), anchor="about-the-map")
    marked = event_map(records, night.events, theme_now())
    map_notes(records, marked.chart, selection)


def _without_hour(records: Records, night: Night) -> None:
    """Most of the night has no hour: those events stand at no step and are told here."""
    events = without_hour(night.events)
    if not events:
        return
    label = ngettext(
        "Hour not known: %(count)s event of this night",
        "Hour not known: %(count)s events of this night",
        len(events),
    )
    details = st.expander(as_it_stands(label % {"count": len(events)}), key="hour-unknown", on_change="rerun")
    if details.open:
        details.html(join([event_words(records, event) for event in events]))
