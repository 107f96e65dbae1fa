"""Edit in place: a grid on one table of the candidate data; every change is checked at once.

The grid keeps what it was opened with, and the changes since are applied to that on every run, so that
a reader's cell does not lose the focus while the rest of the page follows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.files.text_files import Files
from evidence_site.records.formatting import count_text
from evidence_site.records.give.export import cell_text
from evidence_site.records.load.loading import Records, data_folder
from evidence_site.records.model.package import Field, Package, TableSchema
from evidence_site.records.read.table_files import read_text
from evidence_site.records.wording import _, nN_
from evidence_site.ui.preview import preview
from evidence_site.viz.markup import as_it_stands, tag

#: Rows that the grid shows at most; the filter finds the others.
MOST_ROWS = 50
#: Bytes of a table that was handed in and can be edited: it is read in the process that serves readers.
LARGEST_TABLE = 2_000_000
_TABLE, _FILTER, _OPEN, _PROBLEM = "edit-table", "edit-filter", "edit-open", "edit-problem"


class OpenGrid(NamedTuple):
    """What the grid was opened with.

    Attributes:
        rows: Every row of the table, as text.
        shown: Positions of the rows in the grid.
        key: Name of the grid; another one for another table, filter or file.
        files: The replaced tables as they were then.
    """

    table: str
    query: str
    rows: tuple[Mapping[str, str], ...]
    shown: tuple[int, ...]
    key: str
    files: Mapping[str, bytes]


def edit_section(records: Records) -> None:
    """Draw the choice of the table, the filter and the grid; it is worked out only when it is opened."""
    panel = st.expander(_("Edit in place"), key="edit", on_change="rerun")
    if not panel.open:
        return
    with panel:
        words = _(
            "For small repairs. Every change is checked at once and told below. Nothing is published: save "
            "the file and put it into the data folder."
        )
        st.html(tag("p", words, class_="quiet"))
        package = records.package
        with st.container(horizontal=True, vertical_alignment="bottom", key="edit-choice"):
            table = st.selectbox(_("Table"), list(package.tables), key=_TABLE, width=260)
            query = st.text_input(
                _("Only rows that hold"),
                key=_FILTER,
                max_chars=80,
                placeholder=_("an id, or part of any cell"),
                width=320,
            )
        _grid(package, package.tables[table], query.strip())


def _grid(package: Package, schema: TableSchema, query: str) -> None:
    if len(_files_now().get(schema.path, b"")) > LARGEST_TABLE:
        words = _(
            "This table is too large to be edited here; change it in a spreadsheet and hand it in again."
        )
        st.html(tag("p", words, class_="notice"))
        return
    opened = _opened(schema, query)
    if opened is None:
        words = _("This table cannot be read as it stands; hand in a mended file.")
        st.html(tag("p", words, class_="notice"))
        return
    if problem := st.session_state.pop(_PROBLEM, ""):
        st.html(tag("p", problem, class_="notice", role="alert"))
    forms = nN_("%(shown)s of %(total)s row.", "%(shown)s of %(total)s rows.")
    st.caption(as_it_stands(count_text(len(opened.shown), len(opened.rows), forms)))
    rows = [opened.rows[position] for position in opened.shown]
    st.data_editor(
        _frame(schema, rows),
        key=opened.key,
        column_config={column.name: _column(schema, column, package, rows) for column in schema.fields},
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        alt=_("Rows of %(table)s, to be edited") % {"table": schema.name},
        on_change=_changed,
        args=(schema,),
    )


def _opened(schema: TableSchema, query: str) -> OpenGrid | None:
    """Return what the grid shows, opened anew when table, filter or files are others than it left."""
    opened: OpenGrid | None = st.session_state.get(_OPEN)
    files = _files_now()
    if opened and (opened.table, opened.query) == (schema.name, query) and opened.files == files:
        return opened
    text, faults = read_text(Files(data_folder(), files), schema)
    if not text.header or (faults and not text.lines) or text.ragged:
        return None
    rows = tuple(cells for _line, cells in text.lines)
    sought = query.casefold()
    wanted = [
        position
        for position, cells in enumerate(rows)
        if any(sought in cell.casefold() for cell in cells.values())
    ]
    turn = int(st.session_state.get("edit-turn", 0)) + 1
    st.session_state["edit-turn"] = turn
    opened = OpenGrid(schema.name, query, rows, tuple(wanted[:MOST_ROWS]), f"edit-grid-{turn}", files)
    st.session_state[_OPEN] = opened
    return opened


def _files_now() -> Mapping[str, bytes]:
    held = preview.now()
    return held.report.files if held else {}


def _frame(schema: TableSchema, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [cells.get(column.name) or None for cells in rows],
                dtype="float64" if _is_number(column, rows) else "object",
            )
            for column in schema.fields
        }
    )


def _is_number(column: Field, rows: Iterable[Mapping[str, str]]) -> bool:
    """Return whether all cells of a column are numbers; a column with a faulty one is shown as text."""
    filled = [cell for cells in rows if (cell := cells.get(column.name, ""))]
    try:
        return column.type in ("number", "integer") and all(cell_text(float(cell)) == cell for cell in filled)
    except (ValueError, OverflowError):
        return False


def _column(schema: TableSchema, column: Field, package: Package, rows: Sequence[Mapping[str, str]]) -> Any:
    """Return how a column is edited: its own type, codes to choose from, and what it means as help."""
    common: dict[str, Any] = {
        "label": column.name,
        "help": as_it_stands(f"{_(column.title)}. {_(column.description)}"),
        "required": column.required,
    }
    codes = list(package.code_lists.get(column.code_list, {}))
    if column.type == "boolean":
        codes = ["true", "false"]
    cells = {cells.get(column.name, "") for cells in rows}
    if codes and not column.separator and cells <= {*codes, ""}:
        return st.column_config.SelectboxColumn(**common, options=codes)
    if _is_number(column, rows):
        step = 1 if column.type == "integer" else None
        limits = column.constraints
        return st.column_config.NumberColumn(
            **common,
            step=step,
            format="plain",
            min_value=limits.get("minimum"),
            max_value=limits.get("maximum"),
        )
    return st.column_config.TextColumn(
        **common, max_chars=column.constraints.get("maxLength"), pinned=column.name == schema.primary_key[0]
    )


def _changed(schema: TableSchema) -> None:
    """Apply everything that was done in the grid to what it was opened with, and check it."""
    opened: OpenGrid = st.session_state[_OPEN]
    rows = edited_rows(opened.rows, opened.shown, st.session_state[opened.key], schema)
    files = {**opened.files, schema.path: written(rows, schema)}
    try:
        held = preview.now()
        preview.hold(files, is_on=bool(held and held.is_on))
        now = preview.now()
        # The same grid, which knows the files that its changes made.
        st.session_state[_OPEN] = opened._replace(files=now.report.files if now else files)
    except RefusedFileError as refused:
        st.session_state[_PROBLEM] = str(refused)


def edited_rows(
    rows: Sequence[Mapping[str, str]],
    shown: Sequence[int],
    changes: Mapping[str, Any],
    schema: TableSchema,
) -> list[dict[str, str]]:
    """Return rows with what was done in a grid that shows some of them.

    Args:
        shown: Positions of the rows in the grid.
        changes: ``edited_rows``, ``added_rows`` and ``deleted_rows``, as the grid tells them.
    """
    found: list[dict[str, str] | None] = [dict(cells) for cells in rows]
    for position, cells in changes["edited_rows"].items():
        row = found[shown[int(position)]]
        if row is not None:
            row |= _written_cells(cells, schema)
    for position in changes["deleted_rows"]:
        found[shown[int(position)]] = None
    added = [
        {**dict.fromkeys(schema.by_name, ""), **_written_cells(cells, schema)}
        for cells in changes["added_rows"]
    ]
    return [row for row in found if row is not None] + [row for row in added if any(row.values())]


def _written_cells(cells: Mapping[str, Any], schema: TableSchema) -> dict[str, str]:
    return {
        name: " ".join(cell_text(value).split()) for name, value in cells.items() if name in schema.by_name
    }


def written(rows: Iterable[Mapping[str, str]], schema: TableSchema) -> bytes:
    """Return rows as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(schema.by_name), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
