"""What is wrong with candidate files, and what they change: as tables, and as CSV to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence_site.records.check.changes import Change, ChangeKind, by_file, heading
from evidence_site.records.check.tidying import Repair
from evidence_site.records.faults import Fault
from evidence_site.records.formatting import number_text
from evidence_site.records.give.export import safe_cell
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, html_table, join, listing, tag
from evidence_site.viz.review.every_picture import ChartChange
from evidence_site.viz.words.filter_labels import shortened

#: Faults of one kind, of which a line of the table tells.
Kind = tuple[str, str, str]
#: Rows that a table shows; the CSV holds more.
MOST_SHOWN = 200
#: Letters of a CSV: it goes to the browser with every run of the page.
_MOST_LETTERS = 1_000_000
_MOST_NAMED = 8
_SHORT = 160


@dataclass(frozen=True)
class Csv:
    """A list to take away: its text, how many lines it holds, and of how many; a very long one is cut."""

    text: str = ""
    held: int = 0
    of: int = 0


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
        [_rows(found), column, shortened(_problem(found), _SHORT), shortened(remedy, _SHORT)]
        for (column, remedy, _whole), found in list(kinds.items())[:MOST_SHOWN]
    ]
    caption = _("%(file)s: %(faults)s") % {"file": file, "faults": faults_heading(len(faults))}
    if len(kinds) > MOST_SHOWN:
        words = ngettext(
            "Shown: the first kind; the CSV holds more.",
            "Shown: the first %(count)s kinds; the CSV holds more.",
            MOST_SHOWN,
        )
        caption += " " + words % {"count": MOST_SHOWN}
    return html_table([_("Row"), _("Column"), _("Problem"), _("What to do")], lines, caption, stacked=True)


def _rows(faults: Sequence[Fault]) -> str:
    named = [number_text(fault.row) for fault in faults[:_MOST_NAMED] if fault.row]
    words, more = ", ".join(named) or _("whole file"), len(faults) - _MOST_NAMED
    if more > 0:
        return _("%(rows)s and %(count)s more") % {"rows": words, "count": number_text(more)}
    return words


def _problem(faults: Sequence[Fault]) -> str:
    first = faults[0].problem
    if all(fault.problem == first for fault in faults):
        return first
    return _("%(problem)s And others like it.") % {"problem": first}


def repair_list(mended: Mapping[str, Sequence[Repair]]) -> Markup:
    """Return what can be mended without touching a fact, folded."""
    lines = [f"{file}{repair}" for file, repairs in mended.items() for repair in repairs]
    words = ngettext(
        "%(count)s thing can be mended without touching a fact",
        "%(count)s things can be mended without touching a fact",
        len(lines),
    ) % {"count": number_text(len(lines))}
    shown = [shortened(line, _SHORT) for line in lines[:MOST_SHOWN]]
    more = [_("and others")] if len(lines) > MOST_SHOWN else []
    return tag("details", tag("summary", words), listing([*shown, *more]))


def faults_csv(faults: Iterable[Fault]) -> Csv:
    """Return every fault as CSV."""
    rows = [[fault.file, str(fault.row or ""), fault.column, fault.problem, fault.remedy] for fault in faults]
    return _csv(["file", "row", "column", "problem", "remedy"], rows)


def changes_csv(changes: Iterable[Change]) -> Csv:
    """Return every change as CSV, a cell a line, whole."""
    rows = []
    for change in changes:
        where = [change.file, change.what.value, str(change.row or ""), change.record, change.column]
        rows.append([*where, change.old, change.new, change.to_do])
    return _csv(["file", "what", "row", "id", "column", "old", "new", "to_do"], rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Csv:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    held = 0
    for row in rows:
        if out.tell() > _MOST_LETTERS:
            break
        writer.writerow([safe_cell(cell) for cell in row])
        held += 1
    return Csv("\ufeff" + out.getvalue(), held, len(rows))


def change_tables(changes: Iterable[Change]) -> Markup:
    """Return what changes in each file: as a whole, cells from old to new, rows added, rows removed."""
    return join([_change_table(group) for group in by_file(changes)])


def _change_table(changes: Sequence[Change]) -> Markup:
    if changes[0].what is ChangeKind.FILE:
        return join([tag("p", str(change)) for change in changes[:MOST_SHOWN]])
    shown = []
    for change in changes[:MOST_SHOWN]:
        old, new = change.was_and_is
        if change.what is ChangeKind.CELL:
            old, new = tag("del", old), tag("ins", new)
        row, named = number_text(change.row) if change.row else "", shortened(change.named, _SHORT)
        shown.append([row, named, change.column, old, new, change.to_do])
    headings = [_("Row"), _("Record"), _("Column"), _("Old"), _("New"), _("What to do")]
    filled = [position for position in range(len(headings)) if any(cells[position] for cells in shown)]
    lines = [[cells[position] for position in filled] for cells in shown]
    caption = heading(changes)
    if len(changes) > MOST_SHOWN:
        caption += " " + _("Shown: the first %(count)s; the CSV holds more.") % {"count": MOST_SHOWN}
    return html_table([headings[position] for position in filled], lines, caption, stacked=True)


def chart_change_list(changes: Sequence[ChartChange], titles: Mapping[str, str]) -> Markup:
    """Return which charts change and how.

    Args:
        titles: Address of a page to its title.
    """
    if not changes:
        return tag("p", _("No chart and no map changes."))
    items: list[str] = []
    for change in changes[:MOST_SHOWN]:
        where = _("%(page)s, %(part)s") % {"page": titles[change.page], "part": _(change.part)}
        of, how = f" ({change.of})" if change.of else None, ", ".join(change.how) or _("another title")
        words = [tag("strong", where), of, f": {how}"]
        if change.title_after:
            titled = [tag("del", change.title_before), " → ", tag("ins", change.title_after)]
            words += [". ", _("Title: "), *titled]
        items.append(join(words))
    return listing([*items, *([_("and others")] if len(changes) > MOST_SHOWN else [])])
