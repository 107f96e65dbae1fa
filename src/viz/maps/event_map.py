"""Events on the map: one mark a place, in the look of the category that all events there share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evidence_site.records.formatting import count_text, number_text, when_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey, by_date
from evidence_site.records.model.rows import Event, Place
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext, nN_
from evidence_site.viz.chart import Chart, Column
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import (
    MIXED,
    Look,
    MapMark,
    MarkedMap,
    common_look,
    in_frame,
    place_columns,
    point_of,
    size_of,
)
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.markup import Markup


@remembered
def event_map(records: Records, events: Sequence[Event], theme: str) -> MarkedMap:
    """Return every event that the filters leave, on the map where its place has a position."""
    shown = [event for event in events if in_frame(records, place_of(records, event))]
    chart = Chart(
        key="map",
        subject=_("places of events"),
        title=count_text(
            len(shown),
            len(events),
            nN_("On this map: %(shown)s of %(total)s event", "On this map: %(shown)s of %(total)s events"),
        ),
        figure={},
        alt="",
        reading=_(
            "One mark is one place; the larger it is, the more events there. Where all of them are of one "
            "category, shape and colour say which. A dashed rim means that the position is an estimate."
        ),
        table="events",
        rows=by_date(events),
        twin=event_columns(records),
        narrow={"id": ".".join(event.id for event in events)},
        notes=unplaced_words(records, events),
    )
    return MarkedMap(chart, event_marks(records, events, theme), category_legend(records, theme))


def place_of(records: Records, event: Event) -> Place | None:
    """Return the place of an event, if it names one."""
    return records.tables.places.get(event.place_id) if event.place_id else None


def unplaced_words(records: Records, events: Iterable[Event]) -> list[str]:
    """Return in words how many events the map cannot show, and where they stand instead."""
    places = [place_of(records, event) for event in events]
    nowhere = sum(place is None or point_of(place) is None for place in places)
    elsewhere = sum(not in_frame(records, place) for place in places) - nowhere
    without_position = ngettext(
        "%(count)s event has no position and stands in the list and in the table only.",
        "%(count)s events have no position and stand in the list and in the table only.",
        nowhere,
    )
    outside = ngettext(
        "%(count)s event lies outside this map and stands in the list and in the table only.",
        "%(count)s events lie outside this map and stand in the list and in the table only.",
        elsewhere,
    )
    counted = ((nowhere, without_position), (elsewhere, outside))
    return [words % {"count": number_text(count)} for count, words in counted if count]


def event_columns(records: Records) -> list[Column]:
    """Return the table twin of a map of events: all that a mark says, event by event."""
    return [
        Column(_("Date"), lambda event: when_text(event.date)),
        Column(_("Event"), lambda event: event.title),
        Column(_("Category"), lambda event: code_label(records, "events", "category", event.category)),
        *place_columns(records, lambda event: place_of(records, event)),
        Column(
            _("Sources"),
            lambda event: "; ".join(source.title for source in records.links.sources_of["events", event.id]),
        ),
    ]


@remembered
def event_marks(
    records: Records,
    events: Iterable[Event],
    theme: str,
    told: frozenset[str] | None = None,
) -> list[MapMark]:
    """Return one mark for each place of the events, in the look of the category that all of them share.

    Args:
        told: Ids of the events that the view is telling of; places without one are faint. None: all.
    """
    codes, mixed = records.package.code_lists["category"], mixed_look(theme)
    looks = {code: (entry.symbol, entry.colour) for code, entry in codes.items()}
    return [
        MapMark(
            point=mark.point,
            record=record_of(mark),
            label=mark_text(records, mark),
            look=common_look((looks[event.category] for event in mark.events), mixed),
            place=mark.place,
            size=size_of(len(mark.events)),
            stands_for=mark.stands_for,
            faint=not mark.told,
        )
        for mark in place_marks(records, events, told)
    ]


def mixed_look(theme: str) -> Look:
    """Return the look of a mark whose rows do not share one."""
    return MIXED, PALETTES[theme].strong


def category_legend(records: Records, theme: str) -> Markup:
    """Return what shapes and colours of events mean: the code list, and the mark of several categories."""
    looks = [
        (code.symbol, code.colour, _(code.label)) for code in records.package.code_lists["category"].values()
    ]
    return mark_legend([*looks, (*mixed_look(theme), _("Several categories at one place"))], theme)


@dataclass(frozen=True)
class PlaceMark:
    """A place with the events that the filters leave there; ``point`` is latitude and longitude.

    Attributes:
        told: How many of its events the view is telling of.
    """

    place: Place
    point: Point
    events: tuple[Event, ...]
    told: int

    @property
    def stands_for(self) -> tuple[RecordKey, ...]:
        """The events there."""
        return tuple(("events", event.id) for event in self.events)


def place_marks(
    records: Records,
    events: Iterable[Event],
    told: Collection[str] | None = None,
) -> list[PlaceMark]:
    """Return one mark for each place with a position, the largest first so that small ones stay on top."""
    at: dict[str, list[Event]] = {}
    for event in events:
        if event.place_id:
            at.setdefault(event.place_id, []).append(event)
    marks = [
        PlaceMark(place, point, tuple(here), sum(told is None or e.id in told for e in here))
        for key, here in at.items()
        if (point := point_of(place := records.tables.places[key]))
    ]
    return sorted(marks, key=lambda mark: (-len(mark.events), mark.place.id))


def record_of(mark: PlaceMark) -> str:
    """Return the record a click opens: the only event of a place, or the place with all of them."""
    return f"events.{mark.events[0].id}" if len(mark.events) == 1 else f"places.{mark.place.id}"


def mark_text(records: Records, mark: PlaceMark) -> str:
    """Return what stands beside a mark: the place, its events and their categories."""
    if len(mark.events) == 1:
        only = mark.events[0]
        return f"{mark.place.name}: {only.title} ({when_text(only.date)})"
    words = ngettext("%(count)s event", "%(count)s events", len(mark.events))
    counts = Counter(event.category for event in mark.events)
    lines = [
        _("%(category)s: %(count)s")
        % {"category": code_label(records, "events", "category", code), "count": counts[code]}
        for code in records.package.code_lists["category"]
        if counts[code]
    ]
    title = _("%(place)s: %(events)s") % {
        "place": mark.place.name,
        "events": words % {"count": len(mark.events)},
    }
    return "\n".join([title, *lines])
