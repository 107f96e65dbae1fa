"""The numbers of dead side by side: one row for each statement, grouped by who makes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart
from evidence_site.viz.numbers.figure_rows import RowSection, by_speaker, rows_figure
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.ranges import people_scale
from evidence_site.viz.numbers.shown_figures import ShownFigures, exact_rows, is_death_toll


@remembered
def sides_chart(records: Records, shown: ShownFigures, *, log: bool = False) -> Chart:
    """Return the chart of all numbers of dead of the main event, independent voices first."""
    event = records.site.main_event
    tolls = shown.only(lambda row: row.event_id == event and is_death_toll(records, row))
    rows = in_speaking_order(records, tolls.rows)
    scale = people_scale(rows, log=log)
    chosen = {row.id for row in tolls.chosen()}
    sections = [
        RowSection(_heading(records, perspective, found, chosen), found, scale)
        for perspective, found in _by_perspective(records, rows)
    ]
    figure, height = rows_figure(records, tolls, sections, by_speaker(records)) if rows else ({}, 0)
    return Chart(
        key="sides",
        subject=_("by who states it"),
        title=_title(records, tolls.chosen()),
        figure=figure,
        alt=_("Numbers of dead, one row for each statement. %(groups)s.")
        % {"groups": "; ".join(section.heading for section in sections)},
        reading=_(
            "One row is one statement: its number, who states it, when, and what it rests on. Filled marks "
            "rest on bodies, names or an inquiry; open marks are claims or later numbers. An arrow means "
            "“at least” or “up to”. What exactly was counted stands in the record and in the table."
        ),
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[
            _("These numbers answer different questions; they are neither added nor averaged."),
            *tolls.notes(),
        ],
    )


def in_speaking_order(records: Records, rows: Sequence[Figure]) -> list[Figure]:
    """Return figures by who states them, independent voices first, then by date, undated last."""
    order = {code: position for position, code in enumerate(records.package.code_lists["perspective"])}
    return sorted(
        rows, key=lambda row: (order[row.perspective], row.stated.end if row.stated else date.max, row.id)
    )


def _by_perspective(records: Records, rows: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    codes = records.package.code_lists["perspective"]
    groups = {code: [row for row in rows if row.perspective == code] for code in codes}
    return [(code, found) for code, found in groups.items() if found]


def _heading(records: Records, perspective: str, rows: Sequence[Figure], chosen: Collection[str]) -> str:
    """Return whose statements follow and how many; what the filters leave out stands there as a reference."""
    count = sum(row.id in chosen for row in rows)
    told = {
        "side": code_label(records, "figures", "perspective", perspective),
        "count": count,
        "more": len(rows) - count,
    }
    return (_("%(side)s: %(count)s, and %(more)s faint") if told["more"] else _("%(side)s: %(count)s")) % told


def _title(records: Records, rows: Sequence[Figure]) -> str:
    if not rows:
        return _("The filters leave no number of dead")
    counts = Counter(row.perspective for row in rows)
    sides = ", ".join(
        _("%(count)s %(side)s")
        % {"count": counts[code], "side": code_label(records, "figures", "perspective", code)}
        for code in records.package.code_lists["perspective"]
        if counts[code]
    )
    words = ngettext(
        "%(count)s statement of how many died: %(sides)s",
        "%(count)s statements of how many died: %(sides)s",
        len(rows),
    )
    return words % {"count": len(rows), "sides": sides}
