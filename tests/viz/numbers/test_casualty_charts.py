"""The charts of numbers: what is drawn, what is kept apart, what is said in words."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest
from addresses import choices
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import parse_when
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records, load
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.viz.chart import TYPE_SIZE, Chart
from evidence_site.viz.numbers.breakdown import breakdowns
from evidence_site.viz.numbers.composition import (
    composition_chart,
    in_words,
    made_of,
    set_names,
    wholes_with_parts,
)
from evidence_site.viz.numbers.figure_words import figures_in_words, label_lines
from evidence_site.viz.numbers.ranges import ends_of, people_scale
from evidence_site.viz.numbers.shown_figures import ShownFigures, covers_part, is_death_toll, shown_figures
from evidence_site.viz.numbers.statements import (
    aftermath_chart,
    attacks_chart,
    in_other_units,
    present_chart,
    sides_chart,
    war_totals,
)
from evidence_site.viz.numbers.toll import toll_charts, toll_of
from evidence_site.viz.numbers.toll_panels import LANES, windows_after
from evidence_site.viz.text_widths import PHONE, text_width

COUNTED, CLAIMED = {"bodies"}, {"claim", "later"}
#: Marks that only say that an end is open.
ARROWS = {"triangle-left", "triangle-right", "triangle-up", "triangle-down"}


@pytest.fixture(scope="module")
def records() -> Records:
    return load(Path("data"))


@pytest.fixture(scope="module")
def everything(records: Records) -> ShownFigures:
    return shown_figures(records, select(records, Choice()))


def all_charts(records: Records, shown: ShownFigures, log: bool = False) -> list[Chart]:
    return [
        *toll_charts(records, toll_of(records, shown), log=log),
        sides_chart(records, shown, log=log),
        *[composition_chart(records, whole) for whole in wholes_with_parts(records, shown)],
        aftermath_chart(records, shown),
        present_chart(records, shown),
        attacks_chart(records, shown, log=log),
    ]


def marks(chart: Chart) -> Iterator[tuple[str, str, str]]:
    """Id, hover text and series of every mark that a click can choose."""
    for trace in chart.figure.get("data", []):
        keys, hovers = trace.get("customdata", []), trace.get("hovertext", [])
        if isinstance(hovers, str):  # one text for all marks of the trace
            hovers = [hovers] * len(keys)
        for (key,), hover in zip(keys, hovers, strict=True):
            yield key, hover, trace.get("name", "")


def made_up(records: Records, key: str, **values: object) -> Figure:
    """A death toll of the main event, stated by somebody on 1 March 1992, changed as told."""
    base = next(row for row in records.tables.figures if is_death_toll(records, row))
    plain = {
        "id": key, "event_id": records.site.main_event, "reported_by": "Somebody", "via": None,
        "perspective": "independent", "group": "all", "cause": None, "low": None, "best": None, "high": None,
        "qualifier": "exact", "describes": None, "stated": parse_when("1992-03-01"), "basis": "claim",
        "part_of": None, "compare_to": None, "definition": "Not stated by the source", "note": None,
    }  # fmt: skip
    return base._replace(**{**plain, **values})


@pytest.mark.parametrize("log", [False, True])
def test_every_chart_is_a_valid_plotly_figure(records: Records, everything: ShownFigures, log: bool) -> None:
    for chart in all_charts(records, everything, log):
        figure = go.Figure(json.loads(json.dumps(chart.figure)))
        assert figure.layout.height == chart.height
        assert chart.title
        assert chart.alt
        assert chart.reading


@pytest.mark.parametrize("log", [False, True])
def test_every_mark_is_a_row_of_the_twin_and_every_row_a_mark(
    records: Records, everything: ShownFigures, log: bool
) -> None:
    for chart in all_charts(records, everything, log):
        drawn = {key for key, *_ in marks(chart)}
        if chart.key == "composition":  # all the marks together are the whole
            drawn.add(chart.rows[0].id)
        assert drawn == {row.id for row in chart.rows}
        assert chart.narrow == {"id": ".".join(row.id for row in chart.rows)}


def people_drawn(chart: Chart) -> dict[str, list[tuple[float, str]]]:
    """Id of each figure to where its marks stand on the axis of people, with their symbols."""
    upright = chart.key.startswith("toll")
    found: dict[str, list[tuple[float, str]]] = {}
    for trace in chart.figure.get("data", []):
        keys = trace.get("customdata", [])
        symbols = trace.get("marker", {}).get("symbol", "")
        symbols = [symbols] * len(keys) if isinstance(symbols, str) else symbols
        for (key,), people, symbol in zip(keys, trace["y" if upright else "x"], symbols, strict=False):
            found.setdefault(key, []).append((people, symbol))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), log=st.booleans())
def test_under_any_filter_a_mark_stands_at_a_number_of_its_own_source(
    records: Records, data: st.DataObject, log: bool
) -> None:
    """So no filter changes a number, and no number is a sum, a mean or a middle of others."""
    shown = shown_figures(records, select(records, data.draw(choices(records))))
    for chart in all_charts(records, shown, log):
        if chart.key == "composition":  # one mark is one person there
            continue
        drawn = people_drawn(chart)
        assert drawn.keys() == {row.id for row in chart.rows}
        for key, marks_of_it in drawn.items():
            figure = records.tables.figures[key]
            stated = [number for number in (figure.low, figure.best, figure.high) if number is not None]
            assert stated == sorted(stated)
            assert set(ends_of(figure)) <= {people for people, _symbol in marks_of_it}, (chart.key, key)
            tips = [symbol for people, symbol in marks_of_it if people not in stated]
            assert len(tips) <= (figure.qualifier in ("at_least", "up_to")), (chart.key, key)
            assert set(tips) <= ARROWS


def test_the_twin_shows_all_that_hovering_shows(records: Records, everything: ShownFigures) -> None:
    for chart in all_charts(records, everything):
        rows = {row.id: row for row in chart.rows}
        for key, hover, _ in marks(chart):
            twin = " ".join(f"{column.heading}: {column.text(rows[key])}" for column in chart.twin)
            flat = re.sub(r"\s+", " ", twin)
            shown = re.sub(r"<b>(.*?)</b>", lambda found: f"Number: {found[1]}", hover)
            for line in shown.split("<br>"):
                assert re.sub(r"\s+", " ", unescape(line)) in flat


def test_bodies_and_claims_never_share_a_trace_or_a_panel(records: Records, everything: ShownFigures) -> None:
    for chart in all_charts(records, everything):
        if chart.key == "composition":
            continue
        basis = {row.id: row.basis for row in chart.rows}
        panels: dict[str, set[str | None]] = {}
        for trace in chart.figure["data"]:
            found = {basis[key] for (key,) in trace.get("customdata", [])}
            assert not (found & COUNTED and found & CLAIMED)
            panels.setdefault(trace.get("yaxis", "y"), set()).update(found)
        if chart.key.startswith("toll"):
            assert all(not (found & COUNTED and found & CLAIMED) for found in panels.values())


def test_only_whole_numbers_of_dead_of_the_main_event_are_a_toll(
    records: Records, everything: ShownFigures
) -> None:
    for chart in toll_charts(records, toll_of(records, everything)):
        assert chart.rows
        for row in chart.rows:
            assert (row.event_id, row.measure, row.unit) == (records.site.main_event, "killed", "people")
            assert row.part_of is None
            assert not covers_part(records, row)


def test_no_number_of_dead_is_lost(records: Records, everything: ShownFigures) -> None:
    toll = toll_of(records, everything)
    drawn = {row.id for chart in toll_charts(records, toll) for row in chart.rows}
    listed = {row.id for row in [*toll.undated, *toll.narrow]}
    event = records.site.main_event
    assert drawn | listed == {
        row.id for row in records.tables.figures if row.event_id == event and is_death_toll(records, row)
    }
    assert not drawn & listed


def test_undated_figures_are_listed_and_not_drawn(records: Records) -> None:
    dated = made_up(records, "dated", best=10.0)
    undated = made_up(records, "undated", best=20.0, stated=None)
    toll = toll_of(records, ShownFigures((dated, undated)))
    assert [key for chart in toll_charts(records, toll) for key, *_ in marks(chart)] == ["dated"]
    assert toll.undated == [undated]
    words = figures_in_words(records, "Not drawn", toll.undated)
    assert "20 killed, stated by Somebody (not dated)" in words
    assert "key=undated" in words


def test_real_undated_figures_carry_their_sources_in_the_list(
    records: Records, everything: ShownFigures
) -> None:
    undated = toll_of(records, everything).undated
    assert all(row.stated is None for row in undated)
    words = figures_in_words(records, "Not drawn", undated)
    for row in undated:
        assert all(f"key={source.id}" in words for source in records.links.sources_of["figures", row.id])


def test_a_number_of_one_group_or_cause_is_no_toll(records: Records) -> None:
    rows = (
        made_up(records, "all", best=10.0),
        made_up(records, "children", best=3.0, group="children"),
        made_up(records, "cold", best=4.0, cause="cold"),
    )
    toll = toll_of(records, ShownFigures(rows))
    assert [row.id for row in toll.early.rows] == ["all"]
    assert [row.id for row in toll.narrow] == ["children", "cold"]


def test_both_toll_charts_have_one_axis_of_people(records: Records, everything: ShownFigures) -> None:
    ranges = {
        tuple(axis["range"])
        for chart in toll_charts(records, toll_of(records, everything))
        for name, axis in chart.figure["layout"].items()
        if name.startswith("yaxis")
    }
    assert len(ranges) == 1


def test_windows_follow_each_other_without_a_gap() -> None:
    windows = windows_after(parse_when("1992-02-25").start, [parse_when("2024-03-16")])
    assert [window.text for window in windows] == ["1992-02-25/1992-03-31", "1992-04/1992-12", "1993/2024"]
    assert all((later.start - earlier.end).days == 1 for earlier, later in pairwise(windows))
    assert len(windows_after(parse_when("1992-11-30").start, [])) == 1
    assert len(windows_after(parse_when("1992-12-31").start, [])) == 2


def test_marks_of_one_day_stay_within_their_day(records: Records) -> None:
    rows = tuple(made_up(records, f"row-{number}", best=100.0 + number) for number in range(7))
    chart = toll_charts(records, toll_of(records, ShownFigures(rows)))[0]
    moments = [moment for trace in chart.figure["data"] if trace.get("customdata") for moment in trace["x"]]
    assert len(set(moments)) == 7
    assert all(moment.startswith("1992-03-01") for moment in moments)


def test_a_month_is_drawn_as_a_pale_mark_on_a_bar(records: Records) -> None:
    row = made_up(records, "month", best=100.0, stated=parse_when("1992-03"), basis="bodies")
    chart = toll_charts(records, toll_of(records, ShownFigures((row,))))[0]
    bar = next(trace for trace in chart.figure["data"] if trace.get("line", {}).get("width") == 1.5)
    assert bar["x"] == ["1992-03-01", "1992-04-01"]
    mark = next(trace for trace in chart.figure["data"] if trace.get("customdata"))
    fill = float(mark["marker"]["color"].rpartition(",")[2].rstrip(")"))
    assert fill < bar["opacity"] == mark["opacity"] == 1


@pytest.mark.parametrize(
    ("values", "people", "symbols"),
    [
        ({"best": 10.0, "qualifier": "exact"}, [10], ["circle-open"]),
        ({"low": 10.0, "qualifier": "at_least"}, [10, 10.5], ["circle-open", "triangle-right"]),
        ({"high": 10.0, "qualifier": "up_to"}, [10, 9.5], ["circle-open", "triangle-left"]),
        ({"low": 5.0, "high": 10.0, "qualifier": "range"}, [5, 10], ["circle-open", "circle-open"]),
    ],
)
def test_open_ends_are_arrows_and_ranges_have_two_ends(
    records: Records, values: dict[str, object], people: list[float], symbols: list[str]
) -> None:
    chart = sides_chart(records, ShownFigures((made_up(records, "row", **values),)))
    trace = next(trace for trace in chart.figure["data"] if trace.get("customdata"))
    assert trace["x"] == people
    assert trace["marker"]["symbol"] == symbols


def test_a_range_gets_no_middle(records: Records) -> None:
    assert ends_of(made_up(records, "row", low=500.0, high=1000.0, qualifier="range")) == (500, 1000)


def test_a_zero_keeps_the_axis_even(records: Records) -> None:
    assert not people_scale([made_up(records, "zero", best=0.0)], log=True).log
    assert people_scale([made_up(records, "ten", best=10.0)], log=True).log


def test_independent_voices_come_first(records: Records, everything: ShownFigures) -> None:
    chart = sides_chart(records, everything)
    sides = list(dict.fromkeys(row.perspective for row in chart.rows))
    assert sides == [code for code in records.package.code_lists["perspective"] if code in sides]
    assert sides[0] == "independent"


def test_percent_families_and_villages_never_stand_on_an_axis_of_people(
    records: Records, everything: ShownFigures
) -> None:
    for chart in all_charts(records, everything):
        assert {row.unit for row in chart.rows} == {"people"}
    assert all(row.unit != "people" for row in in_other_units(records, everything))


def test_parts_never_stand_beside_wholes(records: Records, everything: ShownFigures) -> None:
    for chart in all_charts(records, everything):
        if chart.key != "composition":
            assert all(row.part_of is None for row in chart.rows)


def test_composition_of_613_says_what_is_ours(records: Records) -> None:
    whole = made_up(records, "whole", best=613.0)
    parts = [
        made_up(records, group, best=number, group=group, part_of="whole")
        for group, number in (("women", 106.0), ("children", 63.0), ("elderly", 70.0))
    ]
    (sentence,) = in_words(records, breakdowns(whole, parts))
    assert "106 + 63 + 70" in sentence
    assert "239 of 613" in sentence
    assert "374 our subtraction, not published figures" in sentence
    chart = made_of(records, whole, parts)
    assert chart.title == "The parts named come to 239 of 613"
    assert sentence in chart.notes
    assert [len(trace["x"]) for trace in chart.figure["data"]] == [106, 63, 70, 374]
    assert "374, our subtraction" in chart.figure["data"][-1]["name"]


def test_composition_names_overlaps_fillings_and_inexact_parts(records: Records) -> None:
    whole = made_up(records, "whole", best=181.0)
    men, women = (
        made_up(records, group, best=number, group=group)
        for group, number in (("men", 130.0), ("women", 51.0))
    )
    children = made_up(records, "children", best=13.0, group="children")
    shot = made_up(records, "shot", best=151.0, cause="gunshot")
    at_least = made_up(records, "open", low=100.0, qualifier="at_least", group="women")

    def said(*parts: Figure) -> list[str]:
        return in_words(records, breakdowns(whole, parts))

    assert "make the whole of 181" in said(men, women)[0]
    assert "They overlap" in said(men, women, children)[0]
    assert "130 + 51 alone make the whole of 181" in said(men, women, children)[0]
    assert "not known who of it they are: Children: 13" in said(men, women, children)[0]
    assert "30 is our subtraction" in said(shot)[0]
    assert "no remainder" in said(at_least)[0]
    assert "subtraction" not in said(at_least)[0]
    assert len(said(men, women, shot)) == 2


def test_every_whole_with_parts_is_offered(records: Records, everything: ShownFigures) -> None:
    wholes = wholes_with_parts(records, everything)
    assert {part.part_of for part in records.links.figures_of[records.site.main_event] if part.part_of} == {
        row.id for row in wholes
    }
    assert all(range_text(row) in set_names(records, wholes)[row.id] for row in wholes)


def test_reference_figures_stay_faint_under_a_filter(records: Records) -> None:
    choice = Choice(codes=(("side", ("armenian",)),))
    shown = shown_figures(records, select(records, choice))
    assert shown.faint
    assert all(records.tables.figures[key].perspective == "independent" for key in shown.faint)
    chart = sides_chart(records, shown)
    faint = {row.id for row in chart.rows} & shown.faint
    assert faint
    for trace in chart.figure["data"]:
        if {key for (key,) in trace.get("customdata", [])} & faint:
            assert trace["opacity"] < 0.5
    assert any("Faint marks" in note for note in chart.notes)
    assert f"Independent: 0, and {len(faint)} faint" in chart.alt, "title and groups count alike"


@pytest.mark.parametrize("log", [False, True])
def test_nothing_to_draw_is_said_in_words(records: Records, log: bool) -> None:
    for chart in [*all_charts(records, ShownFigures(()), log), composition_chart(records, None)]:
        assert chart.figure == {}
        assert list(chart.rows) == []
        assert "filters leave no" in chart.title


def test_attacks_leave_out_the_main_event_and_stretches_of_war(
    records: Records, everything: ShownFigures
) -> None:
    chart = attacks_chart(records, everything)
    drawn = {row.event_id for row in chart.rows}
    totals = war_totals(records, everything)
    assert records.site.main_event not in drawn
    assert totals
    assert not {row.id for row in chart.rows} & {row.id for row in totals}
    for row in chart.rows:
        when = records.tables.events[row.event_id].date
        assert (when.end - when.start).days <= 366
    starts = [records.tables.events[row.event_id].date.start for row in chart.rows]
    assert starts == sorted(starts)


def test_attacks_show_victims_of_more_than_one_side(records: Records, everything: ShownFigures) -> None:
    groups = {row.group for row in attacks_chart(records, everything).rows} - {"all", "civilians"}
    assert len(groups) > 1


def test_labels_fit_a_phone_and_keep_number_and_date(records: Records, everything: ShownFigures) -> None:
    for row in everything.rows:
        lines = [unescape(re.sub("<.*?>", "", line)) for line in label_lines(records, row)]
        assert len(lines) <= 3
        assert all(text_width(line, TYPE_SIZE) <= PHONE for line in lines)
        assert range_text(row) in lines[0]
        assert when_text(row.stated) in " ".join(lines)


def test_a_name_without_room_ends_after_a_word(records: Records, everything: ShownFigures) -> None:
    cut = 0
    for row in everything.rows:
        label = " ".join(unescape(re.sub("<.*?>", "", line)) for line in label_lines(records, row))
        name, goes_on, _rest = label.partition(" · ")[2].partition("…")
        if goes_on and not row.reported_by.startswith(f"{name}…"):
            cut += 1
            assert row.reported_by.startswith(name)
            assert row.reported_by[len(name)] in " ,;:.", label
    assert cut


def test_a_stretch_of_time_breaks_into_lines_about_as_long(
    records: Records, everything: ShownFigures
) -> None:
    headings = [
        mark["text"].split("<br>")
        for chart in toll_charts(records, toll_of(records, everything))
        for mark in chart.figure["layout"]["annotations"]
        if mark.get("y") == 1 and mark["yref"] == "paper"
    ]
    assert any(len(lines) > 1 for lines in headings)
    for lines in headings:
        widths = [text_width(line, TYPE_SIZE) for line in lines]
        assert max(widths) < 2 * min(widths), lines


def test_text_from_data_is_never_markup(records: Records) -> None:
    row = made_up(
        records, "evil", best=5.0, reported_by="<a href='javascript:x'>Evil</a>", definition="<b>x</b>"
    )
    shown = ShownFigures((row,))
    drawn = json.dumps(
        [sides_chart(records, shown).figure, toll_charts(records, toll_of(records, shown))[0].figure]
    )
    assert "<a" not in drawn
    assert "&lt;a" in drawn
    assert "<a href='javascript" not in figures_in_words(records, "x", [row])


def test_nothing_is_drawn_smaller_than_the_smallest_type(records: Records, everything: ShownFigures) -> None:
    for chart in all_charts(records, everything):
        sizes = re.findall(r'"(?:font|tickfont)": {"size": (\d+)', json.dumps(chart.figure))
        assert sizes
        assert min(map(int, sizes)) >= TYPE_SIZE


def test_every_basis_has_a_lane(records: Records) -> None:
    assert {basis for lane in LANES for basis in lane.bases} == set(records.package.code_lists["basis"])
