"""What one source says a number is made of: bars of the parts under a bar of the whole, never stacked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from records.formatting import number_text, range_text, when_text
from records.loading import Records
from records.memory import remembered
from records.rows import Figure
from records.wording import N_, _
from viz.chart import QUIET, Chart, axis, chart_text, layout, text_mark
from viz.figure_words import figure_columns, hover_text, label_lines
from viz.naming import code_label, figure_text
from viz.ranges import Scale, one_number, people_scale
from viz.shown import Shown, exact_rows, is_whole

_KINDS = (("group", N_("by group")), ("cause", N_("by cause")))
_BAR, _LABEL, _LINE, _HEADING, _TOP, _MARGINS = 20, 22, 17, 30, 24, 16


def wholes_with_parts(records: Records, shown: Shown) -> list[Figure]:
    """Return the figures about the main event that their source breaks down, the most detailed first."""
    event, parts = records.site.main_event, records.links.parts_of_figure
    found = [row for row in shown.chosen() if row.event_id == event and is_whole(row) and parts[row.id]]
    return sorted(found, key=lambda row: (-len(parts[row.id]), row.id))


def set_names(records: Records, wholes: Sequence[Figure]) -> dict[str, str]:
    """Return the id of each whole with the words of a menu."""
    return {
        row.id: _("%(number)s: %(who)s, %(date)s")
        % {"number": figure_text(records, row), "who": row.reported_by, "date": when_text(row.stated)}
        for row in wholes
    }


@remembered
def composition_chart(records: Records, whole: Figure | None) -> Chart:
    """Return the chart of one whole and its parts; all published parts, whatever the filters."""
    found = records.links.parts_of_figure[whole.id] if whole else ()
    return made_of(records, whole, [part for part in found if part.unit == "people"])


def made_of(records: Records, whole: Figure | None, parts: Sequence[Figure]) -> Chart:
    """Return the chart of a whole and the given parts; without a whole, only words."""
    ordered = [part for kind, _label in _KINDS for part in parts if _kind(part) == kind]
    rows = [whole, *ordered] if whole else []
    blocks = _blocks(parts)
    height = _TOP + _MARGINS + len(rows) * (_LABEL + _BAR) + len(blocks) * _HEADING
    height += (len(label_lines(records, whole)) - 1) * _LINE if whole else 0
    return Chart(
        key="composition",
        title=_title(whole, parts),
        figure=_figure(records, whole, blocks, height) if whole else {},
        alt=_alt(records, whole, ordered),
        reading=_(
            "The pale bar is the whole, the bars below it the parts that the same source names, all from "
            "zero. Parts can overlap, so they are not stacked."
        ),
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[*parts_in_words(whole, parts), *_caveats(records, rows)],
    )


def _kind(part: Figure) -> str:
    return "cause" if part.cause else "group"


def _blocks(parts: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    blocks = [(label, [part for part in parts if _kind(part) == kind]) for kind, label in _KINDS]
    return [(label, found) for label, found in blocks if found]


def _is_exact(figure: Figure) -> bool:
    return figure.qualifier == "exact" and figure.best is not None


def _sum(parts: Sequence[Figure]) -> float:
    return sum(part.best or 0 for part in parts)


def parts_in_words(whole: Figure | None, parts: Sequence[Figure]) -> list[str]:
    """Return for each breakdown whether it fills the whole, overlaps, or leaves people unnamed."""
    if whole is None:
        return []
    return [_in_words(whole, found, _(label)) for label, found in _blocks(parts)]


def _fit(whole: Figure, parts: Sequence[Figure]) -> str:
    """Return how parts of one kind stand to the whole: inexact, over, full, one or several."""
    if not parts or not _is_exact(whole) or not all(_is_exact(part) for part in parts):
        return "inexact"
    if _sum(parts) > one_number(whole):
        return "over"
    if _sum(parts) == one_number(whole):
        return "full"
    return "one" if len(parts) == 1 else "several"


_SENTENCES = {
    "inexact": N_("Parts %(kind)s: not every number is exact, so no remainder is worked out."),
    "over": N_(
        "Parts %(kind)s: %(sum)s would make %(named)s, more than the whole of %(whole)s. "
        "They overlap: some people are counted in more than one part."
    ),
    "full": N_("Parts %(kind)s: %(sum)s make the whole of %(whole)s."),
    "one": N_(
        "Parts %(kind)s: %(named)s of %(whole)s are named; the source does not break down the rest. "
        "%(rest)s is our subtraction, not a published figure."
    ),
    "several": N_(
        "Parts %(kind)s: those named (%(sum)s) come to %(named)s of %(whole)s, if nobody is counted twice; "
        "the source does not break down the rest. %(named)s is our addition and %(rest)s our subtraction, "
        "not published figures."
    ),
}

_TITLES = {
    "inexact": N_("Of %(whole)s, the source names a part, and not exactly"),
    "over": N_("The parts of %(whole)s overlap"),
    "full": N_("The parts make up the whole of %(whole)s"),
    "one": N_("One part is named: %(named)s of %(whole)s"),
    "several": N_("The parts named come to %(named)s of %(whole)s"),
}


def _numbers(whole: Figure, parts: Sequence[Figure]) -> dict[str, str]:
    named = _sum(parts)
    return {
        "whole": range_text(whole),
        "sum": " + ".join(number_text(one_number(part)) for part in parts),
        "named": number_text(named),
        "rest": number_text(one_number(whole) - named),
    }


def _in_words(whole: Figure, parts: Sequence[Figure], label: str) -> str:
    return _(_SENTENCES[_fit(whole, parts)]) % {"kind": label, **_numbers(whole, parts)}


def _title(whole: Figure | None, parts: Sequence[Figure]) -> str:
    if whole is None:
        return _("The filters leave no number that its source breaks down")
    blocks = _blocks(parts)
    first = blocks[0][1] if blocks else []
    return _(_TITLES[_fit(whole, first)]) % _numbers(whole, first)


def _alt(records: Records, whole: Figure | None, parts: Sequence[Figure]) -> str:
    if whole is None:
        return _("No chart.")
    named = "; ".join(f"{part_label(records, part)} {range_text(part)}" for part in parts)
    return _("%(whole)s, of them: %(parts)s.") % {"whole": figure_text(records, whole), "parts": named}


def _caveats(records: Records, rows: Sequence[Figure]) -> list[str]:
    """Return each note of the rows once, with the names of the rows that carry it."""
    labels: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            name = _("The whole") if row is rows[0] else part_label(records, row)
            labels.setdefault(row.note, []).append(name)
    return [f"{', '.join(found)}: {note}" for note, found in labels.items()]


def part_label(records: Records, figure: Figure) -> str:
    """Return the name of a part: its cause, or its group."""
    column = "cause" if figure.cause else "group"
    label = code_label(records, "figures", column, getattr(figure, column))
    return label[:1].upper() + label[1:]


def _figure(
    records: Records, whole: Figure, blocks: Sequence[tuple[str, list[Figure]]], height: int
) -> dict[str, Any]:
    scale = people_scale([whole, *[part for _label, parts in blocks for part in parts]])
    colour = records.package.code_lists["perspective"][whole.perspective].colour
    bars: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    top = 0
    for heading, parts in (("", [whole]), *blocks):
        if heading:
            notes.append(_words(top + 8, f"<b>{chart_text(_(heading).capitalize())}</b>"))
            top += _HEADING
        for row in parts:
            lines = _label(records, row, whole)
            notes.append(_words(top, "<br>".join(lines)))
            top += _LABEL + (len(lines) - 1) * _LINE
            bars += _bar(records, row, top + _BAR / 2, QUIET if row is whole else colour, scale)
            top += _BAR
    return {
        "data": bars,
        "layout": layout(
            height=height,
            barmode="overlay",
            annotations=notes,
            xaxis=scale.axis(side="top") | {"automargin": False},
            yaxis=axis(range=[top, 0], showgrid=False, showticklabels=False),
            margin={"l": 8, "r": 8, "t": _TOP + 8, "b": 8},
        ),
    }


def _label(records: Records, row: Figure, whole: Figure) -> tuple[str, ...]:
    if row is whole:
        return label_lines(records, whole)
    return (chart_text(f"{part_label(records, row)}: {range_text(row)}"),)


def _words(top: float, text: str) -> dict[str, Any]:
    return text_mark(0, top, text, xref="paper", xanchor="left", yanchor="top", align="left", borderpad=0)


def _bar(records: Records, row: Figure, middle: float, colour: str, scale: Scale) -> list[dict[str, Any]]:
    value = one_number(row)
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": chart_text(part_label(records, row)),
        "x": [value],
        "y": [middle],
        "width": _BAR - 6,
        "marker": {"color": colour, "opacity": 0.4 if colour == QUIET else 0.9},
        "customdata": [[row.id]],
        "hovertext": [hover_text(records, row)],
        "hoverinfo": "text",
    }
    if row.qualifier not in ("at_least", "up_to"):
        return [bar]
    direction = 1 if row.qualifier == "at_least" else -1
    arrow = {
        "type": "scatter",
        "mode": "markers",
        "x": [scale.beyond(value, direction)],
        "y": [middle],
        "marker": {
            "symbol": "triangle-right" if direction == 1 else "triangle-left",
            "size": 10,
            "color": colour,
        },
        "customdata": [[row.id]],
        "hovertext": [hover_text(records, row)],
        "hoverinfo": "text",
    }
    return [bar, arrow]
