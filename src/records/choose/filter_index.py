"""The filters looked up: which records carry which code, date and words; once for each data version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.choose.filters import BY_KEY, CODE_FILTERS, FILTERED, Reach
from evidence_site.records.dates import When
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.bodies import names_in
from evidence_site.records.names.citing import full_name
from evidence_site.records.names.naming import KINDS, dated_name, value_text
from evidence_site.records.search import searchable, words_of

#: Columns whose values a reader of a record does not see as words: ids, addresses, their place in a list.
_UNSEEN = frozenset({"id", "order", "url", "archive_url", "read_at"})


@dataclass(frozen=True, eq=False)
class Index:
    """The filters looked up.

    Attributes:
        codes: Filter and kind of record to the ids that carry each code.
        dates: Kind of record to dates by id.
        known: Filter to all its codes.
    """

    codes: Mapping[tuple[str, str], Mapping[str, frozenset[str]]]
    dates: Mapping[str, Mapping[str, When]]
    known: Mapping[str, frozenset[str]]


@remembered
def index_of(records: Records) -> Index:
    """Return the filters looked up among the records; built once for each data version."""
    codes = {
        (entry.key, table): _codes_index(records, entry.reach[table], table)
        for entry in CODE_FILTERS
        for table in FILTERED
        if table in entry.reach
    }
    return Index(
        codes=codes,
        dates={
            table: {row.id: when for row in records.table(table) for when in reach(records, row)}
            for table, reach in BY_KEY["period"].reach.items()
        },
        known={
            entry.key: frozenset(
                code for (key, _), found in codes.items() if key == entry.key for code in found
            )
            for entry in CODE_FILTERS
        },
    )


@dataclass(frozen=True, eq=False)
class SearchIndex:
    """What the records that the filters narrow are searched by; a check of the data needs none of it.

    Attributes:
        texts: Kind of record to what a reader sees on each, as it is searched, by id.
        vocabulary: Every longer word of the texts once.
    """

    texts: Mapping[str, Mapping[str, str]]
    vocabulary: tuple[str, ...]


@remembered
def search_index_of(records: Records) -> SearchIndex:
    """Return what the records are searched by; built once for each data version."""
    texts = {
        table: {row.id: _text_of(records, table, row) for row in records.table(table)} for table in FILTERED
    }
    return SearchIndex(texts, words_of(text for found in texts.values() for text in found.values()))


def _codes_index(records: Records, reach: Reach, table: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in records.table(table):
        for code in reach(records, row):
            found.setdefault(code, set()).add(row.id)
    return {code: frozenset(ids) for code, ids in found.items()}


@remembered
def texts_of(records: Records, table: str) -> tuple[str, ...]:
    """Return what a reader sees on each row of a table that the filters do not narrow, as it is searched."""
    return tuple(_text_of(records, table, row) for row in records.table(table))


def _text_of(records: Records, table: str, row: Any) -> str:
    """Return what a reader sees on a record, as it is searched: title, facts, names, accounts and sources."""
    text = "\n".join(dict.fromkeys(part for part in _seen(records, table, row) if part))
    words = searchable(text)
    return words + names_in(records, text, words)


def _seen(records: Records, table: str, row: Any) -> Iterator[str | None]:
    if table in KINDS:
        yield dated_name(records, table, row)
    yield from _values(records, table, row)
    event = records.tables.events.get(getattr(row, "event_id", None))
    place = row.id if table == "places" else getattr(event or row, "place_id", None)
    for name in records.links.names_of[place or ""]:
        yield name.name
    for person in records.links.participants_of[row.id] if table == "screenings" else ():
        yield from _values(records, "participants", person)
    for account in records.links.accounts_of[row.id] if table == "events" else ():
        yield from _values(records, "accounts", account)
    if identity := getattr(row, "id", None):
        for citation in records.links.citations_of[table, identity]:
            yield f"{citation.locator or ''} {citation.note or ''}"
        for source in records.links.sources_of[table, identity]:
            yield full_name(source)


def _values(records: Records, table: str, row: Any) -> Iterator[str]:
    for column in records.package.tables[table].fields:
        if column.name not in _UNSEEN and column.code_list != "status":
            yield value_text(records, table, column, getattr(row, column.name))
