"""What a chart is: a Plotly description with the words, rows and table that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from evidence_site.records.dates import When
from evidence_site.records.formatting import number_text
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, join, tag

#: A Plotly figure as plain data: ten times faster to make than the objects, and the same on the wire.
Figure = dict[str, Any]

#: Type size of everything drawn, in pixels; nothing in a chart is smaller.
TYPE_SIZE = 13
FAINT = 0.35
#: Strength of what had not been stated by the day of a view.
LATER = 0.18
#: The outline of a mark that is filled palely.
OUTLINE_WIDTH = 1.2
#: Where words stand over a part of a chart: their left edge on its own, in shares of its width and height.
OVER_PART: Mapping[str, str] = {"xref": "paper", "yref": "paper", "xanchor": "left", "align": "left"}
GRID = "rgba(128,128,128,0.25)"
QUIET = "#7A7A7A"
#: What is said of a mark that is pointed at: ink on a paper of its own, on the light and on the dark page.
LABEL_INK = "#1F1F1D"
LABEL_PAPER = {"bgcolor": "#FFFFFF", "bordercolor": LABEL_INK}


@dataclass(frozen=True)
class Column:
    """One column of a table twin: its heading and the text of a row."""

    heading: str
    text: Callable[[Any], str]


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure ready for any page, screen or paper.

    Attributes:
        key: Name of the chart, unique on its page.
        title: The finding, in a sentence.
        figure: The Plotly description.
        alt: What a reader who does not see it must know.
        reading: How to read it, in a sentence or two.
        table: Table whose rows are drawn.
        rows: Exactly these rows, in reading order; the table twin holds all of them.
        twin: Columns of the table twin; together they hold all that hovering shows.
        holds: Mark, as ``customdata`` names it, to the ids of the rows that it stands for, where these are
            others than the row of its id.
        narrow: Column values that, with the filters, give these rows from the API.
        height: Height in pixels, fixed so that nothing jumps.
        notes: Caveats that stand under the chart.
        doing: What a reader can do with it on the screen; on paper it is left out.
        subject: What it is called whatever it shows.
        opens: Table of the record that a click on a mark opens; empty for that of the rows, None for none.
        chooses: What the ids of marks begin with that choose the code of a filter, and that filter.
    """

    key: str
    title: str
    figure: Figure
    alt: str
    reading: str
    table: str
    rows: Sequence[Any]
    twin: Sequence[Column]
    narrow: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, Collection[str]] = field(default_factory=dict)
    height: int = 360
    notes: Sequence[str] = ()
    doing: str = ""
    subject: str = ""
    opens: str | None = ""
    chooses: Mapping[str, str] = field(default_factory=dict)


def has_marks(figure: Figure) -> bool:
    """Return whether a figure draws any record: a point, a line, a bar with a length.

    What lies under the records, such as land, answers no pointer and does not count.
    """
    for trace in figure.get("data", ()):
        if trace.get("hoverinfo") == "skip":
            continue
        across, up = trace.get("x") or (), trace.get("y") or ()
        if trace["type"] == "bar":
            is_seen = any(across if trace.get("orientation") == "h" else up)
        else:
            is_seen = any(x is not None and y is not None for x, y in zip(across, up, strict=False))
        if is_seen:
            return True
    return False


def nothing_to_draw() -> Markup:
    """Return what stands in place of a picture that no record can be drawn in."""
    words = _("There is nothing to draw here: none of these records has a date, place or number for it.")
    return tag("p", words, class_="notice")


def how_to_read(chart: Chart, *, on_paper: bool = False) -> Markup:
    """Return how to read a chart and its notes, each a paragraph; on the screen also what can be done."""
    words = " ".join(part for part in (chart.reading, "" if on_paper else chart.doing) if part)
    notes = [tag("p", note) for note in chart.notes]
    return join([tag("p", tag("b", _("How to read this: ")), words), *notes])


def layout(*, height: int, **settings: Any) -> dict[str, Any]:
    """Return the layout that all charts share, with a chart's own settings on top."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"size": TYPE_SIZE},
        "hoverlabel": {"align": "left", "font": {"size": TYPE_SIZE, "color": LABEL_INK}, **LABEL_PAPER},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        **settings,
    }


def axis(**settings: Any) -> dict[str, Any]:
    """Return an axis in the common style."""
    return {
        "gridcolor": GRID,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": TYPE_SIZE},
        **settings,
    }


def tick_format(span: When) -> str:
    """Return how an axis of so many days writes its dates: as days, months or years."""
    days = (span.end - span.start).days
    return "%-d %b" if days < 100 else "%b" if days < 370 else "%Y"


def pale(colour: str, strength: float) -> str:
    """Return a colour, written ``#RRGGBB``, as strong as a share of it."""
    if strength == 1:
        return colour
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def outlined(colours: Sequence[str], strengths: Sequence[float]) -> dict[str, Any]:
    """Return the looks of marks that are as pale as they are unsure, and seen all the same.

    Pale marks alone would not stand out from the page: each has an outline in its full colour.
    """
    fills = [pale(colour, strength) for colour, strength in zip(colours, strengths, strict=True)]
    return {"color": fills, "line": {"color": list(colours), "width": OUTLINE_WIDTH}}


def table_label(chart: Chart) -> str:
    """Return what leads to the table of all rows of a chart: how many there are."""
    words = ngettext("As a table: %(count)s row", "As a table: %(count)s rows", len(chart.rows))
    return words % {"count": number_text(len(chart.rows))}


def chart_text(text: str) -> str:
    """Return text from data as a chart shows it: what looks like markup stays text."""
    return escape(text, quote=False)


def chart_lines(lines: Iterable[str]) -> str:
    """Return lines of text from data as a chart shows them, below each other; empty ones are left out."""
    return "<br>".join(chart_text(line) for line in lines if line)


def exact_rows(rows: Iterable[Any]) -> dict[str, str]:
    """Return the column values that give exactly these rows from the API."""
    return {"id": ".".join(row.id for row in rows)}


def line_trace(x: Sequence[Any], y: Sequence[Any], colour: str, width: float, **settings: Any) -> Figure:
    """Return a trace of lines that answer no pointer; None in ``x`` and ``y`` ends a line."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        **settings,
    }


def mark_trace(
    x: Sequence[Any], y: Sequence[Any], ids: Iterable[str], texts: Sequence[str] | str, **settings: Any
) -> Figure:
    """Return a trace of marks.

    Args:
        ids: The record of each mark, or what else a click on it opens or chooses.
        texts: What stands beside each mark, or beside every one, when it is pointed at.
    """
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "customdata": [[key] for key in ids],
        "hovertext": texts,
        "hoverinfo": "text",
        **settings,
    }


def text_mark(x: Any, y: Any, text: str, **settings: Any) -> dict[str, Any]:
    """Return an annotation without an arrow."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": TYPE_SIZE}, **settings}
