"""The records that a choice leaves, and what lifting a filter would bring back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from records.choice import Choice
from records.dates import parse_when
from records.filter_index import Index, index_of
from records.filters import BY_KEY, FILTERED
from records.loading import Records
from records.memory import kept
from records.place_names import all_names, spellings
from records.search import Meant, alike, folded, matches, meant_by, without_longer

#: A word that so few records hold is doubted if so many times as many hold another like it.
_FEW, _MANY_TIMES = 10, 10


@dataclass(frozen=True, eq=False)
class Selection:
    """The records that a choice leaves.

    Attributes:
        choice: The choice.
        ids: Kind of record to the ids that remain.
        rows: Kind of record to the rows that remain, in file order.
        totals: Kind of record to the number of published records.
    """

    choice: Choice
    ids: Mapping[str, frozenset[str]]
    rows: Mapping[str, tuple[Any, ...]]
    totals: Mapping[str, int]

    def count(self, table: str) -> int:
        """Return how many records of a kind remain."""
        return len(self.ids[table])


@kept(512)
def select(records: Records, choice: Choice) -> Selection:
    """Return the records that a choice leaves. Pure; the last 512 choices are remembered."""
    index = index_of(records)
    ids = {table: _remaining(records, index, choice, table) for table in FILTERED}
    return Selection(
        choice=choice,
        ids=ids,
        rows={
            table: tuple(row for row in records.table(table) if row.id in ids[table]) for table in FILTERED
        },
        totals={table: len(records.table(table)) for table in FILTERED},
    )


def _remaining(records: Records, index: Index, choice: Choice, table: str) -> frozenset[str]:
    ids = records.table(table).ids()
    for key, codes in choice.codes:
        if BY_KEY[key].applies_to(table):
            carried = index.codes[key, table]
            ids &= frozenset().union(*(carried.get(code, frozenset()) for code in codes))
    if choice.period and table in index.dates:
        period = parse_when(choice.period)
        dates = index.dates[table]
        ids = frozenset(key for key in ids if key in dates and dates[key].overlaps(period))
    if choice.query:
        texts, meant = index.texts[table], searched_words(records, choice.query)
        ids = frozenset(key for key in ids if matches(meant, texts[key]))
    return ids


@kept(512)
def meant_words(records: Records, query: str) -> Meant:
    """Return what each word of a query can mean among all records."""
    index = index_of(records)
    texts = tuple(text for found in index.texts.values() for text in found.values())
    return meant_by(query, texts, index.vocabulary)


@kept(512)
def searched_words(records: Records, query: str) -> Meant:
    """Return what a text may hold for each word of a query.

    That is what the word can mean; and if it is the name of a place, or one of the words of such a name, all
    names of that place in any language and spelling.
    """
    words = folded(query).split()
    found = [set(meant) for meant in meant_words(records, query)]
    for meant in found:
        meant.update(*(all_names(records, word) for word in tuple(meant)))
    for start, end in combinations(range(len(words) + 1), 2):
        for meant in found[start:end]:
            meant |= all_names(records, " ".join(words[start:end]))
    return tuple(without_longer(meant) for meant in found)


def mended_words(records: Records, query: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a query that no record holds, with those that were searched for instead."""
    pairs = zip(folded(query).split(), meant_words(records, query), strict=True)
    return {word: meant for word, meant in pairs if meant != (word,)}


@kept(512)
def likelier_query(records: Records, query: str) -> str:
    """Return a query without probable typing errors that a few records hold by chance; empty for none.

    A word is one if very many more records hold another that is much like it.
    """
    words = folded(query).split()
    instead = [_likelier(records, word) for word in words]
    return " ".join(instead) if instead != words else ""


def _likelier(records: Records, word: str) -> str:
    names = spellings(records)
    if word in names or not 0 < (held := _holding(records, word)) <= _FEW:
        return word
    others = alike(word, index_of(records).vocabulary, tuple(names))
    found = {other: _holding(records, other) for other in others}
    best = max(found, key=lambda other: (found[other], other), default=word)
    return best if found.get(best, 0) >= _MANY_TIMES * held else word


def _holding(records: Records, word: str) -> int:
    """Return how many records hold a word or, of a place, any of its names."""
    meant = (without_longer({word, *all_names(records, word)}),)
    return sum(matches(meant, text) for found in index_of(records).texts.values() for text in found.values())


def emptied_by(records: Records, choice: Choice, table: str) -> tuple[tuple[str, int], ...]:
    """Return the filters whose lifting would bring records back, with how many, the most first."""
    gains = [(key, select(records, choice.without(key)).count(table)) for key in choice.active]
    return tuple(sorted((gain for gain in gains if gain[1]), key=lambda gain: -gain[1]))
