"""Charts with one row for each statement: of the dead, of what else was done to people, of other attacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from itertools import groupby

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Event, Figure
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart, exact_rows
from evidence_site.viz.numbers.figure_rows import RowSection, rows_figure
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.ranges import people_scale
from evidence_site.viz.numbers.shown_figures import (
    ShownFigures,
    counts_dead,
    differing,
    in_speaking_order,
    is_death_toll,
    is_whole,
    of_fighters,
    was_before,
)

#: The charts, by their keys.
_SUBJECTS = {
    "sides": N_("by who states it"),
    "aftermath": N_("after the night"),
    "present": N_("who was there before"),
    "attacks": N_("in the same war"),
}
#: An incident that lasts longer, and holds other incidents, is a stretch of war and no attack.
_STRETCH = timedelta(days=366)


def _chart(
    records: Records,
    key: str,
    shown: ShownFigures,
    sections: Sequence[RowSection],
    *,
    title: str,
    alt: str,
    reading: str,
    caveat: str,
) -> Chart:
    rows = [row for section in sections for row in section.figures()]
    figure, height = rows_figure(records, shown, sections) if rows else ({}, 0)
    return Chart(
        key=key,
        subject=_(_SUBJECTS[key]),
        title=title,
        figure=figure,
        alt=alt,
        reading=reading,
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[caveat, *shown.notes()],
    )


# --- the dead, by who states it --------------------------------------------------------------------------


@remembered
def sides_chart(records: Records, shown: ShownFigures, *, log: bool = False) -> Chart:
    """Return the chart of all numbers of dead of the main event, independent voices first.

    Args:
        log: Whether the axis of people has tenfold steps.
    """
    event = records.site.main_event
    tolls = shown.only(lambda row: row.event_id == event and is_death_toll(records, row))
    rows = in_speaking_order(records, tolls.rows)
    scale, chosen = people_scale(rows, log=log), {row.id for row in tolls.chosen()}
    sections = [
        RowSection(_side_heading(records, side, found, chosen), found, scale)
        for side, found in grouped(rows, lambda row: row.perspective).items()
    ]
    return _chart(
        records,
        "sides",
        tolls,
        sections,
        title=_sides_title(records, tolls.chosen()),
        alt=_("Numbers of dead, one row for each statement. %(groups)s.")
        % {"groups": "; ".join(section.heading for section in sections)},
        reading=_(
            "One row is one statement: its number, who states it, when, and what it rests on. Filled marks "
            "rest on bodies, names or an inquiry; open marks are claims or later numbers. An arrow means "
            "“at least” or “up to”. What exactly was counted stands in the record and in the table."
        ),
        caveat=_("These numbers answer different questions; they are neither added nor averaged."),
    )


def _side_heading(records: Records, side: str, rows: Sequence[Figure], chosen: Collection[str]) -> str:
    """Return whose statements follow and how many; what the filters leave out stands there as a reference."""
    count = sum(row.id in chosen for row in rows)
    words = {
        "side": code_label(records, "figures", "perspective", side),
        "count": count,
        "more": len(rows) - count,
    }
    return (
        _("%(side)s: %(count)s, and %(more)s faint") if words["more"] else _("%(side)s: %(count)s")
    ) % words


def _sides_title(records: Records, rows: Sequence[Figure]) -> str:
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


# --- what else was counted of the main event --------------------------------------------------------------


@remembered
def aftermath_chart(records: Records, shown: ShownFigures) -> Chart:
    """Return the chart of everything counted after the main event but the dead, a panel for each measure."""
    return _measures_chart(
        records,
        "aftermath",
        shown,
        lambda row: not counts_dead(records, row) and not was_before(records, row),
        _fates_title,
    )


@remembered
def present_chart(records: Records, shown: ShownFigures) -> Chart:
    """Return the chart of who was there: residents and armed defenders, a panel for each measure."""
    title = _("Who was there: the numbers against which the others are read")
    return _measures_chart(
        records, "present", shown, lambda row: was_before(records, row), lambda _rows: title
    )


def in_other_units(records: Records, shown: ShownFigures) -> list[Figure]:
    """Return the figures about the main event that do not count people; they stand in words only."""
    return [row for row in shown.rows if row.event_id == records.site.main_event and row.unit != "people"]


def _measures_chart(
    records: Records,
    key: str,
    shown: ShownFigures,
    keep: Callable[[Figure], bool],
    title: Callable[[Sequence[Figure]], str],
) -> Chart:
    event = records.site.main_event
    kept = shown.only(lambda row: row.event_id == event and is_whole(row) and keep(row))
    sections = []
    for measure in records.package.code_lists["measure"]:
        rows = in_speaking_order(records, [row for row in kept.rows if row.measure == measure])
        if rows:
            heading = code_label(records, "figures", "measure", measure)
            sections.append(RowSection(heading, rows, people_scale(rows)))
    return _chart(
        records,
        key,
        kept,
        sections,
        title=title(kept.chosen()) if kept.chosen() else _("The filters leave no figure of this kind"),
        alt=_("One panel for each thing counted: %(panels)s.")
        % {"panels": ", ".join(f"{section.heading} ({len(section.rows)})" for section in sections)},
        reading=_(
            "One panel for each thing counted, each with an axis of its own from zero; one row is one "
            "statement. A line joins the lower and the upper end, an arrow means “at least” or “up to”."
        ),
        caveat=_("Statements of different days and scope stand side by side; they are not added."),
    )


def _fates_title(rows: Sequence[Figure]) -> str:
    several, count = differing(rows, "measure")
    if not several:
        return _("No two numbers stand against each other here")
    words = ngettext(
        "More than one number is stated for %(several)s of %(count)s fate",
        "More than one number is stated for %(several)s of %(count)s fates",
        count,
    )
    return words % {"several": several, "count": count}


# --- other attacks on civilians in the same war, whoever suffered them, drawn by the same rules ------------


@remembered
def attacks_chart(records: Records, shown: ShownFigures, *, log: bool = False) -> Chart:
    """Return the chart of the numbers of dead of every other incident, in date order.

    Args:
        log: Whether the axis of people has tenfold steps.
    """
    attacks = attack_ids(records)
    kept = shown.only(
        lambda row: row.event_id in attacks and is_death_toll(records, row) and not of_fighters(records, row)
    )
    events = records.tables.events
    ordered = sorted(
        in_speaking_order(records, kept.rows),
        key=lambda row: (events[row.event_id].date.start, row.event_id),
    )
    lines: list[Figure | str] = []
    for key, rows in groupby(ordered, key=lambda row: row.event_id):
        lines += [f"{when_text(events[key].date)}: {events[key].title}", *rows]
    incidents, statements = len(lines) - len(ordered), len(ordered)
    return _chart(
        records,
        "attacks",
        kept,
        [RowSection(_("People killed, by incident"), lines, people_scale(ordered, log=log))],
        title=_attacks_title(kept.chosen()),
        alt=_("Numbers of dead in date order, %(incidents)s, %(statements)s.")
        % {
            "incidents": ngettext("%(count)s incident", "%(count)s incidents", incidents)
            % {"count": incidents},
            "statements": ngettext("%(count)s statement", "%(count)s statements", statements)
            % {"count": statements},
        },
        reading=_(
            "Incidents in date order, on one axis. Colour and shape say who states the number; filled marks "
            "rest on bodies, names or an inquiry, open marks are claims or later numbers. In brackets, whom "
            "the number covers. An arrow means “at least” or “up to”."
        ),
        caveat=_(
            "Numbers of different scope and basis stand side by side; they are not added to a toll of "
            "any side. That an incident has fewer sources here does not mean that it was smaller."
        ),
    )


def _attacks_title(rows: Sequence[Figure]) -> str:
    if not rows:
        return _("The filters leave no number of dead of another incident")
    several, count = differing(rows, "event_id")
    words = ngettext(
        "More than one number of dead is stated for %(several)s of %(count)s other incident",
        "More than one number of dead is stated for %(several)s of %(count)s other incidents",
        count,
    )
    return words % {"several": several, "count": count}


def war_totals(records: Records, shown: ShownFigures) -> list[Figure]:
    """Return the numbers of dead that cover a stretch of war or only combatants; they stand in words."""
    attacks, stretches = attack_ids(records), _stretches(records)
    rows = [
        row
        for row in shown.rows
        if is_death_toll(records, row)
        and (row.event_id in stretches or (row.event_id in attacks and of_fighters(records, row)))
    ]
    return in_speaking_order(records, rows)


def attack_ids(records: Records) -> frozenset[str]:
    """Return the incidents other than the main one that are attacks and no stretches of war."""
    return frozenset(event.id for event in _incidents(records)) - _stretches(records)


def _incidents(records: Records) -> list[Event]:
    main = records.site.main_event
    return [event for event in records.tables.events if event.scope == "incident" and event.id != main]


def _stretches(records: Records) -> frozenset[str]:
    incidents = _incidents(records)
    return frozenset(
        event.id
        for event in incidents
        if event.date.end - event.date.start > _STRETCH
        and any(
            other.id != event.id and event.date.start <= other.date.start and other.date.end <= event.date.end
            for other in incidents
        )
    )
