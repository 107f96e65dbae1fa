"""How the map without records is drawn: quiet colours for both themes, and a style for each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Style = dict[str, Any]

_NEAR = 9

#: Options of what only answers to the pointer.
UNSEEN: Style = {"weight": 16, "opacity": 0}


@dataclass(frozen=True)
class Palette:
    """Quiet colours for one theme."""

    sea: str
    land: str
    water: str
    line: str
    strong: str
    text: str
    mark: str
    chosen: str
    route: str
    claimed: str


PALETTES: Mapping[str, Palette] = {
    "light": Palette(
        "#E3E8EA",
        "#F5F2EA",
        "#CBD9E0",
        "#B9B3A6",
        "#6B6558",
        "#1F1F1D",
        "#2F5D8A",
        "#111111",
        "#9C4A1A",
        "#6A5AA8",
    ),
    "dark": Palette(
        "#0E1113",
        "#1C2023",
        "#2A3A44",
        "#4B5056",
        "#A29B8C",
        "#E9E6DF",
        "#8FB8DE",
        "#FFFFFF",
        "#E09A6A",
        "#B3A6EA",
    ),
}


@dataclass(frozen=True)
class RoleStyle:
    """How a role is drawn: options of all its features, and of those of a kind.

    Attributes:
        ground: It fills the ground, and makes room for pictures from the network.
        from_zoom: It is drawn from this zoom on; farther away it would be a blot.
    """

    style: Style
    by_kind: Mapping[str, Style] = field(default_factory=dict)
    only_kinds: bool = False
    ground: bool = False
    from_zoom: int = 0

    def draws(self, properties: Mapping[str, Any]) -> bool:
        """Return whether a feature with these properties is drawn."""
        return not self.only_kinds or properties.get("kind") in self.by_kind

    def of(self, properties: Mapping[str, Any]) -> Style:
        """Return how a feature with these properties is drawn."""
        return {**self.style, **self.by_kind.get(str(properties.get("kind")), {})}


def role_styles(palette: Palette) -> Mapping[str, RoleStyle]:
    """Return how each role of a map layer is drawn in a palette.

    A route is a wide pale dashed line: a direction through named places, never a track. Its legs lie
    unseen above it and say on hover how sure each of them is.
    """
    wide: Style = {"weight": 5, "opacity": 0.55, "dashArray": "10 9", "color": palette.route}
    area: Style = {"color": palette.route, "weight": 1, "dashArray": "3 6", "fill": True, "fillOpacity": 0.12}
    claimed: Style = {**wide, "color": palette.claimed, "dashArray": "2 9"}
    line: Style = {"color": palette.strong, "weight": 1.6, "dashArray": "7 5", "fill": False}
    return {
        "land": RoleStyle({"fillColor": palette.land, "fillOpacity": 1, "stroke": False}, ground=True),
        "water": RoleStyle({"fillColor": palette.water, "fillOpacity": 1, "stroke": False}, ground=True),
        "district": RoleStyle({"color": palette.line, "weight": 0.6, "opacity": 0.7, "fill": False}),
        "border": RoleStyle({"color": palette.strong, "weight": 1.2, "opacity": 0.8, "fill": False}),
        "river": RoleStyle({"color": palette.water, "weight": 2.5, "dashArray": "6 4"}, from_zoom=_NEAR),
        "former_line": RoleStyle(line, {"line": {}}, only_kinds=True),
        "front": RoleStyle({**line, "dashArray": "1 6", "weight": 2.4}, {"line": {}}, only_kinds=True),
        "route": RoleStyle(
            {},
            {"route": wide, "leg": UNSEEN, "branch": wide, "corridor_claimed": claimed, "area": area},
            only_kinds=True,
            from_zoom=_NEAR,
        ),
    }
