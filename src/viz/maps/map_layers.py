"""The layers of the map as far as their files can be drawn, and what their lines say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.geography.geo import GeoFile
from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import layer_file
from evidence_site.records.names.naming import code_word
from evidence_site.records.settings.site import MapLayer
from evidence_site.records.wording import _
from evidence_site.viz.maps.leaflet_layers import pane_of
from evidence_site.viz.maps.map_styles import PALETTES, RoleStyle, role_styles

#: Panes of the base layers lie between Leaflet's tiles (200) and its marks (400).
_LOWEST_PANE = 210


@dataclass(frozen=True)
class DrawnLayer:
    """A layer of the map as far as it can be drawn, with its place in the stack of panes."""

    layer: MapLayer
    file: GeoFile
    style: RoleStyle
    order: int

    def features(self) -> list[Mapping[str, Any]]:
        """Return the properties of the features that are drawn, in the order of the file."""
        return [
            feature["properties"] for feature in self.file.features if self.style.draws(feature["properties"])
        ]

    def attributed(self) -> list[Mapping[str, Any]]:
        """Return the properties of the features that are drawn after what somebody says."""
        return [feature for feature in self.features() if feature.get("claimed_by")]

    def is_seen(self, feature: Mapping[str, Any]) -> bool:
        """Return whether a feature is seen; the others only answer to the pointer."""
        return self.style.of(feature).get("opacity") != 0


def drawn_layers(records: Records, theme: str) -> list[DrawnLayer]:
    """Return the layers of the map from the bottom up, without those that cannot be drawn."""
    styles = role_styles(PALETTES[theme])
    known = [
        DrawnLayer(layer, layer_file(records.site, layer), styles[layer.role], _LOWEST_PANE + position)
        for position, layer in enumerate(records.site.map_layers)
        if layer.role in styles
    ]
    return [drawn for drawn in known if drawn.features()]


def ground_panes(records: Records) -> list[str]:
    """Return the panes that fill the ground; pictures from the network take their place."""
    return [pane_of(drawn.order) for drawn in drawn_layers(records, "light") if drawn.style.ground]


def line_words(records: Records, line: Mapping[str, Any]) -> str:
    """Return what stands beside a line that is drawn after what somebody says."""
    whose = _("%(name)s, according to: %(who)s") % {"name": line_name(line), "who": line["claimed_by"]}
    return "\n".join(part for part in (whose, certainty_words(records, line)) if part)


def line_name(line: Mapping[str, Any]) -> str:
    """Return how a line is called."""
    return str(line.get("name") or _("Line without a name"))


def certainty_words(records: Records, line: Mapping[str, Any]) -> str:
    """Return how sure a line is and how far off it may be; empty where the file does not say."""
    words = []
    if sure := code_word(records, "events", "confidence", line.get("certainty")):
        words.append(_("certainty: %(certainty)s") % {"certainty": sure.lower()})
    if isinstance(off := line.get("uncertainty_m"), (int, float)):
        words.append(_("off by up to %(metres)s m") % {"metres": number_text(off)})
    return ", ".join(words)
