"""The one comparison of two states of a data folder, for the terminal and for the browser.

Every column that the data package describes is compared, and every other file of the folder: texts, lessons,
settings, map layers. Which changes ask for more than a second look, ``records.check.correcting`` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from evidence_site.records.check.changes import Change, ChangeKind
from evidence_site.records.check.correcting import CORRECTIONS, Consequence, Corrections, of_cell, of_lost_row
from evidence_site.records.check.differences import (
    CellChange,
    NumberedRow,
    Row,
    WholeRow,
    differences,
    document_differences,
    key_of,
)
from evidence_site.records.faults import DataFaultsError, Fault, first_few
from evidence_site.records.files.lost_letters import lost_since
from evidence_site.records.files.text_files import Files
from evidence_site.records.files.watching import glance
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import described
from evidence_site.records.load.rules import PUBLISHED
from evidence_site.records.model.package import TableSchema
from evidence_site.records.read.table_files import read_sheet
from evidence_site.records.wording import _, ngettext


def folder_changes(before: Files, after: Files) -> list[Change]:
    """Return everything that two states of a data folder do not have in common, file by file.

    The tables come first, in the order of the data package, each with what is told of it as a whole, its
    changed cells, the rows that came and those that went. Nothing is raised for a folder with faults: what
    cannot be compared is told.
    """
    names = before.replaced.keys() | after.replaced.keys()
    if before.folder != after.folder:
        names |= {name for files in (before, after) for name, *_rest in glance(files.folder)}
    names = {name for name in names if _content(before, name) != _content(after, name)}
    tables = {schema.path: schema for schema in _schemas(before, after) if schema.path in names}
    said = [schema for schema in _schemas(after) if schema.name == CORRECTIONS]
    corrections = Corrections([row for schema in said for _number, row in _version(after, schema).rows])
    found: list[Change] = []
    for schema in tables.values():
        found += _table_changes(schema, before, after, corrections)
    for name in sorted(names - tables.keys()):
        found += _document_changes(name, _content(before, name), _content(after, name))
    return found


def _content(files: Files, name: str) -> bytes | None:
    try:
        return files.read(name)
    except OSError:
        return None


def _schemas(*states: Files) -> list[TableSchema]:
    """Return the tables of some states of a folder, each as the last state that has it describes it."""
    schemas: dict[str, TableSchema] = {}
    for files in reversed(states):
        with suppress(DataFaultsError):
            for name, schema in described(files).tables.items():
                schemas.setdefault(name, schema)
    return list(schemas.values())


@dataclass(frozen=True)
class _Version:
    """A table as it can be compared: rows and columns, or why it cannot be read; nothing if there is none."""

    rows: Sequence[NumberedRow] = ()
    columns: Sequence[str] = ()
    fault: Fault | None = None


def _version(files: Files, schema: TableSchema) -> _Version:
    content = _content(files, schema.path)
    if content is None:
        return _Version()
    sheet = read_sheet(content, schema)
    if not sheet.is_whole:
        is_blank = not sheet.decoded.problem and not sheet.decoded.text.strip()
        return _Version() if is_blank else _Version(fault=sheet.faults[0])
    columns = [name.strip() for name in sheet.rows[0][1]]
    if lacking := [name for name in schema.primary_key if name not in columns]:
        problem = _("does not name the columns by which its rows are known (%(names)s).")
        remedy = _("Put the header back.")
        return _Version(fault=Fault(schema.path, 1, "", problem % {"names": ", ".join(lacking)}, remedy))
    rows = [(number, dict(zip(columns, cells, strict=False))) for number, cells in sheet.rows[1:]]
    return _Version(rows, columns)


def _table_changes(
    schema: TableSchema, before: Files, after: Files, corrections: Corrections
) -> Iterator[Change]:
    old, new = _version(before, schema), _version(after, schema)
    if untold := _not_compared(schema, old, new):
        yield untold
        return
    found = differences(old.rows, new.rows, schema.primary_key)
    yield from _of_the_whole(schema, old, new, len(found.removed))
    known = set(old.columns) & set(new.columns)
    was, now = ({key_of(row, schema.primary_key): row for _number, row in one.rows} for one in (old, new))
    for cell in found.changed:
        if cell.column in known:
            row = was[cell.key]
            consequence = of_cell(schema, row, cell, corrections)
            yield Change(
                schema.path,
                ChangeKind.CELL,
                cell.row,
                cell.column,
                cell.key,
                cell.old,
                cell.new,
                consequence.said or _unseen(schema, row, now.get(cell.key, row)),
                consequence.weight,
                " ".join(filter(None, (_to_restore(cell), consequence.to_do))),
            )
    if old.rows:
        for there in found.added:
            yield _row_change(schema, ChangeKind.ADDED, there, Consequence())
    if new.rows:
        for there in found.removed:
            yield _row_change(schema, ChangeKind.REMOVED, there, of_lost_row(schema, there, corrections))


def _not_compared(schema: TableSchema, old: _Version, new: _Version) -> Change | None:
    if new.fault:
        told = _("%(problem)s So nobody looked what changed in it.") % {"problem": new.fault.problem}
        return Change(schema.path, ChangeKind.FILE, row=new.fault.row, new=told, to_do=new.fault.remedy)
    if old.fault:
        told = _("is not compared. What it is compared with %(problem)s") % {"problem": old.fault.problem}
        return Change(
            schema.path, ChangeKind.FILE, new=told, to_do=_("Compare it with a folder without faults.")
        )
    return None


def _of_the_whole(schema: TableSchema, old: _Version, new: _Version, lost: int) -> Iterator[Change]:
    """Give what is told of a table as a whole: rows that it lost, columns that came or went."""
    rows = {"lost": number_text(lost), "count": number_text(len(old.rows))}
    if lost and not new.rows:
        told = ngettext("lost its only row.", "lost all its %(count)s rows.", len(old.rows)) % rows
        to_do = _("Put them back, from the last release or from a copy.")
        yield Change(schema.path, ChangeKind.FILE, new=told, to_do=to_do)
        return
    if lost:
        told = ngettext("lost %(lost)s of its %(count)s rows.", "lost %(lost)s of its %(count)s rows.", lost)
        yield Change(schema.path, ChangeKind.FILE, new=told % rows)
    if not old.rows and new.rows:
        told = ngettext(
            "has %(count)s row now; it had none.", "has %(count)s rows now; it had none.", len(new.rows)
        )
        yield Change(schema.path, ChangeKind.FILE, new=told % {"count": number_text(len(new.rows))})
        return
    for name in dict.fromkeys((*old.columns, *new.columns)):
        if name and (name in old.columns) != (name in new.columns):
            yield _column_change(schema, name, old, new)


def _column_change(schema: TableSchema, name: str, old: _Version, new: _Version) -> Change:
    there = old if name in old.columns else new
    count = sum(bool(row.get(name)) for _number, row in there.rows)
    told = ngettext("is a new column, with %(count)s cell.", "is a new column, with %(count)s cells.", count)
    if there is old:
        told = ngettext(
            "is no column any more; %(count)s cell is gone.",
            "is no column any more; %(count)s cells are gone.",
            count,
        )
    return Change(schema.path, ChangeKind.FILE, row=1, column=name, new=told % {"count": number_text(count)})


def _to_restore(cell: CellChange) -> str:
    """Return what to do about letters that a cell or a line lost to an encoding; empty if it lost none."""
    if not (lost := lost_since(cell.old, cell.new)):
        return ""
    told = _('Lost letters (%(words)s): put them back, and save the file as "CSV UTF-8".')
    return told % {"words": first_few(lost)}


def _unseen(schema: TableSchema, *versions: Row) -> str:
    """Return the status of a row that readers see in none of its versions."""
    statuses = [row.get("status") or "" for row in versions]
    return statuses[-1] if schema.has_drafts and PUBLISHED not in statuses else ""


def _row_change(schema: TableSchema, what: ChangeKind, row: WholeRow, consequence: Consequence) -> Change:
    told = "; ".join(
        f"{column}: {cell}" for column, cell in row.cells.items() if cell and column not in schema.primary_key
    )
    old, new = ("", told) if what is ChangeKind.ADDED else (told, "")
    note, weight = consequence.said or _unseen(schema, row.cells), consequence.weight
    return Change(schema.path, what, row.row, "", row.key, old, new, note, weight, consequence.to_do)


def _document_changes(name: str, old: bytes | None, new: bytes | None) -> Iterator[Change]:
    if old is None or new is None:
        told = _("is new.") if old is None else _("is gone.")
        yield Change(name, ChangeKind.FILE, new=told)
        return
    try:
        was, now = (content.decode("utf-8-sig") for content in (old, new))
    except UnicodeDecodeError:
        yield Change(
            name, ChangeKind.FILE, new=_("is not what it was; it is no text that could be compared.")
        )
        return
    for cell in document_differences(name, was, now):
        to_do = _to_restore(cell)
        yield Change(name, ChangeKind.CELL, cell.row, cell.column, "", cell.old, cell.new, to_do=to_do)
