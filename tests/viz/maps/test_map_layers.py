"""Layers of the map: what each shows, of whom, under which filters, and what it never adds or grows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.load.loading import Records
from evidence_site.records.model.tables import Table
from evidence_site.records.names.naming import record_name
from evidence_site.ui.state import store
from evidence_site.viz.datasets.conflict_events import coded_map
from evidence_site.viz.datasets.displacement import (
    country_points,
    displaced,
    displacement_map,
    displacement_years,
)
from evidence_site.viz.datasets.population_map import population_map, population_years
from evidence_site.viz.films.screening_map import screening_map
from evidence_site.viz.films.showings import showings
from evidence_site.viz.maps.event_map import event_map, mixed_look, place_of
from evidence_site.viz.maps.map_marks import MarkedMap, in_frame, point_of
from evidence_site.viz.numbers.attack_map import (
    attack_map,
    attacks_among,
    groups_named,
    numbers_text,
    side_looks,
)
from evidence_site.viz.pages import map
from evidence_site.viz.pages.menus import NamedView, views_menu
from evidence_site.viz.pages.parts import parts_of
from evidence_site.viz.pages.run import Run, run_of

TABS = [view.code for view in map.VIEWS.views]


@pytest.fixture(scope="module")
def everything(records: Records) -> Selection:
    return select(records, Choice())


@pytest.fixture
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "loaded", lambda: records)


def all_maps(records: Records, chosen: Selection) -> list[MarkedMap]:
    return [
        event_map(records, chosen.rows["events"], "light"),
        attack_map(records, chosen.rows["events"], chosen.ids["figures"], "light"),
        coded_map(records, "light"),
        displacement_map(records, displacement_years(records)[0], "light"),
        population_map(records, chosen, None, "light"),
        screening_map(records, chosen.rows["screenings"], "light", {}),
    ]


def test_every_mark_opens_a_record_says_something_and_lies_at_a_known_position(
    records: Records, everything: Selection
) -> None:
    for marked in all_maps(records, everything):
        assert marked.marks, marked.chart.key
        for mark in marked.marks:
            table, _, key = mark.record.partition(".")
            assert key in records.table(table)
            assert mark.label
            if mark.place:
                assert mark.point == point_of(mark.place)


def test_every_map_has_words_a_legend_and_a_table_of_its_rows(
    records: Records, everything: Selection
) -> None:
    for marked in all_maps(records, everything):
        chart = marked.chart
        assert chart.title
        assert chart.reading
        assert marked.legend
        assert set(chart.narrow["id"].split(".")) == {row.id for row in chart.rows}
        for row in (chart.rows[0], chart.rows[-1]):
            assert any(column.text(row) for column in chart.twin)


def test_the_view_does_not_move_with_the_filters(records: Records, everything: Selection) -> None:
    one = select(records, Choice(codes=(("place", ("khojaly",)),)))
    for whole, part in zip(all_maps(records, everything), all_maps(records, one), strict=True):
        assert whole.reach == part.reach


# --- all events


def test_events_that_the_map_cannot_show_are_counted_in_words(records: Records) -> None:
    events = list(records.tables.events)
    marked = event_map(records, events, "light")
    shown = [event for event in events if in_frame(records, place_of(records, event))]
    nowhere = [e for e in events if not (place := place_of(records, e)) or point_of(place) is None]
    assert marked.chart.title == f"On this map: {len(shown)} of {len(events)} events"
    told = [int(note.split()[0]) for note in marked.chart.notes]
    assert told == [len(nowhere), len(events) - len(shown) - len(nowhere)]
    assert {event.id for event in marked.chart.rows} == {event.id for event in events}


def test_nothing_is_said_of_events_without_a_place_when_there_are_none(records: Records) -> None:
    events = [event for event in records.tables.events if event.place_id == "khojaly"]
    assert event_map(records, events, "light").chart.notes == []


# --- attacks on civilians


def test_attacks_on_both_sides_are_shown_in_the_look_of_whose_dead_the_numbers_speak_of(
    records: Records,
) -> None:
    looks = side_looks(records)
    assert len(looks) == 2
    marked = attack_map(records, list(records.tables.events), records.tables.figures.ids(), "dark")
    drawn = {mark.look for mark in marked.marks}
    assert set(looks.values()) <= drawn
    assert drawn <= {*looks.values(), mixed_look("dark")}
    main = next(mark for mark in marked.marks if mark.record == f"events.{records.site.main_event}")
    (named,) = groups_named(records, records.tables.events[records.site.main_event])
    assert main.look == looks[named]


def test_all_attacks_are_of_one_size_whatever_the_number(records: Records) -> None:
    marked = attack_map(records, list(records.tables.events), records.tables.figures.ids(), "light")
    assert len({mark.size for mark in marked.marks}) == 1


def test_numbers_of_dead_stand_one_by_one_with_who_states_them(records: Records) -> None:
    ids = records.tables.figures.ids()
    for event in attacks_among(records, records.tables.events):
        figures = {record_name(records, "figures", row) for row in records.links.figures_of[event.id]}
        assert set(numbers_text(records, event, ids)) <= figures
        assert numbers_text(records, event, frozenset()) == []


def test_a_part_of_an_attack_is_not_shown_beside_it(records: Records) -> None:
    rows = attacks_among(records, records.tables.events)
    assert records.site.main_event in {event.id for event in rows}
    assert all(event.part_of is None for event in rows)
    assert len(rows) == len({event.id for event in rows})


# --- displacement


def test_each_number_stands_alone_at_the_country_in_which_the_people_were_counted(records: Records) -> None:
    points = country_points(records)
    for year in displacement_years(records):
        marks = displacement_map(records, year, "light").marks
        given = [row for series in displaced(records) for row in series if row.year == year]
        assert {mark.point for mark in marks} == {points[row.asylum_name] for row in given}
        told = sorted(
            int(number.replace(",", "")) for m in marks for number in re.findall(r": ([\d,]+)", m.caption)
        )
        assert told == sorted(row.people for row in given), "no number but those of the rows"
        assert len({mark.size for mark in marks}) == 1


def test_a_population_without_a_number_that_year_is_named_and_is_not_zero(records: Records) -> None:
    years = {row.year for series in displaced(records) for row in series}
    year = next(y for y in sorted(years) if any(all(r.year != y for r in s) for s in displaced(records)))
    told = unescape(re.sub("<[^>]*>", "", str(displacement_map(records, year, "light").beside)))
    assert "no number for this year" in told
    assert not re.search(r": 0\b", told)


# --- population


def test_every_number_of_people_stands_in_the_table_with_year_note_and_whether_it_was_computed(
    records: Records, everything: Selection
) -> None:
    marked = population_map(records, everything, None, "light")
    assert {row.id for row in marked.chart.rows} == records.tables.population.ids()
    headings = [column.heading for column in marked.chart.twin]
    for row in marked.chart.rows:
        cells = dict(zip(headings, (column.text(row) for column in marked.chart.twin), strict=True))
        assert cells["Year"] == str(row.year)
        assert cells["Note"] == (row.note or "")
        assert cells["Computed"] == ("yes" if row.computed else "no")


def test_a_year_shows_the_places_with_a_number_of_that_year_and_no_other(
    records: Records, everything: Selection
) -> None:
    for year in population_years(records):
        marked = population_map(records, everything, year, "light")
        assert {row.year for row in marked.chart.rows} == {year}
        for mark in marked.marks:
            assert mark.place
            numbers = [r for r in records.links.population_of[mark.place.id] if r.year == year]
            assert numbers
            assert mark.label.count(f"{year}: ") == min(len(numbers), 8)
            assert not mark.shows_area, "a number of people is never an area of colour"


def test_a_chosen_place_leaves_its_own_numbers(records: Records) -> None:
    one = select(records, Choice(codes=(("place", ("khojaly",)),)))
    marked = population_map(records, one, None, "light")
    assert {row.place_id for row in marked.chart.rows} == {"khojaly"}
    assert [mark.record for mark in marked.marks] == ["places.khojaly"]


# --- screenings


def test_cities_in_the_frame_are_shown_and_the_rest_is_linked(records: Records) -> None:
    rows = list(records.tables.screenings)
    marked = screening_map(records, rows, "light", {"film": "x"})
    here = [r for r in rows if r.place_id and in_frame(records, records.tables.places[r.place_id])]
    assert {row.id for row in marked.chart.rows} == {row.id for row in here}
    assert f"{len(rows) - len(here)} rows lie outside this map" in str(marked.beside)
    assert "./screenings?film=x" in str(marked.beside)
    for mark in marked.marks:
        assert mark.place
        found = showings(records.links.screenings_at[mark.place.id])
        assert f"{len(found)} showing" in mark.label
        assert mark.filled == any(showing.status == "confirmed" for showing in found)


# --- on the page

CHOICES = [
    {},
    {"cat": "attack_on_civilians", "side": "independent"},
    {"q": "zzzz qqqq"},
    {"year": "1989", "place": "khojaly", "period": "1992"},
    {"year": "<script>alert(1)</script>", "sel": "places.khojaly"},
    {"year": "x" * 5000, "sel": "population.none"},
]


@pytest.mark.slow
@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("values", CHOICES, ids=lambda values: "+".join(values) or "plain")
@pytest.mark.parametrize("tab", TABS)
def test_a_layer_opens_at_any_address(tab: str, values: dict[str, str]) -> None:
    app = open_page("map", tab=tab, **values)
    assert not app.exception
    assert "<script>alert" not in html_of(app)
    if not values:
        assert "How to read this: " in html_of(app)
        assert "Sources: " in html_of(app)
        assert "What the map is drawn from" in html_of(app)
        assert any(box.label.startswith("As a table: ") for box in app.expander)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("tab", "values", "idle"),
    [
        (
            "displaced",
            {"cat": "legal", "q": "war"},
            "Displacement numbers are not narrowed by: Category, Search.",
        ),
        ("coded", {"side": "independent"}, "UCDP rows are not narrowed by: Perspective."),
        ("population", {"period": "1992"}, "Places are not narrowed by: Period."),
        ("screenings", {"cat": "legal"}, "Screenings are not narrowed by: Category."),
        ("attacks", {"film": "92-ci-ilin-qari"}, "Events are not narrowed by: Film."),
    ],
)
def test_filters_that_do_not_narrow_a_layer_are_named(tab: str, values: dict[str, str], idle: str) -> None:
    assert idle in html_of(open_page("map", tab=tab, **values))


@pytest.mark.usefixtures("served")
def test_a_further_view_is_one_builder_and_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def further(run: Run) -> MarkedMap:
        marked = event_map(run.records, run.rows("events"), run.theme)
        return replace(marked, chart=replace(marked.chart, title="Seen from further off"))

    row = NamedView("further", "From further off", map.layer_view("events", "Find one", further))
    views = views_menu(map.VIEWS.label, *map.VIEWS.views, row, is_labelled=False)
    monkeypatch.setattr(map, "VIEWS", views)
    app = open_page("map", tab="further")
    assert not app.exception
    assert titles(app) == ["Seen from further off"]
    assert "From further off" in next(menu for menu in app.segmented_control if menu.label == "Show").options
    assert "Find one" in [box.label for box in app.selectbox]
    assert "How to read this: " in html_of(app)
    shown = parts_of(MarkedMap, map.PAGE.parts(run_of(store.loaded(), "map", {"tab": "further"})))
    assert [marked.chart.title for marked in shown] == ["Seen from further off"]


@pytest.mark.usefixtures("served")
def test_years_are_stepped_by_hand_and_stand_in_the_address(records: Records) -> None:
    years = displacement_years(records)
    app = open_page("map", tab="displaced")
    for year in years[1:3]:
        app.button(key="map-year-next").click().run()
        assert app.query_params["year"] == str(year)
        assert f"Displaced people at the end of {year}, by country" in titles(app)
    app.button(key="map-year-previous").click().run()
    assert app.query_params["year"] == str(years[1])


@pytest.mark.usefixtures("served")
def test_a_year_that_means_nothing_is_named_and_ignored(records: Records) -> None:
    app = open_page("map", tab="displaced", year="1066")
    first = displacement_years(records)[0]
    assert f"“1066” is no year with numbers and was ignored; shown instead: {first}." in html_of(app)


def titles(app: AppTest) -> list[str]:
    return [heading.value for heading in app.header]


def test_without_numbers_of_displaced_people_the_view_stands(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(records, tables=records.tables._replace(displacement=Table("displacement", ())))
    monkeypatch.setattr(store, "loaded", lambda: bare)
    app = open_page("map", tab="displaced")
    assert not app.exception
    assert "No numbers of displaced people" in titles(app)


# --- pictures from the network


def wishes(app: AppTest) -> list[str]:
    """Return what the map is told about pictures from the network."""
    frames = app.get("component_instance")
    assert frames
    return re.findall(r"tile\.openstreetmap\.org", "".join(frame.proto.json_args for frame in frames))


@pytest.mark.usefixtures("served")
def test_the_map_knows_no_address_of_pictures_before_the_visitor_agreed_and_after_taking_it_back() -> None:
    app = open_page("map")
    assert wishes(app) == []
    assert "your browser asks tile.openstreetmap.org for pictures" in html_of(app)
    app.button(key="tiles-agreed").click().run()
    assert wishes(app)
    assert "tiles" not in "".join(app.query_params), "a link sent to others agrees to nothing"
    app.button(key="tiles-agreed").click().run()
    assert wishes(app) == []
