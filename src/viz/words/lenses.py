"""Lenses: the kinds of record that one selection is seen through, and what each lets a reader narrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.selection import Selection
from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import html_table


@dataclass(frozen=True)
class Lens:
    """One way to look at a selection.

    Attributes:
        table: Kind of record that it counts and lists; also its code in the address.
        when: Filter that the strip sets: the period of an event, or the years of a showing.
        bars: Filters whose codes it counts, each in a block of its own.
        map: The map that its places are drawn on: of the ``region``, or of the ``world``.
    """

    table: str
    when: Literal["period", "shown"]
    bars: tuple[str, ...]
    map: Literal["region", "world"]


#: Bars of a filter that stand open; more than these are folded.
MOST_BARS = 9
LENSES: Mapping[str, Lens] = {
    lens.table: lens
    for lens in (
        Lens("events", "period", ("cat", "side", "source"), "region"),
        Lens("figures", "period", ("measure", "basis", "side", "source"), "region"),
        Lens("screenings", "shown", ("film", "country", "held", "side", "source"), "world"),
    )
}


def lens_labels() -> Mapping[str, str]:
    """Return the lenses with their names; without counts, for a label that changes would be a new choice."""
    return {table: _(KINDS[table][1]) for table in LENSES}


@remembered
def dates_of(records: Records, table: str) -> Mapping[str, When]:
    """Return the date of every record of a kind; a figure has that of the event it is about."""
    known = index_of(records).dates.get(table)
    return known if known is not None else {row.id: row.date for row in records.table(table)}


@remembered
def in_order(records: Records, selection: Selection, table: str) -> tuple[str, ...]:
    """Return the ids of the selected records of a kind in the order of their dates."""
    dates = dates_of(records, table)
    return tuple(sorted(selection.ids[table], key=lambda key: (dates[key].start, dates[key].end, key)))


@remembered
def whole_domain(records: Records, table: str) -> When:
    """Return the years from the first to the last record of a kind; without any, the site's own period."""
    dates = dates_of(records, table).values()
    if not dates:
        return records.site.focus.when
    return parse_when(f"{min(when.start for when in dates).year}/{max(when.end for when in dates).year}")


def counted_words(selection: Selection, sources: int) -> str:
    """Return what a selection holds: "12 events, 48 figures, 9 screenings, resting on 61 sources"."""
    counts = {"sources": sources, **{table: selection.count(table) for table in LENSES}}
    words = {
        "events": ngettext("%(count)s event", "%(count)s events", counts["events"]),
        "figures": ngettext("%(count)s figure", "%(count)s figures", counts["figures"]),
        "screenings": ngettext("%(count)s screening", "%(count)s screenings", counts["screenings"]),
        "sources": ngettext("%(count)s source", "%(count)s sources", counts["sources"]),
    }
    counted = {name: text % {"count": number_text(counts[name])} for name, text in words.items()}
    return _("%(events)s, %(figures)s, %(screenings)s, resting on %(sources)s.") % counted


def map_doing() -> str:
    """Return what a click on the map opens, and which marks are faint."""
    return _("A click on a mark opens what lies there; places that the filters leave out are faint.")


def map_meaning(lens: Lens) -> str:
    """Return what the size of a mark on the map of a lens means."""
    larger = {
        "events": _("The larger a mark, the more events."),
        "figures": _("The larger a mark, the more events that these figures are about."),
        "screenings": _("The larger a circle, the more showings."),
    }
    return larger[lens.table]


def place_of(records: Records, row: Any) -> str | None:
    """Return the id of the place of a record: its own, or that of the event it is about."""
    if hasattr(row, "place_id"):
        return row.place_id or None
    event = records.tables.events.get(row.event_id)
    return event.place_id if event else None


@remembered
def counted_places(records: Records, selection: Selection, table: str) -> Counter[str | None]:
    """Return the number of selected records of a kind at each place; None counts those without one."""
    return Counter(place_of(records, row) for row in selection.rows[table])


def places_table(records: Records, selection: Selection, table: str) -> str:
    """Return the records of a selection by place as a table, the places with most first."""
    counts = counted_places(records, selection, table)
    places = records.tables.places
    rows = [
        [places[key].name if key and key in places else _("No place"), number_text(count)]
        for key, count in counts.most_common()
    ]
    return html_table([_("Place"), _("Records")], rows, _("Records by place"))
