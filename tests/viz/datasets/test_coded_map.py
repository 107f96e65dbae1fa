"""Coded events on the map: every row at its own position, sized by rows and never by deaths."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from evidence_site.records.load.loading import Records
from evidence_site.viz.datasets.conflict_events import coded_map, coded_map_title, spot_text, spots_of
from evidence_site.viz.maps.chosen import with_chosen_marks
from evidence_site.viz.maps.map_marks import CHOSEN_RIM, mark_features


@pytest.fixture(scope="module")
def features(records: Records) -> list[dict[str, Any]]:
    return mark_features(records, coded_map(records, "light").marks, "light")


def test_every_row_stands_at_its_own_position_once(records: Records) -> None:
    rows = list(records.tables.conflict_events)
    spots = spots_of(rows)
    placed = [(row.id, spot.point) for spot in spots for row in spot.rows]
    assert sorted(placed) == sorted((row.id, (row.lat, row.lon)) for row in rows)
    assert f"{len(rows)} located events at {len(spots)} positions" == coded_map_title(records)


def test_a_mark_grows_with_rows_and_not_with_deaths(records: Records, features: list[dict[str, Any]]) -> None:
    spots = spots_of(records.tables.conflict_events)
    radii = [
        feature["properties"]["style"]["radius"] for feature in features if "record" in feature["properties"]
    ]
    assert len(radii) == len(spots)
    for (one, radius), (other, smaller) in pairwise(zip(spots, radii, strict=True)):
        assert len(one.rows) >= len(other.rows)
        assert radius >= smaller
        assert (radius == smaller) == (len(one.rows) == len(other.rows)) or radius == 20


def test_a_mark_of_several_rows_gives_no_number_of_deaths(records: Records) -> None:
    for spot in spots_of(records.tables.conflict_events):
        if len(spot.rows) > 1:
            dates = {spot.rows[0].date.start, spot.rows[-1].date.start}
            told = {len(spot.rows), *(number for day in dates for number in (day.day, day.year))}
            assert set(map(int, re.findall(r"\d+", spot_text(spot)))) <= told
            assert "not added" in spot_text(spot)


def test_the_chosen_row_is_lit_wherever_it_stands_among_the_rows(records: Records) -> None:
    spot = next(spot for spot in spots_of(records.tables.conflict_events) if len(spot.rows) > 1)
    chosen = ("conflict_events", spot.rows[-1].id)
    marks = with_chosen_marks(records, coded_map(records, "dark").marks, chosen, "dark")
    found = mark_features(records, marks, "dark")
    lit = [one for one in found if one["properties"]["style"].get("weight") == CHOSEN_RIM]
    assert [one["properties"]["record"] for one in lit] == [f"conflict_events.{spot.rows[0].id}"]
