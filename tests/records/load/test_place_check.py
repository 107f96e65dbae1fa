"""Places that lie elsewhere than their rows say are named with their distance, and no others."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_site.records.faults import Fault
from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import misplaced
from evidence_site.records.model.rows import Place
from evidence_site.records.read.cells import Reading, type_row
from evidence_site.records.settings.site import Site

DRAWN = 86
UTM = "EPSG:32638"


@dataclass(frozen=True, repr=False)
class Ground:
    """The records and what is drawn of the districts."""

    records: Records
    districts: geopandas.GeoDataFrame
    countries: geopandas.GeoDataFrame

    @property
    def site(self) -> Site:
        return self.records.site

    def faults(self, place: Place, **cells: str) -> list[Fault]:
        """Return what is said of a place whose cells are changed."""
        package = self.records.package
        given = {column.name: "" for column in package.tables["places"].fields}
        given |= {name: str(value) for name in given if (value := getattr(place, name)) is not None}
        row, faults = type_row(package.tables["places"], package, 2, given | cells)
        assert not faults
        reading = Reading(package, rows={"places": [row]}, line_of={"places": [2]}, partial={"places": []})
        return list(misplaced(self.site, reading))

    def district(self, place: Place) -> shapely.Geometry | None:
        """Return the district that a place names, in degrees, if it is drawn."""
        named = self.districts["name"] + " " + self.districts["kind"]
        found = self.districts[named == (place.admin_today or "").split(",")[0]]
        return found.geometry.union_all() if len(found) else None


@pytest.fixture(scope="module")
def ground(records: Records) -> Ground:
    def read(name: str) -> geopandas.GeoDataFrame:
        return geopandas.GeoDataFrame.from_features(records.site.geo[name].features, crs="EPSG:4326")

    return Ground(records, read("districts.geojson"), read("countries.geojson"))


def placed(ground: Ground) -> list[Place]:
    return [place for place in ground.records.tables.places if place.lat is not None]


def metres(shape: shapely.Geometry, here: shapely.Point) -> float:
    """Return a distance in metres in the zone of the region, another projection than that of the check."""
    both = geopandas.GeoSeries([shape, here], crs="EPSG:4326").to_crs(UTM)
    return float(both[0].distance(both[1]))


def test_every_place_of_today_lies_where_it_says(ground: Ground) -> None:
    assert [str(fault) for place in placed(ground) for fault in ground.faults(place)] == []


def test_most_places_of_the_region_name_a_drawn_district(ground: Ground) -> None:
    assert sum(ground.district(place) is not None for place in placed(ground)) >= DRAWN


@pytest.mark.slow
@settings(max_examples=25)  # each is measured in two ways
@given(data=st.data(), direction=st.floats(0, 359))
def test_a_place_20_km_outside_its_district_is_named_with_its_distance(
    ground: Ground, data: st.DataObject, direction: float
) -> None:
    place = data.draw(st.sampled_from([one for one in placed(ground) if ground.district(one)]))
    district = ground.district(place)
    projected = geopandas.GeoSeries([district], crs="EPSG:4326").to_crs(UTM)
    edge = projected.buffer(20_000).boundary.to_crs("EPSG:4326")[0]
    here = edge.interpolate(direction / 360, normalized=True)
    found = ground.faults(place, lat=f"{here.y:.6f}", lon=f"{here.x:.6f}")
    assert [fault.column for fault in found if fault.column == "lat"] == ["lat"]
    own = ground.countries[ground.countries["iso2"] == place.country].geometry.union_all()
    outside = metres(own, here)
    said = float(found[0].problem.split(" km outside ")[0].rsplit(" ", 1)[1].replace(",", ""))
    if "(" in found[0].problem:
        assert said == pytest.approx(outside / 1000, rel=0.05, abs=0.2)
    else:
        assert outside <= 2_100
        assert said == pytest.approx(20, rel=0.05)
    assert (found[0].file, found[0].row) == ("places.csv", 2)


@settings(max_examples=25)
@given(data=st.data())
def test_a_place_in_a_neighbouring_country_is_named_with_country_and_distance(
    ground: Ground, data: st.DataObject
) -> None:
    inside = shapely.box(*ground.site.map_frame)
    mine = [place for place in placed(ground) if inside.covers(shapely.Point(place.lon, place.lat))]
    place = data.draw(st.sampled_from(mine))
    other = data.draw(st.sampled_from([one for one in ground.countries["iso2"] if one != place.country]))
    own = ground.countries[ground.countries["iso2"] == place.country].geometry.union_all()
    shape = ground.countries[ground.countries["iso2"] == other].geometry.union_all() & inside
    far = shape - own.buffer(0.05)
    west, south, east, north = far.bounds
    here = data.draw(
        st.builds(shapely.Point, st.floats(west, east), st.floats(south, north)).filter(far.covers)
    )
    found = ground.faults(place, lat=f"{here.y:.6f}", lon=f"{here.x:.6f}")
    assert [fault.column for fault in found] == ["lat"]
    assert f"({place.country}), in " in found[0].problem
    assert f"({other})" in found[0].problem
    said = float(found[0].problem.split(" km outside ")[0].rsplit(" ", 1)[1].replace(",", ""))
    assert said == pytest.approx(metres(own, here) / 1000, rel=0.05, abs=0.2)


@settings(max_examples=25)
@given(data=st.data())
def test_a_swapped_pair_and_a_wrong_sign_get_their_remedy(ground: Ground, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([one for one in placed(ground) if one.country == "AZ"]))
    assert place.lat is not None
    assert place.lon is not None
    lat, lon = f"{place.lat:.9g}", f"{place.lon:.9g}"
    assert ground.faults(place, lat=lon, lon=lat)[0].remedy == "Swap the two."
    assert f"Did you mean lon {lon}?" in ground.faults(place, lon=f"-{lon}")[0].remedy
    assert f"Did you mean lat {lat}?" in ground.faults(place, lat=f"-{lat}")[0].remedy
    assert f"lat {lat} and lon {lon}?" in ground.faults(place, lat=f"-{lat}", lon=f"-{lon}")[0].remedy


def test_a_district_of_two_names_holds_a_place_in_either(ground: Ground) -> None:
    [place] = [one for one in placed(ground) if one.id == "khojaly"]
    assert not ground.faults(place, admin_today="Khojaly or Aghdam district, Azerbaijan")
    assert not ground.faults(place, admin_today="Aghdam and Khojaly districts, Azerbaijan")
    assert ground.faults(place, admin_today="Barda or Aghdam district, Azerbaijan")
    assert not ground.faults(place, admin_today="Barda or Unknown district"), "one of the two is not drawn"


def test_a_circle_over_the_border_is_no_fault_once_the_note_says_so(ground: Ground) -> None:
    [place] = [one for one in placed(ground) if one.id == "khojaly"]
    estimate = {"precision": "near", "radius_m": "60000", "note": "Of Armenian origin."}
    [fault] = ground.faults(place, **estimate)
    assert "over the border into Armenia (AM)" in fault.problem
    assert not fault.halts
    assert not ground.faults(place, **estimate | {"note": "It may lie in Armenia."})
    assert not ground.faults(place, precision="near", radius_m="3000")
