"""What the maps add to Leaflet: files that the browser fetches from the site, marks of records, still focus.

folium's own GeoJson writes every coordinate into the page and renders a template for each layer
on every run. A file fetched once stays in the browser's cache, and the map costs little to draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from branca.element import MacroElement
from jinja2 import Template


class FetchedLayer(MacroElement):
    """A GeoJSON file drawn in a pane of its own, so that layers keep their order however they arrive."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.createPane("{{ this.pane }}").style.zIndex = {{ this.order }};
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
                var names = {{ this.tooltip|tojson }};
                if (!names) { return; }
                var box = document.createElement("div");
                Object.keys(names).forEach(function (name) {
                    var line = document.createElement("div");
                    line.textContent = names[name] + ": " + feature.properties[name];
                    box.appendChild(line);
                });
                layer.bindTooltip(box, { sticky: true });
            }
        }).addTo({{ this._parent.get_name() }});
        fetch("{{ this.address }}").then(function (answer) { return answer.json(); })
            .then(function (data) { {{ this.get_name() }}.addData(data); });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        address: str,
        order: int,
        style: Mapping[str, Any],
        *,
        by_kind: Mapping[str, Mapping[str, Any]] | None = None,
        only_kinds: bool = False,
        tooltip: Mapping[str, str] | None = None,
    ) -> None:
        """Describe the layer.

        Args:
            address: Where the browser finds the file on this site.
            order: Place in the stack of panes; higher lies above.
            style: Leaflet path options of every feature.
            by_kind: Options on top of that for features whose property ``kind`` is a key.
            only_kinds: Leave out features whose kind is not a key of ``by_kind``.
            tooltip: Property name to its label, shown on hover; None makes the layer inert.
        """
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FetchedLayer"
        self.address, self.order, self.pane = address, order, f"layer-{order}"
        self.style, self.by_kind = dict(style), dict(by_kind or {})
        self.kinds = list(self.by_kind) if only_kinds else None
        self.tooltip = dict(tooltip) if tooltip else None


class StillFocus(MacroElement):
    """Keeps the page where it is when the map takes the focus.

    Leaflet focuses its box when a mouse button goes down. In a frame that lies partly outside the window
    the browser then scrolls the page under the pointer, and the click lands beside the mark.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (box) {
            box.focus = function () { HTMLElement.prototype.focus.call(box, { preventScroll: true }); };
        })({{ this._parent.get_name() }}.getContainer());
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        """Belongs to the map that it is added to."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "StillFocus"


class RecordLayer(MacroElement):
    """Marks of records: circles that open a record, circles of doubt in metres, and standing names."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.geoJson({{ this.features|tojson }}, {
            pointToLayer: function (feature, point) {
                var mark = feature.properties;
                return mark.metres
                    ? L.circle(point, Object.assign({ radius: mark.metres }, mark.style))
                    : L.circleMarker(point, mark.style);
            },
            onEachFeature: function (feature, layer) {
                // A second click on the same mark must not look like the first.
                layer.on("click", function () { feature.properties.clicked = Date.now(); });
                var text = document.createElement("span");
                text.textContent = feature.properties.label || "";
                if (!text.textContent) { return; }
                layer.bindTooltip(text, feature.properties.standing
                    ? { permanent: true, direction: "right", className: "place-label" } : { sticky: true });
            }
        }).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, features: Sequence[Mapping[str, Any]]) -> None:
        """Describe the marks: GeoJSON points with ``style``, some with ``record`` and ``label``."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "RecordLayer"
        self.features = {"type": "FeatureCollection", "features": list(features)}


def point_feature(point: tuple[float, float], **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON point; ``point`` is latitude and longitude, as people write it."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]]},
        "properties": properties,
    }
