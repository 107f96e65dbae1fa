"""The filters looked up: which records carry which code, date and words; once for each data version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.dates import When
from records.filters import BY_KEY, CODE_FILTERS, FILTERED, Reach
from records.loading import Records
from records.memory import kept
from records.search import folded, words_of


@dataclass(frozen=True, eq=False)
class Index:
    """For each filter and kind of record: which ids carry a code; dates and texts by id; every word once."""

    codes: Mapping[tuple[str, str], Mapping[str, frozenset[str]]]
    dates: Mapping[str, Mapping[str, When]]
    texts: Mapping[str, Mapping[str, str]]
    known: Mapping[str, frozenset[str]]
    vocabulary: tuple[str, ...]


@kept(1)
def index_of(records: Records) -> Index:
    """Return the inverted index of the records; built once for each data version."""
    codes = {
        (entry.key, table): _codes_index(records, entry.reach[table], table)
        for entry in CODE_FILTERS
        for table in FILTERED
        if table in entry.reach
    }
    texts = {
        table: {row.id: _text_of(records, table, row) for row in records.table(table)} for table in FILTERED
    }
    return Index(
        codes=codes,
        dates={
            table: {row.id: when for row in records.table(table) for when in reach(records, row)}
            for table, reach in BY_KEY["period"].reach.items()
        },
        texts=texts,
        vocabulary=words_of(text for found in texts.values() for text in found.values()),
        known={
            entry.key: frozenset(
                code for (key, _), found in codes.items() if key == entry.key for code in found
            )
            for entry in CODE_FILTERS
        },
    )


def _codes_index(records: Records, reach: Reach, table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in records.table(table):
        for code in reach(records, row):
            found.setdefault(code, set()).add(row.id)
    return {code: frozenset(ids) for code, ids in found.items()}


def _text_of(records: Records, table: str, row: Any) -> str:
    own = [str(value) for value in row if isinstance(value, str)]
    lists = [word for value in row if isinstance(value, tuple) for word in value if isinstance(word, str)]
    names = [name.name for name in records.links.names_of[_place_of(records, table, row)]]
    titles = [source.title for source in records.links.sources_of[table, row.id]]
    return folded(" ".join(own + lists + names + titles))


def _place_of(records: Records, table: str, row: Any) -> str:
    """Return the place of a row, or of the event that it is about."""
    event = records.tables.events.get(getattr(row, "event_id", None) or "")
    return row.id if table == "places" else getattr(event or row, "place_id", None) or ""
