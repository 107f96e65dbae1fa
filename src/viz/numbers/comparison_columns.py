"""What is compared about one event: columns, and rows of numbers by what they count.

A column is a source with all that rests on it, or a side with all that it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey, grouped
from evidence_site.records.model.rows import Account, Citation, Event, Figure, Source
from evidence_site.records.names.citing import full_name, short_name
from evidence_site.records.names.naming import code_label, code_word
from evidence_site.records.wording import _
from evidence_site.viz.numbers.ranges import bare_number
from evidence_site.viz.numbers.shown_figures import covers_part, in_speaking_order
from evidence_site.viz.words.cited_sources import independent_first

#: How many stand side by side.
FEWEST, MOST = 2, 4
#: How many stand there before the reader chooses.
_AT_FIRST = 3
#: More things than these, of which only one column speaks, are folded below the others.
_UNFOLDED_ROWS = 3
#: What an address holds when the reader wants no column at all.
NOBODY = "none"


@dataclass(frozen=True, eq=False)
class ComparedColumn:
    """One column of a comparison.

    Attributes:
        code: Id of the source, or code of the perspective.
        name: What it is called, different from the names of the other columns.
        source: The source; None for a side.
        figures: What it says in numbers about the event.
        accounts: Its versions of what is disputed.
        citations: How what it says was read, in the order of its sources.
    """

    code: str
    name: str
    source: Source | None
    figures: tuple[Figure, ...]
    accounts: tuple[Account, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class AskedColumns:
    """What an address asks to compare: known codes, codes that mean nothing, codes beyond the limit."""

    known: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


def read_columns(records: Records, event_id: str, text: str) -> AskedColumns:
    """Return the columns that an address names, or those that stand there at first."""
    if not text:
        return AskedColumns(first_columns(records, event_id))
    if text == NOBODY:
        return AskedColumns(())
    codes = [code for code in dict.fromkeys(text.split(CODE_SEPARATOR)) if code]
    known = [code for code in codes if _is_known(records, code)]
    unknown = [code for code in codes if not _is_known(records, code)]
    return AskedColumns(tuple(known[:MOST]), tuple(unknown), tuple(known[MOST:]))


def write_columns(records: Records, event_id: str, codes: Sequence[str]) -> str:
    """Return columns as an address holds them; those that stand there at first are not written."""
    if tuple(codes) == first_columns(records, event_id):
        return ""
    return CODE_SEPARATOR.join(codes) or NOBODY


def _is_known(records: Records, code: str) -> bool:
    return code in records.package.code_lists["perspective"] or code in records.tables.sources


@remembered
def comparable_sources(records: Records, event: str) -> tuple[str, ...]:
    """Return the codes of all that can be compared about an event: sides, then sources.

    Independent ones come first; among the sources of one side those on which more rests.
    """
    figures, accounts = records.links.figures_of[event], records.links.accounts_of[event]
    sides = list(records.package.code_lists["perspective"])
    speaking = {row.perspective for row in figures} | {row.perspective for row in accounts}
    counts = Counter(source for key in _keys(figures, accounts) for source in records.links.sources_of[key])
    ranked = sorted(counts, key=lambda source: (sides.index(source.perspective), -counts[source], source.id))
    return (*(side for side in sides if side in speaking), *(source.id for source in ranked))


@remembered
def first_columns(records: Records, event_id: str) -> tuple[str, ...]:
    """Return what is compared before the reader chooses: sides, or sources where one side speaks alone."""
    codes = comparable_sources(records, event_id)
    sides = [code for code in codes if code in records.package.code_lists["perspective"]]
    found = sides if len(sides) >= FEWEST else [code for code in codes if code not in sides]
    return tuple(found[:_AT_FIRST])


@remembered
def comparable_events(records: Records) -> tuple[Event, ...]:
    """Return the events about which there are figures or accounts: the main one, then by date."""
    links = records.links
    found = [row for row in records.tables.events if links.figures_of[row.id] or links.accounts_of[row.id]]
    main = records.site.main_event
    return tuple(sorted(found, key=lambda row: (row.id != main, row.date.start, row.id)))


def compared_columns(records: Records, event_id: str, codes: Sequence[str]) -> list[ComparedColumn]:
    """Return the columns of a comparison, in the order chosen; unknown codes are left out."""
    names = column_names(records, [code for code in dict.fromkeys(codes) if _is_known(records, code)])
    return [_column(records, event_id, code, name) for code, name in names.items()]


def _column(records: Records, event_id: str, code: str, name: str) -> ComparedColumn:
    """A side says what its speakers state, whoever prints it; a source says all that rests on it."""
    source = records.tables.sources.get(code)
    resting = frozenset(records.links.resting_on[code])

    def belongs(table: str, row: Figure | Account) -> bool:
        return (table, row.id) in resting if source else row.perspective == code

    figures = [row for row in records.links.figures_of[event_id] if belongs("figures", row)]
    accounts = [row for row in records.links.accounts_of[event_id] if belongs("accounts", row)]
    cited = [
        citation
        for key in _keys(figures, accounts)
        for citation in records.links.citations_of[key]
        if source is None or citation.source_id == code
    ]
    ranked = independent_first(records, sorted(cited, key=lambda citation: citation.source_id))
    figures = in_speaking_order(records, figures)
    return ComparedColumn(code, name, source, tuple(figures), tuple(accounts), tuple(ranked))


def _keys(figures: Iterable[Figure], accounts: Iterable[Account]) -> list[RecordKey]:
    return [*(("figures", row.id) for row in figures), *(("accounts", row.id) for row in accounts)]


def column_names(records: Records, codes: Iterable[str]) -> dict[str, str]:
    """Return what each column is called; sources that share a short name are called by the full one."""
    short = {code: _short_name(records, code) for code in codes}
    called = list(short.values())
    return {
        code: full_name(records.tables.sources[code]) if called.count(name) > 1 else name
        for code, name in short.items()
    }


def _short_name(records: Records, code: str) -> str:
    if code in records.package.code_lists["perspective"]:
        return code_label(records, "figures", "perspective", code)
    return short_name(records.tables.sources[code])


@remembered
def column_labels(records: Records, event_id: str) -> dict[str, str]:
    """Return the codes that can be chosen with their labels in the menu: sides, then sources."""
    return {code: column_label(records, code) for code in comparable_sources(records, event_id)}


def column_label(records: Records, code: str) -> str:
    """Return a side or a source as the menu calls it."""
    source = records.tables.sources.get(code)
    if source is None:
        return _("Perspective: %(side)s") % {"side": _short_name(records, code)}
    words = {
        "source": short_name(source),
        "side": code_label(records, "sources", "perspective", source.perspective),
        "title": source.title,
    }
    return _("%(source)s (%(side)s): %(title)s") % words


# --- the numbers -----------------------------------------------------------------------------------------


#: What a number counts: measure, group, cause and unit.
Thing = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class NumberRow:
    """One row of numbers: what is counted, and the figures in each column."""

    thing: Thing
    cells: tuple[tuple[Figure, ...], ...]


def number_rows(records: Records, compared: Sequence[ComparedColumn]) -> list[NumberRow]:
    """Return one row for each thing that any column counts, in the order of the code lists.

    What has no cause stands before its causes.
    """
    lists = records.package.code_lists
    orders = (list(lists["measure"]), list(lists["group"]), ["", *lists["cause"]], list(lists["unit"]))

    def in_lists(thing: Thing) -> list[int]:
        return [codes.index(code) for codes, code in zip(orders, thing, strict=True)]

    columns = [grouped(column.figures, _thing) for column in compared]
    return [
        NumberRow(thing, tuple(tuple(found.get(thing, ())) for found in columns))
        for thing in sorted({thing for found in columns for thing in found}, key=in_lists)
    ]


def _thing(figure: Figure) -> Thing:
    return figure.measure, figure.group, figure.cause or "", figure.unit


def thing_text(records: Records, thing: Thing) -> str:
    """Return what is counted, in words: "killed (children)"."""
    measure, group, cause, unit = thing
    details = [
        "" if group == "all" else code_word(records, "figures", "group", group),
        code_word(records, "figures", "cause", cause),
        "" if unit == "people" else code_word(records, "figures", "unit", unit),
    ]
    words = {
        "measure": code_word(records, "figures", "measure", measure),
        "details": ", ".join(detail for detail in details if detail),
    }
    return _("%(measure)s (%(details)s)") % words if words["details"] else words["measure"]


def stated_alone(records: Records, numbers: Sequence[NumberRow]) -> list[NumberRow]:
    """Return the rows for which one column alone states a number, if they are many.

    A number that covers all the people concerned stays, if another column counts the same fate: who is
    meant by "all" is what they differ about.
    """
    by_fate = grouped(numbers, lambda row: row.thing[0])
    speaking = {
        fate: {position for row in rows for position, cell in enumerate(row.cells) if cell}
        for fate, rows in by_fate.items()
    }
    found = [
        row
        for row in numbers
        if sum(map(bool, row.cells)) == 1
        and (
            len(speaking[row.thing[0]]) == 1
            or any(covers_part(records, figure) for cell in row.cells for figure in cell)
        )
    ]
    return found if len(found) > _UNFOLDED_ROWS else []


def is_parted(row: NumberRow) -> bool:
    """Return whether two columns give different numbers."""
    found = {frozenset(bare_number(figure) for figure in cell) for cell in row.cells if cell}
    return len(found) > 1


def difference(own: Sequence[Figure], others: Sequence[Figure], name: str) -> str:
    """Return in words how the numbers of two cells differ; empty if they do not, or if one is silent."""
    mine, theirs = {bare_number(row) for row in own}, {bare_number(row) for row in others}
    if not theirs or mine == theirs:
        return ""
    if mine & theirs:
        return _("≠ partly differs from %(name)s") % {"name": name}
    pairs, why = list(product(own, others)), []  # what else sets every two figures apart
    if all(a.describes and b.describes and not a.describes.overlaps(b.describes) for a, b in pairs):
        why.append(_("speaks of another day"))
    if all(a.basis and b.basis and a.basis != b.basis for a, b in pairs):
        why.append(_("rests on something else"))
    if all(a.part_of or b.part_of for a, b in pairs):
        why.append(_("part of another number"))
    words = _("≠ differs from %(name)s (%(why)s)") if why else _("≠ differs from %(name)s")
    return words % {"name": name, "why": "; ".join(why)}
