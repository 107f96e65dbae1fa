"""What an import would change, written down for a reviewer: nothing in the data folder is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence_site.records.check.differences import CellChange, Differences, WholeRow, differences
from evidence_site.records.check.tidying import canonical_csv
from evidence_site.records.model.package import Package, TableSchema
from tools.imports.layout import ImportRefusedError
from tools.imports.spelling import as_it_was

Row = Mapping[str, str]

#: Columns that say which release a row comes from: they change in every row and are told once.
_OF_THE_RELEASE = frozenset({"release", "source_id"})


@dataclass(frozen=True)
class Import:
    """What an official file would make of a table.

    Attributes:
        rows: The whole table as it would be.
        source: The row of ``sources`` on which every row would rest.
        refusals: Why the file must not be used; empty when it passed.
        facts: Sentences about what was read.
        watched: Ids that the texts of the site speak of, and a note on why.
    """

    table: str
    title: str
    rows: Sequence[Row]
    source: Row
    refusals: Sequence[str] = ()
    facts: Sequence[str] = ()
    watched: Sequence[str] = ()
    watched_note: str = ""


@dataclass(frozen=True)
class Review:
    """An import beside the table that is there now."""

    imported: Import
    present: Sequence[Row]

    @cached_property
    def changes(self) -> Differences:
        """All that differs, row by row."""
        return differences(enumerate(self.present, 2), enumerate(self.imported.rows, 2), ["id"])

    @property
    def changed(self) -> list[CellChange]:
        """Changed cells, without the columns that name the release."""
        return [change for change in self.changes.changed if change.column not in _OF_THE_RELEASE]


def review_of(imported: Import, present: Sequence[Row], schema: TableSchema) -> Review:
    """Return an import beside the table that is there now; what says the same stays as it is spelled there.

    Raises:
        ImportRefusedError: If few of the rows that are there would be left.
    """
    left = {row["id"] for row in imported.rows} & {row["id"] for row in present}
    if len(left) * 2 < len(present):
        problem = f"The file has {len(left):,} of {len(present):,} rows of {schema.path}: less than half."
        remedy = (
            "Take the whole file of a release. If it is meant, "
            f"take the other rows out of {schema.path} first. Nothing was written."
        )
        raise ImportRefusedError([problem, "A release keeps most ids of the one before.", remedy])
    known = {row["id"]: row for row in present}
    rows = [{**row, **as_it_was(row, known.get(row["id"], {}), schema)} for row in imported.rows]
    return Review(replace(imported, rows=rows), present)


def review_head(review: Review) -> str:
    """Return what was read, how much it would change and what needs a decision, as Markdown."""
    imported = review.imported
    facts = "\n".join(f"- {fact}" for fact in imported.facts)
    changed = {change.key for change in review.changed}
    summary = (
        f"Rows added: {len(review.changes.added)}, removed: {len(review.changes.removed)}, "
        f"with changed cells: {len(changed)} (cells: {len(review.changed)}); "
        f"in all: {len(imported.rows)}, now: {len(review.present)}."
    )
    watched = _section("Rows that the texts of the site speak of", _watched(review))
    note = imported.watched_note if watched else ""
    parts = (f"# {imported.title}", _verdict(imported), facts, watched, note, summary)
    return "\n\n".join(part for part in parts if part)


def review_text(review: Review) -> str:
    """Return the whole review as Markdown: the head, every change, and what to do with it."""
    cells = (f"`{c.key}` {c.column}: {_cell(c.old)} → {_cell(c.new)}" for c in review.changed)
    parts = (
        review_head(review),
        _section("Changed", cells),
        _section("Removed", map(_line, review.changes.removed)),
        _section("Added", map(_line, review.changes.added)),
        _NEXT.format(table=review.imported.table),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


_NEXT = """## What to do with it

1. Read the changes. Nothing in the data folder was written.
2. Add the row of `sources.csv` here to that of the data folder, if it is not there yet.
3. Copy `{table}.csv` over the one of the data folder, then `make check` and `make format`.
4. Enter each change of a published number in `corrections.csv`."""


def _verdict(imported: Import) -> str:
    if not imported.refusals:
        return "The file passed the checks."
    reasons = "\n".join(f"- {reason}" for reason in imported.refusals)
    return f"**Do not use this file before this is understood:**\n\n{reasons}"


def _watched(review: Review) -> Iterable[str]:
    """Give what became of each row that the texts of the site speak of."""
    now = {row["id"]: row for row in review.imported.rows}
    for key in review.imported.watched:
        changes = [c for c in review.changed if c.key == key]
        if key not in now:
            yield f"`{key}` is **not in the file**, or no longer within what is taken."
        elif changes:
            cells = "; ".join(f"{c.column}: {_cell(c.old)} → {_cell(c.new)}" for c in changes)
            yield f"`{key}` **changed**: {cells}"
        else:
            yield f"`{key}` is as it was."


def _section(title: str, lines: Iterable[str]) -> str:
    items = [f"- {line}" for line in lines]
    return f"## {title} ({len(items)})\n\n" + "\n".join(items) if items else ""


def _line(row: WholeRow) -> str:
    cells = [cell for name, cell in row.cells.items() if cell and name not in _OF_THE_RELEASE | {"id"}]
    return f"`{row.key}` {', '.join(cells)}"


def _cell(text: str) -> str:
    return text or "(empty)"


def write_review(review: Review, package: Package, folder: Path) -> None:
    """Write ``review.md``, ``changes.csv``, the table as it would be, and the row of its source."""
    folder.mkdir(parents=True, exist_ok=True)
    table, sources = package.tables[review.imported.table], package.tables["sources"]
    changes = [
        *(("cell", change.key, change.column, change.old, change.new) for change in review.changed),
        *(("added", row.key, "", "", "") for row in review.changes.added),
        *(("removed", row.key, "", "", "") for row in review.changes.removed),
    ]
    texts = {
        "review.md": review_text(review),
        table.path: canonical_csv(_csv(pd.DataFrame(review.imported.rows)), table),
        sources.path: canonical_csv(_csv(pd.DataFrame([review.imported.source])), sources),
        "changes.csv": _csv(pd.DataFrame(changes, columns=["change", "id", "column", "old", "new"])),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _csv(rows: pd.DataFrame) -> str:
    return rows.to_csv(index=False, lineterminator="\n")
