"""What is chosen is marked on every chart and map that holds it, however it was chosen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice, read_choice
from evidence_site.records.choose.selection import codes_of, facet, select
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.ui.screen import maps as screen_maps
from evidence_site.ui.seams.ready_map import ReadyMap
from evidence_site.ui.state import store
from evidence_site.viz.chart import Chart
from evidence_site.viz.chronology.strip import bins_of, strip_figure
from evidence_site.viz.datasets.displacement import displacement_map, displacement_years
from evidence_site.viz.maps.chosen import (
    BAR_RIM,
    belonging_to,
    chosen_rows,
    rimmed_words,
    with_chosen,
    with_chosen_marks,
)
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.pages.map import VIEWS as MAP_VIEWS
from evidence_site.viz.paper.static_view import static_view
from evidence_site.viz.review.every_picture import every_picture
from evidence_site.viz.svg.svg_plot import draw_figure
from evidence_site.viz.words.lenses import LENSES, dates_of

#: Every page with charts, in each of its parts.
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    ("timeline", {}),
    *[("casualties", {"tab": tab} if tab else {}) for tab in ("", "sides", "made-of", "afterwards")],
    ("casualties", {"tab": "elsewhere"}),
    ("screenings", {}),
    ("map", {"tab": "night"}),
    ("explore", {"lens": "screenings"}),
)
MAP_TABS = [entry.code for entry in MAP_VIEWS.views]
#: Kinds of record whose ids marks carry.
KINDS = ("events", "figures", "screenings", "conflict_events", "displacement", "places", "films")


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def marks_of(figure: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int, str]]:
    """Give every mark that a reader can choose: its trace, its place there, and what it carries."""
    for trace in figure["data"]:
        if trace["type"] == "bar" or "markers" in trace.get("mode", ""):
            for position, held in enumerate(trace.get("customdata") or ()):
                if held:
                    yield trace, position, held[0]


def stand_out(figure: Mapping[str, Any]) -> set[str]:
    return {mark for trace, place, mark in marks_of(figure) if place in trace.get("selectedpoints", ())}


def charts(records: Records) -> list[Chart]:
    return [
        placed.picture
        for _name, placed in every_picture(records)
        if isinstance(placed.picture, Chart) and placed.page != "explore"
    ]


def maps(records: Records) -> list[tuple[MapMark, ...]]:
    displaced: MarkedMap = displacement_map(records, displacement_years(records)[-1], "light")
    placed = [placed for _name, placed in every_picture(records) if isinstance(placed.picture, MarkedMap)]
    return [*(map_.marks for map_ in placed), tuple(displaced.marks)]


# --- charts ----------------------------------------------------------------------------------------------


def test_every_record_that_a_chart_draws_is_marked_there_when_it_is_chosen(records: Records) -> None:
    for chart in charts(records):
        drawn = {mark for _trace, _place, mark in marks_of(chart.figure)}
        assert drawn, chart.key
        for mark in drawn:
            for row in chart.holds.get(mark, (mark,)):
                shown = stand_out(with_chosen(records, chart, (chart.table, row)).figure)
                assert mark in shown, (chart.key, mark, row)


def test_a_chosen_place_marks_its_events_on_every_chart_of_events(records: Records) -> None:
    for chart in charts(records):
        if chart.table != "events":
            continue
        drawn = {mark for _trace, _place, mark in marks_of(chart.figure)}
        for place in records.tables.places:
            own = {event.id for event in records.links.events_at[place.id]} & drawn
            assert stand_out(with_chosen(records, chart, ("places", place.id)).figure) == own


@pytest.mark.parametrize("kind", ["places", "films", "sources"])
def test_what_stands_out_is_what_the_filter_of_the_record_leaves(records: Records, kind: str) -> None:
    name = {"places": "place", "films": "film", "sources": "source"}[kind]
    for row in records.table(kind):
        left = select(records, read_choice(records, {name: row.id})[0]).ids
        for table, ids in belonging_to(records, (kind, row.id)).items():
            if table in ("events", "screenings", "figures") and kind != "films":
                assert ids <= left[table], (row.id, table)
                assert ids >= {key for key in left[table] if table != "figures" or kind == "places"}
            elif table == "screenings":
                assert ids == left[table]


def test_the_other_marks_are_paler_and_what_was_paler_stays_so(records: Records) -> None:
    for chart in charts(records):
        trace, _place, mark = next(marks_of(chart.figure))
        row = next(iter(chart.holds.get(mark, (mark,))))
        for before, after in zip(
            chart.figure["data"], with_chosen(records, chart, (chart.table, row)).figure["data"], strict=True
        ):
            if "selectedpoints" in after:
                own = before.get("marker", {}).get("opacity", 1)
                palest = min(own) if isinstance(own, list) else own
                assert after["unselected"]["marker"]["opacity"] <= min(0.3, palest)
        assert trace


def test_a_chart_without_the_open_record_stays_as_it_is(records: Records) -> None:
    for chart in charts(records):
        for key in (None, ("events", "none"), ("nothing", "none"), ("glossary", "none")):
            assert stand_out(with_chosen(records, chart, key).figure) == set()
            assert all(
                "selectedpoints" not in trace for trace in with_chosen(records, chart, key).figure["data"]
            )


def _specs(app: AppTest) -> dict[str, Mapping[str, Any]]:
    return {
        re.sub(r"-\d+$", "", chart.proto.id.partition("-chart-")[2]): json.loads(chart.proto.spec)
        for chart in app.get("plotly_chart")
        if "-chart-" in chart.proto.id
    }


def _record_of(records: Records, mark: str) -> RecordKey | None:
    return next(((kind, mark) for kind in KINDS if mark in records.table(kind)), None)


@pytest.mark.parametrize(("path", "values"), PAGES)
def test_every_chart_of_a_page_marks_the_record_that_its_address_opens(
    records: Records, path: str, values: dict[str, str]
) -> None:
    plain = _specs(open_page(path, **values))
    assert plain
    for key, figure in plain.items():
        assert stand_out(figure) == set()
        marks = {mark: found for *_, mark in marks_of(figure) if (found := _record_of(records, mark))}
        if not marks:
            assert key == "kinds"
            continue
        mark, (table, row) = sorted(marks.items())[len(marks) // 2]
        opened = open_page(path, **values, sel=f"{table}.{row}")
        assert not opened.exception
        assert mark in stand_out(_specs(opened)[key]), (key, table, row)


def test_a_picture_on_paper_marks_what_its_address_opens(records: Records) -> None:
    event = records.site.main_event
    shown = [
        stand_out(chart.figure)
        for chart in static_view(records, "timeline", {"sel": f"events.{event}"}).charts
    ]
    assert {event} in shown
    assert all(found <= {event} for found in shown)


# --- bars that count -------------------------------------------------------------------------------------


def _rimmed(figure: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The kind and the first day of every bar of the strip that has the rim of what is chosen."""
    kinds = zip(("sure", "possible"), figure["data"], strict=True)
    return {
        (kind, start)
        for kind, bars in kinds
        for start, rim in zip(bars["x"], _rims(bars), strict=True)
        if rim == BAR_RIM
    }


def _rims(bars: Mapping[str, Any]) -> list[float]:
    held = bars["marker"]["line"]["width"]
    return held if isinstance(held, list) else [held] * len(bars["x"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("span", ["1988/2026", "1992", "1992-02-01/1992-03-31"])
def test_the_strip_rims_exactly_the_bars_that_count_what_is_chosen(
    records: Records, span: str, theme: str
) -> None:
    domain = parse_when(span)
    keys: list[RecordKey] = [("events", event.id) for event in records.tables.events]
    keys += [("places", place.id) for place in records.tables.places if records.links.events_at[place.id]]
    ids, dates = frozenset(event.id for event in records.tables.events), dates_of(records, "events")
    for key in keys:
        lit = chosen_rows(records, "events", key)
        figure = strip_figure(records, ids, "events", domain, (), lit, theme)
        touched = {
            entry.start.isoformat() for one in lit for entry in bins_of(domain) if dates[one].overlaps(entry)
        }
        assert {start for _kind, start in _rimmed(figure)} == touched, key
        for bars in figure["data"]:
            for length, colour, rim in zip(
                bars["y"], bars["marker"]["line"]["color"], _rims(bars), strict=True
            ):
                assert (colour == PALETTES[theme].chosen) == (rim == BAR_RIM)
                assert length or rim != BAR_RIM
        elsewhere = strip_figure(records, ids - lit, "events", domain, (), lit, theme)
        assert not _rimmed(elsewhere), "a record that is not counted is in no bar"


@pytest.mark.parametrize("lens", list(LENSES))
def test_explore_rims_every_bar_that_counts_the_record_that_its_address_opens(
    records: Records, lens: str
) -> None:
    table = LENSES[lens].table
    ids = [row.id for row in records.table(table)]
    for row in (ids[0], ids[len(ids) // 2], ids[-1]):
        opened = open_page("explore", lens=lens, sel=f"{table}.{row}")
        assert not opened.exception
        figure = next(
            json.loads(chart.proto.spec)
            for chart in opened.get("plotly_chart")
            if chart.proto.id.endswith("explore-strip")
        )
        assert len(_rimmed(figure)) >= 1, row
        words = html_of(opened)
        assert rimmed_words() in words
        selection = select(records, Choice())
        for key in LENSES[lens].bars:
            looks = re.findall(rf"\.st-key-bar-{key}-(\d+) {{[^}}]*--rim: (\d+)px", words)
            counted = list(facet(records, selection, key, table))
            carried = codes_of(records, key, table, frozenset({row}))
            assert looks
            assert {counted[int(at)] for at, rim in looks if rim != "0"} == carried & set(
                counted[: len(looks)]
            )
    plain = html_of(open_page("explore", lens=lens))
    assert set(re.findall(r"--rim: (\d+)px", plain)) == {"0"}
    assert rimmed_words() not in plain


def test_the_strip_on_paper_rims_what_its_address_opens(records: Records) -> None:
    event = records.site.main_event
    for sel, told in ((f"events.{event}", True), ("", False)):
        [strip] = [
            chart
            for chart in static_view(records, "explore", {"sel": sel} if sel else {}).charts
            if chart.key == "when"
        ]
        assert bool(_rimmed(strip.figure)) == told
        assert (rimmed_words() in strip.reading) == told
        assert (f'stroke-width="{BAR_RIM}"' in draw_figure(strip.figure, "one", strip.alt)) == told


# --- maps ------------------------------------------------------------------------------------------------


def test_every_record_that_a_map_draws_is_marked_there_when_it_is_chosen(records: Records) -> None:
    for marks in maps(records):
        assert marks
        for position, mark in enumerate(marks):
            table, _dot, key = mark.record.partition(".")
            for chosen in {(table, key), *mark.stands_for}:
                shown = with_chosen_marks(records, marks, chosen, "light")
                assert shown[position].chosen, chosen


def test_the_place_of_an_open_record_is_marked_on_every_map_that_can_show_it(records: Records) -> None:
    event = records.tables.events[records.site.main_event]
    for marks in maps(records):
        shown = with_chosen_marks(records, marks, ("events", event.id), "light")
        assert [mark.place.id for mark in shown if mark.chosen and mark.place] == [event.place_id]


@pytest.mark.parametrize("tab", MAP_TABS)
def test_every_map_of_the_page_marks_the_record_that_its_address_opens(
    tab: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[list[MapMark]] = []
    keep = screen_maps.ready_marks

    def kept(records: Records, marks: list[MapMark], *more: Any) -> str:
        drawn.append(marks)
        return keep(records, marks, *more)

    monkeypatch.setattr(screen_maps, "ready_marks", kept)
    assert not open_page("map", tab=tab).exception
    assert not any(mark.chosen for mark in drawn[-1])
    for mark in drawn[-1][:: max(1, len(drawn[-1]) // 3)]:
        assert not open_page("map", tab=tab, sel=mark.record).exception
        assert mark.record in {one.record for one in drawn[-1] if one.chosen}


# --- what else belongs to it -----------------------------------------------------------------------------


def _first_line(app: AppTest) -> dict[str, str]:
    card = html_of(app).partition('<article class="record">')[2]
    line = card.partition("</p>")[0] if card.startswith('<p class="what-else">') else ""
    return {words: unescape(href) for href, words in re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', line)}


def test_the_card_of_a_place_says_first_how_many_events_are_here_and_narrows_to_them(
    records: Records,
) -> None:
    for place in records.tables.places:
        if not (count := len(records.links.events_at[place.id])):
            continue
        links = _first_line(open_page("timeline", sel=f"places.{place.id}"))
        words = "1 event here: show only this" if count == 1 else f"{count} events here: show only these"
        assert next(iter(links)) == words
        assert links[words] == f"./timeline?sel=places.{place.id}&place={place.id}" or (
            links[words] == f"./timeline?place={place.id}&sel=places.{place.id}"
        )
        if count > 3:
            return


def test_the_link_keeps_the_filters_and_counts_what_it_will_show(records: Records) -> None:
    place = next(
        event.place_id for event in records.tables.events if event.category == "military" and event.place_id
    )
    chosen = {"cat": "military", "sel": f"places.{place}"}
    links = _first_line(open_page("map", **chosen))
    left = select(records, read_choice(records, {"cat": "military", "place": place})[0]).count("events")
    [words] = [words for words in links if "event" in words]
    assert words.startswith(f"{left} event")
    assert "cat=military" in links[words]
    assert f"place={place}" in links[words]
    narrowed = open_page("map", **chosen, place=place)
    assert not any("event" in words for words in _first_line(narrowed)), "that is what is shown already"


def test_a_link_leads_to_the_page_that_shows_what_it_counts(records: Records) -> None:
    film = next(row.film_id for row in records.tables.screenings if row.film_id)
    source = next(
        source.id
        for source in records.tables.sources
        if {"events", "figures"} <= {kind for kind, _key in records.links.resting_on[source.id]}
    )
    for path, sel, words, target in (
        ("timeline", f"films.{film}", "of this film", "./screenings?"),
        ("screenings", f"films.{film}", "of this film", "./screenings?"),
        ("timeline", f"sources.{source}", "on this source", "./timeline?"),
        ("map", f"sources.{source}", "figure", "./casualties?"),
    ):
        links = _first_line(open_page(path, sel=sel))
        assert any(words in text and href.startswith(target) for text, href in links.items()), (path, links)


def test_a_click_on_a_map_means_the_same_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens what lies there; only the link on its card narrows."""
    meant = []
    monkeypatch.setattr(ReadyMap, "draw", lambda *_given, on_choose, **_more: meant.append(on_choose))
    for path in ("map", "overview", "explore"):
        assert not open_page(path).exception
    assert meant == [screen_maps.choose] * 3


def test_a_click_on_the_world_of_explore_opens_the_place(records: Records) -> None:
    figure = _specs(open_page("explore", lens="screenings"))["world"]
    place = next(mark for *_, mark in marks_of(figure))
    opened = open_page("explore", lens="screenings", sel=f"places.{place}")
    assert stand_out(_specs(opened)["world"]) == {place}
    assert "place" not in opened.query_params
    assert any("screening" in words for words in _first_line(opened))
    assert records.table("places")[place].name in html_of(opened)
