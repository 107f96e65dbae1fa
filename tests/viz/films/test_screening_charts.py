"""Screenings: runs count once, announced is never drawn as confirmed, and the map needs no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import pytest

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Participant, Screening
from evidence_site.viz.chart import Chart
from evidence_site.viz.films.lists import film_list, films_label, screening_table
from evidence_site.viz.films.programme import main_programme, programme, steps
from evidence_site.viz.films.screenings import cut_at_word, films_chart, kinds_chart
from evidence_site.viz.films.showing_years import YEAR, years_chart
from evidence_site.viz.films.showings import ANNOUNCED, CONFIRMED, counts_text, of_status, rows_text, showings
from evidence_site.viz.films.world import NEAR, WORLD, world_chart
from evidence_site.viz.films.world_plane import cities, near_frame, world_frame
from evidence_site.viz.maps.chosen import with_chosen

EVIL = "<img src=x onerror=alert(1)>"


def screening(key: str, date: str = "2015-02-24", **columns: Any) -> Screening:
    empty: dict[str, Any] = dict.fromkeys(Screening._fields)
    given = {"kind": "broadcast", "status": CONFIRMED, "organisers": (), **columns}
    return Screening(**{**empty, "id": key, "date": parse_when(date), **given})


def run(count: int, *, status: str = ANNOUNCED, **columns: Any) -> list[Screening]:
    return [screening(f"run-{i}", status=status, run_id="a-run", **columns) for i in range(count)]


def charts(records: Records, rows: Sequence[Screening]) -> list[Chart]:
    made = [build(records, rows) for build in (years_chart, kinds_chart, films_chart)]
    return [*made, world_chart(records, rows, WORLD), world_chart(records, rows, NEAR)]


def drawn(records: Records, chart: Chart, status: str) -> dict[str, Any]:
    label = records.package.code_lists["screening_status"][status].label
    [trace] = [trace for trace in chart.figure["data"] if trace.get("name", "").startswith(label)]
    return trace


class TestShowings:
    def test_rows_of_a_run_count_once(self) -> None:
        found = showings([*run(6), screening("alone")])
        assert [len(one.rows) for one in found] == [1, 6]

    def test_all_rows_of_the_data_stay(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        found = showings(rows)
        assert sorted(row.id for one in found for row in one.rows) == sorted(row.id for row in rows)
        assert len(found) == len({row.run_id or row.id for row in rows}) < len(rows)

    def test_a_run_id_that_looks_like_a_row_id_stays_apart(self) -> None:
        assert len(showings([screening("a-run"), *run(2)])) == 2

    def test_a_run_is_confirmed_by_a_report_on_one_of_its_rows(self) -> None:
        [one] = showings([*run(2), screening("z", "2016", run_id="a-run")])
        assert (one.status, one.first.id) == (CONFIRMED, "z")

    def test_a_run_of_announcements_is_announced(self) -> None:
        assert [one.status for one in showings(run(3))] == [ANNOUNCED]

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([screening("a")], "1 showing"),
            ([screening("a"), screening("b")], "2 showings"),
            (run(3), "1 showing, announced only"),
            ([*run(3), screening("b")], "2 showings, 1 of them announced only"),
        ],
    )
    def test_the_words_tell_announced_from_confirmed(self, rows: list[Screening], words: str) -> None:
        assert counts_text(showings(rows)) == words

    def test_the_words_give_rows_and_showings(self) -> None:
        assert rows_text([*run(6), screening("b")]).startswith("7 rows make 2 showings")
        assert rows_text([screening("b")]) == "1 row, one showing."


class TestYears:
    def test_each_showing_is_one_mark_in_its_year(self, records: Records) -> None:
        rows = [*run(6, film_id=None), screening("a", "2016"), screening("b", "2016-05~")]
        chart = years_chart(records, rows)
        assert drawn(records, chart, CONFIRMED)["x"] == [2016, 2016]
        assert drawn(records, chart, ANNOUNCED)["x"] == [2015]
        assert chart.title == "2016 has the most showings on record: 2 of 3"

    def test_no_year_is_called_first_where_two_are_equal(self, records: Records) -> None:
        chart = years_chart(records, [screening("a", "2015"), screening("b", "2016")])
        assert chart.title == "No year has more than 1 of the 2 showings on record"

    def test_marks_of_a_year_do_not_cover_each_other(self, records: Records) -> None:
        traces = years_chart(records, tuple(records.tables.screenings)).figure["data"]
        squares = [trace for trace in traces if trace["mode"] == "markers"]
        places = [place for trace in squares for place in zip(trace["x"], trace["y"], strict=True)]
        assert len(places) == len(set(places)) == len(showings(records.tables.screenings))

    def test_every_square_opens_a_screening(self, records: Records) -> None:
        chart = years_chart(records, tuple(records.tables.screenings))
        for status in (CONFIRMED, ANNOUNCED):
            assert all(
                key in records.tables.screenings for [key] in drawn(records, chart, status)["customdata"]
            )

    def test_the_number_above_a_year_counts_its_squares_and_chooses_it(self, records: Records) -> None:
        rows = [screening("a", "2015"), *run(3), screening("b", "2016")]
        [numbers] = [t for t in years_chart(records, rows).figure["data"] if t["mode"] == "text"]
        assert dict(zip(numbers["x"], numbers["text"], strict=True)) == {2015: "2", 2016: "1"}
        assert numbers["customdata"] == [[f"{YEAR}2015"], [f"{YEAR}2016"]]
        assert "1 confirmed, 1 announced only" in numbers["hovertext"][0]

    def test_no_id_of_a_record_looks_like_a_year(self, records: Records) -> None:
        assert not any(row.id.startswith(YEAR) for row in records.tables.screenings)

    def test_years_left_out_stay_faint_and_the_axis_stays(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        kept = select(records, Choice(codes=(("shown", ("2016",)),))).rows["screenings"]
        whole, narrow = years_chart(records, rows), years_chart(records, kept, rows)
        axes = [(one.figure["layout"]["xaxis"], one.figure["layout"]["yaxis"]) for one in (whole, narrow)]
        assert axes[0] == axes[1]
        assert len(narrow.rows) == len(kept) < len(rows)
        assert narrow.title == f"{len(showings(kept))} showings in 2016"
        [beside] = [t for t in narrow.figure["data"] if t["mode"] == "markers" and t["hoverinfo"] == "skip"]
        assert 2016 not in beside["x"]
        assert len(beside["x"]) == len(showings(rows)) - len(showings(kept))


class TestStatus:
    def test_announced_is_never_drawn_as_confirmed(self, records: Records) -> None:
        rows = [row for row in records.tables.screenings if row.status == ANNOUNCED]
        for chart in charts(records, rows):
            trace = drawn(records, chart, CONFIRMED)
            values = trace["x"] if trace["type"] == "scatter" else [count for count in trace["x"] if count]
            assert values == [], chart.key

    def test_the_two_differ_in_more_than_colour(self, records: Records) -> None:
        for chart in charts(records, tuple(records.tables.screenings)):
            firm, soft = (
                drawn(records, chart, CONFIRMED)["marker"],
                drawn(records, chart, ANNOUNCED)["marker"],
            )
            assert firm.get("symbol") != soft.get("symbol") or "pattern" in soft, chart.key

    def test_a_reader_without_the_picture_is_told(self, records: Records) -> None:
        for chart in charts(records, tuple(records.tables.screenings)):
            assert "announced only" in chart.alt, chart.key
            assert "announced" in chart.reading, chart.key
            assert "rows make" in chart.reading, chart.key


class TestBars:
    def test_a_run_counts_once_in_each_bar(self, records: Records) -> None:
        rows = [*run(3), screening("c", kind="online", status=ANNOUNCED, run_id="a-run")]
        chart = kinds_chart(records, rows)
        assert drawn(records, chart, ANNOUNCED)["x"] == [1, 1]
        assert "1 of 1 showing" in chart.title

    def test_bars_are_the_confirmed_and_the_announced_showings(self, records: Records) -> None:
        chart = kinds_chart(records, [*run(3), screening("a"), screening("b")])
        assert (drawn(records, chart, CONFIRMED)["x"], drawn(records, chart, ANNOUNCED)["x"]) == ([2], [1])

    def test_a_film_bar_opens_the_film(self, records: Records) -> None:
        chart = films_chart(records, tuple(records.tables.screenings))
        keys = [key for [key] in drawn(records, chart, CONFIRMED)["customdata"] if key]
        assert keys
        assert all(key in records.tables.films for key in keys)

    def test_rows_and_bars_are_the_same_screenings(self, records: Records) -> None:
        for chart in charts(records, tuple(records.tables.screenings)):
            if chart.narrow:
                [(column, values)] = chart.narrow.items()
                codes = values.split(".")
                wanted = [r.id for r in records.tables.screenings if (getattr(r, column) or "") in codes]
                assert sorted(wanted) == sorted(row.id for row in chart.rows), chart.key

    def test_films_left_out_are_counted(self, records: Records) -> None:
        chart = films_chart(records, tuple(records.tables.screenings))
        named = {row.film_id for row in records.tables.screenings}
        left = len(named) - len(drawn(records, chart, CONFIRMED)["y"])
        assert any(note.startswith(f"{left} more films") for note in chart.notes)

    def test_labels_fit_a_phone(self, records: Records) -> None:
        for build in (kinds_chart, films_chart):
            marks = build(records, tuple(records.tables.screenings)).figure["layout"]["annotations"]
            assert all(len(mark["text"]) <= 51 for mark in marks)

    def test_a_cut_label_says_so(self) -> None:
        assert cut_at_word("short", 9) == "short"
        assert cut_at_word("one very long word", 9) == "one very…"


class TestChosen:
    """What belongs to the open record stands out; everything else stays to be seen and chosen."""

    def test_the_places_and_squares_of_a_film_stand_out(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        film = next(row.film_id for row in rows if row.film_id and row.place_id)
        own = [row for row in rows if row.film_id == film]
        chosen = frozenset(row.id for row in own)
        stand_out = {
            chart.key: {
                trace["customdata"][point][0]
                for trace in with_chosen(records, chart, ("films", film)).figure["data"]
                for point in trace.get("selectedpoints", [])
            }
            for chart in (world_chart(records, rows), years_chart(records, rows))
        }
        assert stand_out["world"] == {row.place_id for row in own if row.place_id}
        wanted = {one.first.id for one in showings(rows) if any(row.id in chosen for row in one.rows)}
        assert stand_out["years"] == wanted

    def test_marks_are_the_same_whatever_is_chosen(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        plain, apart = (
            world_chart(records, rows, WORLD, ids) for ids in (frozenset[str](), frozenset({rows[0].id}))
        )
        for one, other in zip(plain.figure["data"], apart.figure["data"], strict=True):
            assert (one["x"], one["y"]) == (other["x"], other["y"])


class TestWorld:
    def test_no_place_is_called_first_where_two_are_equal(self, records: Records) -> None:
        places = sorted({row.place_id for row in records.tables.screenings if row.place_id})[:2]
        rows = [screening(place, place_id=place) for place in places]
        assert "none has more than 1" in world_chart(records, rows).title
        more = [*rows, screening("c", place_id=places[1])]
        assert f"the most in {records.tables.places[places[1]].name}: 2" in world_chart(records, more).title

    def test_a_filter_moves_the_circles_and_not_the_map(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        few = tuple(row for row in rows if row.country == "US")
        for part in (WORLD, NEAR):
            whole, narrow = (world_chart(records, of, part).figure["layout"] for of in (rows, few))
            assert (whole["xaxis"], whole["yaxis"]) == (narrow["xaxis"], narrow["yaxis"])

    def test_a_circle_tells_its_showings_by_status(self, records: Records) -> None:
        place = next(row.place_id for row in records.tables.screenings if row.place_id)
        rows = [screening("a", place_id=place), *run(4, place_id=place), screening("b", place_id=place)]
        circle = drawn(records, world_chart(records, rows), CONFIRMED)
        assert circle["hovertext"] == [
            f"{records.tables.places[place].name}<br>2 confirmed, 1 announced only"
        ]

    def test_the_area_of_a_circle_grows_with_the_showings(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        circles = drawn(records, world_chart(records, rows), CONFIRMED)
        counts = {city.place.id: city.confirmed for city in cities(records, rows)}
        for [place], size in zip(circles["customdata"], circles["marker"]["size"], strict=True):
            assert size**2 / counts[place] == pytest.approx(circles["marker"]["size"][-1] ** 2, rel=0.05)

    def test_a_run_counts_once_in_a_place(self, records: Records) -> None:
        place = next(row.place_id for row in records.tables.screenings if row.place_id)
        [city] = cities(records, [*run(4, place_id=place), screening("a", place_id=place)])
        assert (len(city.showings), city.confirmed) == (2, 1)

    def test_rows_without_a_place_are_counted_not_drawn(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        chart = world_chart(records, rows)
        missing = sum(1 for row in rows if row.place_id is None)
        assert len(chart.rows) == len(rows) - missing
        assert any(note.startswith(f"{missing} rows name no city") for note in chart.notes)

    def test_a_ring_is_as_large_as_all_showings_of_the_place(self, records: Records) -> None:
        place = next(row.place_id for row in records.tables.screenings if row.place_id)
        rows = [screening("a", place_id=place), screening("b", place_id=place, status=ANNOUNCED)]
        chart = world_chart(records, rows)
        ring, disc = (drawn(records, chart, status)["marker"]["size"] for status in (ANNOUNCED, CONFIRMED))
        assert ring > disc

    def test_circles_open_places(self, records: Records) -> None:
        for trace in world_chart(records, tuple(records.tables.screenings)).figure["data"]:
            assert all(key in records.tables.places for [key] in trace.get("customdata", []))

    def test_no_trace_asks_another_server(self, records: Records) -> None:
        for part in (WORLD, NEAR):
            figure = world_chart(records, tuple(records.tables.screenings), part).figure
            assert {trace["type"] for trace in figure["data"]} == {"scatter"}
            assert not {"geo", "map", "mapbox"} & figure["layout"].keys()

    def test_the_land_is_drawn_quietly_and_named(self, records: Records) -> None:
        chart = world_chart(records, tuple(records.tables.screenings))
        land = chart.figure["data"][0]
        assert land["fill"] == "toself"
        assert land["hoverinfo"] == "skip"
        assert None in land["x"]
        assert any("Natural Earth" in note for note in chart.notes)

    def test_frames_hold_what_they_promise(self, records: Records) -> None:
        found = cities(records, records.tables.screenings)
        whole, near = world_frame(found), near_frame(found)
        assert all(whole.holds(city.point) for city in found)
        assert len(found) / 2 < sum(near.holds(city.point) for city in found) < len(found)
        assert near.east - near.west < whole.east - whole.west

    def test_an_unknown_part_is_the_world(self, records: Records) -> None:
        rows = tuple(records.tables.screenings)
        assert world_chart(records, rows, "zzz").figure == world_chart(records, rows, WORLD).figure


class TestFigures:
    def test_plotly_and_json_take_every_figure(self, records: Records) -> None:
        for rows in (tuple(records.tables.screenings), [screening("a", place_id="baku")], run(3)):
            for chart in charts(records, rows):
                json.dumps(chart.figure)
                go.Figure(chart.figure)

    def test_nothing_to_show_is_no_fault(self, records: Records) -> None:
        for chart in charts(records, []):
            assert chart.figure == {}
            assert chart.title
            assert len(chart.rows) == 0

    def test_the_table_twin_holds_every_row(self, records: Records) -> None:
        for chart in charts(records, tuple(records.tables.screenings)):
            for row in chart.rows:
                assert all(isinstance(column.text(row), str) for column in chart.twin)

    def test_filters_reach_the_charts(self, records: Records) -> None:
        chosen = select(records, Choice(codes=(("country", ("US",)),)))
        rows = tuple(row for row in records.tables.screenings if row.id in chosen.ids["screenings"])
        assert {row.country for row in years_chart(records, rows).rows} == {"US"}


class TestProgramme:
    def test_everyone_at_the_main_screening_is_named_once_in_order(self, records: Records) -> None:
        text = main_programme(records)
        people = records.links.participants_of[records.site.main_screening]
        places = [text.index(f'key={person.id}"') for person in people]
        assert [text.count(f'key={person.id}"') for person in people] == [1] * len(people)
        assert places == sorted(places)

    def test_it_is_told_as_reported_by_its_sources(self, records: Records) -> None:
        text = main_programme(records)
        assert "As reported by" in text
        for source in records.links.sources_of["screenings", records.site.main_screening]:
            assert f"key={source.id}" in text

    def test_a_role_in_a_row_is_one_step(self, records: Records) -> None:
        people = [
            Participant(f"p-{order}", "s", order, f"Name {order}", None, role, None)
            for order, role in enumerate(("spoke", "spoke", "prayed", "spoke"))
        ]
        assert steps(records, people).count("<strong>") == 3

    def test_names_and_notes_are_escaped(self, records: Records) -> None:
        people = [Participant("p", "s", 1, EVIL, EVIL, "spoke", EVIL)]
        assert "<img" not in steps(records, people)
        assert "<img" not in programme(records, screening("s", venue=EVIL, note=EVIL, organisers=(EVIL,)))


class TestLists:
    def test_every_film_stands_in_the_list_with_its_claims(self, records: Records) -> None:
        text = film_list(records, records.tables.films)
        for film in records.tables.films:
            assert f'table=films&amp;key={film.id}"' in text
        assert text.count("Caveats and competing claims") == sum(
            1 for film in records.tables.films if film.note
        )

    def test_every_row_stands_in_the_table(self, records: Records) -> None:
        text = screening_table(records, tuple(records.tables.screenings))
        for row in records.tables.screenings:
            assert f'table=screenings&amp;key={row.id}"' in text
            assert any(
                f"key={source.id}" in text for source in records.links.sources_of["screenings", row.id]
            )
        assert f"{len(records.tables.screenings)} rows" in text
        announced = of_status(showings(records.tables.screenings), ANNOUNCED)
        assert f"{len(announced)} of them announced only" in text

    def test_data_is_escaped(self, records: Records) -> None:
        film = records.tables.films[next(iter(sorted(records.tables.films.ids())))]
        evil = film._replace(title=EVIL, synopsis=EVIL, note=EVIL, director=(EVIL,))
        assert "<img" not in film_list(records, [evil])
        assert "<img" not in screening_table(records, [screening("a", venue=EVIL, run_id=EVIL)])

    def test_the_label_counts(self, records: Records) -> None:
        assert films_label(tuple(records.tables.films)).startswith(f"{len(records.tables.films)} films")
