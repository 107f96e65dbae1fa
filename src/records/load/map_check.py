"""What is wrong with the map: its files, the roles of its layers, places that lie elsewhere than they say.

None of it halts the site: the map draws the rest and says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence_site.records.faults import Fault, did_you_mean
from evidence_site.records.geography.geo import NO_FILE, GeoFile
from evidence_site.records.geography.layer_bounds import moved_layers
from evidence_site.records.load.place_check import misplaced
from evidence_site.records.read.cells import Reading
from evidence_site.records.settings.site import MAP_ROLES, MapLayer, Site


def map_faults(site: Site, reading: Reading) -> list[Fault]:
    """Return every fault of the map, in its files and in the settings and places that it draws."""
    return [
        *_layer_faults(site),
        *(fault for name in sorted(site.geo) for fault in site.geo[name].faults),
        *misplaced(site, reading),
        *moved_layers(site.folder, site.geo),
    ]


def layer_file(site: Site, layer: MapLayer) -> GeoFile:
    """Return the file of a map layer as far as it can be drawn."""
    return site.geo.get(layer.file, NO_FILE)


def _layer_faults(site: Site) -> Iterator[Fault]:
    for layer in site.map_layers:
        if layer.file not in site.geo:
            problem = f'names "{layer.file}", which is not in geo/.'
            yield Fault("site.toml", 0, "map_layers", problem, "Add that file.", halts=False)
        if layer.role not in MAP_ROLES:
            problem = f'gives "{layer.file}" the role "{layer.role}", which the map does not know.'
            yield Fault(
                "site.toml", 0, "map_layers", problem, did_you_mean(layer.role, MAP_ROLES), halts=False
            )
