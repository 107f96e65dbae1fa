"""The names that always stand on the map, in a language and as they were at a time."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Place
from evidence_site.records.names.place_names import MAIN_LANGUAGE, ShownName, called
from evidence_site.records.wording import _
from evidence_site.viz.maps.leaflet_layers import point_feature
from evidence_site.viz.maps.map_marks import point_of

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


def day_of(records: Records, naming: Naming) -> date:
    """Return the day whose names are shown; every name that is still in use holds on the last of all days."""
    return date.max if naming.time == TODAY else records.tables.events[records.site.main_event].date.start


def standing_names(records: Records, naming: Naming) -> list[dict[str, Any]]:
    """Return the names that stand on the map from their zoom on, as features of a layer."""
    style = {"radius": 2, "stroke": False, "fill": False, "interactive": False}
    zooms = records.site.labelled_places
    return [
        point_feature(
            point,
            label=_label(name),
            standing=True,
            zoom=zooms[place.id],
            rank="first" if zooms[place.id] == min(zooms.values()) else "",
            style=style,
        )
        for place, name in labels(records, naming)
        if (point := point_of(place))
    ]


def labels(records: Records, naming: Naming) -> list[tuple[Place, ShownName]]:
    """Return the places that always carry their name, each with that name."""
    day = day_of(records, naming)
    places = [records.tables.places[key] for key in records.site.labelled_places]
    return [(place, called(records, place, naming.language, day)) for place in places]


def _label(name: ShownName) -> str:
    return f"{name.text} [{name.language}]" if name.stands_in else name.text


def naming_note(records: Records, naming: Naming) -> str:
    """Return what a reader must know of the names on the map."""
    whose = _(
        "Names on the map: those used by whoever in fact governed a place at the time, as far as sources "
        "date them; the record of a place lists all."
    )
    stand_in = _("A name with [%(language)s] behind it stands in where these records hold none.")
    lacking = any(name.stands_in for _place, name in labels(records, naming))
    return f"{whose} {stand_in % {'language': MAIN_LANGUAGE}}" if lacking else whose
