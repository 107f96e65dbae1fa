"""Stepping through the night: address, words, strip and map go together, by button, keyboard and address."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from playwright.sync_api import Locator, expect
from reader import PHONE, Reader, ReaderMaker, until

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Event
from evidence_site.viz.chart import LATER
from evidence_site.viz.chronology.night_hours import (
    hour_code,
    hour_text,
    hours_of,
    night_events,
    places_title,
    reported_at,
)

pytestmark = pytest.mark.browser

_LINES = "chart => (chart._fullLayout.shapes || []).map(line => String(line.x0))"
_STRENGTHS = """chart => Object.fromEntries(chart._fullData[0].customdata.map(
  (held, i) => [[held].flat()[0], [chart._fullData[0].marker.opacity].flat()[i]]))"""
_AXES = "chart => JSON.stringify([chart._fullLayout.xaxis.range, chart._fullLayout.yaxis.range])"


@pytest.fixture(scope="module")
def night(records: Records) -> tuple[Event, ...]:
    return night_events(records.tables.events, records.tables.events[records.site.main_event].date)


@pytest.fixture(scope="module")
def steps(night: tuple[Event, ...]) -> list[datetime]:
    return list(hours_of(night))


def words(reader: Reader) -> Locator:
    return reader.page.locator(".known:visible")


def stands_at(reader: Reader, records: Records, night: tuple[Event, ...], hour: datetime | None) -> None:
    """The address, the words, the strip and the map tell of one and the same hour."""
    reader.has_parameters(tab="night", **({"hour": hour_code(hour)} if hour else {}))
    told = [event for event in night if event.time_from] if hour is None else reported_at(night, hour)
    expect(words(reader)).to_have_count(1)
    expect(words(reader)).to_contain_text(f"Reported for {hour_text(hour)}" if hour else "The hours that are")
    links = words(reader).locator("a[href*='table=events']")
    expect(links).to_have_text([event.title for event in told])
    expect(reader.page.get_by_role("heading", level=2).first).to_have_text(places_title(records, night, hour))
    chart = reader.chart("night")
    until(reader.page, lambda: len(chart.evaluate(_LINES)) == int(bool(hour)))
    assert len(chart.evaluate(_LINES)) == int(bool(hour))
    if hour:
        assert [line[:16].replace(" ", "T") for line in chart.evaluate(_LINES)] == [hour_code(hour)]
    strengths = chart.evaluate(_STRENGTHS)
    assert {key for key, strength in strengths.items() if strength > LATER} == {event.id for event in told}


def test_the_buttons_take_address_words_strip_and_map_along(
    reader: Reader, records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    reader.open("map", tab="night")
    stands_at(reader, records, night, None)
    axes = reader.chart("night").evaluate(_AXES)
    for hour in steps:
        reader.page.get_by_role("button", name="Next hour").click()
        stands_at(reader, records, night, hour)
        assert reader.chart("night").evaluate(_AXES) == axes, "stepping moves no axis"
    expect(reader.page.get_by_role("button", name="Next hour")).to_be_disabled()
    reader.page.get_by_role("button", name="Previous hour").click()
    stands_at(reader, records, night, steps[-2])


def test_the_keyboard_alone_steps_and_the_focus_stays(
    reader: Reader, records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    reader.open("map", tab="night")
    button = reader.page.get_by_role("button", name="Next hour")
    button.focus()
    for hour, key in zip(steps[:3], ("Enter", "Space", "Enter"), strict=False):
        reader.page.keyboard.press(key)
        stands_at(reader, records, night, hour)
        expect(button).to_be_focused()
    reader.page.keyboard.press("Shift+Tab")
    expect(reader.page.get_by_role("button", name="Previous hour")).to_be_focused()
    reader.page.keyboard.press("Enter")
    stands_at(reader, records, night, steps[1])


def test_the_list_of_hours_is_used_with_the_keyboard(
    reader: Reader, records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    reader.open("map", tab="night")
    field = reader.page.get_by_role("combobox", name=re.compile("As reported for"))
    field.focus()
    field.press_sequentially(f"{steps[-1]:%H:%M}")
    expect(reader.page.get_by_role("option")).to_have_count(1)
    field.press("Enter")
    stands_at(reader, records, night, steps[-1])


def test_a_stranger_sees_the_same_at_the_address(
    reader_with: ReaderMaker, records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    first = reader_with()
    first.open("map", tab="night")
    first.page.get_by_role("button", name="Next hour").click()
    stands_at(first, records, night, steps[0])
    stranger = reader_with(viewport=PHONE, color_scheme="dark")
    stranger.open_address(first.page.url)
    stands_at(stranger, records, night, steps[0])
    assert words(stranger).inner_text() == words(first).inner_text()


def test_back_and_forward_go_through_the_steps(
    reader: Reader, records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    reader.open("map", tab="night")
    for hour in steps[:2]:
        reader.page.get_by_role("button", name="Next hour").click()
        stands_at(reader, records, night, hour)
    reader.page.go_back()
    stands_at(reader, records, night, steps[0])
    reader.page.go_back()
    stands_at(reader, records, night, None)
    reader.page.go_forward()
    stands_at(reader, records, night, steps[0])


def test_the_map_shows_the_places_of_the_hour_and_keeps_its_view(
    reader: Reader, steps: list[datetime]
) -> None:
    reader.open("map", tab="night", hour=hour_code(steps[0]))
    marks = reader.map.locator("path.leaflet-interactive[fill-opacity='0.6']")
    expect(marks).to_have_count(1)
    reader.map.get_by_role("button", name="Zoom in").click()
    whole = reader.map.locator("path.leaflet-interactive[stroke-dasharray='2 9']")
    expect(whole).to_have_count(1)
    reader.page.get_by_role("button", name="Previous hour").click()
    reader.has_parameters(tab="night")
    expect(marks).not_to_have_count(1)
    expect(whole).to_have_count(1)


def test_the_night_and_its_hour_come_from_the_choice_of_the_view(reader: Reader) -> None:
    reader.open("map")
    expect(reader.page.get_by_role("button", name="Next hour")).to_have_count(0)
    reader.page.get_by_text("The night, hour by hour", exact=True).click()
    reader.has_parameters(tab="night")
    expect(reader.page.get_by_role("link", name="Skip the night and go to the sources")).to_be_visible()
    reader.page.get_by_text("All events", exact=True).click()
    reader.has_parameters()
    expect(reader.page.get_by_role("button", name="Next hour")).to_have_count(0)
