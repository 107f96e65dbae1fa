"""Marks on the map: what they look like, which record they open, and how sure their place is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import district_name
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Place
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import FAINT, Chart, Column
from evidence_site.viz.maps.leaflet_layers import point_feature
from evidence_site.viz.maps.map_layers import drawn_layers
from evidence_site.viz.maps.map_styles import PALETTES, Palette
from evidence_site.viz.markup import Markup

#: Shape and colour of a mark.
Look = tuple[str, str]
#: The shape that is drawn where the rows of a mark do not share one look.
MIXED = "rings"
FILL, RIM, CHOSEN_RIM = 0.6, 1.5, 3
#: Heights on paper, in pixels: of the map of the region, and of one that opens at points of its own, with
#: whole countries and words at each.
PAPER_HEIGHT, _FAR_HEIGHT = 380, 520
_EXACT, _DISTRICT = "exact", "district"


@dataclass(frozen=True)
class MapMark:
    """One mark.

    Attributes:
        record: The record that a click opens, as ``table.id``.
        stands_for: The records that it draws, if they are others.
        label: What stands beside it on hover, in lines.
        place: The place that it stands for, if it is one of the table.
        size: Its radius in pixels.
        faint: It stands for nothing that the view tells of.
        filled: Open marks are a rim and a breath of colour.
        estimated: Its position is an estimate, whatever its place says.
        shows_area: Whether the district of a place that is known only to its district is hatched.
        caption: What always stands beside it, in lines.
        towards: On which side of the mark the caption stands.
    """

    point: Point
    record: str
    label: str
    look: Look
    place: Place | None = None
    size: float = 7
    stands_for: tuple[RecordKey, ...] = ()
    chosen: bool = False
    faint: bool = False
    filled: bool = True
    estimated: bool = False
    shows_area: bool = True
    caption: str = ""
    towards: str = "right"


@dataclass(frozen=True, eq=False)
class MarkedMap:
    """What a view of the map shows: its words and rows as a chart without a figure, and its marks.

    Attributes:
        legend: What shapes and colours mean here.
        reach: Points that the map shows when it opens; they must not depend on filters.
        beside: Words with links that stand under the map.
        anchor: Its id on the page.
        height: How high it is on the screen, in pixels.
    """

    chart: Chart
    marks: Sequence[MapMark]
    legend: Markup
    reach: tuple[Point, ...] = ()
    beside: Markup | None = None
    anchor: str = "map"
    height: int = 520

    @property
    def paper_height(self) -> int:
        """Return how high the map is drawn on paper, in pixels."""
        return _FAR_HEIGHT if self.reach else PAPER_HEIGHT


def size_of(count: int) -> float:
    """Return the radius of a mark that stands for so many rows; its area grows with them."""
    return min(4 + 2.2 * sqrt(count), 20)


def common_look(looks: Iterable[Look], mixed: Look) -> Look:
    """Return the look that all rows of a mark share, or the mixed one."""
    different = set(looks)
    return different.pop() if len(different) == 1 else mixed


def point_of(place: Place) -> Point | None:
    """Return latitude and longitude of a place, or None where they are not known."""
    return None if place.lat is None or place.lon is None else Point(place.lat, place.lon)


def in_frame(records: Records, place: Place | None) -> bool:
    """Return whether a place has a position that the map can show."""
    point = point_of(place) if place else None
    return point is not None and records.site.map_frame.holds(point)


def points_in_frame(records: Records, places: Iterable[Place | None]) -> tuple[Point, ...]:
    """Return the points of those places that the map can show, in their order."""
    return tuple(
        point for place in places if place and in_frame(records, place) and (point := point_of(place))
    )


def more_numbers(count: int) -> list[str]:
    """Return the line that says how many numbers more a record holds than its mark; none for none."""
    if count <= 0:
        return []
    words = ngettext(
        "and %(count)s more number in the record", "and %(count)s more numbers in the record", count
    )
    return [words % {"count": count}]


# --- as features of a layer ------------------------------------------------------------------------------


def mark_features(records: Records, marks: Sequence[MapMark], theme: str) -> list[dict[str, Any]]:
    """Return the marks as features, with the areas and circles of their doubt below them."""
    palette = PALETTES[theme]
    doubts = [feature for mark in marks for feature in _doubts(records, mark)]
    captions = [
        standing_words(mark.point, mark.caption, direction=mark.towards, rank="caption")
        for mark in marks
        if mark.caption
    ]
    return [*doubts, *(_feature(records, mark, palette) for mark in marks), *captions]


def _feature(records: Records, mark: MapMark, palette: Palette) -> dict[str, Any]:
    shape, colour = mark.look
    precision = mark.place.precision if mark.place else _EXACT
    style = {
        "shape": shape,
        "radius": mark.size,
        "color": palette.chosen if mark.chosen else colour,
        "opacity": 1 if mark.chosen or not mark.faint else FAINT,
        "weight": CHOSEN_RIM if mark.chosen else RIM,
        "fill": True,
        "fillColor": colour,
        "fillOpacity": (FILL if mark.filled else 0.08) * (FAINT if mark.faint else 1),
        "fillRule": "nonzero",
        "dashArray": "3 3" if mark.estimated or precision != _EXACT else None,
    }
    label = "\n".join(part for part in (mark.label, place_words(records, mark.place)) if part)
    hatched = precision == _DISTRICT
    return point_feature(mark.point, record=mark.record, label=label, style=style, hatched=hatched)


def place_words(records: Records, place: Place | None) -> str:
    """Return what must be known of a position that is not exact; empty for an exact one."""
    if place is None or place.precision == _EXACT:
        return ""
    if place.radius_m:
        return _("Position estimated, within %(metres)s m") % {"metres": number_text(place.radius_m)}
    if district_of(records, place):
        district = {"district": (place.admin_today or "").split(",")[0]}
        return _("Known to the district only; hatched: %(district)s as it is today") % district
    return _("Known to the district only, which is not drawn; the point is for the label")


def _doubts(records: Records, mark: MapMark) -> Iterator[dict[str, Any]]:
    """The circle within which an estimated place lies, or the district of which no more is known."""
    if mark.place is None:
        return
    strength = FAINT if mark.faint else 1
    style = {"color": mark.look[1], "opacity": strength, "weight": 1, "interactive": False}
    area = district_of(records, mark.place) if mark.shows_area else None
    if mark.place.radius_m:
        circle = {**style, "dashArray": "4 5", "fillOpacity": 0.07 * strength}
        yield point_feature(mark.point, metres=mark.place.radius_m, style=circle)
    elif area:
        shape = {**style, "opacity": 0.5 * strength, "fill": True, "fillOpacity": 0.22 * strength}
        yield {"type": "Feature", "geometry": area, "properties": {"style": shape, "hatched": True}}


def standing_words(point: Point, words: str, **properties: Any) -> dict[str, Any]:
    """Return words that always stand at a point, as a feature of a layer."""
    style = {"radius": 2, "stroke": False, "fill": False, "interactive": False}
    return point_feature(point, label=words, standing=True, **properties, style=style)


def district_of(records: Records, place: Place) -> Mapping[str, Any] | None:
    """Return the outline of the district of today that a place is only known to lie in, if it is drawn.

    The table of places names the district; it is never read off the map.
    """
    if place.precision != _DISTRICT or not place.admin_today:
        return None
    return _districts(records).get(place.admin_today.split(",")[0])


@remembered
def _districts(records: Records) -> Mapping[str, Mapping[str, Any]]:
    """Outlines by the name that the table of places uses: name and kind."""
    return {
        district_name(one["properties"]): one["geometry"]
        for drawn in drawn_layers(records, "light")
        if drawn.layer.role == "district"
        for one in drawn.file.features
    }


def place_columns(records: Records, place_of: Callable[[Any], Place | None]) -> list[Column]:
    """Return the columns of a table twin that say where a row stands on the map."""

    def column(heading: str, text: Callable[[Place], str]) -> Column:
        return Column(heading, lambda row: text(place) if (place := place_of(row)) else "")

    return [
        column(_("Place"), lambda place: place.name),
        column(
            _("Position known"), lambda place: code_label(records, "places", "precision", place.precision)
        ),
        column(
            _("Latitude, longitude"),
            lambda place: f"{point.lat}, {point.lon}" if (point := point_of(place)) else "",
        ),
    ]
