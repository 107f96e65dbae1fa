"""Tours and runs: an order only where the dates give one, the rest in words; runs alone count once."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import parse_when
from evidence_site.records.geography.geo import Frame, Point
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Screening
from evidence_site.viz.films.showings import showings
from evidence_site.viz.films.tours import (
    RUN,
    TOUR,
    Stop,
    in_order,
    name_in,
    series_name,
    stops_in_words,
    tour_list,
    tour_traces,
    tours,
    tours_label,
    tours_of,
)

DATES = ["2016", "2016-02", "2016-03", "2016-02-16", "2016-02-18", "2016-02-18/2016-02-20", "2016-03-01",
         "2016-02-16~", "2017-01-05", "2016-02-18/2016-03-02"]  # fmt: skip
PLACES = ["baku", "london", "paris", "berlin"]


def row(key: str, date: str, place: str | None, **columns: Any) -> Screening:
    empty: dict[str, Any] = dict.fromkeys(Screening._fields)
    given = {"kind": "broadcast", "status": "confirmed", "organisers": (), "tour_id": "t", **columns}
    return Screening(**{**empty, "id": key, "date": parse_when(date), "place_id": place, **given})


def touring(*stops: tuple[str, str], **columns: Any) -> list[Screening]:
    return [row(f"r-{number}", date, place, **columns) for number, (place, date) in enumerate(stops)]


@st.composite
def stops(draw: st.DrawFn) -> list[Stop]:
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(DATES)), unique=True, max_size=9)
    )
    return [
        Stop(place, parse_when(date), (row(f"r-{i}", date, place),)) for i, (place, date) in enumerate(pairs)
    ]


@given(stops())
def test_stops_in_order_never_share_a_day(found: list[Stop]) -> None:
    ordered = in_order(found)
    assert all(one.date.end < other.date.start for one, other in pairwise(ordered))
    assert set(ordered) <= set(found)
    assert not any(stop.date.approximate for stop in ordered)


@given(stops(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(found: list[Stop], chance: Any) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert in_order(shuffled) == in_order(found)


@given(stops())
def test_a_day_that_no_other_stop_can_mean_is_always_in_order(found: list[Stop]) -> None:
    days = [stop for stop in found if stop.date.precision == "day" and not stop.date.approximate]
    lonely = [stop for stop in days if sum(stop.date == other.date for other in days) == 1]
    assert set(lonely) <= set(in_order(found))


@given(stops())
def test_every_stop_is_either_in_order_or_named_beside_it(found: list[Stop]) -> None:
    rows = [stop.rows[0] for stop in found]
    for tour in tours(rows):
        told = [row.id for stop in (*tour.ordered, *tour.others) for row in stop.rows]
        assert sorted(told) == sorted(row.id for row in rows)


def test_equal_and_vague_dates_give_no_order() -> None:
    [tour] = tours(touring(("berlin", "2015-02-24"), ("paris", "2015-02-24"), ("london", "2015-02")))
    assert tour.ordered == ()
    assert tour.legs(frozenset(row.id for row in tour.rows)) == []


def test_a_vague_stop_does_not_take_the_order_from_the_exact_ones() -> None:
    found = touring(("berlin", "2015-02-24"), ("london", "2015-02"), ("paris", "2015-02-26"))
    [tour] = tours(found)
    assert [stop.place_id for stop in tour.ordered] == ["berlin", "paris"]
    assert [stop.place_id for stop in tour.others] == ["london"]


def test_months_without_a_day_in_common_have_an_order() -> None:
    [tour] = tours(touring(("paris", "2015-03"), ("berlin", "2015-02"), ("london", "2016")))
    assert [stop.place_id for stop in tour.ordered] == ["berlin", "paris", "london"]


def test_one_city_is_no_tour_and_two_series_stay_apart() -> None:
    assert tours(touring(("baku", "2015-02-24"), ("baku", "2015-02-25"))) == ()
    mixed = [
        *touring(("baku", "2015-02-24"), ("paris", "2015-02-25"), tour_id="same"),
        row("x", "2015-02-26", "london", tour_id=None, run_id="same"),
        row("y", "2015-02-27", "berlin", tour_id=None, run_id="same"),
        row("online", "2015-02-27", None, tour_id="same"),
    ]
    assert [(tour.kind, len(tour.rows)) for tour in tours(mixed)] == [(TOUR, 2), (RUN, 2)]


def test_two_evenings_in_a_city_make_no_leg() -> None:
    [tour] = tours(touring(("baku", "2015-02-24"), ("baku", "2015-02-25"), ("paris", "2015-02-26")))
    ends = [(one.place_id, other.place_id) for one, other in tour.legs(frozenset(r.id for r in tour.rows))]
    assert ends == [("baku", "paris")]


def test_a_leg_is_drawn_only_between_neighbours_that_are_both_shown() -> None:
    found = touring(("baku", "2015-02-24"), ("paris", "2015-02-25"), ("london", "2015-02-26"))
    [tour] = tours(found)
    assert len(tour.legs(frozenset({"r-0", "r-1"}))) == 1
    assert tour.legs(frozenset({"r-0", "r-2"})) == [], "what lies between is not skipped"


def test_arrows_point_where_the_tour_goes() -> None:
    at = {"baku": Point(0, 0), "paris": Point(0, 10), "london": Point(10, 10), "berlin": Point(10, 10.5)}
    dates = ("2015-02-24", "2015-02-25", "2015-02-26", "2015-02-27")
    [tour] = tours(touring(*zip(at, dates, strict=True)))
    shown = frozenset(row.id for row in tour.rows)
    line, arrows = tour_traces([tour], at, shown, Frame(-50, -20, 50, 20), 1.3)
    assert line["x"] == [0.0, 10.0, None, 10.0, 10.0, None, 10.0, 10.5, None]
    assert arrows["marker"]["angle"] == [90.0, 0.0], "none where a leg is too short for it"
    assert (arrows["x"], arrows["y"]) == ([5.0, 10.0], [0.0, 5.0])
    for trace in (line, arrows):
        assert trace["hoverinfo"] == "skip", "circles below a line can still be chosen"
    assert tour_traces([tour], {}, shown, Frame(-50, -20, 50, 20), 1.3) == []


class TestShipped:
    """The records as they are shipped."""

    def test_runs_count_once_and_the_showings_of_a_tour_each(self, records: Records) -> None:
        for tour in tours(records.tables.screenings):
            assert len(showings(tour.rows)) == (1 if tour.kind == RUN else len(tour.rows))

    def test_a_tour_is_listed_by_a_source_that_all_its_rows_share(self, records: Records) -> None:
        for tour in tours(records.tables.screenings):
            if tour.kind == TOUR:
                cited = [
                    {source.id for source in records.links.sources_of["screenings", row.id]}
                    for row in tour.rows
                ]
                assert set.intersection(*cited), series_name(records, tour.rows, tour.kind)

    def test_a_row_with_a_tour_names_it(self, records: Records) -> None:
        for row in records.tables.screenings:
            assert bool(name_in(records, row, TOUR)) == bool(row.tour_id)
            assert bool(name_in(records, row, RUN)) == bool(row.run_id)

    def test_every_stop_stands_in_the_list_with_its_link_in_order(self, records: Records) -> None:
        every = tours(records.tables.screenings)
        text = str(tour_list(records, every))
        for tour in every:
            places = [text.index(f'key={stop.rows[0].id}"') for stop in tour.ordered]
            assert places == sorted(places)
            assert all(f'key={row.id}"' in text for row in tour.rows)
        assert text.count("<ol>") == sum(1 for tour in every if len(tour.ordered) > 1)
        assert "the order is not known" in text

    def test_a_city_tells_which_stop_it_is(self, records: Records) -> None:
        tour = next(tour for tour in tours(records.tables.screenings) if len(tour.ordered) > 1)
        for number, stop in enumerate(tour.ordered, start=1):
            [words] = stops_in_words(records, [tour], stop.place_id)
            assert words.startswith(series_name(records, tour.rows, tour.kind))
            assert f"stop {number} of {len(tour.ordered)} in order" in words
        run = next(tour for tour in tours(records.tables.screenings) if not tour.ordered)
        [words] = stops_in_words(records, [run], run.rows[0].place_id or "")
        assert words.endswith("order not known")

    def test_a_view_tells_of_the_tours_of_which_it_holds_a_row(self, records: Records) -> None:
        every = tours(records.tables.screenings)
        for one, other in combinations(every, 2):
            held = tours_of(records, (one.rows[0],))
            assert one in held
            assert (other in held) == (one.rows[0] in other.rows)
        narrow = select(records, Choice(codes=(("shown", ("2007",)),))).rows["screenings"]
        assert tours_of(records, narrow) == ()

    @pytest.mark.parametrize(("count", "words"), [(1, "1 tour or run"), (2, "2 tours and runs")])
    def test_the_label_counts(self, records: Records, count: int, words: str) -> None:
        assert tours_label(tours(records.tables.screenings)[:count]).startswith(words)
