"""One table of filters: what each asks, what its codes are, and how it reaches every kind of record.

Within a filter any chosen code suffices (OR); between filters all must hold (AND). A filter that
does not apply to a kind of record leaves it alone, and the filter bar says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Literal

from records.dates import When, parse_when
from records.loading import Records
from records.place_names import spellings
from records.search import folded, matches
from records.wording import N_

Kind = Literal["codes", "period", "text"]
Reach = Callable[[Records, Any], Iterable[Any]]

CODE_SEPARATOR = "."
MAX_QUERY = 200

#: Kinds of record that the filters narrow, in the order in which the site counts them.
FILTERED: tuple[str, ...] = ("events", "figures", "places", "films", "screenings", "claims", "sources")


@dataclass(frozen=True)
class Filter:
    """One filter.

    Attributes:
        key: Name in the address, on the widget and in the API.
        label: What the bar calls it.
        help: What it asks, in a sentence.
        kind: ``codes`` for a choice of codes, ``period`` for dates, ``text`` for words.
        reach: Kind of record to the function that gives the codes (or dates) of one record; a kind
            that is missing is one to which the filter does not apply.
        spelled: Folded words to the codes they can stand for: an address may name a place as people do.
    """

    key: str
    label: str
    help: str
    kind: Kind
    reach: Mapping[str, Reach] = field(default_factory=dict)
    spelled: Callable[[Records], Mapping[str, frozenset[str]]] = lambda _: {}

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


def _of_screenings(group: str, column: str) -> Reach:
    return lambda records, row: [
        value
        for screening in getattr(records.links, group)[row.id]
        for value in _given(getattr(screening, column))
    ]


def _years(row: Any) -> Iterable[str]:
    """Every year that the date of a row can mean."""
    return [str(year) for year in range(row.date.start.year, row.date.end.year + 1)]


def _years_of_screenings(group: str) -> Reach:
    return lambda records, row: [
        year for screening in getattr(records.links, group)[row.id] for year in _years(screening)
    ]


def _event_categories(records: Records, place: Any) -> Iterable[str]:
    return [event.category for event in records.links.events_at[place.id]]


def _all_of(*reaches: Reach) -> Reach:
    return lambda records, row: [code for reach in reaches for code in reach(records, row)]


def _of_figures(column: str) -> Reach:
    return lambda records, event: [
        getattr(figure, column) for figure in records.links.figures_of[event.id] if getattr(figure, column)
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
        "period",
        {"events": _own("date"), "figures": _of_event("date")},
    ),
    Filter(
        "side",
        N_("Perspective"),
        N_("For figures and claims, who states them; for other records, any source cited."),
        "codes",
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
        "codes",
        {
            "events": _own("category"),
            "figures": _of_event("category"),
            "claims": _of_event("category"),
            "places": _event_categories,
        },
    ),
    Filter(
        "place",
        N_("Place"),
        N_("Where an event happened or a film was shown."),
        "codes",
        {
            "events": _own("place_id"),
            "figures": _of_event("place_id"),
            "claims": _of_event("place_id"),
            "places": _own("id"),
            "screenings": _own("place_id"),
            "films": _of_screenings("screenings_of", "place_id"),
        },
        spelled=spellings,
    ),
    Filter(
        "country",
        N_("Country"),
        N_("The country where a film was shown, and places in it."),
        "codes",
        {
            "places": _own("country"),
            "screenings": _own("country"),
            "films": _of_screenings("screenings_of", "country"),
        },
    ),
    Filter(
        "film",
        N_("Film"),
        N_("One film, its screenings, and the places where it was shown."),
        "codes",
        {
            "films": _own("id"),
            "screenings": _own("film_id"),
            "places": _of_screenings("screenings_at", "film_id"),
        },
    ),
    Filter(
        "measure",
        N_("Measure"),
        N_("What a figure counts, and events that have such a figure."),
        "codes",
        {"figures": _own("measure"), "events": _of_figures("measure")},
    ),
    Filter(
        "basis",
        N_("Basis"),
        N_("What a figure rests on, and events that have such a figure."),
        "codes",
        {"figures": _own("basis"), "events": _of_figures("basis")},
    ),
    Filter(
        "shown",
        N_("Year shown"),
        N_("The years in which films were shown, the films and the places; for events there is the period."),
        "codes",
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
        "codes",
        {
            "screenings": _own("status"),
            "films": _of_screenings("screenings_of", "status"),
            "places": _of_screenings("screenings_at", "status"),
        },
    ),
    Filter(
        "source",
        N_("Source"),
        N_("One source and all that rests on it."),
        "codes",
        {**_CITED_SOURCES, "sources": _own("id")},
    ),
    Filter("q", N_("Search"), N_("Words in titles, texts, names in all spellings, and sources."), "text"),
)

BY_KEY: Mapping[str, Filter] = {entry.key: entry for entry in FILTERS}
CODE_FILTERS: tuple[Filter, ...] = tuple(entry for entry in FILTERS if entry.kind == "codes")

#: Filters that change whose word is heard; the site says so wherever they are on.
ONE_SIDED: tuple[str, ...] = ("side", "source")


@dataclass(frozen=True)
class Choice:
    """What a reader has chosen: a period, codes by filter, and words.

    Attributes:
        period: EDTF interval or date, or an empty string.
        codes: Pairs of filter key and sorted codes; filters without a choice are left out.
        query: Words to search for.
    """

    period: str = ""
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    query: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, tuple[str, ...]]:
        """Filter key to chosen codes."""
        return dict(self.codes)

    @property
    def active(self) -> tuple[str, ...]:
        """Keys of the filters in use, in the order of the table."""
        used = {"period": self.period, "q": self.query, **self.by_key}
        return tuple(entry.key for entry in FILTERS if used.get(entry.key))

    def without(self, key: str) -> Choice:
        """Return the choice with one filter lifted."""
        if key == "period":
            return replace(self, period="")
        if key == "q":
            return replace(self, query="")
        return replace(self, codes=tuple(pair for pair in self.codes if pair[0] != key))


@dataclass(frozen=True)
class Ignored:
    """A value of the address that means nothing here, and the filter it was meant for."""

    key: str
    value: str


def write_choice(choice: Choice) -> dict[str, str]:
    """Return the address parameters of a choice; filters at rest are left out."""
    values = {"period": choice.period, "q": choice.query}
    values |= {key: CODE_SEPARATOR.join(codes) for key, codes in choice.codes}
    return {entry.key: values[entry.key] for entry in FILTERS if values.get(entry.key)}


def read_choice(records: Records, parameters: Mapping[str, str]) -> tuple[Choice, tuple[Ignored, ...]]:
    """Return the choice that address parameters make, and every value that means nothing.

    Parameters that are no filters are not looked at. Nothing raises: an address can hold anything.
    """
    ignored: list[Ignored] = []
    period = parameters.get("period", "")
    if period and not _is_period(period):
        ignored.append(Ignored("period", period))
        period = ""
    chosen: list[tuple[str, tuple[str, ...]]] = []
    known = index_of(records).known
    for entry in CODE_FILTERS:
        given = [code for code in parameters.get(entry.key, "").split(CODE_SEPARATOR) if code]
        meant = {code: _meant(records, entry, code, known[entry.key]) for code in given}
        ignored += [Ignored(entry.key, code) for code in given if not meant[code]]
        if codes := tuple(sorted(frozenset().union(*meant.values()))):
            chosen.append((entry.key, codes))
    query = " ".join(parameters.get("q", "").split())
    if len(query) > MAX_QUERY:
        ignored.append(Ignored("q", query))
        query = ""
    return Choice(period, tuple(chosen), query), tuple(ignored)


def _meant(records: Records, entry: Filter, written: str, known: frozenset[str]) -> frozenset[str]:
    """Return the codes that a part of an address stands for: itself, or those it spells in words."""
    if written in known:
        return frozenset({written})
    return entry.spelled(records).get(folded(written), frozenset()) & known


def _is_period(text: str) -> bool:
    try:
        parse_when(text) if len(text) <= MAX_QUERY else _refuse(text)
    except (ValueError, OverflowError):
        return False
    return True


def _refuse(text: str) -> None:
    raise ValueError(text[:MAX_QUERY])


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


@dataclass(frozen=True, eq=False)
class Index:
    """For each filter and kind of record: which ids carry a code; dates and texts by id."""

    codes: Mapping[tuple[str, str], Mapping[str, frozenset[str]]]
    dates: Mapping[str, Mapping[str, When]]
    texts: Mapping[str, Mapping[str, str]]
    known: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def index_of(records: Records) -> Index:
    """Return the inverted index of the records; built once for each data version."""
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
        texts={
            table: {row.id: _text_of(records, table, row) for row in records.table(table)}
            for table in FILTERED
        },
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
    names = [name.name for name in records.links.names_of[_place_of(table, row)]]
    titles = [source.title for source in records.links.sources_of[table, row.id]]
    return folded(" ".join(own + lists + names + titles))


def _place_of(table: str, row: Any) -> str:
    return row.id if table == "places" else getattr(row, "place_id", None) or ""


@lru_cache(maxsize=512)
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
        texts = index.texts[table]
        ids = frozenset(key for key in ids if matches(choice.query, texts[key]))
    return ids


def emptied_by(records: Records, choice: Choice, table: str) -> tuple[tuple[str, int], ...]:
    """Return the filters whose lifting would bring records back, with how many, the most first."""
    gains = [(key, select(records, choice.without(key)).count(table)) for key in choice.active]
    return tuple(sorted((gain for gain in gains if gain[1]), key=lambda gain: -gain[1]))
