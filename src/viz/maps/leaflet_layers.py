"""What the maps add to Leaflet: files that the browser fetches from the site, marks of records, online tiles.

folium's own GeoJson writes every coordinate into the page and renders a template for each layer
on every run. A file fetched once stays in the browser's cache, and the map costs little to draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from branca.element import MacroElement
from jinja2 import Template
from jinja2.utils import htmlsafe_json_dumps

from evidence_site.records.geography.geo import Point
from evidence_site.viz.maps.map_styles import RoleStyle
from evidence_site.viz.symbols import SHAPES

#: Where pictures of the map come from once the visitor agreed, and whose they are.
TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
TILE_HOST = "tile.openstreetmap.org"
_CREDIT = (
    '&copy; <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener noreferrer">'
    "OpenStreetMap contributors</a>"
)


class FetchedLayer(MacroElement):
    """A GeoJSON file drawn in a pane of its own, so that layers keep their order however they arrive."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.createPane("{{ this.pane }}").style.zIndex = {{ this.order }};
        siteMap.showFrom({{ this._parent.get_name() }}, "{{ this.pane }}", {{ this.from_zoom }});
        var {{ this.get_name() }} = L.geoJson(null, {
            pane: "{{ this.pane }}",
            interactive: {{ this.tooltip|tojson }} !== null,
            filter: function (feature) {
                var kinds = {{ this.kinds|tojson }};
                return kinds === null || kinds.indexOf(feature.properties.kind) !== -1;
            },
            style: function (feature) {
                var special = {{ this.by_kind|tojson }}[feature.properties.kind];
                return Object.assign({}, {{ this.style|tojson }}, special || {});
            },
            onEachFeature: function (feature, layer) {
                var texts = {{ this.tooltip|tojson }};
                if (!texts) { return; }
                layer.bindTooltip(siteMap.words(texts[feature.properties.id] || ""), { sticky: true });
                layer.on("add", function () { layer.getElement().setAttribute("tabindex", -1); });
            }
        }).addTo({{ this._parent.get_name() }});
        fetch({{ this.address|tojson }}).then(function (answer) { return answer.json(); })
            .then(function (data) {
                var faulty = {{ this.left_out|tojson }};
                data.features = data.features.filter(function (_, i) { return faulty.indexOf(i) === -1; });
                {{ this.get_name() }}.addData(data);
            }).catch(function (problem) { console.warn({{ this.address|tojson }}, problem); });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        address: str,
        order: int,
        look: RoleStyle,
        tooltip: Mapping[str, str],
        left_out: Sequence[int],
    ) -> None:
        """Describe the layer.

        Args:
            address: Where the browser finds the file on this site.
            order: Where it lies in the stack of panes; a higher one lies above.
            look: How its features are drawn.
            tooltip: Id of a feature to what is shown on hover; without any, the layer answers no pointer.
            left_out: Positions in the file, from zero, of features that cannot be drawn.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FetchedLayer"
        self.address, self.order, self.pane = address, order, pane_of(order)
        self.style, self.by_kind, self.from_zoom = look.style, dict(look.by_kind), look.from_zoom
        self.kinds = list(self.by_kind) if look.only_kinds else None
        self.tooltip, self.left_out = dict(tooltip) or None, list(left_out)


def pane_of(order: int) -> str:
    """Return the name of the pane in which a fetched layer is drawn."""
    return f"layer-{order}"


class FrameManners(MacroElement):
    """What every frame with a map needs: our additions to Leaflet, a name, and a page that keeps its place.

    Streamlit calls the frame by the name of its component, in no language. Leaflet focuses its box when a
    mouse button goes down: in a frame that lies partly outside the window the browser then scrolls the page
    under the pointer, and the click lands beside the mark.
    """

    code = Path(__file__).with_name("leaflet_frame.js").read_text(encoding="utf-8")
    shapes = SHAPES

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this.code }}
        siteMap.shapes = {{ this.shapes|tojson }};
        siteMap.borrowType("Source Sans");
        siteMap.leaveThePage({{ this._parent.get_name() }}, {{ this.words|tojson }});
        window.frameElement.title = {{ this.title|tojson }};
        document.documentElement.lang = window.parent.document.documentElement.lang;
        (function (box) {
            box.setAttribute("role", "region");
            box.setAttribute("aria-label", {{ this.label|tojson }});
            box.focus = function () { HTMLElement.prototype.focus.call(box, { preventScroll: true }); };
        })({{ this._parent.get_name() }}.getContainer());
        {% endmacro %}
        """
    )

    def __init__(self, title: str, label: str, words: Mapping[str, str]) -> None:
        """Belongs to the map that it is added to.

        Args:
            title: What the frame is called.
            label: What the map is called by those who do not see it.
            words: What whoever tries to move the map with the ``wheel`` or with one ``finger`` is told.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FrameManners"
        self.title, self.label, self.words = title, label, dict(words)


def records_layer(features: Sequence[Mapping[str, Any]]) -> str:
    """Return a layer of marks, as an expression: GeoJSON with ``style``, ``record`` and ``label``."""
    return _layer("records", {"type": "FeatureCollection", "features": list(features)})


def tiles_layer(covered: Sequence[str]) -> str:
    """Return a layer of the pictures from the network, as an expression; only for a visitor who agreed.

    Args:
        covered: Panes that the pictures take the place of.
    """
    return _layer("online", {"covered": list(covered), "address": TILES, "credit": _CREDIT})


def _layer(what: str, given: Mapping[str, Any]) -> str:
    """Return what makes a layer; folium would by way of templates: a second for ten thousand marks."""
    data = htmlsafe_json_dumps(given, dumps=lambda value: orjson.dumps(value).decode())
    return f"siteMap.{what}({data})"


def point_feature(point: Point, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON point, in which longitude stands first."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        "properties": properties,
    }
