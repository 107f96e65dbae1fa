"""The night on the map, hour by hour: stepped by hand from one reported moment to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from evidence_site.records.model.rows import Event
from evidence_site.records.names.naming import names_by_date
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.night_hours import (
    event_words,
    hour_code,
    hour_text,
    hour_words,
    hours_of,
    night_events,
    places_title,
    read_hour,
    reported_at,
    without_hour,
)
from evidence_site.viz.maps.event_map import event_map, event_marks
from evidence_site.viz.markup import join, listing, record_link
from evidence_site.viz.pages.map_notes import map_notes
from evidence_site.viz.pages.menus import AcceptedValues, Steps, step_options
from evidence_site.viz.pages.parts import (
    Beside,
    BesideAgain,
    Columns,
    ContentNote,
    Find,
    Folded,
    Heading,
    NotApplying,
    NothingLeft,
    OpenRecord,
    Parts,
    Section,
    beside,
    sources_of_page,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cited_sources import event_sources

#: Low enough that the map and the hours stand on one screen.
_MAP_HEIGHT = 320


def night_parts(run: Run, hint: str) -> Parts:
    """Return the night at the hour of the address.

    Args:
        hint: What is said while no record is open.
    """
    events = _events(run)
    note = ContentNote("night", skip_to="sources", skip=_("Skip the night and go to the sources"))
    sources = partial(event_sources, run.records, events)
    return (
        Folded([note], label=_("Content note")),
        NotApplying("events"),
        NothingLeft("events"),
        *([_night(run, events, hint)] if run.rows("events") else []),
        *sources_of_page(_("Every source of the night in this selection"), sources),
    )


def _events(run: Run) -> tuple[Event, ...]:
    """Return its events: those with a clock time in its order, then the others."""
    return night_events(run.rows("events"), run.night)


def _hour(run: Run) -> datetime | None:
    """Return the hour of the view, whether the filters leave anything of it or not; None for all."""
    reported = hours_of(night_events(run.records.tables.events, run.night))
    return read_hour(run.parameters.get("hour", ""), reported)


def _hours(run: Run) -> Mapping[str, str]:
    """Return the reported moments."""

    def label(hour: datetime, count: int) -> str:
        reported = ngettext("%(count)s event", "%(count)s events", count) % {"count": count}
        return _("%(hour)s: %(events)s") % {"hour": hour_text(hour), "events": reported}

    return step_options(hours_of(_events(run)), _hour(run), _("The whole night"), hour_code, label)


HOUR = Steps(
    "hour",
    AcceptedValues(form=r"\d{4}-\d\d-\d\dT\d\d:\d\d", example="2001-02-26T02:00"),
    N_("As reported for"),
    _hours,
    key="night-hour",
    help=N_("Choose an hour, or step through the moments for which an hour is reported."),
    previous=N_("Previous hour"),
    next=N_("Next hour"),
    ignored=N_("“%(value)s” is no reported hour of this night and was ignored: the whole night is shown."),
)


def _night(run: Run, events: tuple[Event, ...], hint: str) -> Columns:
    """Return map and hours, with the list of the events, the open one, and what is reported beside them."""
    records, hour = run.records, _hour(run)
    words, heading = hour_words(records, events, hour), _("What is reported for this hour")
    reported = Beside("told", heading, words, level=0, look="known", says_changes=True)
    whole = event_map(records, events, run.theme)
    # What the hour does not tell of is faint.
    ids = None if hour is None else frozenset(event.id for event in reported_at(events, hour))
    at_hour = replace(
        whole,
        chart=replace(whole.chart, title=places_title(records, events, hour)),
        marks=event_marks(records, events, run.theme, ids),
        height=_MAP_HEIGHT,
    )
    pictures = (
        HOUR,
        reported,
        at_hour,
        night_chart(records, events, run.night, hour),
        *_without_hour(run, events),
        Heading("about-the-map", _("About the map")),
        *map_notes(run, whole),
    )
    names = names_by_date(records, events)
    record = [Find("events", names, _("Find an event")), OpenRecord(hint), BesideAgain(reported)]
    return beside(pictures, record)


def _without_hour(run: Run, events: tuple[Event, ...]) -> Parts:
    """Most of the night has no hour: those events stand at no step and are told here."""
    untimed = without_hour(events)
    if not untimed:
        return []
    label = ngettext(
        "Hour not known: %(count)s event of this night",
        "Hour not known: %(count)s events of this night",
        len(untimed),
    )
    return [
        Section(
            "hour-unknown",
            _("Hour not known"),
            lambda: join([event_words(run.records, event) for event in untimed]),
            listing([record_link(event.title, "events", event.id) for event in untimed]),
            label=label % {"count": len(untimed)},
            is_printed=True,
        )
    ]
