"""Writes docs/data.md from data/datapackage.json: every table, column and code with its meaning."""

from __future__ import annotations

from pathlib import Path

from records.loading import DEFAULT_FOLDER
from records.package import Code, Field, Package, TableSchema, read_package

TARGET = Path(__file__).parents[1] / "docs" / "data.md"

_HEAD = """# The data

One CSV a table in `data/`, described by `data/datapackage.json` (Frictionless Data Package), from which this
page is made by `make format`. UTF-8, LF, sorted by key, one fact a line. How to edit: [editing.md](editing.md).
"""


def dictionary(package: Package) -> str:
    """Return the data dictionary as Markdown."""
    tables = [_table(table) for table in package.tables.values()]
    lists = [_code_list(name, codes) for name, codes in package.code_lists.items()]
    return "\n".join([_HEAD, *tables, "# Code lists\n", *lists])


def _table(table: TableSchema) -> str:
    cited = " Each row rests on at least one row of `citations`." if table.cited else ""
    rows = [_column(column, table.foreign_keys.get(column.name)) for column in table.fields]
    return "\n".join(
        [
            f"## {table.name}\n",
            f"`{table.path}`. {table.description}{cited}\n",
            "| column | type | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _column(column: Field, target: str | None) -> str:
    kind = "EDTF date" if column.edtf else f"list ({column.separator})" if column.separator else column.type
    details = [
        column.description,
        f"Unit: {column.unit}." if column.unit else "",
        f"Codes: `{column.code_list}`." if column.code_list else "",
        f"Id in `{target}`." if target else "",
        "Required." if column.required else "",
    ]
    return f"| `{column.name}` | {kind} | {' '.join(part for part in details if part)} |"


def _code_list(name: str, codes: dict[str, Code] | object) -> str:
    assert isinstance(codes, dict)
    rows = [f"| `{code.code}` | {code.label} | {code.description} |" for code in codes.values()]
    return "\n".join([f"## {name}\n", "| code | label | meaning |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    TARGET.write_text(dictionary(read_package(DEFAULT_FOLDER)), encoding="utf-8")
