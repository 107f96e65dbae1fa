"""What is wrong with candidate files, and what they change: as tables, and as CSV to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from records.candidate import Candidate
from records.differences import CellChange, Differences, Row
from records.export import safe_cell
from records.faults import Fault
from records.formatting import number_text
from records.tidying import Repair
from records.wording import _, ngettext
from viz.every_chart import ChartChange
from viz.markup import Markup, html_table, join, listing, tag

#: Faults of one kind, of which a line of the table tells.
Kind = tuple[str, str, str]
#: Rows that a table shows; the CSV holds all.
MOST_SHOWN = 200
_MOST_NAMED = 8
_SHORT = 160


def faults_heading(count: int) -> str:
    """Return how many faults there are."""
    return ngettext("%(count)s fault", "%(count)s faults", count) % {"count": number_text(count)}


def fault_tables(faults: Sequence[Fault]) -> Markup:
    """Return every fault, a table a file; those of one kind in one column share a line."""
    by_file = groupby(sorted(faults), key=lambda fault: fault.file)
    return join([_file_table(file, list(found)) for file, found in by_file])


def _file_table(file: str, faults: Sequence[Fault]) -> Markup:
    kinds: dict[Kind, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault((fault.column, fault.remedy, "" if fault.row else fault.problem), []).append(fault)
    lines = [
        [_rows(found), column, _short(_problem(found)), _short(remedy)]
        for (column, remedy, _whole), found in list(kinds.items())[:MOST_SHOWN]
    ]
    caption = _("%(file)s: %(faults)s") % {"file": file, "faults": faults_heading(len(faults))}
    if len(kinds) > MOST_SHOWN:
        caption += " " + _("Shown: the first %(count)s kinds; the CSV holds every fault.") % {
            "count": MOST_SHOWN
        }
    return html_table([_("Row"), _("Column"), _("Problem"), _("What to do")], lines, caption, stacked=True)


def _rows(faults: Sequence[Fault]) -> str:
    named = [number_text(fault.row) for fault in faults[:_MOST_NAMED] if fault.row]
    words = ", ".join(named) or _("whole file")
    more = len(faults) - _MOST_NAMED
    return (
        _("%(rows)s and %(count)s more") % {"rows": words, "count": number_text(more)} if more > 0 else words
    )


def _problem(faults: Sequence[Fault]) -> str:
    first = faults[0].problem
    if len({fault.problem for fault in faults}) == 1:
        return first
    return _("%(problem)s And others like it.") % {"problem": first}


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def repair_list(found: Mapping[str, Sequence[Repair]]) -> Markup:
    """Return what can be mended without touching a fact, folded."""
    lines = [f"{file}{repair}" for file, repairs in found.items() for repair in repairs]
    words = ngettext(
        "%(count)s thing can be mended without touching a fact",
        "%(count)s things can be mended without touching a fact",
        len(lines),
    ) % {"count": number_text(len(lines))}
    shown = [_short(line) for line in lines[:MOST_SHOWN]]
    more = [_("and others")] if len(lines) > MOST_SHOWN else []
    return tag("details", tag("summary", words), listing([*shown, *more]))


def faults_csv(faults: Iterable[Fault]) -> str:
    """Return every fault as CSV."""
    rows = [[fault.file, str(fault.row or ""), fault.column, fault.problem, fault.remedy] for fault in faults]
    return _csv(["file", "row", "column", "problem", "remedy"], rows)


def differences_csv(found: Mapping[str, Differences]) -> str:
    """Return every difference as CSV, a cell a line."""
    rows = []
    for table, difference in found.items():
        rows += [[table, "added", _key(row), "", "", _line(row)] for row in difference.added]
        rows += [[table, "changed", cell.key, cell.column, cell.old, cell.new] for cell in difference.changed]
        rows += [[table, "removed", _key(row), "", _line(row), ""] for row in difference.removed]
    return _csv(["table", "what", "id", "column", "old", "new"], rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def difference_tables(candidate: Candidate) -> Markup:
    """Return what each table changes: rows added, cells changed from old to new, rows removed."""
    return join([_table_changes(name, found) for name, found in candidate.differences.items()])


def _table_changes(name: str, found: Differences) -> Markup:
    parts = [
        (found.added, _added(name, len(found.added)), [_("Record"), _("Row")], _row_line),
        (found.removed, _removed(name, len(found.removed)), [_("Record"), _("Row")], _row_line),
    ]
    tables = [_changed_table(name, found.changed)] if found.changed else []
    for rows, words, headings, line in parts:
        if rows:
            tables.append(
                html_table(headings, map(line, rows[:MOST_SHOWN]), _capped(words, len(rows)), stacked=True)
            )
    return join(tables)


def _changed_table(name: str, changed: Sequence[CellChange]) -> Markup:
    rows = len({cell.key for cell in changed})
    words = ngettext(
        "%(table)s: %(cells)s changed in %(rows)s row", "%(table)s: %(cells)s changed in %(rows)s rows", rows
    ) % {
        "table": name,
        "rows": number_text(rows),
        "cells": ngettext("%(count)s cell", "%(count)s cells", len(changed))
        % {"count": number_text(len(changed))},
    }
    lines = [
        [cell.key, cell.column, tag("del", _shown(cell.old)), tag("ins", _shown(cell.new))]
        for cell in changed[:MOST_SHOWN]
    ]
    headings = [_("Record"), _("Column"), _("Old"), _("New")]
    return html_table(headings, lines, _capped(words, len(changed)), stacked=True)


def _added(name: str, count: int) -> str:
    words = ngettext("%(table)s: %(count)s row added", "%(table)s: %(count)s rows added", count)
    return words % {"table": name, "count": number_text(count)}


def _removed(name: str, count: int) -> str:
    words = ngettext("%(table)s: %(count)s row removed", "%(table)s: %(count)s rows removed", count)
    return words % {"table": name, "count": number_text(count)}


def _capped(words: str, count: int) -> str:
    if count <= MOST_SHOWN:
        return words
    return f"{words} " + _("Shown: the first %(count)s; the CSV holds all.") % {"count": MOST_SHOWN}


def _shown(text: str) -> str:
    return text or _("(empty)")


def _row_line(row: Row) -> list[str]:
    return [_key(row), _short(_line(row))]


def _key(row: Row) -> str:
    return row.get("id") or next(iter(row.values()), "")


def _line(row: Row) -> str:
    return "; ".join(f"{column}: {cell}" for column, cell in row.items() if cell and column != "id")


def chart_change_list(changes: Sequence[ChartChange], titles: Mapping[str, str]) -> Markup:
    """Return which charts change and how.

    Args:
        titles: Address of a page to its title.
    """
    items = [
        tag(
            "li",
            tag("strong", _("%(page)s, %(part)s") % {"page": titles[change.page], "part": _(change.part)}),
            f" ({change.of})" if change.of else None,
            f": {', '.join(change.how) or _('another title')}",
            _retitled(change),
        )
        for change in changes
    ]
    if not items:
        return tag("p", _("No chart and no map changes."))
    return tag("ul", *items)


def _retitled(change: ChartChange) -> Markup | None:
    if not change.title_after:
        return None
    words = [tag("del", change.title_before), " → ", tag("ins", change.title_after)]
    return join([". ", _("Title: "), *words])
