"""Charts and maps as pictures without a browser: nothing that a figure shows is left out in silence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from loaded import shipped_records

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.geography.geo import Point
from evidence_site.viz.chart import Chart, axis, layout
from evidence_site.viz.chronology.strip import chosen_spans, strip_figure
from evidence_site.viz.datasets.displacement import displacement_map
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.numbers.statements import (
    attacks_chart,
    sides_chart,
)
from evidence_site.viz.numbers.toll import toll_charts, toll_of
from evidence_site.viz.svg.svg import UndrawnError
from evidence_site.viz.svg.svg_map import draw_map, view_of
from evidence_site.viz.svg.svg_plot import draw_figure
from evidence_site.viz.svg.svg_words import words_of
from evidence_site.viz.words.lenses import whole_domain
from tools.golden import golden_pictures

_SVG = "{http://www.w3.org/2000/svg}"


@cache
def charts() -> dict[str, Chart]:
    """Every chart of the site, those on a tenfold axis too."""
    records = shipped_records()
    shown = shown_figures(records, select(records, Choice()))
    tenfold = [
        sides_chart(records, shown, log=True),
        attacks_chart(records, shown, log=True),
        *toll_charts(records, toll_of(records, shown), log=True),
    ]
    found = {
        **{name: held for name, held in golden_pictures(records) if isinstance(held, Chart)},
        **{f"{chart.key}-tenfold": chart for chart in tenfold},
    }
    return {name: chart for name, chart in found.items() if chart.figure}


def drawn(figure: dict[str, Any]) -> ET.Element:
    return ET.fromstring(draw_figure(figure, "one", "What it shows"))


def texts_of(svg: ET.Element) -> set[str]:
    return {"".join(line.itertext()) for text in svg.iter(f"{_SVG}text") for line in text}


def marks_of(svg: ET.Element) -> int:
    return sum(1 for one in svg.iter() if one.tag == f"{_SVG}circle" or "transform" in one.attrib)


def points(figure: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    legend = figure["layout"].get("showlegend", False)
    for trace in figure["data"]:
        if "markers" in trace.get("mode", ""):
            yield from ((x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if None not in (x, y))
            if legend and trace.get("name") and trace.get("showlegend", True):
                yield "legend", trace["name"]


@pytest.mark.parametrize("name", charts())
def test_every_mark_and_every_word_of_a_chart_is_drawn(name: str) -> None:
    figure = charts()[name].figure
    svg = drawn(figure)
    assert marks_of(svg) == len(list(points(figure)))
    assert set(words_of(figure)) <= texts_of(svg)
    bars = sum(len(trace["x"]) for trace in figure["data"] if trace["type"] == "bar")
    assert sum(1 for _ in svg.iter(f"{_SVG}rect")) >= bars
    assert svg.find(f"{_SVG}title") is not None


@pytest.mark.parametrize("name", charts())
def test_words_of_an_axis_stand_inside_the_picture(name: str) -> None:
    svg = drawn(charts()[name].figure)
    wide, high = float(svg.attrib["width"]), float(svg.attrib["height"])
    for line in svg.iter(f"{_SVG}tspan"):
        if "x" in line.attrib:
            assert -1 <= float(line.attrib["x"]) <= wide + 1, "".join(line.itertext())
            assert 0 <= float(line.attrib["y"]) <= high + 1, "".join(line.itertext())


def test_the_same_chart_gives_the_same_picture_and_asks_for_nothing_outside() -> None:
    for chart in charts().values():
        first, second = (draw_figure(chart.figure, "one", chart.alt) for _ in range(2))
        assert first == second
        assert "<script" not in first
        assert "href" not in first


def test_the_strip_is_drawn_with_what_is_chosen() -> None:
    records = shipped_records()
    selection = select(records, Choice(period="1992"))
    domain = whole_domain(records, "events")
    figure = strip_figure(
        records,
        selection.ids["events"],
        "events",
        domain,
        chosen_spans(selection, "period"),
        frozenset(),
        "light",
    )
    with_choice, without = drawn(figure), drawn({**figure, "layout": {**figure["layout"], "selections": []}})
    boxes = [sum(1 for _ in svg.iter(f"{_SVG}rect")) for svg in (with_choice, without)]
    assert boxes[0] == boxes[1] + 1


def simple(trace: dict[str, Any] | None = None, **settings: Any) -> dict[str, Any]:
    plain = {"type": "scatter", "mode": "markers", "x": [1, 2], "y": [3, 4], **(trace or {})}
    return {"data": [plain], "layout": layout(height=200, xaxis=axis(), yaxis=axis(), **settings)}


@pytest.mark.parametrize(
    "figure",
    [
        simple({"type": "scattergeo"}),
        simple({"error_y": {"array": [1, 1]}}),
        simple({"mode": "markers+steps"}),
        simple({"marker": {"symbol": "hourglass"}}),
        simple({"marker": {"colorscale": "Viridis"}}),
        simple({"mode": "lines", "fill": "tozeroy"}),
        simple({"mode": "lines", "line": {"shape": "hv"}}),
        simple(geo={}),
        simple(images=[{}]),
        simple(annotations=[{"x": 1, "y": 1, "text": "a", "showarrow": True}]),
        simple(annotations=[{"x": 1, "y": 1, "text": "a", "showarrow": False, "xref": "x7"}]),
        simple(shapes=[{"type": "path", "x0": 1, "x1": 1, "y0": 1, "y1": 1}]),
        {**simple(), "layout": layout(height=200, xaxis=axis(type="category"), yaxis=axis())},
        {**simple(), "layout": layout(height=200, xaxis=axis(tickformat=".3s"), yaxis=axis())},
    ],
)
def test_what_is_not_known_is_an_error(figure: dict[str, Any]) -> None:
    drawn(simple())
    with pytest.raises(UndrawnError):
        drawn(figure)


def test_text_that_looks_like_markup_stays_text() -> None:
    note = {"x": 1, "y": 3, "text": "&lt;script&gt; & <b>bold</b> <u>", "showarrow": False}
    svg = drawn(simple(annotations=[note]))
    assert "<script> & bold <u>" in texts_of(svg)


# --- maps ------------------------------------------------------------------------------------------------


def events_on_map() -> MarkedMap:
    return event_map(shipped_records(), select(shipped_records(), Choice()).rows["events"], "light")


def test_every_mark_inside_the_frame_is_drawn_on_the_map() -> None:
    marked = events_on_map()
    view = view_of(shipped_records(), (), 760, 520)
    inside = [mark for mark in marked.marks if view.holds(*view.at(mark.point))]
    assert len(inside) > 10
    bare = ET.fromstring(draw_map(shipped_records(), [], "one", "Title"))
    full = ET.fromstring(draw_map(shipped_records(), inside, "one", "Title"))
    estimated = sum(bool(mark.place and mark.place.radius_m) for mark in inside)
    assert marks_of(full) - marks_of(bare) == len(inside) + estimated
    assert {"Khojaly", "10 km"} <= texts_of(full)


def test_a_map_shows_all_that_it_must_reach() -> None:
    marked = displacement_map(shipped_records(), 1993, "light")
    view = view_of(shipped_records(), marked.reach, 760, 520)
    assert all(view.holds(*view.at(point)) for point in marked.reach)
    drawn = draw_map(
        shipped_records(), marked.marks, "one", "Title", reach=marked.reach, height=marked.paper_height
    )
    svg = ET.fromstring(drawn)
    captions = {line for mark in marked.marks for line in mark.caption.split("\n")}
    assert captions <= texts_of(svg)


def test_the_scale_bar_says_how_long_it_is() -> None:
    view = view_of(shipped_records(), (), 760, 520)
    (west, y), (east, _y) = view.at(Point(39.91, 46.83)), view.at(Point(39.91, 46.83 + 10 / 85.39))
    assert (east - west) * view.metres(y) == pytest.approx(10_000, rel=0.01)
