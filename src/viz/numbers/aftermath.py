"""What else was done to people: captured, missing, wounded and so on, one panel for each measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart
from evidence_site.viz.numbers.figure_rows import RowSection, by_speaker, rows_figure
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.ranges import people_scale
from evidence_site.viz.numbers.shown_figures import (
    ShownFigures,
    counts_dead,
    differing,
    exact_rows,
    is_whole,
    was_before,
)
from evidence_site.viz.numbers.sides import in_speaking_order

#: The charts, by their keys.
_SUBJECTS = {"aftermath": N_("after the night"), "present": N_("who was there before")}


@remembered
def aftermath_chart(records: Records, shown: ShownFigures) -> Chart:
    """Return the chart of everything counted after the main event but the dead."""
    return _chart(
        records,
        shown,
        "aftermath",
        lambda row: not counts_dead(records, row) and not was_before(records, row),
        _fates_title,
    )


@remembered
def present_chart(records: Records, shown: ShownFigures) -> Chart:
    """Return the chart of who was there: residents and armed defenders."""
    return _chart(
        records,
        shown,
        "present",
        lambda row: was_before(records, row),
        _present_title,
    )


def in_other_units(records: Records, shown: ShownFigures) -> list[Figure]:
    """Return the figures about the main event that do not count people; they stand in words only."""
    return [row for row in shown.rows if row.event_id == records.site.main_event and row.unit != "people"]


def _chart(
    records: Records,
    shown: ShownFigures,
    key: str,
    keep: Callable[[Figure], bool],
    title: Callable[[ShownFigures], str],
) -> Chart:
    event = records.site.main_event
    kept = shown.only(lambda row: row.event_id == event and is_whole(row) and keep(row))
    sections = _sections(records, kept.rows)
    rows = [row for section in sections for row in section.figures()]
    figure, height = rows_figure(records, kept, sections, by_speaker(records)) if rows else ({}, 0)
    return Chart(
        key=key,
        subject=_(_SUBJECTS[key]),
        title=title(kept) if kept.chosen() else _("The filters leave no figure of this kind"),
        figure=figure,
        alt=_("One panel for each thing counted: %(panels)s.")
        % {"panels": ", ".join(f"{section.heading} ({len(section.rows)})" for section in sections)},
        reading=_(
            "One panel for each thing counted, each with an axis of its own from zero; one row is one "
            "statement. A line joins the lower and the upper end, an arrow means “at least” or “up to”."
        ),
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[
            _("Statements of different days and scope stand side by side; they are not added."),
            *kept.notes(),
        ],
    )


def _fates_title(kept: ShownFigures) -> str:
    several, count = differing(kept.chosen(), "measure")
    if not several:
        return _("No two numbers stand against each other here")
    words = ngettext(
        "More than one number is stated for %(several)s of %(count)s fate",
        "More than one number is stated for %(several)s of %(count)s fates",
        count,
    )
    return words % {"several": several, "count": count}


def _present_title(_kept: ShownFigures) -> str:
    return _("Who was there: the numbers against which the others are read")


def _sections(records: Records, rows: Sequence[Figure]) -> list[RowSection]:
    sections = []
    for measure in records.package.code_lists["measure"]:
        found = in_speaking_order(records, [row for row in rows if row.measure == measure])
        if found:
            heading = code_label(records, "figures", "measure", measure)
            sections.append(RowSection(heading, found, people_scale(found)))
    return sections
