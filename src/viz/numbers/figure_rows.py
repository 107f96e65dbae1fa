"""One row for each figure: its words above, its mark below, all on axes of people.

Heights are counted in pixels from the top, so that labels have their own lines and fit a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.viz.chart import GRID, TYPE_SIZE, axis, chart_text, layout, line_trace, text_mark
from evidence_site.viz.numbers.figure_words import hover_text, label_lines
from evidence_site.viz.numbers.ranges import Mark, Scale, range_traces
from evidence_site.viz.numbers.shown_figures import ShownFigures
from evidence_site.viz.text_widths import PHONE, wrap

_LINE_HEIGHT = 17
_MARK_ROOM = 21
_HEADING, _SUBHEADING_ROOM, _TICKS, _GAP = 30, 13, 22, 14
_MARGIN = 8

#: What rests on a count, a list or an inquiry is filled; what is only stated is open.
_OPEN = frozenset({"claim", "later"})


@dataclass(frozen=True)
class RowSection:
    """Rows under one heading with an axis of their own; a text among them is a smaller heading."""

    heading: str
    rows: Sequence[Figure | str]
    scale: Scale

    def figures(self) -> list[Figure]:
        """Return the figures of the section."""
        return [row for row in self.rows if isinstance(row, Figure)]


@dataclass(frozen=True)
class _Panel:
    """A section and where it stands, in pixels from the top of the drawing.

    Attributes:
        number: Number of its axes, from one.
        top: Where its heading begins.
        start: Where its rows begin; between the two stand the ticks of the axis.
        height: Height of its rows.
        offsets: Where each row begins, from the start.
    """

    section: RowSection
    number: int
    top: int
    start: int
    height: int
    offsets: tuple[int, ...]

    def name(self, letter: str) -> str:
        """Return the name of an axis as Plotly counts them: x, x2, x3."""
        return letter if self.number == 1 else f"{letter}{self.number}"


def rows_figure(
    records: Records, shown: ShownFigures, sections: Sequence[RowSection]
) -> tuple[dict[str, Any], int]:
    """Return the Plotly description of the sections, one below the other, and its height in pixels.

    Colour and shape of a mark say who states the number.
    """
    panels = _panels(records, sections)
    total = panels[-1].start + panels[-1].height
    data = [trace for panel in panels for trace in _traces(records, shown, panel)]
    axes = {name: held for panel in panels for name, held in _axes(panel, total).items()}
    notes = [note for panel in panels for note in _annotations(records, panel, total)]
    height = total + 2 * _MARGIN
    return {"data": data, "layout": layout(height=height, annotations=notes, **axes)}, height


def _panels(records: Records, sections: Sequence[RowSection]) -> list[_Panel]:
    panels: list[_Panel] = []
    top = 0
    for number, section in enumerate(sections, start=1):
        start = top + _HEADING + _TICKS
        offsets = [0]
        for row in section.rows:
            room = _SUBHEADING_ROOM if isinstance(row, str) else _MARK_ROOM
            offsets.append(offsets[-1] + room + len(_row_lines(records, row)) * _LINE_HEIGHT)
        height = offsets.pop()
        panels.append(_Panel(section, number, top, start, height, tuple(offsets)))
        top = start + height + _GAP
    return panels


def _row_lines(records: Records, row: Figure | str) -> tuple[str, ...]:
    if isinstance(row, str):
        return tuple(_bold(line) for line in wrap(row, PHONE, TYPE_SIZE, bold=True))
    return label_lines(records, row)


def _traces(records: Records, shown: ShownFigures, panel: _Panel) -> list[dict[str, Any]]:
    marks = []
    for offset, row in zip(panel.offsets, panel.section.rows, strict=True):
        if isinstance(row, Figure):
            code = records.package.code_lists["perspective"][row.perspective]
            is_open = row.basis in _OPEN and not code.symbol.endswith("-open")
            marks.append(
                Mark(
                    figure=row,
                    across=offset + len(_row_lines(records, row)) * _LINE_HEIGHT + _MARK_ROOM / 2 - 2,
                    colour=code.colour,
                    symbol=f"{code.symbol}-open" if is_open else code.symbol,
                    series=" ".join(part for part in (row.perspective, row.basis) if part),
                    hover=hover_text(records, row),
                    opacity=shown.opacity(row),
                )
            )
    names = {"xaxis": panel.name("x"), "yaxis": panel.name("y")}
    return [_guides(marks, panel.section.scale, names), *range_traces(marks, panel.section.scale, names)]


def _guides(marks: Sequence[Mark], scale: Scale, names: Mapping[str, str]) -> dict[str, Any]:
    """A hair line through each row, so that the eye keeps to it."""
    heights = [height for mark in marks for height in (mark.across, mark.across, None)]
    return line_trace([scale.bottom, scale.end, None] * len(marks), heights, GRID, 1, **names)


def _axes(panel: _Panel, total: int) -> dict[str, Any]:
    upper, lower = 1 - panel.start / total, 1 - (panel.start + panel.height) / total
    suffix = "" if panel.number == 1 else str(panel.number)
    return {
        f"xaxis{suffix}": panel.section.scale.axis(side="top", anchor=panel.name("y"))
        | {"automargin": False},
        f"yaxis{suffix}": axis(
            range=[panel.height, 0],
            domain=[max(0.0, lower), upper],
            anchor=panel.name("x"),
            showgrid=False,
            showticklabels=False,
        ),
    }


def _annotations(records: Records, panel: _Panel, total: int) -> list[dict[str, Any]]:
    at_left = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "top", "align": "left", "borderpad": 0}
    notes = [text_mark(y=1 - panel.top / total, yref="paper", text=_bold(panel.section.heading), **at_left)]
    for offset, row in zip(panel.offsets, panel.section.rows, strict=True):
        text = "<br>".join(_row_lines(records, row))
        lowered = _SUBHEADING_ROOM - 4 if isinstance(row, str) else 0
        notes.append(text_mark(y=offset + lowered, yref=panel.name("y"), text=text, **at_left))
    return notes


def _bold(heading: str) -> str:
    return f"<b>{chart_text(heading)}</b>"
