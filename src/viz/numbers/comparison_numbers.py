"""What numbers are compared: rows by what they count, and in words where columns differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_word
from evidence_site.records.wording import _
from evidence_site.viz.numbers.comparison_columns import ComparedColumn
from evidence_site.viz.numbers.ranges import bare_number
from evidence_site.viz.numbers.shown_figures import covers_part

#: More things than these, of which only one column speaks, are folded below the others.
_UNFOLDED_ROWS = 3

#: What a number counts: measure, group, cause and unit.
Thing = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class NumberRow:
    """One row of numbers: what is counted, and the figures in each column."""

    thing: Thing
    cells: tuple[tuple[Figure, ...], ...]


def number_rows(records: Records, compared: Sequence[ComparedColumn]) -> list[NumberRow]:
    """Return one row for each thing that any column counts, in the order of the code lists.

    What has no cause stands before its causes.
    """
    lists = records.package.code_lists
    orders = (list(lists["measure"]), list(lists["group"]), ["", *lists["cause"]], list(lists["unit"]))

    def in_lists(thing: Thing) -> list[int]:
        return [codes.index(code) for codes, code in zip(orders, thing, strict=True)]

    columns = [grouped(column.figures, _thing) for column in compared]
    return [
        NumberRow(thing, tuple(tuple(found.get(thing, ())) for found in columns))
        for thing in sorted({thing for found in columns for thing in found}, key=in_lists)
    ]


def _thing(figure: Figure) -> Thing:
    return figure.measure, figure.group, figure.cause or "", figure.unit


def thing_text(records: Records, thing: Thing) -> str:
    """Return what is counted, in words: "killed (children)"."""
    measure, group, cause, unit = thing
    details = [
        "" if group == "all" else code_word(records, "figures", "group", group),
        code_word(records, "figures", "cause", cause),
        "" if unit == "people" else code_word(records, "figures", "unit", unit),
    ]
    words = {
        "measure": code_word(records, "figures", "measure", measure),
        "details": ", ".join(detail for detail in details if detail),
    }
    return _("%(measure)s (%(details)s)") % words if words["details"] else words["measure"]


def stated_alone(records: Records, numbers: Sequence[NumberRow]) -> list[NumberRow]:
    """Return the rows for which one column alone states a number, if they are many.

    A number that covers all the people concerned stays, if another column counts the same fate: who is
    meant by "all" is what they differ about.
    """
    by_fate = grouped(numbers, lambda row: row.thing[0])
    speaking = {
        fate: {position for row in rows for position, cell in enumerate(row.cells) if cell}
        for fate, rows in by_fate.items()
    }
    found = [
        row
        for row in numbers
        if sum(map(bool, row.cells)) == 1
        and (
            len(speaking[row.thing[0]]) == 1
            or any(covers_part(records, figure) for cell in row.cells for figure in cell)
        )
    ]
    return found if len(found) > _UNFOLDED_ROWS else []


def is_parted(row: NumberRow) -> bool:
    """Return whether two columns give different numbers."""
    found = {frozenset(bare_number(figure) for figure in cell) for cell in row.cells if cell}
    return len(found) > 1


def difference(own: Sequence[Figure], others: Sequence[Figure], name: str) -> str:
    """Return in words how the numbers of two cells differ; empty if they do not, or if one is silent."""
    mine, theirs = {bare_number(row) for row in own}, {bare_number(row) for row in others}
    if not theirs or mine == theirs:
        return ""
    if mine & theirs:
        return _("≠ partly differs from %(name)s") % {"name": name}
    pairs, why = list(product(own, others)), []  # what else sets every two figures apart
    if all(a.describes and b.describes and not a.describes.overlaps(b.describes) for a, b in pairs):
        why.append(_("speaks of another day"))
    if all(a.basis and b.basis and a.basis != b.basis for a, b in pairs):
        why.append(_("rests on something else"))
    if all(a.part_of or b.part_of for a, b in pairs):
        why.append(_("part of another number"))
    words = _("≠ differs from %(name)s (%(why)s)") if why else _("≠ differs from %(name)s")
    return words % {"name": name, "why": "; ".join(why)}
