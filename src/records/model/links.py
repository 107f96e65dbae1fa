"""What rests on what: every connection between records, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from evidence_site.records.model.rows import (
    Account,
    Citation,
    Event,
    Figure,
    Participant,
    PlaceName,
    PopulationNumber,
    Screening,
    Source,
    Tables,
)

RecordKey = tuple[str, str]
_Row = TypeVar("_Row")
_Key = TypeVar("_Key")
Grouped = Mapping[str, tuple[_Row, ...]]


@dataclass(frozen=True, eq=False)
class Links:
    """Connections between records, each a lookup by id; an id without any gives an empty tuple."""

    citations_of: Mapping[RecordKey, tuple[Citation, ...]]
    sources_of: Mapping[RecordKey, tuple[Source, ...]]
    resting_on: Mapping[str, tuple[RecordKey, ...]]
    accounts_of: Grouped[Account]
    figures_of: Grouped[Figure]
    parts_of_figure: Grouped[Figure]
    parts_of_event: Grouped[Event]
    events_at: Grouped[Event]
    figures_at: Grouped[Figure]
    screenings_at: Grouped[Screening]
    names_of: Grouped[PlaceName]
    population_of: Grouped[PopulationNumber]
    screenings_of: Grouped[Screening]
    participants_of: Grouped[Participant]

    @classmethod
    def between(cls, tables: Tables) -> Links:
        """Return the connections between the rows of all tables."""
        cited = _grouped(tables.citations, lambda row: (row.table, row.record_id))
        # A source stands in a column of the row itself, or in a citation.
        rows: Iterable[tuple[str, Any]] = ((table.name, row) for table in tables for row in table)
        named = {
            (name, row.id): [row.source_id]
            for name, row in rows
            if hasattr(row, "id") and getattr(row, "source_id", None)
        }
        sources = {}
        for key in cited.keys() | named.keys():
            ids = dict.fromkeys((*named.get(key, ()), *(citation.source_id for citation in cited[key])))
            sources[key] = tuple(tables.sources[source] for source in ids)
        return cls(
            citations_of=cited,
            sources_of=_Lookup(sources),
            resting_on=_grouped(
                ((key, source.id) for key, found in sorted(sources.items()) for source in found),
                lambda pair: pair[1],
                lambda pair: pair[0],
            ),
            accounts_of=_grouped(
                sorted(tables.accounts, key=lambda row: row.order), lambda row: row.event_id
            ),
            figures_of=_grouped(sorted(tables.figures, key=_by_measure_and_date), lambda row: row.event_id),
            parts_of_figure=_grouped(tables.figures, lambda row: row.part_of),
            parts_of_event=_grouped(by_date(tables.events), lambda row: row.part_of),
            events_at=_grouped(by_date(tables.events), lambda row: row.place_id),
            figures_at=_grouped(
                sorted(tables.figures, key=_by_measure_and_date),
                lambda row: event.place_id if (event := tables.events.get(row.event_id)) else None,
            ),
            screenings_at=_grouped(tables.screenings, lambda row: row.place_id),
            names_of=_grouped(tables.place_names, lambda row: row.place_id),
            population_of=_grouped(tables.population, lambda row: row.place_id),
            screenings_of=_grouped(tables.screenings, lambda row: row.film_id),
            participants_of=_grouped(
                sorted(tables.participants, key=lambda row: row.order), lambda row: row.screening_id
            ),
        )


def by_date(events: Iterable[Event]) -> list[Event]:
    """Return events in the order of their dates."""
    return sorted(events, key=lambda event: (event.date.start, event.date.end, event.id))


def grouped(rows: Iterable[_Row], key: Callable[[_Row], _Key | None]) -> dict[_Key, list[_Row]]:
    """Return rows by their key, keys in the order in which they are met; a row without a key is left out."""
    groups: defaultdict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        if (group := key(row)) is not None:
            groups[group].append(row)
    return dict(groups)


def _by_measure_and_date(figure: Figure) -> tuple[str, date, str]:
    """Undated figures come last within their measure."""
    return figure.measure, figure.stated.start if figure.stated else date.max, figure.id


class _Lookup(dict[Any, tuple[Any, ...]]):
    """A mapping that gives an empty tuple for a key it does not hold."""

    def __missing__(self, key: Any) -> tuple[Any, ...]:
        return ()


def _grouped(
    rows: Iterable[Any], key: Callable[[Any], Any], value: Callable[[Any], Any] = lambda row: row
) -> _Lookup:
    return _Lookup({group: tuple(map(value, found)) for group, found in grouped(rows, key).items()})
