"""A folium map prepared once: rendering its templates on every run takes longer than all else on a page.

``st_folium`` renders the map whenever it is called. What it then hands to its component is text, the same
for the same map. So the parts of ``streamlit_folium`` that make these texts are called here, once for a map;
a test holds them to what ``st_folium`` hands over. Layers of marks are text of our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
import streamlit_folium as component
from streamlit.runtime import get_instance

from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.viz.maps.base_map import LABEL_SIZE, LEAFLET_CSS, LEAFLET_JS, base_map
from evidence_site.viz.maps.leaflet_layers import records_layer, tiles_layer
from evidence_site.viz.maps.map_layers import ground_panes
from evidence_site.viz.maps.map_marks import MapMark
from evidence_site.viz.maps.place_labels import Naming, layer_features

#: folium forbids to enlarge what the map's document shows; the component has written down a viewport before.
_VIEWPORT = re.compile(r'<meta name="viewport".*?/>', re.DOTALL)
#: The one thing that the map reports; for anything else it would rerun the page on every pan.
_REPORTED = "last_active_drawing"


def register() -> None:
    """Let this process serve the component's files: it registers itself only inside a run of a script."""
    get_instance().component_registry.register_component(component._component_func)


@dataclass(frozen=True, eq=False)
class ReadyMap:
    """A map without records, as the texts that the component takes."""

    texts: Mapping[str, Any]

    def draw(
        self,
        layers: Sequence[str],
        *,
        key: str,
        height: int,
        on_choose: Callable[[str], None],
        center: Point | None = None,
    ) -> None:
        """Draw the map with layers on it.

        Args:
            on_choose: Called with the record that a clicked mark carries.
        """
        # Another map needs another frame, and so another key; another layer changes the map that stands.
        frame = component.generate_js_hash(self.texts["script"], key)

        def report() -> None:
            clicked = (st.session_state.get(frame) or {}).get(_REPORTED) or {}
            if record := clicked.get("properties", {}).get("record"):
                on_choose(record)

        component._component_func(
            **self.texts,
            key=frame,
            height=height,
            width=None,
            returned_objects=[_REPORTED],
            default={_REPORTED: None},
            zoom=None,
            center=center,
            feature_group="".join(layers),
            return_on_hover=False,
            layer_control=None,
            pixelated=False,
            on_change=report,
            wrap_longitude=False,
        )


@remembered
def ready_map(
    records: Records, theme: str, reach: tuple[Point, ...] = (), label_size: float = LABEL_SIZE
) -> ReadyMap:
    """Return the map without records in a theme; see ``base_map``."""
    drawn = base_map(records, theme, reach, label_size)
    drawn.get_root().render()
    # In this order: making the script alters the map.
    header, html = _VIEWPORT.sub("", component._get_header(drawn)), component._get_html(drawn)
    script = component._get_map_string(drawn)
    return ReadyMap(
        {
            "script": script,
            "header": header,
            "html": html,
            "id": component.get_full_id(drawn),
            "css_links": [address for _name, address in LEAFLET_CSS],
            "js_links": [address for _name, address in LEAFLET_JS],
        }
    )


@remembered
def ready_marks(records: Records, marks: Sequence[MapMark], theme: str, naming: Naming) -> str:
    """Return marks of records as a layer of the map."""
    return _added(records_layer(layer_features(records, marks, theme, naming)))


@remembered
def ready_tiles(records: Records) -> str:
    """Return the pictures from the network as a layer of the map."""
    return _added(tiles_layer(ground_panes(records)))


def _added(layer: str) -> str:
    """Return a script for the map that stands; the component takes away what stands in ``feature_group``."""
    return (
        "(function (layer) { map_div.addLayer(layer);\n"
        f"(window.feature_group = window.feature_group || []).push(layer); }})({layer});\n"
    )
