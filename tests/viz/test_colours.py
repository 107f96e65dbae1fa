"""Colours: legible on both papers, told apart without seeing colour, and clear of the flags."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from visiting import open_page

from evidence_site.records.load.loading import Records
from evidence_site.ui.state import store
from evidence_site.viz.chart import FAINT, GRID, LATER, layout
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.review.every_picture import every_picture
from evidence_site.viz.symbols import symbol

Colour = tuple[float, float, float]
THEMES = ("light", "dark")

#: What is left of red, green and blue (linear) for three kinds of sight, after Viénot, Brettel and Mollon.
SIGHT: dict[str, tuple[Colour, Colour, Colour]] = {
    "protanopia": ((0.1124, 0.8876, 0.0), (0.1124, 0.8876, 0.0), (0.004, -0.004, 1.0)),
    "deuteranopia": ((0.2928, 0.7072, 0.0), (0.2928, 0.7072, 0.0), (-0.0223, 0.0223, 1.0)),
    "tritanopia": ((1.0, 0.1462, -0.1462), (0.0, 0.8591, 0.1409), (0.0, 0.8591, 0.1409)),
}

#: Colours of the two national flags and the signal colours that a page about killing does not use.
FLAGS = ("#00B5E2", "#EF3340", "#509E2F", "#D90012", "#0033A0", "#F2A800")


def linear(colour: str) -> Colour:
    """Return red, green and blue as amounts of light."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    lights = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def seen(colour: Colour, sight: str) -> Colour:
    """Return a colour as it is seen without one kind of cone."""
    red, green, blue = (sum(w * c for w, c in zip(row, colour, strict=True)) for row in SIGHT[sight])
    return red, green, blue


def distance(one: Colour, other: Colour) -> float:
    """Return how far apart two colours are in CIELAB."""
    return sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5


def _lab(colour: Colour) -> Colour:
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        _root(max(0.0, sum(w * c for w, c in zip(row, colour, strict=True))) / scale)
        for row, scale in zip(rows, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116


@pytest.fixture(scope="module")
def theme(repository: Path) -> dict[str, dict[str, str]]:
    """The two themes in force."""
    settings = tomllib.loads((repository / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {name: settings["theme"][name] for name in THEMES}


def coloured(records: Records) -> dict[str, dict[str, str]]:
    """Return the code lists that have colours: list to code to colour."""
    return {
        name: {code: entry.colour for code, entry in codes.items()}
        for name, codes in records.package.code_lists.items()
        if any(entry.colour for entry in codes.values())
    }


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert distance(linear("#000000"), linear("#FFFFFF")) == pytest.approx(100, abs=0.1)


def test_a_list_has_colours_for_all_of_its_codes_or_for_none(records: Records) -> None:
    lists = coloured(records)
    assert {"perspective", "category", "basis"} <= lists.keys()
    for name, colours in lists.items():
        assert all(re.fullmatch(r"#[0-9A-Fa-f]{6}", colour) for colour in colours.values()), name


@pytest.mark.parametrize("paper", THEMES)
def test_every_mark_is_legible_on_both_papers(
    records: Records, theme: dict[str, dict[str, str]], paper: str
) -> None:
    background = theme[paper]["backgroundColor"]
    pale = {
        f"{name}.{code}": round(contrast(colour, background), 2)
        for name, colours in coloured(records).items()
        for code, colour in colours.items()
        if contrast(colour, background) < 3
    }
    assert pale == {}


@pytest.mark.parametrize("paper", THEMES)
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "primaryColor"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_every_text_is_legible_on_both_papers(
    theme: dict[str, dict[str, str]], paper: str, ink: str, ground: str
) -> None:
    assert contrast(theme[paper][ink], theme[paper][ground]) >= 4.5


@pytest.mark.parametrize("paper", THEMES)
def test_the_map_is_legible_on_both_papers(paper: str) -> None:
    palette = PALETTES[paper]
    assert contrast(palette.text, palette.land) >= 4.5
    for mark in (palette.mark, palette.chosen, palette.strong, palette.route, palette.claimed):
        assert contrast(mark, palette.land) >= 3


def test_every_code_that_is_drawn_has_a_symbol_of_its_own(records: Records) -> None:
    for name in coloured(records):
        symbols = [entry.symbol for entry in records.package.code_lists[name].values()]
        assert len(set(symbols)) == len(symbols), name
        assert all(symbols), name


def test_symbols_of_the_legends_are_drawn_apart(records: Records) -> None:
    for name in coloured(records):
        pictures = {str(symbol(entry)) for entry in records.package.code_lists[name].values()}
        assert len(pictures) == len(records.package.code_lists[name])


@pytest.mark.parametrize("sight", SIGHT)
def test_perspectives_are_told_apart_without_seeing_all_colours(records: Records, sight: str) -> None:
    codes = records.package.code_lists["perspective"]
    for one, other in combinations(codes.values(), 2):
        apart = distance(seen(linear(one.colour), sight), seen(linear(other.colour), sight))
        assert apart >= 10 or one.symbol != other.symbol, (one.code, other.code, apart)


def test_perspectives_are_told_apart_by_those_who_see_all_colours(records: Records) -> None:
    colours = coloured(records)["perspective"].values()
    assert min(distance(linear(one), linear(other)) for one, other in combinations(colours, 2)) >= 20


def on_paper(colour: str, strength: float, paper: str) -> str:
    """Return the colour that is seen where one lies on a paper, as it is mixed on a screen."""
    if found := re.fullmatch(r"rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)", colour):
        *parts, own = (float(part) for part in found.groups())
        strength *= own
    else:
        parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    ground = (int(paper[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (
        round(part * strength + under * (1 - strength)) for part, under in zip(parts, ground, strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)


def each(held: Any, count: int) -> list[Any]:
    return list(held) if isinstance(held, (list, tuple)) else [held] * count


#: Strengths of what a view does not tell of: no meaning hangs on seeing it.
_SET_ASIDE = (FAINT, LATER)


def seen_marks(trace: dict[str, Any]) -> Iterator[list[tuple[str, float]]]:
    """Give the inks of each mark that a trace draws: colour and strength of its fill and of its outline."""
    count = len(trace["x"])
    marker, whole = trace.get("marker", {}), trace.get("opacity", 1)
    if trace["type"] == "scatter" and "markers" not in trace.get("mode", ""):
        if "lines" in trace.get("mode", "") and whole not in _SET_ASIDE and "fill" not in trace:
            yield [(trace["line"]["color"], whole)]
        return
    rim = marker.get("line", {})
    for fill, edge, strength in zip(
        each(marker["color"], count),
        each(rim.get("color") if rim.get("width") else None, count),
        each(marker.get("opacity", 1), count),
        strict=True,
    ):
        if whole not in _SET_ASIDE and strength not in _SET_ASIDE:
            yield [(ink, strength * whole) for ink in (fill, edge) if ink]


@pytest.mark.parametrize("paper", THEMES)
def test_whatever_is_drawn_stands_out_from_its_paper_however_unsure_it_is(
    records: Records, theme: dict[str, dict[str, str]], paper: str
) -> None:
    """What is pale means something: its fill or its outline has a contrast of three to one."""
    ground, weak, looked = theme[paper]["backgroundColor"], set(), 0
    for name, drawn in every_picture(records):
        for trace in drawn.chart.figure.get("data", ()) if drawn.chart.figure else ():
            if trace["type"] not in ("bar", "scatter") or trace.get("line", {}).get("color") == GRID:
                continue
            for inks in seen_marks(trace):
                looked += 1
                best = max(contrast(on_paper(*ink, ground), ground) for ink in inks)
                if best < 3:
                    weak.add((name, trace.get("name", trace["type"]), *inks[0], round(best, 2)))
    assert looked > 500
    assert weak == set()


def test_what_is_said_of_a_mark_is_read_on_either_page() -> None:
    label = layout(height=100)["hoverlabel"]
    assert contrast(label["font"]["color"], label["bgcolor"]) >= 4.5


@pytest.mark.parametrize("paper", THEMES)
def test_the_ring_of_the_focus_stands_out_from_every_ground(
    repository: Path, theme: dict[str, dict[str, str]], paper: str
) -> None:
    style = (repository / "src" / "ui" / "browser" / "style.css").read_text(encoding="utf-8")
    rings = re.findall(r":focus-visible[^{]*\{ outline: 2px solid light-dark\((#\w+), (#\w+)\)", style)
    assert rings
    for ring in rings:
        for ground in ("backgroundColor", "secondaryBackgroundColor", "borderColor"):
            assert contrast(ring[THEMES.index(paper)], theme[paper][ground]) >= 3


@pytest.mark.parametrize("flag", FLAGS)
def test_no_colour_is_that_of_a_flag(records: Records, flag: str) -> None:
    for code, colour in coloured(records)["perspective"].items():
        assert distance(linear(colour), linear(flag)) >= 12, code


@pytest.mark.parametrize(
    ("path", "view"),
    [("timeline", {}), ("casualties", {}), ("casualties", {"tab": "sides"}), ("screenings", {})],
)
def test_other_colours_of_marks_are_legible_too_and_no_flag(
    records: Records,
    theme: dict[str, dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    view: dict[str, str],
) -> None:
    monkeypatch.setattr(store, "loaded", lambda: records)
    known = {colour.lower() for colours in coloured(records).values() for colour in colours.values()}
    for chart in open_page(path, **view).get("plotly_chart"):
        marks = json.dumps(json.loads(chart.proto.spec)["data"]).lower()
        for colour in set(re.findall(r"#[0-9a-f]{6}\b", marks)) - known:
            for paper in THEMES:
                assert contrast(colour, theme[paper]["backgroundColor"]) >= 3, (chart.proto.alt, colour)
            assert min(distance(linear(colour), linear(flag)) for flag in FLAGS) >= 12, colour
