"""Writes ``rows.py``: one typed row a table, so that code and data package cannot drift apart."""

from __future__ import annotations

from evidence_site.records.model.package import Field, Package, TableSchema

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
    classes = [_row_class(table) for table in package.tables.values()]
    return "\n\n\n".join([_HEADER.rstrip("\n"), *classes, _tables_class(package)]) + "\n"


def _row_class(table: TableSchema) -> str:
    columns = [f"    {field.name}: {python_type(field)}" for field in table.fields]
    return "\n".join([f"class {table.row_name}(NamedTuple):", f'    """{table.description}"""', "", *columns])


def _tables_class(package: Package) -> str:
    lines = [f"    {table.name}: Table[{table.row_name}]" for table in package.tables.values()]
    heading = ["class Tables(NamedTuple):", '    """Every table of the data folder, by name."""', ""]
    rows = [f'    "{table.name}": {table.row_name},' for table in package.tables.values()]
    registry = ["", "", "ROW_TYPES: dict[str, type] = {", *rows, "}"]
    return "\n".join([*heading, *lines, *registry])
