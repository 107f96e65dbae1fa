"""The names that always stand on the map, in a language and as of a time, and its layer of marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Place
from evidence_site.records.names.place_names import MAIN_LANGUAGE, ShownName, called
from evidence_site.records.wording import _
from evidence_site.viz.maps.map_marks import MapMark, mark_features, point_of, standing_words

#: Code of the names of today; without it they are those of the time of the main event.
TODAY = "today"


class Naming(NamedTuple):
    """How places are called on a map: in a language, at the time of the main event or today."""

    language: str = MAIN_LANGUAGE
    time: str = ""


#: English names of the time of the main event.
AS_USUAL = Naming()


def read_naming(records: Records, language: str, time: str) -> Naming:
    """Return how an address wants places to be called; what means nothing is English and of the time."""
    known = records.package.codes_of("place_names", "language")
    return Naming(language if language in known else MAIN_LANGUAGE, TODAY if time == TODAY else "")


def layer_features(
    records: Records, marks: Sequence[MapMark], theme: str, naming: Naming = AS_USUAL
) -> list[dict[str, Any]]:
    """Return what a layer of marks draws: the marks, and the names, each from its zoom on."""
    zooms = records.site.labelled_places
    names = []
    for place, name in labels(records, naming):
        zoom, point = zooms[place.id], point_of(place)
        if point:
            words = f"{name.text} [{name.language}]" if name.stands_in else name.text
            rank = "first" if zoom == min(zooms.values()) else ""
            names.append(standing_words(point, words, zoom=zoom, rank=rank))
    return [*mark_features(records, marks, theme), *names]


def labels(records: Records, naming: Naming) -> list[tuple[Place, ShownName]]:
    """Return the places that always carry their name, each with that name."""
    # Every name that is still in use holds on the last of all days.
    day = date.max if naming.time == TODAY else records.tables.events[records.site.main_event].date.start
    places = [records.tables.places[key] for key in records.site.labelled_places]
    return [(place, called(records, place, naming.language, day)) for place in places]


def naming_note(records: Records, naming: Naming) -> str:
    """Return what a reader must know of the names on the map."""
    whose = _(
        "Names on the map: those used by whoever in fact governed a place at the time, as far as sources "
        "date them; the record of a place lists all."
    )
    stand_in = _("A name with [%(language)s] behind it stands in where these records hold none.")
    lacking = any(name.stands_in for _place, name in labels(records, naming))
    return f"{whose} {stand_in % {'language': MAIN_LANGUAGE}}" if lacking else whose
