"""Rules that the data package declares: dates in order, no row twice, sources cited, real corrections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from evidence_site.records import dates
from evidence_site.records.faults import HEADER_ROW, Fault, Kind, did_you_mean
from evidence_site.records.model.package import Field, TableSchema
from evidence_site.records.read.cells import Reading
from evidence_site.records.read.spreadsheet import quoted

_CHECK_BOTH = "Check both dates against the source"
#: What is no difference between two addresses of one page.
_NO_DIFFERENCE = re.compile(r"^https?://(www\.)?|/$")


def dates_in_order(reading: Reading) -> Iterator[Fault]:
    """A date does not lie before another of its row, or of the record that it belongs to (``notBefore``)."""
    for name, schema in reading.package.tables.items():
        for column in schema.fields:
            key, of_record, other = column.not_before.partition(".")
            if of_record:
                yield from _after_record(reading, schema, column, key, other)
            elif key:
                for line, row in reading.walk(name):
                    later, earlier = getattr(row, column.name), getattr(row, key)
                    if _is_before(later, earlier):
                        problem = f'{later} is before "{key}" ({earlier}).'
                        yield Fault(schema.path, line, column.name, problem, f"{_CHECK_BOTH}.")


def _after_record(
    reading: Reading, schema: TableSchema, column: Field, key: str, other: str
) -> Iterator[Fault]:
    target = schema.foreign_keys[key]
    title = reading.package.tables[target].by_name[other].title.lower()
    records = {row.id: row for _, row in reading.walk(target)}
    for line, row in reading.walk(schema.name):
        later, record = getattr(row, column.name), records.get(getattr(row, key))
        earlier = getattr(record, other) if record else None
        if record and _is_before(later, earlier) and not _says_year(later, row, record):
            problem = f'{later} is before the {title} of "{record.id}" ({earlier}).'
            remedy = f'{_CHECK_BOTH}; if they are right, say in the note of "{record.id}" what there was in '
            remedy += f"{_end(later).year}."
            yield Fault(schema.path, line, column.name, problem, remedy, halts=False)


def _is_before(later: Any, earlier: Any) -> bool:
    return bool(later and earlier) and _end(later) < _start(earlier)


def _start(when: Any) -> date:
    return when if isinstance(when, date) else when.start


def _end(when: Any) -> date:
    return when if isinstance(when, date) else when.end


def _says_year(when: Any, *rows: Any) -> bool:
    return any(str(_end(when).year) in (getattr(row, "note", None) or "") for row in rows)


def no_dates_ahead(reading: Reading) -> Iterator[Fault]:
    """No date lies in the future, but for what is announced (``mayBeAhead``)."""
    today = dates.today()
    for name, schema in reading.package.tables.items():
        columns = [
            column
            for column in schema.fields
            if (column.edtf or column.type == "date" or column.calendar_year) and not column.may_be_ahead
        ]
        for line, row in reading.walk(name) if columns else ():
            for column in columns:
                if (when := getattr(row, column.name)) is not None and _is_ahead(when, today):
                    problem, remedy = (
                        f"{when} is in the future: today is {today}.",
                        "Check the year against the source.",
                    )
                    yield Fault(schema.path, line, column.name, problem, remedy, halts=False)


def _is_ahead(when: Any, today: date) -> bool:
    return bool(when > today.year if isinstance(when, int) else _start(when) > today)


def distinct_rows(reading: Reading) -> Iterator[Fault]:
    """No two rows say the same in columns that tell them apart (``uniqueKeys``), however it is written."""
    unread = {(fault.file, fault.row, fault.column) for fault in reading.faults}
    for name, schema in reading.package.tables.items():
        for columns in schema.unique_keys:
            if any((schema.path, HEADER_ROW, column) in unread for column in columns):
                continue
            first: dict[tuple[Any, ...], tuple[int, Any]] = {}
            for line, row in sorted(reading.walk(name), key=lambda pair: pair[0]):
                said = tuple(_compared(getattr(row, column)) for column in columns)
                is_read = not unread or all((schema.path, line, column) not in unread for column in columns)
                if not any(said) or not is_read:
                    continue
                before, same = first.setdefault(said, (line, row))
                if before != line and not _same_key(schema, row, same):
                    at = columns[0] if len(columns) == 1 else schema.primary_key[-1]
                    problem = f"says the same as row {before} ({', '.join(columns)})."
                    yield Fault(schema.path, line, at, problem, _KEEP_ONE, kind=Kind.REFERENCE)


_KEEP_ONE = "Keep one of the two rows, or write what tells them apart."


def _compared(value: Any) -> Any:
    """Return a value as it is compared: words in small letters, addresses without their beginning."""
    if isinstance(value, str):
        return _NO_DIFFERENCE.sub("", value) if "://" in value else value.casefold()
    return tuple(map(_compared, value)) if isinstance(value, tuple) and type(value) is tuple else value


def _same_key(schema: TableSchema, row: Any, other: Any) -> bool:
    """Return whether two rows have one key: that is a fault of its own."""
    return all(getattr(row, column) == getattr(other, column) for column in schema.primary_key)


def cited_sources(reading: Reading) -> Iterator[Fault]:
    """The source that a record names is among its citations."""
    if "citations" in reading.unread:
        return
    cites: dict[tuple[str, str], set[str]] = {}
    for table, key, source in reading.citations:
        cites.setdefault((table, key), set()).add(source)
    for name, schema in reading.package.tables.items():
        target = schema.foreign_keys.get("source_id", "")
        for line, row in reading.walk(name) if schema.cited and target else ():
            cited, known = cites.get((name, row.id), set()), reading.ids[target]
            if not cited or row.source_id in cited or not {row.source_id, *cited} <= known:
                continue  # a source that is not known, or no citation at all, is a fault of its own
            problem = f"{quoted(row.source_id)} is not among the sources that this record cites."
            remedy = (
                f'Add a row to citations.csv with table "{name}", record_id "{row.id}" and source_id '
                f'"{row.source_id}", or name a source that is cited.'
            )
            yield Fault(schema.path, line, "source_id", problem, remedy, kind=Kind.REFERENCE)


def real_corrections(reading: Reading) -> Iterator[Fault]:
    """A correction says what changed, in a column that the table has."""
    path, tables = reading.path("corrections"), reading.package.tables
    for line, row in reading.walk("corrections"):
        if row.old is not None and row.old == row.new:
            remedy = "Write what the record says now, or remove this row."
            yield Fault(path, line, "new", "is the same as the old value: nothing changed.", remedy)
        columns: Mapping[str, Field] = tables[row.table].by_name if row.table in tables else {}
        if columns and row.column is not None and row.column not in columns:
            problem = f"{quoted(row.column)} is not a column of {tables[row.table].path}."
            yield Fault(path, line, "column", problem, did_you_mean(row.column, columns))


DECLARED_RULES: tuple[Callable[[Reading], Iterator[Fault]], ...] = (
    dates_in_order,
    no_dates_ahead,
    distinct_rows,
    cited_sources,
    real_corrections,
)
