"""Records as pupils see them: private persons stand there by their role, in every text of every table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import Memory, remembered
from evidence_site.records.model.links import Links
from evidence_site.records.model.rows import Tables
from evidence_site.records.model.tables import Table


@remembered
def without_private_names(records: Records) -> Records:
    """Return the records with private persons by their role, in brackets, for the words are not the source's.

    Ids and addresses stay as they are: links lead where they led.
    """
    persons = records.site.private_persons
    if not persons:
        return records
    longest_first = sorted(persons, key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest_first))

    def spoken(text: str) -> str:
        return pattern.sub(lambda found: f"[{persons[found.group()]}]", text)

    tables = Tables(
        *(Table(table.name, tuple(_in_row(row, spoken) for row in table)) for table in records.tables)
    )
    site = replace(records.site, private_persons={})
    return replace(records, site=site, tables=tables, links=Links.between(tables), memory=Memory())


def _in_row(row: Any, spoken: Callable[[str], str]) -> Any:
    cells = row._asdict()
    changed = {column: new for column, old in cells.items() if (new := _in_cell(column, old, spoken)) != old}
    return row._replace(**changed) if changed else row


def _in_cell(column: str, cell: Any, spoken: Callable[[str], str]) -> Any:
    if isinstance(cell, tuple):
        return tuple(_in_cell(column, part, spoken) for part in cell)
    return spoken(cell) if isinstance(cell, str) and not column.endswith(("id", "url")) else cell
