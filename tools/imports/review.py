"""What an import would change, written down for a reviewer: nothing in the data folder is touched."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

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
    changes: Differences = field(init=False)

    def __post_init__(self) -> None:
        """Compare once."""
        found = differences(enumerate(self.present, 2), enumerate(self.imported.rows, 2), ["id"])
        object.__setattr__(self, "changes", found)

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
    parts = (f"# {imported.title}", _verdict(imported), facts, _watched(review), _summary(review))
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


def _watched(review: Review) -> str:
    if not review.imported.watched:
        return ""
    return (
        _section("Rows that the texts of the site speak of", _told(review))
        + f"\n\n{review.imported.watched_note}"
    )


def _told(review: Review) -> Iterable[str]:
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


def _summary(review: Review) -> str:
    rows = {change.key for change in review.changed}
    return (
        f"Rows added: {len(review.changes.added)}, removed: {len(review.changes.removed)}, "
        f"with changed cells: {len(rows)} (cells: {len(review.changed)}); "
        f"in all: {len(review.imported.rows)}, now: {len(review.present)}."
    )


def _section(title: str, lines: Iterable[str]) -> str:
    told = [f"- {line}" for line in lines]
    return f"## {title} ({len(told)})\n\n" + "\n".join(told) if told else ""


def _line(row: WholeRow) -> str:
    left_out = _OF_THE_RELEASE | {"id"}
    return (
        f"`{row.key}` {', '.join(cell for name, cell in row.cells.items() if cell and name not in left_out)}"
    )


def _cell(text: str) -> str:
    return text or "(empty)"


def write_review(review: Review, package: Package, folder: Path) -> None:
    """Write ``review.md``, ``changes.csv``, the table as it would be, and the row of its source."""
    folder.mkdir(parents=True, exist_ok=True)
    table, sources = package.tables[review.imported.table], package.tables["sources"]
    _write(folder / "review.md", review_text(review))
    _write(folder / table.path, canonical_csv(_csv(review.imported.rows), table))
    _write(folder / sources.path, canonical_csv(_csv([review.imported.source]), sources))
    changes = [
        {"change": "cell", "id": c.key, "column": c.column, "old": c.old, "new": c.new}
        for c in review.changed
    ]
    whole = [("added", row) for row in review.changes.added] + [
        ("removed", row) for row in review.changes.removed
    ]
    changes += [{"change": kind, "id": row.key, "column": "", "old": "", "new": ""} for kind, row in whole]
    _write(folder / "changes.csv", _csv(changes, ("change", "id", "column", "old", "new")))


def _csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
