"""The records on the map of the region: one mark a place, with doubt about places drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from records.formatting import when_text
from records.links import RecordKey
from records.loading import Records
from records.memory import remembered_large
from records.naming import code_label
from records.rows import Event, Place
from records.wording import _, ngettext
from viz.map_legend import mark_legend
from viz.map_marks import MIXED, Look, MapMark, Point, common_look, mark_features, position, size_of
from viz.map_styles import PALETTES
from viz.markup import Markup
from viz.place_labels import AS_USUAL, Naming, standing_names


def layer_features(
    records: Records, marks: Sequence[MapMark], theme: str, naming: Naming = AS_USUAL
) -> list[dict[str, Any]]:
    """Return what a layer of marks draws: the marks, and the names that stand on the map."""
    return [*mark_features(records, marks, theme), *standing_names(records, naming)]


@remembered_large
def event_marks(
    records: Records,
    events: Iterable[Event],
    chosen: RecordKey | None,
    theme: str,
    told: frozenset[str] | None = None,
) -> list[MapMark]:
    """Return one mark for each place of the events, in the look of the category that all of them share.

    Args:
        told: Ids of the events that the view is telling of; places without one are faint. None: all.
    """
    codes, mixed = records.package.code_lists["category"], mixed_look(theme)
    looks = {code: (entry.symbol, entry.colour) for code, entry in codes.items()}
    placed = place_marks(records, events, chosen, told)
    marks = [
        MapMark(
            point=mark.point,
            record=record_of(mark),
            label=mark_text(records, mark),
            look=common_look((looks[event.category] for event in mark.events), mixed),
            place=mark.place,
            size=size_of(len(mark.events)),
            chosen=mark.chosen,
            faint=not mark.told,
        )
        for mark in placed
    ]
    return marks if any(mark.chosen for mark in placed) else [*marks, *_chosen_alone(records, chosen, theme)]


def _chosen_alone(records: Records, chosen: RecordKey | None, theme: str) -> list[MapMark]:
    """A ring where the chosen record lies, if no event of the selection has a mark there."""
    place = records.tables.places.get(chosen_place(records, chosen) or "")
    point = position(place) if place else None
    if place is None or point is None:
        return []
    look = ("circle", PALETTES[theme].chosen)
    ring = MapMark(point, f"places.{place.id}", place.name, look, place, chosen=True, filled=False)
    return [ring]


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
    chosen: bool
    told: int


def place_marks(
    records: Records,
    events: Iterable[Event],
    chosen: RecordKey | None,
    told: Collection[str] | None = None,
) -> list[PlaceMark]:
    """Return one mark for each place with a position, the largest first so that small ones stay on top."""
    at: dict[str, list[Event]] = {}
    for event in events:
        if event.place_id:
            at.setdefault(event.place_id, []).append(event)
    lit = chosen_place(records, chosen)
    marks = [
        PlaceMark(place, point, tuple(found), key == lit, sum(told is None or e.id in told for e in found))
        for key, found in at.items()
        if (point := position(place := records.tables.places[key]))
    ]
    return sorted(marks, key=lambda mark: (-len(mark.events), mark.place.id))


def chosen_place(records: Records, chosen: RecordKey | None) -> str | None:
    """Return the place of the chosen record, so that a choice made anywhere is lit on the map."""
    if chosen is None or chosen[0] not in records.package.tables:
        return None
    table, key = chosen
    row = records.table(table).get(key)
    return key if table == "places" else getattr(row, "place_id", None)


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
