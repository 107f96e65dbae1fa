"""Writes ``rows.py``: one typed row a table, so that code and data package cannot drift apart."""

from __future__ import annotations

from evidence_site.records.model.package import Field, Package

_HEADER = '''"""One typed row for each table. Made from data/datapackage.json by `make format`."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from evidence_site.records.dates import When
from evidence_site.records.model.tables import Table
'''

_PYTHON_TYPES = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "date": "datetime.date",
}


def python_type(field: Field) -> str:
    """Return the annotation of a column: optional unless the column is required."""
    if field.separator:
        return "tuple[str, ...]"
    name = "When" if field.edtf else _PYTHON_TYPES[field.type]
    return name if field.required else f"{name} | None"


def render_rows(package: Package) -> str:
    """Return the source text of ``rows.py`` for a data package."""
    tables = package.tables.values()
    lines = _HEADER.splitlines()
    for table in tables:
        lines += ["", "", f"class {table.row_name}(NamedTuple):", f'    """{table.description}"""', ""]
        lines += [f"    {field.name}: {python_type(field)}" for field in table.fields]
    lines += ["", "", "class Tables(NamedTuple):", '    """Every table of the data folder, by name."""', ""]
    lines += [f"    {table.name}: Table[{table.row_name}]" for table in tables]
    lines += ["", "", "ROW_TYPES: dict[str, type] = {"]
    lines += [f'    "{table.name}": {table.row_name},' for table in tables]
    return "\n".join([*lines, "}"]) + "\n"
