"""The page of showings: what is chosen anywhere narrows its table, and all of them come back."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest
from visiting import drawers_of, html_of, keys_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.ui.screen import pictures
from evidence_site.ui.screen.pictures import choose_mark
from evidence_site.ui.state import choosing, store
from evidence_site.viz.films.lists import belonging, in_order_of, orders, owners_called
from evidence_site.viz.films.showing_years import YEAR, years_chart


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def ids_in_table(app: AppTest) -> list[str]:
    """The records of the table of all showings, in the order in which they stand."""
    [table] = re.findall(r'<div class="scroll stacked".*?</div>', html_of(app), re.DOTALL)
    first_cells = re.findall(r"<tr><td[^>]*><a [^>]*key=([a-z0-9-]+)", table)
    return list(first_cells)


@pytest.mark.parametrize(("table", "column"), [("places", "place_id"), ("films", "film_id")])
def test_the_open_record_keeps_its_showings_and_closing_it_brings_all_back(
    records: Records, table: str, column: str
) -> None:
    keys = [getattr(row, column) for row in records.tables.screenings if getattr(row, column)]
    key = max(keys, key=keys.count)
    app = open_page("screenings", sel=f"{table}.{key}")
    assert not app.exception
    own = [row.id for row in records.tables.screenings if getattr(row, column) == key]
    assert sorted(ids_in_table(app)) == sorted(own)
    assert f"{len(own)} of {len(records.tables.screenings)} rows" in html_of(app)
    finder = next(box for box in app.selectbox if box.label == "Find a screening")
    assert len(finder.options) == len(own), "the list beside follows"
    app.button(key="kept-all").click().run()
    assert app.query_params == {}
    assert "kept-all" not in keys_of(app)
    assert "every-row" in drawers_of(app)


def test_a_choice_is_kept_as_a_filter_and_then_not_offered_again(records: Records) -> None:
    app = open_page("screenings", sel="places.london")
    app.button(key="kept-filter").click().run()
    assert not app.exception
    assert app.query_params == {"sel": "places.london", "place": "london"}
    assert "lift-place" in keys_of(app)
    assert "kept-filter" not in keys_of(app)
    assert (
        set(ids_in_table(app)) == select(records, Choice(codes=(("place", ("london",)),))).ids["screenings"]
    )


@pytest.mark.parametrize("sel", ["screenings.ec-paris-2016-03-09", "places.khojaly", "events.khojaly-1992"])
def test_a_record_that_owns_no_showing_leaves_the_table_whole(records: Records, sel: str) -> None:
    app = open_page("screenings", sel=sel)
    assert not app.exception
    assert "kept-all" not in keys_of(app)
    finder = next(box for box in app.selectbox if box.label == "Find a screening")
    assert len(finder.options) == len(records.tables.screenings)


@pytest.mark.parametrize(("label", "table"), [("Find a city", "places"), ("Find a film", "films")])
def test_the_lists_choose_what_a_click_chooses(records: Records, label: str, table: str) -> None:
    app = open_page("screenings")
    finder = next(box for box in app.selectbox if box.label == label)
    assert any("confirmed" in option for option in finder.options)
    finder.select_index(3).run()
    assert not app.exception
    kind, _, key = app.query_params["sel"].partition(".")
    assert kind == table
    assert len(ids_in_table(app)) == len(belonging(tuple(records.tables.screenings), table, key))


def test_the_table_stands_in_the_chosen_order(records: Records) -> None:
    dates = {row.id: row.date.start for row in records.tables.screenings}
    for order, newest in (("", True), ("oldest", False)):
        found = [dates[key] for key in ids_in_table(open_page("screenings", sel="places.baku", by=order))]
        assert found == sorted(found, reverse=newest)


def click_in_years(
    records: Records, mark: str, monkeypatch: pytest.MonkeyPatch, **held: str
) -> dict[str, str]:
    """Return what a click on a mark of the chart of years sets in an address."""
    put: dict[str, str] = {}
    monkeypatch.setattr(choosing, "put", put.update)
    monkeypatch.setattr(pictures, "put", put.update)
    monkeypatch.setattr(pictures, "held", lambda name: held.get(name, ""))
    choose_mark(years_chart(records, tuple(records.tables.screenings)), mark)
    return put


def test_a_click_on_a_year_chooses_it_and_another_click_lifts_it(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    for held, mark, shown in (
        ({}, "2016", "2016"),
        ({"shown": "2016"}, "2016", ""),
        ({"shown": "2016"}, "2015", "2015"),
    ):
        assert click_in_years(records, f"{YEAR}{mark}", monkeypatch, **held) == {"shown": shown}


def test_a_click_on_a_square_opens_its_showing(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    put = click_in_years(records, "ec-paris-2016-03-09", monkeypatch)
    assert put == {"sel": "screenings.ec-paris-2016-03-09"}


# --- pure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [*orders(), "no such order"])
def test_every_order_keeps_every_row(records: Records, order: str) -> None:
    rows = tuple(records.tables.screenings)
    found = in_order_of(records, rows, order)
    assert sorted(row.id for row in found) == sorted(row.id for row in rows)
    names = [
        records.tables.places[row.place_id].name.casefold() if row.place_id else "\uffff" for row in found
    ]
    statuses = [row.status for row in found]
    if order == "place":
        assert names == sorted(names), "what has no place comes last"
    if order == "status":
        assert statuses == sorted(statuses, reverse=True)


def test_rows_belong_to_their_place_and_film_and_to_nothing_else(records: Records) -> None:
    rows = tuple(records.tables.screenings)
    for row in rows:
        for table, key in (("places", row.place_id), ("films", row.film_id)):
            if key:
                assert row in belonging(rows, table, key)
    for table in ("events", "sources", "screenings", "", "__class__"):
        assert belonging(rows, table, "baku") == ()


def test_those_who_choose_from_a_list_are_told_what_hovering_tells(records: Records) -> None:
    rows = tuple(records.tables.screenings)
    called = owners_called(records, rows, "places")
    assert set(called) == {row.place_id for row in rows} - {None}
    assert re.fullmatch(r"Baku: \d+ confirmed, \d+ announced only", called["baku"])
    assert list(called.values()) == sorted(called.values(), key=str.casefold)
