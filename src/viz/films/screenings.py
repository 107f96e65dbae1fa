"""Bars of the showings by kind and by film, with announced ones told from confirmed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Screening
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart, Figure, axis, chart_lines, chart_text, layout, text_mark
from evidence_site.viz.films.lists import twin_columns
from evidence_site.viz.films.showings import (
    ANNOUNCED,
    CONFIRMED,
    LEGEND_HEIGHT,
    MARK_COLOUR,
    WITH_LEGEND,
    Showing,
    counts_text,
    film_name,
    of_status,
    rows_text,
    showings,
    status_label,
)

#: With more films than this, those with a single showing are left to the list of films.
_MOST_BARS = 12
_BAR_WIDTH, _BAR_ROOM = 0.36, 58
#: Letters that fit on a phone.
_LABEL_LENGTH = 50
#: The charts, by their keys.
_SUBJECTS = {"kinds": N_("on what occasion"), "films": N_("by film")}


@dataclass(frozen=True)
class BarGroup:
    """The rows of one bar."""

    code: str
    label: str
    rows: tuple[Screening, ...]

    @property
    def showings(self) -> list[Showing]:
        """The showings of the bar: within it, a run counts once."""
        return showings(self.rows)


def bar_groups(
    rows: Iterable[Screening], code: Callable[[Screening], str], label: Callable[[Screening], str]
) -> list[BarGroup]:
    """Return the rows by code, the group with most showings first."""
    groups = [BarGroup(key, label(found[0]), tuple(found)) for key, found in grouped(rows, code).items()]
    return sorted(groups, key=lambda group: (-len(group.showings), group.label))


@remembered
def kinds_chart(records: Records, rows: Sequence[Screening]) -> Chart:
    """Return the showings by kind."""
    groups = bar_groups(
        rows, lambda row: row.kind, lambda row: code_label(records, "screenings", "kind", row.kind)
    )
    title = _("No showings")
    if groups:
        words = ngettext(
            "The most frequent kind is %(kind)s: %(count)s of %(total)s showing",
            "The most frequent kind is %(kind)s: %(count)s of %(total)s showings",
            len(showings(rows)),
        )
        title = words % {"kind": groups[0].label.lower(), **_counts(groups[0], rows)}
    return _bar_chart(records, "kinds", title, groups)


@remembered
def films_chart(records: Records, rows: Sequence[Screening]) -> Chart:
    """Return the showings by film; where there are many films, those with more than one showing."""
    groups = bar_groups(rows, lambda row: row.film_id or "", lambda row: film_name(records, row))
    often = [group for group in groups if len(group.showings) > 1]
    drawn = often if often and len(groups) > _MOST_BARS else groups
    named = [group for group in groups if group.code]
    title = _("No film is named")
    if named:
        words = ngettext(
            "Shown most often: %(film)s, %(count)s of %(total)s showing",
            "Shown most often: %(film)s, %(count)s of %(total)s showings",
            len(showings(rows)),
        )
        title = words % {"film": named[0].label, **_counts(named[0], rows)}
    return _bar_chart(records, "films", title, drawn, left_out=len(groups) - len(drawn))


def _counts(group: BarGroup, rows: Sequence[Screening]) -> dict[str, str]:
    return {"count": number_text(len(group.showings)), "total": number_text(len(showings(rows)))}


def _bar_chart(
    records: Records, key: str, title: str, groups: Sequence[BarGroup], left_out: int = 0
) -> Chart:
    rows = [row for group in groups for row in group.rows]
    column = "film_id" if key == "films" else "kind"
    more = ngettext(
        "%(count)s more film has one showing; it stands in the list of films.",
        "%(count)s more films have one showing each; they stand in the list of films.",
        left_out,
    )
    height = LEGEND_HEIGHT + 46 + len(groups) * _BAR_ROOM
    return Chart(
        key=key,
        subject=_(_SUBJECTS[key]),
        title=title,
        figure=_bar_figure(records, groups, height) if groups else {},
        alt="; ".join(f"{group.label}: {counts_text(group.showings)}" for group in groups) + ".",
        reading=_("Filled: confirmed by a report made afterwards; hatched: only announced. %(rows)s")
        % {"rows": rows_text(rows)},
        table="screenings",
        rows=rows,
        twin=twin_columns(records),
        holds={group.code: [row.id for row in group.rows] for group in groups},
        narrow={column: ".".join(group.code for group in groups)},
        height=height,
        opens="films" if key == "films" else None,
        notes=[
            _("A run that stands in several bars counts once in each; the bars do not add up to the total."),
            *([more % {"count": number_text(left_out)}] if left_out else []),
        ],
    )


def _bar_figure(records: Records, groups: Sequence[BarGroup], height: int) -> Figure:
    longest = max(len(group.showings) for group in groups)
    return {
        "data": [_bar_trace(records, groups, status) for status in (CONFIRMED, ANNOUNCED)],
        "layout": layout(
            height=height,
            barmode="stack",
            **WITH_LEGEND,
            xaxis=axis(range=[0, longest * 1.04], nticks=6, tickformat="d"),
            yaxis=axis(range=[-len(groups) + 0.55, 0.85], showgrid=False, showticklabels=False),
            annotations=[
                text_mark(0, -row + 0.45, _bar_label(group), xref="paper", xanchor="left", yanchor="middle")
                for row, group in enumerate(groups)
            ],
        ),
    }


def _bar_label(group: BarGroup) -> str:
    """The numbers in words after the name, which is cut to what a phone is wide."""
    count, announced = len(group.showings), len(of_status(group.showings, ANNOUNCED))
    words = _(": %(count)s (%(announced)s announced only)") if announced else _(": %(count)s")
    numbers = words % {"count": number_text(count), "announced": number_text(announced)}
    return chart_text(cut_at_word(group.label, _LABEL_LENGTH - len(numbers)) + numbers)


def cut_at_word(text: str, limit: int) -> str:
    """Return text cut to a length at a word, with an ellipsis if something is left out.

    >>> cut_at_word("a long title", 9)
    'a long…'
    """
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0][: limit - 1].rstrip(" :,") + "…"


def _bar_trace(records: Records, groups: Sequence[BarGroup], status: str) -> dict[str, Any]:
    counts = [len(of_status(group.showings, status)) for group in groups]
    hatched = {"shape": "/", "fgcolor": MARK_COLOUR, "bgcolor": "rgba(0,0,0,0)", "size": 7, "solidity": 0.3}
    return {
        "type": "bar",
        "orientation": "h",
        "name": chart_text(status_label(records, status)),
        "x": counts,
        "y": [-row for row in range(len(groups))],
        "width": _BAR_WIDTH,
        "marker": {
            "color": MARK_COLOUR if status == CONFIRMED else "rgba(0,0,0,0)",
            "line": {"color": MARK_COLOUR, "width": 1.5},
            **({"pattern": hatched} if status == ANNOUNCED else {}),
        },
        "customdata": [[group.code] for group in groups],
        "hovertext": [chart_lines([group.label, counts_text(group.showings)]) for group in groups],
        "hoverinfo": "text",
    }
