"""The records on the map of the region: one mark a place, with doubt about places drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import when_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Event, Place
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import (
    MIXED,
    Look,
    MapMark,
    common_look,
    mark_features,
    point_of,
    size_of,
)
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.maps.place_labels import AS_USUAL, Naming, standing_names
from evidence_site.viz.markup import Markup


def layer_features(
    records: Records, marks: Sequence[MapMark], theme: str, naming: Naming = AS_USUAL
) -> list[dict[str, Any]]:
    """Return what a layer of marks draws: the marks, and the names that stand on the map."""
    return [*mark_features(records, marks, theme), *standing_names(records, naming)]


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
        PlaceMark(place, point, tuple(found), sum(told is None or e.id in told for e in found))
        for key, found in at.items()
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
    found = Counter(event.category for event in mark.events)
    lines = [
        _("%(category)s: %(count)s")
        % {"category": code_label(records, "events", "category", code), "count": found[code]}
        for code in records.package.code_lists["category"]
        if found[code]
    ]
    title = _("%(place)s: %(events)s") % {
        "place": mark.place.name,
        "events": words % {"count": len(mark.events)},
    }
    return "\n".join([title, *lines])
