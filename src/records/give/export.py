"""Rows to take away: what the API and the download links give, with sources and caveats inside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from evidence_site.records.choose.choice import Choice, write_choice
from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.choose.selection import Selection, mentioning, select
from evidence_site.records.load.loading import Records
from evidence_site.records.read.cells import reads_as_formula


def chosen_rows(records: Records, table: str, choice: Choice, narrow: Mapping[str, str]) -> list[Any]:
    """Return the rows of a table that the filters leave and whose columns hold the given values."""
    if table in FILTERED:
        return narrowed(select(records, choice).rows[table], narrow)
    found = mentioning(records, table, choice.query) if choice.query else records.table(table)
    return narrowed(found, narrow)


def narrowed(rows: Iterable[Any], narrow: Mapping[str, str]) -> list[Any]:
    """Return the rows whose columns hold the given values; several are separated by points."""
    wanted = {column: frozenset(values.split(".")) for column, values in narrow.items()}
    return [
        row
        for row in rows
        if all((cell_text(getattr(row, column)) or "") in values for column, values in wanted.items())
    ]


def cell_text(value: Any) -> str:
    """Return a value as it stands in the CSV files."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula; negative numbers stay numbers.

    >>> safe_cell("=1+1")
    "'=1+1"
    >>> safe_cell("-71.5")
    '-71.5'
    """
    return f"'{text}" if reads_as_formula(text) else text


def csv_text(records: Records, table: str, rows: Sequence[Any], caveat: str = "") -> str:
    """Return rows as CSV: the table's own columns, then the sources in words and their addresses.

    Args:
        caveat: What must be known of the selection as a whole; it stands in a column of every row.
    """
    names = [column.name for column in records.package.tables[table].fields]
    identified = bool(rows) and hasattr(rows[0], "id")
    rests_on = ("sources", "source_addresses") if identified else ()
    note, last = (("selection_note",), (safe_cell(caveat),)) if caveat else ((), ())
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, *rests_on, *note])
    for row in rows:
        cells = [cell_text(getattr(row, name)) for name in names]
        if identified:
            sources = records.links.sources_of[table, row.id]
            cells.append("; ".join(source.title for source in sources))
            cells.append("; ".join(source.url for source in sources if source.url))
        writer.writerow([*map(safe_cell, cells), *last])
    return out.getvalue()


def selection_json(
    records: Records, selection: Selection, tables: Iterable[str], permalink: str, caveat: str = ""
) -> str:
    """Return the selected records of some kinds as JSON: rows, the sources they rest on, and what to know.

    Rows carry the ids of their sources under ``sources``; caveats stand in the rows' own columns (``note``,
    ``definition``, ``qualifier``) and, for all of them, under ``about``.

    Args:
        caveat: What must be known of the selection as a whole.
    """
    rows = {table: [_as_json(records, table, row) for row in selection.rows[table]] for table in tables}
    resting = dict.fromkeys(source for found in rows.values() for row in found for source in row["sources"])
    about = {
        "name": records.site.name,
        "note": records.site.content_note,
        "data_version": records.version,
        "checked_on": records.checked_on.isoformat() if records.checked_on else None,
        "licence": records.site.licence,
        "address": permalink,
        "filters": write_choice(selection.choice),
        "selection_note": caveat or None,
        "shown": {table: [len(rows[table]), selection.totals[table]] for table in rows},
    }
    sources = [_as_json(records, "sources", records.tables.sources[key]) for key in resting]
    return json.dumps({"about": about, **rows, "sources": sources}, ensure_ascii=False, indent=1)


def _as_json(records: Records, table: str, row: Any) -> dict[str, Any]:
    cells = {name: _json_value(value) for name, value in row._asdict().items()}
    if table == "sources":
        return cells
    return {**cells, "sources": [source.id for source in records.links.sources_of[table, row.id]]}


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return list(value) if isinstance(value, tuple) else cell_text(value)
