"""Rules that a single cell cannot show: keys, links between tables, ranges, citations, places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any
from urllib.parse import urlsplit

from evidence_site.records.faults import (
    CellAddress,
    Fault,
    Kind,
    Problem,
    did_you_mean,
    first_few,
    same_but_for_form,
    slip_of,
    suggestion,
)
from evidence_site.records.load.declared_rules import DECLARED_RULES
from evidence_site.records.model.package import CODE_ROLES
from evidence_site.records.read.cells import Reading
from evidence_site.records.read.spreadsheet import quoted
from evidence_site.records.search import standing_alone
from evidence_site.records.wording import _

DRAFT = "draft"
PUBLISHED = "published"
#: What a correction of the column ``id`` says of a record that was deleted.
REMOVED = "removed"

#: So many ids that are gone from a table, or records without a source, have one cause.
MANY_GONE, MANY_BARE = 5, 20
#: Unknown ids that are compared with all that are known; thousands would take minutes.
_MOST_TRIED = 100
#: Tables whose rows are about a record of any table, which they name in ``table`` and ``record_id``.
_ABOUT_RECORDS = ("citations", "corrections")


def broken_rules(reading: Reading) -> list[Fault]:
    """Return every fault that shows only across cells, rows or tables.

    Of a cell that could not be read nothing more is said.
    """
    told = {(fault.file, fault.row, fault.column) for fault in reading.faults}
    found = (fault for rule in RULES for fault in rule(reading))
    return [fault for fault in found if (fault.file, fault.row, fault.column) not in told]


def unique_keys(reading: Reading) -> Iterator[Fault]:
    """Each primary key stands once."""
    for name, schema in reading.package.tables.items():
        first: dict[tuple[Any, ...], int] = {}
        for line, row in reading.walk(name):
            key = tuple(getattr(row, column) for column in schema.primary_key)
            if None in key:
                continue  # a cell of it could not be read
            if key in first:
                problem = f"{quoted(' / '.join(map(str, key)))} stands already in row {first[key]}."
                remedy = "Remove one row or give it a new id."
                yield Fault(schema.path, line, schema.primary_key[-1], problem, remedy, kind=Kind.ID)
            first.setdefault(key, line)


def tells_removal(correction: Any) -> bool:
    """Tell whether a correction says that its record was deleted."""
    return bool(correction.column == "id" and correction.new == REMOVED)


def known_references(reading: Reading) -> Iterator[Fault]:
    """Each id of another record is one that exists; a lost record is one fault, however many rows name it."""
    wanted: dict[tuple[str, str], list[CellAddress]] = {}
    for target, value, cell in _references(reading):
        if value not in reading.ids[target]:
            wanted.setdefault((target, value), []).append(cell)
    gone: dict[str, dict[str, list[CellAddress]]] = {}
    tried = 0
    for (target, value), cells in wanted.items():
        known = reading.ids[target]
        meant = same_but_for_form(value, known)
        if not meant and len(cells) == 1 and tried < _MOST_TRIED:
            meant, tried = slip_of(value, known), tried + 1
        if meant:
            yield from (_unknown(reading, target, value, cell) for cell in cells)
        else:
            gone.setdefault(target, {})[value] = cells
    for target, ids in gone.items():
        yield from _gone(reading, target, ids)


def _references(reading: Reading) -> Iterator[tuple[str, str, CellAddress]]:
    """Give table and id that a row names, and where; not those of a table that could not be read."""
    tables = reading.package.tables
    columns = [
        (name, column, target) for name in tables for column, target in tables[name].foreign_keys.items()
    ]
    for name, column, target in [*columns, *((name, "record_id", "") for name in _ABOUT_RECORDS)]:
        for line, row in reading.walk(name):
            table, value = target or row.table, getattr(row, column)
            if value is None or table not in tables or table in reading.unread:
                continue
            is_deleted = name == "corrections" and tells_removal(row) and not tables[table].has_drafts
            if not is_deleted:  # what was deleted has no row any more
                yield table, value, CellAddress(reading.path(name), line, column)


def _unknown(reading: Reading, target: str, value: str, cell: CellAddress) -> Fault:
    problem = f"{quoted(value)} is not an id in {reading.path(target)}."
    otherwise = _("Use one of the ids that exist, or put the row with this id back.")
    remedy = suggestion(slip_of(value, reading.ids[target]), otherwise)
    return Fault(cell.file, cell.row, cell.column, problem, remedy, kind=Kind.REFERENCE)


def _gone(reading: Reading, target: str, ids: Mapping[str, Sequence[CellAddress]]) -> Iterator[Fault]:
    """Give one fault for each id that is gone from a table, or one for all if there are many."""
    path = reading.path(target)
    if len(ids) >= MANY_GONE:
        every = tuple(cell for found in ids.values() for cell in found)
        named = first_few(list(map(quoted, sorted(ids))))
        has = "lacks" if reading.rows[target] else "has no rows and lacks"
        problem = f"{has} {len(ids)} ids that {len(every)} rows refer to: {named}."
        remedy = "Was the end of the file lost? Restore the file, or put the rows with these ids into it."
        yield Fault(path, 0, "id", problem, remedy, kind=Kind.FILE, cells=every)
        return
    for value, cells in ids.items():
        if len(cells) == 1:
            yield _unknown(reading, target, value, cells[0])
            continue
        gone = f"{quoted(value)} is gone or was renamed"
        problem = f"{gone}, and {len(cells)} rows refer to it: {_listed(cells)}."
        remedy = f"Put the row with this id back, or change these {len(cells)} rows."
        yield Fault(path, 0, "id", problem, remedy, kind=Kind.REFERENCE, cells=tuple(sorted(cells)))


def _listed(cells: Iterable[CellAddress]) -> str:
    """Return where the cells stand: the rows of each file, a run of them as its ends."""
    found: dict[str, list[int]] = {}
    for cell in sorted(set(cells)):
        found.setdefault(cell.file, []).append(cell.row)
    words = []
    for file, rows in found.items():
        runs = [
            [row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])
        ]
        ends = [f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
        words.append(f"{file} {first_few(ends)}")
    return "; ".join(words)


def known_records(reading: Reading) -> Iterator[Fault]:
    """Citations and corrections name a table that exists."""
    tables = reading.package.tables
    for name in _ABOUT_RECORDS:
        for line, row in reading.walk(name):
            if row.table is not None and row.table not in tables:
                problem = f"{quoted(row.table)} is not a table."
                yield Fault(reading.path(name), line, "table", problem, did_you_mean(row.table, tables))


def complete_citations(reading: Reading) -> Iterator[Fault]:
    """Each row of a table marked ``cited`` rests on at least one source."""
    if "citations" in reading.unread:
        return
    cited = {(table, key) for table, key, _source in reading.citations}
    bare = [
        (name, line, row.id)
        for name, schema in reading.package.tables.items()
        if schema.cited
        for line, row in reading.walk(name)
        if row.id is not None and (name, row.id) not in cited
    ]
    if len(bare) >= MANY_BARE:
        cells = tuple(CellAddress(reading.path(name), line, "id") for name, line, _ in bare)
        problem = f"has no row for {len(bare)} records, which rest on no source: {_listed(cells)}."
        remedy = "Was the end of the file lost? Restore it, or add a row for each of these records."
        yield Fault(reading.path("citations"), 0, "", problem, remedy, kind=Kind.FILE, cells=cells)
        return
    for name, line, key in bare:
        remedy = f'Add a row to citations.csv with table "{name}" and record_id "{key}".'
        problem = f'"{key}" rests on no source.'
        yield Fault(reading.path(name), line, "id", problem, remedy, kind=Kind.REFERENCE)


def ordered_ranges(reading: Reading) -> Iterator[Fault]:
    """A figure runs from low to high, and its qualifier fills the matching columns."""
    path = reading.path("figures")
    needed = {
        "exact": ["best"],
        "approx": ["best"],
        "at_least": ["low"],
        "up_to": ["high"],
        "range": ["low", "high"],
    }
    for line, row in reading.walk("figures"):
        numbers = {"low": row.low, "best": row.best, "high": row.high}
        given = [(name, value) for name, value in numbers.items() if value is not None]
        for (lower, small), (upper, large) in pairwise(given):
            if small > large:
                problem = f'{small:g} is greater than "{upper}" ({large:g}).'
                remedy = "A range runs from low to high; swap them or leave one empty."
                yield Fault(path, line, lower, problem, remedy)
        for column in needed.get(row.qualifier, ()):
            if numbers[column] is None:
                problem = f'is empty, but the qualifier is "{row.qualifier}".'
                yield Fault(path, line, column, problem, "Fill it, or change the qualifier.")


def stated_basis(reading: Reading) -> Iterator[Fault]:
    """A number of people who died says what it rests on."""
    dead = reading.package.in_role("measure", "dead")
    bases = ", ".join(reading.package.codes_of("figures", "basis"))
    for line, row in reading.walk("figures"):
        if row.measure in dead and row.basis is None:
            problem = "is empty for a number of people who died."
            yield Fault(reading.path("figures"), line, "basis", problem, f"Choose one of: {bases}.")


def honest_parts(reading: Reading) -> Iterator[Fault]:
    """A part belongs to a figure of the same source and event and is not larger than it."""
    figures = {row.id: row for row in reading.rows["figures"]}
    path = reading.path("figures")
    for line, row in reading.walk("figures"):
        if (whole := figures.get(row.part_of)) is None:
            continue
        pairs = ((whole.source_id, row.source_id), (whole.event_id, row.event_id))
        if any(one != other and None not in (one, other) for one, other in pairs):  # None could not be read
            problem = f'points to "{whole.id}" of another source or event.'
            yield Fault(path, line, "part_of", problem, "Use compare_to for figures of other sources.")
        limit = max(
            (value for value in (whole.low, whole.best, whole.high) if value is not None), default=None
        )
        number = row.best if row.best is not None else row.low
        if limit is not None and number is not None and number > limit and whole.qualifier != "at_least":
            problem = f"is a part of {limit:g} and yet larger ({number:g})."
            yield Fault(path, line, "part_of", problem, "Check both numbers against the source.")


def compared_with_others(reading: Reading) -> Iterator[Fault]:
    """A comparison points to a figure of another source or statement, never to itself."""
    for line, row in reading.walk("figures"):
        if row.compare_to == row.id or (row.compare_to and row.compare_to == row.part_of):
            problem, remedy = (
                "points to the figure itself or to its whole.",
                "Name a figure of another source.",
            )
            yield Fault(reading.path("figures"), line, "compare_to", problem, remedy)


def plausible_places(reading: Reading) -> Iterator[Fault]:
    """A place has both coordinates or none, and an estimate states its radius."""
    path = reading.path("places")
    for line, row in reading.walk("places"):
        if (row.lat is None) != (row.lon is None):
            column, problem = (
                "lat" if row.lat is None else "lon",
                "is empty while the other coordinate is given.",
            )
            yield Fault(path, line, column, problem, "Give both or none.")
        if row.precision == "near" and row.radius_m is None:
            problem = 'is empty, but the precision is "near".'
            yield Fault(path, line, "radius_m", problem, "State the radius in metres.")


def clock_spans(reading: Reading) -> Iterator[Fault]:
    """A clock time says where it comes from."""
    for line, row in reading.walk("events"):
        if (row.time_from or row.time_to) and not row.time_basis:
            remedy = "Say report or recollection, or leave the clock time empty."
            yield Fault(reading.path("events"), line, "time_basis", "is empty beside a clock time.", remedy)


def web_addresses(reading: Reading) -> Iterator[Fault]:
    """A cell holds one web address without tracking parameters."""
    for table, columns in {"sources": ("url", "archive_url"), "citations": ("read_at",)}.items():
        for line, row in reading.walk(table):
            for column in columns:
                address = getattr(row, column)
                if address is not None and (problem := _address_problem(address)):
                    yield Fault(reading.path(table), line, column, *problem)


#: A second address behind the first; one within another, as archives have them, follows a slash.
_SECOND_ADDRESS = re.compile(r"[\s,;|]+https?://")


def _address_problem(address: str) -> Problem | None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        remedy = "Write the whole address with http:// or https://, or leave it empty."
        return f"{quoted(address)} is not a web address.", remedy
    if _SECOND_ADDRESS.search(address):
        return "holds more than one web address.", "Keep one; another one belongs to a source of its own."
    if re.search(r"\s", address):
        return f"{quoted(address)} is not a web address: it has a space.", (
            "Remove the space and what is no part of the address, or write %20 for it."
        )
    if "utm_" in parts.query or "fbclid" in parts.query:
        return "contains a tracking parameter.", "Remove the part that begins with utm_ or fbclid."
    return None


#: Tables whose dates are of things that have happened, and those columns.
_HAPPENED = {"events": ("date",), "figures": ("describes", "stated"), "conflict_events": ("date",)}
_EARLIEST = 1900


def early_years(reading: Reading) -> Iterator[Fault]:
    """What happened has happened before 1900 only where words say so."""
    for table, columns in _HAPPENED.items():
        for line, row in reading.walk(table):
            for column in columns:
                when = getattr(row, column)
                if not when or when.start.year >= _EARLIEST:
                    continue
                words = (getattr(row, name, None) or "" for name in ("id", "title", "summary", "note"))
                if not any(str(when.start.year) in text for text in words):
                    problem = f"{when} is before {_EARLIEST}."
                    remedy = "Check the year; if the source has it, name it in the title or the note."
                    yield Fault(reading.path(table), line, column, problem, remedy, halts=False)


def known_terms(reading: Reading) -> Iterator[Fault]:
    """A term of the glossary leads to terms that exist."""
    known = reading.ids["glossary"]
    for line, row in reading.walk("glossary"):
        for value in row.see:
            if value not in known:
                cell = CellAddress(reading.path("glossary"), line, "see")
                yield replace(_unknown(reading, "glossary", value, cell), halts=False)


def published_links(reading: Reading) -> Iterator[Fault]:
    """A published row does not hang on a draft."""
    drafts = {
        name: {row.id for row in rows if getattr(row, "status", PUBLISHED) == DRAFT}
        for name, rows in reading.rows.items()
        if any(hasattr(row, "status") for row in rows[:1])
    }
    for name, schema in reading.package.tables.items():
        for column, target in schema.foreign_keys.items():
            if not drafts.get(target) or name == "accounts":
                continue
            for line, row in reading.walk(name):
                if getattr(row, "status", PUBLISHED) == PUBLISHED and getattr(row, column) in drafts[target]:
                    problem = f'points to "{getattr(row, column)}", which is a draft.'
                    remedy = "Publish that row, or make this one a draft too."
                    yield Fault(schema.path, line, column, problem, remedy, kind=Kind.REFERENCE)


def no_circles(reading: Reading) -> Iterator[Fault]:
    """Parts do not contain themselves."""
    for name in ("events", "figures"):
        whole = {row.id: row.part_of for _, row in reading.walk(name)}
        for line, row in reading.walk(name):
            seen, step = {row.id}, row.part_of
            while step is not None and step not in seen:
                seen.add(step)
                step = whole.get(step)
            if step is not None and step == row.id:
                problem = "leads back to the row itself."
                yield Fault(reading.path(name), line, "part_of", problem, "Empty it in one of the rows.")


def spelled_out(reading: Reading) -> Iterator[Fault]:
    """Titles of ours hold names of bodies in full."""
    bodies = {short: row for row in reading.rows["bodies"] if row.spelled_out for short in row.short}
    if not bodies:
        return
    pattern = standing_alone(bodies)
    columns = [
        (name, column.name)
        for name, schema in reading.package.tables.items()
        for column in schema.fields
        if column.spelled_out
    ]
    for table, column in columns:
        for line, row in reading.walk(table):
            for short in dict.fromkeys(pattern.findall(getattr(row, column) or "")):
                name = bodies[short].name
                if name not in getattr(row, column):
                    problem = f"{quoted(short)} is an abbreviation, which some readers do not know."
                    remedy = f'Write "{name}", as bodies.csv has it.'
                    yield Fault(reading.path(table), line, column, problem, remedy, halts=False)


#: Roles without which charts would stay empty in silence.
_NEEDED_ROLES = (("measure", "dead"),)


def known_roles(reading: Reading) -> Iterator[Fault]:
    """Each role of a code is one that the site knows, and those that it cannot do without are given."""
    for name, roles in CODE_ROLES.items():
        for code, entry in reading.package.code_lists.get(name, {}).items():
            if entry.role and entry.role not in roles:
                unknown = f"which no code of {quoted(name)} can have"
                problem = f"gives {quoted(code)} the role {quoted(entry.role)}, {unknown}."
                remedy = did_you_mean(entry.role, roles) or f"Choose one of: {', '.join(roles)}."
                yield Fault("datapackage.json", 0, "codeLists", problem, remedy)
    for name, role in _NEEDED_ROLES:
        if not reading.package.in_role(name, role):
            problem = f"has no code with the role {quoted(role)} in the list {quoted(name)}."
            remedy = f'Write "role": "{role}" beside the codes of {CODE_ROLES[name][role]}.'
            yield Fault("datapackage.json", 0, "codeLists", problem, remedy)


RULES: tuple[Callable[[Reading], Iterator[Fault]], ...] = (
    known_roles,
    unique_keys,
    known_references,
    known_records,
    complete_citations,
    ordered_ranges,
    stated_basis,
    honest_parts,
    compared_with_others,
    plausible_places,
    clock_spans,
    web_addresses,
    early_years,
    *DECLARED_RULES,
    known_terms,
    published_links,
    no_circles,
    spelled_out,
)
