"""All events on the map: one mark a place, in the look of the category that all events there share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_site.records.formatting import count_text, number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import by_date
from evidence_site.records.model.rows import Event, Place
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext, nN_
from evidence_site.viz.chart import Chart, Column
from evidence_site.viz.maps.map_marks import MarkedMap, in_frame, place_columns, point_of
from evidence_site.viz.maps.region_map import category_legend, event_marks


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
    return [*_without_position(nowhere), *_outside(elsewhere)]


def _without_position(count: int) -> list[str]:
    if not count:
        return []
    words = ngettext(
        "%(count)s event has no position and stands in the list and in the table only.",
        "%(count)s events have no position and stand in the list and in the table only.",
        count,
    )
    return [words % {"count": number_text(count)}]


def _outside(count: int) -> list[str]:
    if not count:
        return []
    words = ngettext(
        "%(count)s event lies outside this map and stands in the list and in the table only.",
        "%(count)s events lie outside this map and stand in the list and in the table only.",
        count,
    )
    return [words % {"count": number_text(count)}]


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
