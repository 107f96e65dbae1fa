"""The canonical form of the files: one fact a line, sorted by id, so that changes read as changes."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

from records.package import TableSchema, read_package
from records.row_types import render_rows

ROWS_FILE = Path(__file__).with_name("rows.py")


def canonical_csv(text: str, schema: TableSchema) -> str:
    """Return a CSV file in canonical form: columns in order, trimmed NFC cells, rows sorted by key."""
    table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    names = [column.name for column in schema.fields]
    names += [name for name in (table[0] if table else {}) if name not in names]
    rows = [{name: _clean(row.get(name) or "") for name in names} for row in table]
    rows.sort(key=lambda row: tuple(row[name] for name in schema.primary_key))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", " ".join(cell.replace("\u00a0", " ").split()))


def canonical_package(text: str) -> str:
    """Return ``datapackage.json`` with the values of its code lists written into its columns."""
    document: dict[str, Any] = json.loads(text)
    for resource in document["resources"]:
        for column in resource["schema"]["fields"]:
            if "codeList" in column:
                codes = list(document["codeLists"][column["codeList"]])
                column.setdefault("constraints", {})["enum"] = codes
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def tidy(folder: Path) -> int:
    """Write every file of the folder in canonical form, say which changed, and return 0."""
    _rewrite(folder / "datapackage.json", canonical_package)
    package = read_package(folder)
    for schema in package.tables.values():
        if (folder / schema.path).exists():
            _rewrite(folder / schema.path, lambda text, schema=schema: canonical_csv(text, schema))
    if folder == ROWS_FILE.parents[2] / "data":
        _rewrite(ROWS_FILE, lambda _: render_rows(package))
    return 0


def _rewrite(path: Path, change: Any) -> None:
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = change(before)
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
        print(f"formatted {path.name}", file=sys.stderr)
