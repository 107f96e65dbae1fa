"""Choosing a record: by a mark, on the map, in the list; the same card and the same address everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from reader import Reader, ReaderMaker

from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import record_name

pytestmark = pytest.mark.browser

#: Pages with charts, under which choices; a filter must not part a chart from its table and its rows.
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    ("timeline", {"cat": "attack_on_civilians.military"}),
    ("casualties", {}),
    ("casualties", {"tab": "sides", "side": "independent"}),
    ("casualties", {"tab": "afterwards"}),
    ("screenings", {"country": "US"}),
)


def name_of(records: Records, table: str, key: str) -> str:
    return record_name(records, table, records.table(table)[key])


def loneliest(reader: Reader, chart: str, wanted: set[str]) -> str:
    """Return the record whose mark is farthest from all others: a click can mean no other."""
    return max((mark for mark in reader.marks(chart) if mark.record in wanted), key=lambda m: m.apart).record


def located(records: Records) -> set[str]:
    """Return the events whose place has a position."""
    places = records.tables.places
    return {
        event.id
        for event in records.tables.events
        if event.place_id and places[event.place_id].lat is not None
    }


def test_a_mark_on_the_timeline_opens_its_record_and_the_map_shows_the_same(
    reader: Reader, records: Records
) -> None:
    reader.open("timeline")
    event = loneliest(reader, "year", located(records))
    reader.click_mark("year", event)
    reader.has_parameters(sel=f"events.{event}")
    expect(reader.card_title).to_have_text(name_of(records, "events", event))
    expect(reader.page.get_by_role("combobox", name="Find an event")).not_to_have_value("")
    reader.go_to("Map").has_parameters(sel=f"events.{event}")
    expect(reader.card_title).to_have_text(name_of(records, "events", event))
    expect(reader.map.locator('path.leaflet-interactive[stroke-width="3"]')).to_have_count(1)
    reader.page.go_back()
    reader.is_on("Timeline").has_parameters(sel=f"events.{event}")
    expect(reader.card_title).to_have_text(name_of(records, "events", event))


def test_another_mark_replaces_the_record_and_back_returns_to_the_first(
    reader: Reader, records: Records
) -> None:
    first = "khojaly-1992"
    reader.open("timeline", sel=f"events.{first}")
    expect(reader.card_title).to_have_text(name_of(records, "events", first))
    second = loneliest(reader, "year", located(records) - {first})
    reader.click_mark("year", second)
    reader.has_parameters(sel=f"events.{second}")
    expect(reader.card_title).to_have_text(name_of(records, "events", second))
    reader.page.go_back()
    reader.has_parameters(sel=f"events.{first}")
    expect(reader.card_title).to_have_text(name_of(records, "events", first))


def test_a_mark_on_the_map_sets_the_same_address_and_the_timeline_shows_it(
    reader: Reader, records: Records
) -> None:
    reader.open("map")
    marks = reader.map.locator('path.leaflet-interactive[fill-opacity="0.6"]')
    expect(marks.nth(10)).to_be_attached()
    uncovered_mark(marks).click()
    table, key = reader.chosen()
    assert table in ("events", "places")
    expect(reader.card_title).to_have_text(name_of(records, table, key))
    expect(reader.map.locator('path.leaflet-interactive[stroke-width="3"]')).to_have_count(1)
    reader.go_to("Timeline").has_parameters(sel=f"{table}.{key}")
    expect(reader.card_title).to_have_text(name_of(records, table, key))


def uncovered_mark(marks: Locator) -> Locator:
    """Return a mark well inside the map whose middle no other mark covers."""
    free = marks.evaluate_all(
        """all => all.findIndex(one => {
          const box = one.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2
          const inside = x > 80 && y > 80 && x < innerWidth - 80 && y < innerHeight - 80
          return inside && document.elementFromPoint(x, y) === one
        })"""
    )
    assert free >= 0, "every mark in view is covered by another"
    return marks.nth(free)


@pytest.mark.parametrize("title", ["Timeline", "Map"])
def test_the_list_chooses_the_same_by_keyboard(reader: Reader, records: Records, title: str) -> None:
    reader.open(title.lower())
    name = name_of(records, "events", "khojaly-1992")
    reader.choose_in_list("Find an event", name)
    reader.has_parameters(sel="events.khojaly-1992")
    expect(reader.card_title).to_have_text(name)


def test_closing_a_record_clears_the_address_and_the_list(reader: Reader, records: Records) -> None:
    reader.open("timeline", sel="events.khojaly-1992", cat="attack_on_civilians")
    expect(reader.card_title).to_have_text(name_of(records, "events", "khojaly-1992"))
    chooser = reader.page.get_by_role("combobox", name="Find an event")
    expect(chooser).not_to_have_value("")
    reader.close_record()
    reader.has_parameters(cat="attack_on_civilians")
    expect(reader.card).to_have_count(0)
    expect(chooser).to_have_value("")


def test_the_mark_just_closed_opens_again(reader: Reader, records: Records) -> None:
    reader.open("timeline")
    event = loneliest(reader, "year", located(records))
    reader.click_mark("year", event)
    reader.has_parameters(sel=f"events.{event}")
    reader.close_record()
    reader.has_parameters()
    reader.click_mark("year", event)
    reader.has_parameters(sel=f"events.{event}")
    expect(reader.card_title).to_have_text(name_of(records, "events", event))


def test_the_permanent_address_of_a_record_opens_for_a_stranger(
    reader: Reader, stranger: ReaderMaker, records: Records
) -> None:
    reader.open("timeline", sel="events.khojaly-1992", cat="attack_on_civilians")
    link = reader.card.get_by_role("link", name="Permanent address")
    friend = stranger().open_address(link.evaluate("link => link.href"))
    friend.is_on("Record").has_parameters(table="events", key="khojaly-1992")
    expect(friend.card_title).to_have_text(name_of(records, "events", "khojaly-1992"))
    friend.page.get_by_role("link", name="Show on: Map").click()
    friend.is_on("Map").has_parameters(sel="events.khojaly-1992")
    expect(friend.card_title).to_have_text(name_of(records, "events", "khojaly-1992"))


def test_a_mark_among_the_numbers_opens_its_figure(reader: Reader, records: Records) -> None:
    reader.open("casualties")
    chart = reader.twins()[0]
    figure = loneliest(reader, chart, records.table("figures").ids())
    reader.click_mark(chart, figure)
    reader.has_parameters(sel=f"figures.{figure}")
    expect(reader.card_title).to_have_text(name_of(records, "figures", figure))
    expect(reader.card).to_contain_text("How do we know this?")


@pytest.mark.parametrize(("path", "values"), VIEWS)
def test_a_table_twin_and_its_download_hold_exactly_the_rows_of_the_chart(
    reader: Reader, path: str, values: dict[str, str]
) -> None:
    reader.open(path, **values)
    links = reader.page.get_by_role("link", name=re.compile(r"^Download these \d+ rows \(CSV\)$"))
    keys = reader.twins()
    assert keys
    expect(links).to_have_count(len(keys))
    for key, link in zip(keys, links.all(), strict=True):
        promised = int(re.findall(r"\d+", link.inner_text())[0])
        expect(reader.page.locator(f".st-key-twin-{key} summary")).to_contain_text(f"{promised} rows")
        drawn = reader.ids_drawn(key)
        rows = reader.downloaded(link)
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)) == promised, key
        if drawn and path != "screenings":
            assert drawn <= set(ids), key
        expect(reader.open_twin(key)).to_have_count(promised)


@pytest.mark.parametrize(("typed", "shown"), [("Xocalı", "Xocalı"), ("susa", "Şuşa")])
def test_a_place_is_found_on_the_map_by_any_spelling_and_names_change_in_place(
    reader: Reader, typed: str, shown: str
) -> None:
    reader.open("map", names="az")
    expect(reader.map.get_by_text(shown, exact=True)).to_be_visible()
    field = reader.page.get_by_role("combobox", name="Find a place, by any of its names")
    field.press_sequentially(typed)
    expect(reader.page.get_by_role("option").first).to_be_visible()
    field.press("Enter")
    table, _key = reader.chosen()
    assert table == "places"
    expect(reader.card).to_contain_text(shown)
