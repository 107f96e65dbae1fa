"""The world of screenings: a click narrows the table and sets the address, Back returns, tours are drawn."""

from __future__ import annotations

import re

import pytest
from lesson_layout import laid_out
from playwright.sync_api import Locator, expect
from reader import PHONE, Reader

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.viz.films.tours import TOUR, Tour, series_name, tours

pytestmark = pytest.mark.browser

_EDGE_OF_THE_MAP = "chart => [chart._fullLayout.xaxis.range, chart._fullLayout.yaxis.range].flat()"
_ARROWS = """chart => chart._fullData.filter(trace => trace.marker && trace.marker.symbol === 'arrow')
  .reduce((sum, trace) => sum + trace.x.length, 0)"""


def rows(reader: Reader) -> Locator:
    """The rows of the table of all showings."""
    return reader.page.locator(".stacked tbody tr")


def test_a_city_on_the_map_keeps_its_showings_in_the_table_and_all_come_back(
    reader: Reader, records: Records
) -> None:
    reader.open("screenings")
    edge = reader.chart("world").evaluate(_EDGE_OF_THE_MAP)
    place = max(
        (mark for mark in reader.marks("world") if len(records.links.screenings_at[mark.record]) > 1),
        key=lambda mark: mark.apart,
    ).record
    name, count = records.tables.places[place].name, len(records.links.screenings_at[place])
    reader.click_mark("world", place)
    reader.has_parameters(sel=f"places.{place}")
    expect(reader.card_title).to_have_text(name)
    expect(rows(reader)).to_have_count(count)
    assert reader.chart("world").evaluate(_EDGE_OF_THE_MAP) == edge, "the map stays where it is"
    chooser = reader.page.get_by_role("combobox", name="Find a city")
    expect(chooser).to_have_value(re.compile(rf"^{name}: "))
    reader.page.get_by_role("button", name="All showings").click()
    reader.has_parameters()
    expect(rows(reader)).to_have_count(0)
    reader.page.go_back()
    reader.has_parameters(sel=f"places.{place}")
    expect(rows(reader)).to_have_count(count)
    reader.page.get_by_role("button", name="Keep as a filter on every page").click()
    reader.has_parameters(sel=f"places.{place}", place=place)
    expect(reader.chip("place")).to_contain_text(name)


def test_the_map_shows_the_same_part_of_the_world_after_the_window_was_turned(reader: Reader) -> None:
    reader.open("screenings")
    edge = reader.chart("world").evaluate(_EDGE_OF_THE_MAP)
    first = reader.page.viewport_size
    assert first
    for size in (PHONE, {"width": PHONE["height"], "height": PHONE["width"]}, first):
        reader.page.set_viewport_size(size)
        laid_out(reader.page)
        assert reader.chart("world").evaluate(_EDGE_OF_THE_MAP) == edge, size


def test_the_number_above_a_year_chooses_it_and_back_returns(reader: Reader, records: Records) -> None:
    kept = select(records, Choice(codes=(("shown", ("2016",)),)))
    reader.open("screenings")
    reader.click_mark("years", "year:2016")
    reader.has_parameters(shown="2016")
    expect(reader.chip("shown")).to_contain_text("2016")
    expect(reader.sentence).to_contain_text(f"{kept.count('screenings')} of {kept.totals['screenings']}")
    reader.click_mark("years", "year:2015")
    reader.has_parameters(shown="2015")
    reader.page.go_back()
    reader.has_parameters(shown="2016")
    reader.click_mark("years", "year:2016")
    reader.has_parameters()


def test_a_tour_is_a_line_and_its_stops_are_told_in_order(reader: Reader, records: Records) -> None:
    tour: Tour = next(found for found in tours(records.tables.screenings) if len(found.ordered) > 2)
    assert tour.kind == TOUR
    reader.open("screenings", scale="near", shown=str(tour.ordered[0].date.start.year))
    assert reader.chart("world").evaluate(_ARROWS) == len(tour.ordered) - 1
    city = max(
        (mark for mark in reader.marks("world") if mark.record == tour.ordered[1].place_id),
        key=lambda mark: mark.apart,
    )
    reader.page.mouse.move(city.x, city.y)
    told = reader.chart("world").locator(".hoverlayer .hovertext").first
    name = series_name(records, tour.rows, tour.kind)
    expect(told).to_contain_text(f"{name}: stop 2 of {len(tour.ordered)} in order")
    reader.page.get_by_text(re.compile("stop by stop")).click()
    stops = reader.page.locator(".st-key-tours ol li")
    names = [records.tables.places[stop.place_id].name for stop in tour.ordered]
    expect(stops).to_have_text([re.compile(f"^{place}, ") for place in names])
