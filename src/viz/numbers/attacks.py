"""Other attacks on civilians in the same war, whoever suffered them, drawn by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Event, Figure
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart
from evidence_site.viz.numbers.figure_rows import RowSection, by_speaker, rows_figure
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.ranges import people_scale
from evidence_site.viz.numbers.shown_figures import (
    ShownFigures,
    differing,
    exact_rows,
    is_death_toll,
    of_fighters,
)
from evidence_site.viz.numbers.sides import in_speaking_order

#: An incident that lasts longer, and holds other incidents, is a stretch of war and no attack.
_STRETCH = timedelta(days=366)


@remembered
def attacks_chart(records: Records, shown: ShownFigures, *, log: bool = False) -> Chart:
    """Return the chart of the numbers of dead of every other incident, in date order."""
    attacks = attack_ids(records)
    kept = shown.only(
        lambda row: row.event_id in attacks and is_death_toll(records, row) and not of_fighters(records, row)
    )
    ordered = sorted(
        in_speaking_order(records, kept.rows),
        key=lambda row: _date_order(records.tables.events[row.event_id]),
    )
    groups = [list(rows) for _event, rows in groupby(ordered, key=lambda row: row.event_id)]
    section = RowSection(
        _("People killed, by incident"), _lines(records, groups), people_scale(ordered, log=log)
    )
    figure, height = rows_figure(records, kept, [section], by_speaker(records)) if ordered else ({}, 0)
    return Chart(
        key="attacks",
        subject=_("in the same war"),
        title=_title(kept.chosen()),
        figure=figure,
        alt=_("Numbers of dead in date order, %(incidents)s, %(statements)s.")
        % {
            "incidents": ngettext("%(count)s incident", "%(count)s incidents", len(groups))
            % {"count": len(groups)},
            "statements": ngettext("%(count)s statement", "%(count)s statements", len(ordered))
            % {"count": len(ordered)},
        },
        reading=_(
            "Incidents in date order, on one axis. Colour and shape say who states the number; filled marks "
            "rest on bodies, names or an inquiry, open marks are claims or later numbers. In brackets, whom "
            "the number covers. An arrow means “at least” or “up to”."
        ),
        table="figures",
        rows=ordered,
        twin=figure_columns(records),
        narrow=exact_rows(ordered),
        height=height,
        notes=[
            _(
                "Numbers of different scope and basis stand side by side; they are not added to a toll of "
                "any side. That an incident has fewer sources here does not mean that it was smaller."
            ),
            *kept.notes(),
        ],
    )


def _title(rows: Sequence[Figure]) -> str:
    if not rows:
        return _("The filters leave no number of dead of another incident")
    several, count = differing(rows, "event_id")
    words = ngettext(
        "More than one number of dead is stated for %(several)s of %(count)s other incident",
        "More than one number of dead is stated for %(several)s of %(count)s other incidents",
        count,
    )
    return words % {"several": several, "count": count}


def _lines(records: Records, groups: Sequence[Sequence[Figure]]) -> list[Figure | str]:
    """Return the figures of each incident under its name."""
    lines: list[Figure | str] = []
    for rows in groups:
        lines.append(_heading(records.tables.events[rows[0].event_id]))
        lines.extend(rows)
    return lines


def war_totals(records: Records, shown: ShownFigures) -> list[Figure]:
    """Return the numbers of dead that cover a stretch of war or only combatants; they stand in words."""
    attacks, stretches = attack_ids(records), _stretches(records)
    found = [
        row
        for row in shown.rows
        if is_death_toll(records, row)
        and (row.event_id in stretches or (row.event_id in attacks and of_fighters(records, row)))
    ]
    return in_speaking_order(records, found)


def _incidents(records: Records) -> list[Event]:
    return [
        event
        for event in records.tables.events
        if event.scope == "incident" and event.id != records.site.main_event
    ]


def _stretches(records: Records) -> frozenset[str]:
    incidents = _incidents(records)
    return frozenset(event.id for event in incidents if _is_stretch(event, incidents))


def _is_stretch(event: Event, incidents: Sequence[Event]) -> bool:
    holds_another = any(
        other.id != event.id and event.date.start <= other.date.start and other.date.end <= event.date.end
        for other in incidents
    )
    return holds_another and event.date.end - event.date.start > _STRETCH


def attack_ids(records: Records) -> frozenset[str]:
    """Return the incidents other than the main one that are attacks and no stretches of war."""
    return frozenset(event.id for event in _incidents(records)) - _stretches(records)


def _date_order(event: Event) -> tuple[object, str]:
    return event.date.start, event.id


def _heading(event: Event) -> str:
    return f"{when_text(event.date)}: {event.title}"
