"""One mark for one person: a whole as a grid of equal marks, its parts as marks of their own shape.

All lengths are pixels, and the axes are tied to each other, so that a mark is as large and a row as
long for every source and on every screen. Labels stand at the right of the row where a part begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label, range_text
from evidence_site.records.wording import _
from evidence_site.viz.chart import (
    QUIET,
    TYPE_SIZE,
    axis,
    chart_lines,
    chart_text,
    layout,
    mark_trace,
    pale,
    text_mark,
)
from evidence_site.viz.numbers.breakdown import Breakdown, is_exact, part_kind, people
from evidence_site.viz.numbers.figure_words import hover_text, label_lines
from evidence_site.viz.symbols import coloured_letter, letter
from evidence_site.viz.text_widths import PHONE, text_width, wrap

#: Marks in a row, and the room that each takes.
COLUMNS, _PITCH, _MARK = 20, 9, 6
#: A drawing of more marks would be slow, and nobody could count them.
MOST_MARKS = 1500
_GRID = COLUMNS * _PITCH
_LABEL_AT = _GRID + 8
_LINE, _HEADING, _GAP, _MARGIN, _EDGE = 17, 24, 12, 8, 3
#: Width of the narrowest plot.
_WIDTH = PHONE - _MARGIN

_SYMBOLS = ("square", "circle", "diamond", "triangle-up")
_STRENGTHS = (1.0, 0.7)


@dataclass(frozen=True)
class _Run:
    """Marks that follow each other: a part, or what is left of the whole.

    Attributes:
        figure: Whose record a mark opens.
        start: Number of marks of the same grid before it.
        words: What stands beside it.
    """

    figure: Figure
    start: int
    count: int
    symbol: str
    colour: str
    strength: float
    words: str
    hover: str


def marks_of(breakdown: Breakdown) -> int:
    """Return how many marks one breakdown takes: one for each person of the whole and of parts beside it."""
    return people(breakdown.whole) + sum(people(part) for part in breakdown.beside)


def part_label(records: Records, figure: Figure) -> str:
    """Return the name of a part: its cause, or its group."""
    column = part_kind(figure)
    return code_label(records, "figures", column, getattr(figure, column))


def units_figure(records: Records, whole: Figure, found: Sequence[Breakdown]) -> tuple[dict[str, Any], int]:
    """Return the Plotly description of a whole, one grid for each breakdown, and its height in pixels."""
    lines = label_lines(records, whole)
    notes = [_words(0, 0, "<br>".join(lines))]
    data: list[dict[str, Any]] = []
    frames: list[dict[str, Any]] = []
    top = len(lines) * _LINE
    for breakdown in found:
        notes.append(_words(0, top + _GAP, f"<b>{chart_text(_(breakdown.label).capitalize())}</b>"))
        top += _GAP + _HEADING
        for grid, framed in _grids(records, breakdown):
            data += [_trace(run, top) for run in grid]
            labels, bottom = _labels(grid, top)
            notes += labels
            frames += [_frame(run, top) for run in grid if framed]
            top = max(bottom, top + _rows(grid) * _PITCH) + _GAP
    height = top + 2 * _MARGIN
    hidden = {"showgrid": False, "showticklabels": False, "automargin": False, "constrain": "domain"}
    look = layout(
        height=height,
        annotations=notes,
        shapes=frames,
        xaxis=axis(range=[-_EDGE, _WIDTH - _EDGE], constraintoward="left", **hidden),
        yaxis=axis(range=[top, 0], scaleanchor="x", constraintoward="top", **hidden),
    )
    return {"data": data, "layout": look}, height


def _grids(records: Records, breakdown: Breakdown) -> Iterator[tuple[list[_Run], bool]]:
    """The grid of the whole; then, framed, a strip for each part that cannot be placed in it."""
    runs, start, whole = [], 0, breakdown.whole
    for part in breakdown.inside:
        runs.append(_part_run(records, part, start))
        start += runs[-1].count
    if breakdown.rest:
        words, hover = _rest_words(breakdown), hover_text(records, whole)
        runs.append(_Run(whole, start, breakdown.rest, "square-open", QUIET, 1, words, hover))
    yield runs, False
    for part in breakdown.beside:
        run = _part_run(records, part, 0)
        yield (
            [
                replace(
                    run,
                    # A part that is larger than its whole is a contradiction and has only its label.
                    count=run.count if run.count <= people(whole) else 0,
                    symbol=f"{run.symbol}-open",
                    strength=1,
                    words=_("%(part)s, among the same people") % {"part": run.words},
                )
            ],
            True,
        )


def _part_run(records: Records, part: Figure, start: int) -> _Run:
    """Shape and strength belong to the code, so that the same people look the same for every source."""
    codes = list(records.package.codes_of("figures", part_kind(part)))
    position = codes.index(getattr(part, part_kind(part)))
    return _Run(
        figure=part,
        start=start,
        count=people(part),
        symbol=_SYMBOLS[position % len(_SYMBOLS)],
        colour=records.package.code_lists["perspective"][part.perspective].colour,
        strength=_STRENGTHS[position % len(_STRENGTHS)],
        words=f"{part_label(records, part)}: {range_text(part)}",
        hover=hover_text(records, part),
    )


def _rest_words(breakdown: Breakdown) -> str:
    """What the hollow marks are; how many is said only where the source leaves no doubt."""
    if not breakdown.inside:
        return _("The whole: %(whole)s") % {"whole": range_text(breakdown.whole)}
    if not all(is_exact(part) for part in breakdown.parts):
        return _("The others of the %(whole)s") % {"whole": range_text(breakdown.whole)}
    rest = {"rest": number_text(breakdown.rest)}
    return _("Not broken down by the source: %(rest)s, our subtraction") % rest


def _rows(runs: Sequence[_Run]) -> int:
    return -(-sum(run.count for run in runs) // COLUMNS)


def _trace(run: _Run, top: int) -> dict[str, Any]:
    cells = [divmod(number, COLUMNS) for number in range(run.start, run.start + run.count)]
    return mark_trace(
        [(column + 0.5) * _PITCH for _row, column in cells],
        [top + (row + 0.5) * _PITCH for row, _column in cells],
        [run.figure.id] * run.count,
        run.hover,
        name=chart_text(run.words),
        marker={
            "symbol": run.symbol,
            "size": _MARK,
            "color": pale(run.colour, run.strength),
            "line": {"width": 1, "color": run.colour},
        },
        cliponaxis=False,
    )


def _labels(runs: Sequence[_Run], top: int) -> tuple[list[dict[str, Any]], int]:
    """The label of each run in the row where it begins, or below the label before it; and where they end."""
    notes = []
    free = top
    for run in runs:
        room = PHONE - _EDGE - _LABEL_AT - text_width(f"{letter(run.symbol)} ", TYPE_SIZE)
        lines = wrap(run.words, room, TYPE_SIZE)
        at = max(free, top + run.start // COLUMNS * _PITCH - 4)
        text = f"{coloured_letter(run.symbol, run.colour)} {chart_lines(lines)}"
        notes.append(_words(_LABEL_AT, at, text))
        free = at + len(lines) * _LINE
    return notes, free


def _words(across: float, down: float, text: str) -> dict[str, Any]:
    return text_mark(across, down, text, xanchor="left", yanchor="top", align="left", borderpad=0)


def _frame(run: _Run, top: int) -> dict[str, Any]:
    wide = min(run.count, COLUMNS) * _PITCH
    return {
        "type": "rect",
        **{"x0": -_EDGE + 1, "x1": wide + _EDGE - 1},
        **{"y0": top - _EDGE + 1, "y1": top + _rows([run]) * _PITCH + _EDGE - 1},
        "line": {"color": run.colour, "width": 1},
    }
