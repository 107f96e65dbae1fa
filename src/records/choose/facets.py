"""Facets: how many records each code of a filter would leave, under everything else that is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered

#: Kinds of record that one selection is seen through, in the order in which they are counted.
LENSES: tuple[str, ...] = ("events", "figures", "screenings")


def facet(records: Records, selection: Selection, key: str, table: str) -> Mapping[str, int]:
    """Return the codes of a filter with the number of records of a kind that carry each.

    The filter's own choice is left out of account, so that its other codes can be seen and chosen; codes
    without a record are left out unless they are chosen. The most frequent comes first.
    """
    return _facet(records, selection.choice, key, table)


@remembered(most=1024)  # a page asks dozens for one selection, which they do not hold
def _facet(records: Records, choice: Choice, key: str, table: str) -> Mapping[str, int]:
    carried = index_of(records).codes.get((key, table), {})
    ids = select(records, choice.without(key)).ids[table]
    counts = {code: len(found & ids) for code, found in carried.items()}
    chosen = choice.by_key.get(key, ())
    kept = {code: counts.get(code, 0) for code in {*counts, *chosen} if counts.get(code) or code in chosen}
    return dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])))


def codes_of(records: Records, key: str, table: str, ids: frozenset[str]) -> frozenset[str]:
    """Return the codes of a filter that some records of a kind carry."""
    carried = index_of(records).codes.get((key, table), {})
    return frozenset(code for code, found in carried.items() if not found.isdisjoint(ids))


@remembered
def resting_sources(records: Records, selection: Selection, tables: Iterable[str] = LENSES) -> frozenset[str]:
    """Return the ids of the sources on which the records of a selection rest."""
    cited = records.links.sources_of
    return frozenset(
        source.id
        for table in tables
        for identity in selection.ids[table]
        for source in cited[table, identity]
    )


def toggled(choice: Choice, key: str, code: str) -> tuple[str, ...]:
    """Return the codes of a filter after one of them was chosen, or let go if it was chosen before."""
    return tuple(sorted({*choice.by_key.get(key, ())} ^ {code}))
