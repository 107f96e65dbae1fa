"""Writes the tables of ``docs/data.md`` from ``data/datapackage.json``: every table, column and code.

The head of that file is written by hand and stays; everything below the mark is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_site import PROJECT
from evidence_site.records.check.tidying import rewrite
from evidence_site.records.load.loading import DEFAULT_FOLDER
from evidence_site.records.model.package import CODE_ROLES, Code, Field, Package, TableSchema, read_package

DOCUMENT = PROJECT / "docs" / "data.md"

MARK = "<!-- From here on made by `make format` from data/datapackage.json; do not edit. -->"

#: What the types of the data package are called for somebody with a spreadsheet.
_KINDS = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "day, as 1992-02-26",
}


def dictionary(package: Package) -> str:
    """Return every table with its columns, and every code list, as Markdown."""
    tables = [_table(table) for table in package.tables.values()]
    lists = [_code_list(name, codes) for name, codes in package.code_lists.items()]
    return "\n\n".join(["# Tables", *tables, "# Code lists", *lists]) + "\n"


def renewed(text: str, package: Package) -> str:
    """Return the document with everything below the mark made anew.

    Raises:
        ValueError: If the mark is missing: what is written by hand must not be lost.
    """
    head, mark, _ = text.partition(MARK)
    if not mark:
        raise ValueError(f"{DOCUMENT.name} has lost the line {MARK}")
    return f"{head}{MARK}\n\n{dictionary(package)}"


def _table(table: TableSchema) -> str:
    facts = [
        f"`data/{table.path}`. {table.description}",
        f"Key: {', '.join(f'`{name}`' for name in table.primary_key)}.",
        "Each row rests on at least one row of `citations`." if table.cited else "",
    ]
    columns = [_column(column, table.foreign_keys.get(column.name)) for column in table.fields]
    head = ("column", "title", "kind", "meaning")
    return f"## {table.name}\n\n{' '.join(filter(None, facts))}\n\n{_grid(head, columns)}"


def _column(column: Field, target: str | None) -> tuple[str, ...]:
    details = [
        column.description,
        f"In {column.unit}." if column.unit else "",
        f"An id of `{target}`." if target else "",
        "Always given." if column.required else "",
    ]
    return (f"`{column.name}`", column.title, _kind(column), " ".join(filter(None, details)))


def _kind(column: Field) -> str:
    kind = "date in EDTF" if column.edtf else _KINDS[column.type]
    if column.code_list:
        kind = f"code of [{column.code_list}](#{column.code_list})"
    return f"{kind}; several, separated by `{column.separator}`" if column.separator else kind


def _code_list(name: str, codes: Mapping[str, Code]) -> str:
    rows = [(f"`{code.code}`", code.label, _meaning(name, code)) for code in codes.values()]
    return f"## {name}\n\n{_grid(('code', 'label', 'meaning'), rows)}"


def _meaning(name: str, code: Code) -> str:
    role = f"`role` is `{code.role}`: {CODE_ROLES[name][code.role]}." if code.role else ""
    return " ".join(filter(None, (code.description, role)))


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def main() -> None:
    """Write the document if the data package changed."""
    before = DOCUMENT.read_text(encoding="utf-8")
    rewrite(DOCUMENT, renewed(before, read_package(DEFAULT_FOLDER)))


if __name__ == "__main__":
    main()
