"""What stands on the overview, the timeline and the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evidence_site.records.wording import _
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.night_hours import (
    event_words,
    hour_words,
    hours_of,
    places_title,
    read_hour,
    told_at,
)
from evidence_site.viz.chronology.reported_hours import night_events, without_hour
from evidence_site.viz.chronology.timeline import timeline_chart, undrawn_words, whole_span
from evidence_site.viz.datasets.coded_map import coded_map
from evidence_site.viz.datasets.displacement_map import displacement_map, displacement_years
from evidence_site.viz.datasets.population_map import population_map, population_years
from evidence_site.viz.films.screening_map import screening_map
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.region_map import event_marks
from evidence_site.viz.markup import join, listing, record_link, tag
from evidence_site.viz.numbers.attack_map import attack_map
from evidence_site.viz.pages.view_parts import THEME, Asked, Build, Part, Words
from evidence_site.viz.words.overview import key_facts, screening_summary, text_sources
from evidence_site.viz.words.prose import plain_text


def overview(asked: Asked) -> Sequence[Part | None]:
    """Return what stands on the overview."""
    records, events = asked.records, asked.rows("events")
    text = join([plain_text(records, "overview"), text_sources(records, "overview")])
    return (
        Words("overview", _(records.site.tagline), text),
        Words("numbers", _("Four numbers, four statements"), key_facts(records)),
        timeline_chart(records, events, "weeks", records.site.at_a_glance.when),
        event_map(records, events, THEME),
        Words("film", _("On film"), screening_summary(asked.rows("screenings"))),
    )


def timeline(asked: Asked) -> Sequence[Part | None]:
    """Return what stands on the timeline."""
    records, events = asked.records, asked.rows("events")
    if not events:
        return ()
    charts = (
        night_chart(records, events, asked.night),
        timeline_chart(records, events, "year", records.site.focus.when),
        timeline_chart(records, events, "whole", whole_span(events)),
    )
    drawn = [chart for chart in charts if chart.rows]
    return drawn or [Words("timeline", _("Timeline"), tag("p", undrawn_words()))]


def map_view(asked: Asked) -> Sequence[Part | None]:
    """Return what the map shows of what it can show."""
    return _MAPS[asked.code("tab", tuple(_MAPS))](asked)


def _night_map(asked: Asked) -> Sequence[Part | None]:
    """The night at the hour of the address."""
    records = asked.records
    events = night_events(asked.rows("events"), asked.night)
    if not events:
        return ()
    hours = hours_of(night_events(records.tables.events, asked.night))
    hour = read_hour(asked.parameters.get("hour", ""), hours)
    located = [event for event in events if event.place_id]
    told = None if hour is None else frozenset(event.id for event in told_at(located, hour))
    marked = event_map(records, located, THEME)
    return (
        replace(
            marked,
            chart=replace(marked.chart, title=places_title(records, located, hour)),
            marks=event_marks(records, located, THEME, told),
        ),
        night_chart(records, events, asked.night, hour),
        Words("told", _("What is reported for this hour"), hour_words(records, events, hour)),
        Words(
            "hour-unknown",
            _("Hour not known"),
            join([event_words(records, event) for event in without_hour(events)]),
            listing([record_link(event.title, "events", event.id) for event in without_hour(events)]),
        ),
    )


def _all_events(asked: Asked) -> Sequence[Part | None]:
    return (event_map(asked.records, asked.rows("events"), THEME),)


def _attack_map(asked: Asked) -> Sequence[Part | None]:
    figures = asked.selection.ids["figures"]
    return (attack_map(asked.records, asked.rows("events"), figures, THEME),)


def _coded_map(asked: Asked) -> Sequence[Part | None]:
    return (coded_map(asked.records, THEME),)


def _displacement_map(asked: Asked) -> Sequence[Part | None]:
    year = asked.code("year", [str(year) for year in displacement_years(asked.records)])
    return (displacement_map(asked.records, int(year) if year else None, THEME),)


def _population_map(asked: Asked) -> Sequence[Part | None]:
    year = asked.code("year", ["", *(str(year) for year in population_years(asked.records))])
    return (population_map(asked.records, asked.selection, int(year) if year else None, THEME),)


def _screening_map(asked: Asked) -> Sequence[Part | None]:
    return (screening_map(asked.records, asked.rows("screenings"), THEME, {}),)


_MAPS: Mapping[str, Build] = {
    "": _all_events,
    "night": _night_map,
    "attacks": _attack_map,
    "coded": _coded_map,
    "displaced": _displacement_map,
    "population": _population_map,
    "screenings": _screening_map,
}
