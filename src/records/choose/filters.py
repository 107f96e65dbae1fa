"""One table of filters: what each asks, what its codes are, and how it reaches every kind of record.

Within a filter any chosen code suffices (OR); between filters all must hold (AND). A filter that
does not apply to a kind of record leaves it alone, and the filter bar says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from evidence_site.records.load.loading import Records
from evidence_site.records.names.place_names import spellings
from evidence_site.records.query_string import CODE_SEPARATOR as CODE_SEPARATOR
from evidence_site.records.query_string import LISTS
from evidence_site.records.wording import N_

Kind = Literal["codes", "period", "text"]
Reach = Callable[[Records, Any], Iterable[Any]]

#: Kinds of record that the filters narrow, in the order in which the site counts them.
FILTERED: tuple[str, ...] = ("events", "figures", "places", "films", "screenings", "claims", "sources")


@dataclass(frozen=True)
class Filter:
    """One filter.

    Attributes:
        key: Name in the address, on the widget and in the API.
        label: What the bar calls it.
        help: What it asks, in a sentence.
        reach: Kind of record to the function that gives the codes (or dates) of one record; a kind
            that is missing is one to which the filter does not apply.
        has_menu: Whether it is chosen from a menu, and not only from a record's own page.
        spelled: Folded words to the codes they can stand for: an address may name a place as people do.
    """

    key: str
    label: str
    help: str
    reach: Mapping[str, Reach] = field(default_factory=dict)
    has_menu: bool = True
    spelled: Callable[[Records], Mapping[str, frozenset[str]]] = lambda _: {}

    @property
    def kind(self) -> Kind:
        """Return ``codes`` for a choice of codes, ``period`` for dates, ``text`` for words."""
        if self.key in LISTS:
            return "codes"
        return "period" if "period" in self.key else "text"

    def applies_to(self, table: str) -> bool:
        """Return whether the filter narrows this kind of record."""
        return self.kind == "text" or table in self.reach


def _own(column: str) -> Reach:
    return lambda _, row: _given(getattr(row, column))


def _given(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _of_event(column: str) -> Reach:
    def codes(records: Records, row: Any) -> Iterable[Any]:
        event = records.tables.events.get(row.event_id)
        return _given(getattr(event, column)) if event else ()

    return codes


def _cited(table: str, column: str) -> Reach:
    return lambda records, row: [
        getattr(source, column) for source in records.links.sources_of[table, row.id]
    ]


def _of_linked(group: str, column: str) -> Reach:
    """Return how the codes of the rows that hang on a row are reached, such as the figures of an event."""
    return lambda records, row: [
        value for linked in getattr(records.links, group)[row.id] for value in _given(getattr(linked, column))
    ]


def _years(row: Any) -> Iterable[str]:
    """Every year that the date of a row can mean."""
    return [str(year) for year in range(row.date.start.year, row.date.end.year + 1)]


def _years_of_screenings(group: str) -> Reach:
    return lambda records, row: [
        year for screening in getattr(records.links, group)[row.id] for year in _years(screening)
    ]


_CITED_PERSPECTIVES = {
    name: _cited(name, "perspective") for name in ("events", "places", "films", "screenings")
}
_CITED_SOURCES = {
    name: _cited(name, "id") for name in ("events", "figures", "places", "films", "screenings", "claims")
}

FILTERS: tuple[Filter, ...] = (
    Filter(
        "period",
        N_("Period"),
        N_("The date of the event; a figure follows the event that it is about."),
        {"events": _own("date"), "figures": _of_event("date")},
    ),
    Filter(
        "side",
        N_("Perspective"),
        N_("For figures and claims, who states them; for other records, any source cited."),
        {
            **_CITED_PERSPECTIVES,
            "figures": _own("perspective"),
            "claims": _own("perspective"),
            "sources": _own("perspective"),
        },
    ),
    Filter(
        "cat",
        N_("Category"),
        N_("The kind of event."),
        {
            "events": _own("category"),
            "figures": _of_event("category"),
            "claims": _of_event("category"),
            "places": _of_linked("events_at", "category"),
        },
    ),
    Filter(
        "place",
        N_("Place"),
        N_("Where an event happened or a film was shown."),
        {
            "events": _own("place_id"),
            "figures": _of_event("place_id"),
            "claims": _of_event("place_id"),
            "places": _own("id"),
            "screenings": _own("place_id"),
            "films": _of_linked("screenings_of", "place_id"),
        },
        spelled=spellings,
    ),
    Filter(
        "country",
        N_("Country"),
        N_("The country where a film was shown, and places in it."),
        {
            "places": _own("country"),
            "screenings": _own("country"),
            "films": _of_linked("screenings_of", "country"),
        },
    ),
    Filter(
        "film",
        N_("Film"),
        N_("One film, its screenings, and the places where it was shown."),
        {
            "films": _own("id"),
            "screenings": _own("film_id"),
            "places": _of_linked("screenings_at", "film_id"),
        },
    ),
    Filter(
        "measure",
        N_("Measure"),
        N_("What a figure counts, and events that have such a figure."),
        {"figures": _own("measure"), "events": _of_linked("figures_of", "measure")},
    ),
    Filter(
        "basis",
        N_("Basis"),
        N_("What a figure rests on, and events that have such a figure."),
        {"figures": _own("basis"), "events": _of_linked("figures_of", "basis")},
    ),
    Filter(
        "shown",
        N_("Year shown"),
        N_("The years in which films were shown, the films and the places; for events there is the period."),
        {
            "screenings": lambda _, row: _years(row),
            "films": _years_of_screenings("screenings_of"),
            "places": _years_of_screenings("screenings_at"),
        },
    ),
    Filter(
        "held",
        N_("Status of showing"),
        N_("Whether a report confirms that a showing took place, or only a notice beforehand was found."),
        {
            "screenings": _own("status"),
            "films": _of_linked("screenings_of", "status"),
            "places": _of_linked("screenings_at", "status"),
        },
    ),
    Filter(
        "source",
        N_("Source"),
        N_("One source and all that rests on it."),
        {**_CITED_SOURCES, "sources": _own("id")},
        has_menu=False,
    ),
    Filter(
        "q",
        N_("Search"),
        N_("Words and numbers in titles, facts, texts, names in all spellings, and sources."),
    ),
)

BY_KEY: Mapping[str, Filter] = {entry.key: entry for entry in FILTERS}
CODE_FILTERS: tuple[Filter, ...] = tuple(entry for entry in FILTERS if entry.kind == "codes")

#: Filters that change whose word is heard; the site says so wherever they are on.
ONE_SIDED: tuple[str, ...] = ("side", "source")
