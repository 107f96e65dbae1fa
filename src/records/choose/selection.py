"""The records that a choice leaves, what each code of a filter would leave, what lifting one brings back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import Index, index_of, search_index_of, texts_of
from evidence_site.records.choose.filters import BY_KEY, FILTERED
from evidence_site.records.dates import parse_period
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.bodies import short_forms
from evidence_site.records.names.place_names import all_names, spellings
from evidence_site.records.search import (
    Meant,
    alike,
    beginning,
    in_words,
    is_number,
    matches,
    meant_by,
    whole,
    without_longer,
)

#: Words that a question is put with and that say nothing of what is looked for, by language.
_GRAMMAR: Final = {
    "en": "a an and are as at by for from in into is it its of on or over the to was were which who with",
    "az": "bu da də və ilə ki üçün o bir",
    "hy": "և ու է են եւ էր էին որ մեջ համար մի",
    "ru": "а в во для до и из или как к на не о об от по при с со у что за",
}

#: All of them, folded: a question does not say in which language it is put.
STOP_WORDS: Final = frozenset(in_words(" ".join(_GRAMMAR.values())).split())


#: A word that so few records hold is doubted if so many times as many hold another like it.
_FEW, _MANY_TIMES = 10, 10


@dataclass(frozen=True, eq=False)
class Selection:
    """The records that a choice leaves.

    Attributes:
        choice: The choice.
        ids: Kind of record to the ids that remain.
        rows: Kind of record to the rows that remain, in file order; those that have a number that was
            searched for as a value of their own stand before those that only mention it.
        totals: Kind of record to the number of published records.
    """

    choice: Choice
    ids: Mapping[str, frozenset[str]]
    rows: Mapping[str, tuple[Any, ...]]
    totals: Mapping[str, int]

    def count(self, table: str) -> int:
        """Return how many records of a kind remain."""
        return len(self.ids[table])


@remembered(most=128)
def select(records: Records, choice: Choice) -> Selection:
    """Return the records that a choice leaves; the last 128 choices are remembered."""
    index = index_of(records)
    ids = {table: _remaining(records, index, choice, table) for table in FILTERED}
    return Selection(
        choice=choice,
        ids=ids,
        rows={
            table: _numbers_first((row for row in records.table(table) if row.id in ids[table]), choice.query)
            for table in FILTERED
        },
        totals={table: len(records.table(table)) for table in FILTERED},
    )


def mentioning(records: Records, table: str, query: str) -> tuple[Any, ...]:
    """Return the rows of a table outside of the filters that hold the words of a query, as they are written.

    Those that have a number of the query as a value of their own stand first, all others in file order.
    """
    meant = _searched(records, query, [(word,) for word in in_words(query).split()])
    rows = zip(records.table(table), texts_of(records, table), strict=True)
    return _numbers_first((row for row, text in rows if matches(meant, text)), query)


def _numbers_first(rows: Iterable[Any], query: str) -> tuple[Any, ...]:
    """Return rows that have a number of the query as a value of their own before the others."""
    numbers = {float(word) for word in in_words(query).split() if is_number(word)}

    def lacks(row: Any) -> bool:
        return not any(type(value) in (int, float) and value in numbers for value in row)

    return tuple(sorted(rows, key=lacks) if numbers else rows)


def _remaining(records: Records, index: Index, choice: Choice, table: str) -> frozenset[str]:
    ids = records.table(table).ids()
    for key, codes in choice.codes:
        if BY_KEY[key].applies_to(table):
            carried = index.codes[key, table]
            ids &= frozenset().union(*(carried.get(code, frozenset()) for code in codes))
    if choice.period and table in index.dates:
        period = parse_period(choice.period)
        dates = index.dates[table]
        ids = frozenset(key for key in ids if key in dates and dates[key].overlaps(period))
    if choice.query:
        texts, meant = search_index_of(records).texts[table], searched_words(records, choice.query)
        ids = frozenset(key for key in ids if matches(meant, texts[key]))
    return ids


@remembered(most=512)
def meant_words(records: Records, query: str) -> Meant:
    """Return what each word of a query can mean among all records."""
    return meant_by(query, search_index_of(records).vocabulary, short_forms(records))


@remembered(most=512)
def searched_words(records: Records, query: str) -> Meant:
    """Return what a searchable text may hold for each word of a query that says something.

    That is what the word can mean; if it is an abbreviation of a body, that alone as a whole word; and if it
    is the name of a place, or one of the words of such a name, all names of that place in any language and
    spelling. Words such as "of" count only where there are no others.
    """
    return _searched(records, query, meant_words(records, query))


def _searched(records: Records, query: str, meant: Sequence[tuple[str, ...]]) -> Meant:
    words = in_words(query).split()
    found = [
        {beginning(other) for other in others}.union(*(_names(records, other) for other in others))
        for others in meant
    ]
    longest = _longest_name(records)
    ends = range(1, len(words) + 1)
    runs = ((start, end) for start in range(len(words)) for end in ends[start : start + longest])
    for start, end in runs:
        run = " ".join(words[start:end])
        is_short, names = run in short_forms(records), _names(records, run)
        for position in range(start, end):
            found[position] = ({whole(run)} if is_short else found[position]) | names
    said = [others for word, others in zip(words, found, strict=True) if word not in STOP_WORDS]
    return tuple(without_longer(others) for others in said or found)


def _names(records: Records, spelling: str) -> set[str]:
    return {beginning(name) for name in all_names(records, spelling)}


@remembered
def _longest_name(records: Records) -> int:
    """Return of how many words the longest name consists that a query can hold."""
    return max(len(name.split()) for name in (*spellings(records), *short_forms(records), ""))


def mended_words(records: Records, query: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of a query that no record holds, with those that were searched for instead."""
    pairs = zip(in_words(query).split(), meant_words(records, query), strict=True)
    return {word: meant for word, meant in pairs if meant != (word,)}


@remembered(most=512)
def likelier_query(records: Records, query: str) -> str:
    """Return a query without probable typing errors that a few records hold by chance; empty for none.

    A word is one if very many more records hold another that is much like it; of a word that no record holds,
    that is asked of what was searched for instead.
    """
    words = [others[0] for others in meant_words(records, query)]
    instead = [_likelier(records, word) for word in words]
    return " ".join(instead) if instead != words else ""


def _likelier(records: Records, word: str) -> str:
    names = spellings(records)
    if word in names or not 0 < (held := _holding(records, word)) <= _FEW:
        return word
    others = alike(word, search_index_of(records).vocabulary, tuple(names))
    found = {other: _holding(records, other) for other in others}
    best = max(found, key=lambda other: (found[other], other), default=word)
    return best if found.get(best, 0) >= _MANY_TIMES * held else word


# More than there are words: a search for many rare ones would count the same again and again.
@remembered(most=4096)
def _holding(records: Records, word: str) -> int:
    """Return how many records hold a word or, of a place, any of its names."""
    meant = (without_longer({beginning(word), *_names(records, word)}),)
    return sum(
        matches(meant, text) for found in search_index_of(records).texts.values() for text in found.values()
    )


def emptied_by(records: Records, choice: Choice, table: str) -> tuple[tuple[str, int], ...]:
    """Return the filters whose lifting would bring records back, with how many, the most first."""
    gains = [(key, select(records, choice.without(key)).count(table)) for key in choice.active]
    return tuple(sorted((gain for gain in gains if gain[1]), key=lambda gain: -gain[1]))


# --- how many records each code of a filter would leave, under everything else that is chosen -----------

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
