"""Attacks on civilians on the map, whoever suffered them: marks of one size, numbers in words only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.geography.geo import Point
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import by_date
from evidence_site.records.model.rows import Event, Figure
from evidence_site.records.names.naming import code_label, record_name
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart, Column, exact_rows
from evidence_site.viz.chronology.timeline import DRAWN
from evidence_site.viz.maps.event_map import (
    event_columns,
    mixed_look,
    place_marks,
    place_of,
    record_of,
    unplaced_words,
)
from evidence_site.viz.maps.map_legend import mark_legend
from evidence_site.viz.maps.map_marks import (
    Look,
    MapMark,
    MarkedMap,
    common_look,
    in_frame,
    more_numbers,
    points_in_frame,
)
from evidence_site.viz.markup import Markup
from evidence_site.viz.numbers.shown_figures import in_speaking_order, is_death_toll, of_fighters
from evidence_site.viz.numbers.statements import attack_ids

_SIZE = 8
#: Numbers that fit beside a mark; the record holds all of them.
_MOST = 3


@remembered
def attack_map(records: Records, events: Sequence[Event], figures: Collection[str], theme: str) -> MarkedMap:
    """Return the attacks on civilians that the filters leave, with the numbers of dead in words.

    Args:
        figures: Ids of the figures that the filters leave.
    """
    rows = attacks_among(records, events)
    shown = sum(in_frame(records, place_of(records, event)) for event in rows)
    chart = Chart(
        key="map-attacks",
        title=_("Attacks on civilians on this map: %(shown)s of %(all)s")
        % {"shown": number_text(shown), "all": number_text(len(rows))},
        figure={},
        alt="",
        reading=_(
            "One mark is one place, and all marks are of one size: numbers of dead stand in words, each with "
            "who states it. Shape and colour say of whose dead those numbers speak. Captures of towns with "
            "numbers of dead stand here too."
        ),
        table="events",
        rows=rows,
        twin=[
            *event_columns(records),
            Column(
                _("Numbers of dead as stated"),
                lambda event: "; ".join(numbers_text(records, event, figures)),
            ),
        ],
        narrow=exact_rows(rows),
        notes=[
            _(
                "Numbers of different scope and basis stand side by side; they are not added. That an "
                "attack has fewer sources here does not mean that it was smaller."
            ),
            *unplaced_words(records, rows),
        ],
    )
    return MarkedMap(chart, _marks(records, rows, figures, theme), _legend(records, theme), _reach(records))


def attacks_among(records: Records, events: Iterable[Event]) -> list[Event]:
    """Return the attacks among events, by date: incidents, and events of the kind of the main event.

    What is a part of another event stands in its record, so that nothing is shown twice.
    """
    kind = records.tables.events[records.site.main_event].category
    known = {*attack_ids(records), records.site.main_event}
    return by_date(
        event
        for event in events
        if event.scope in DRAWN and event.part_of is None and (event.id in known or event.category == kind)
    )


@remembered
def _reach(records: Records) -> tuple[Point, ...]:
    events = attacks_among(records, records.tables.events)
    return points_in_frame(records, (place_of(records, event) for event in events))


# --- whose people -----------------------------------------------------------------------------------------


def side_looks(records: Records) -> dict[str, Look]:
    """Return the look of each group of people that is named like a side of the conflict."""
    sides = records.package.code_lists["perspective"]
    groups = records.package.code_lists["group"]
    return {code: (sides[code].symbol, sides[code].colour) for code in groups if code in sides}


def _tolls(records: Records, event: Event) -> list[Figure]:
    found = [row for row in records.links.figures_of[event.id] if is_death_toll(records, row)]
    return in_speaking_order(records, [row for row in found if not of_fighters(records, row)])


def groups_named(records: Records, event: Event) -> list[str]:
    """Return whose people the numbers of dead of an event speak of, in the order of the code list."""
    named = {figure.group for figure in _tolls(records, event)}
    return [code for code in side_looks(records) if code in named]


def _legend(records: Records, theme: str) -> Markup:
    named = [
        (*look, _("%(group)s among the dead") % {"group": code_label(records, "figures", "group", code)})
        for code, look in side_looks(records).items()
    ]
    mixed = (*mixed_look(theme), _("Several groups, or none named by a number of dead"))
    return mark_legend([*named, mixed], theme)


# --- marks ------------------------------------------------------------------------------------------------


def _marks(records: Records, rows: Sequence[Event], figures: Collection[str], theme: str) -> list[MapMark]:
    looks, mixed = side_looks(records), mixed_look(theme)

    def look(event: Event) -> Look:
        return common_look((looks[code] for code in groups_named(records, event)), mixed)

    return [
        MapMark(
            point=mark.point,
            record=record_of(mark),
            label="\n".join(
                [
                    mark.place.name,
                    *(line for event in mark.events for line in _words(records, event, figures)),
                ]
            ),
            look=common_look(map(look, mark.events), mixed),
            place=mark.place,
            size=_SIZE,
            stands_for=mark.stands_for,
        )
        for mark in place_marks(records, rows)
    ]


def _words(records: Records, event: Event, figures: Collection[str]) -> list[str]:
    heading = _("%(title)s (%(date)s)") % {"title": event.title, "date": when_text(event.date)}
    numbers = numbers_text(records, event, figures)
    return [heading, *numbers[:_MOST], *more_numbers(len(numbers) - _MOST)]


def numbers_text(records: Records, event: Event, figures: Collection[str]) -> list[str]:
    """Return the numbers of dead of an event in words, each with who states it, independent voices first."""
    return [record_name(records, "figures", row) for row in _tolls(records, event) if row.id in figures]
