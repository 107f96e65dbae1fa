"""What numbers are compared: rows by what they count, and in words where columns differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_word
from evidence_site.records.wording import _
from evidence_site.viz.numbers.shown_figures import covers_part
from evidence_site.viz.numbers.voices import Voice

#: More things than these, of which only one column speaks, are folded below the others.
_UNFOLDED_ROWS = 3

#: What a number counts: measure, group, cause and unit.
Thing = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class NumberRow:
    """One row of numbers: what is counted, and the figures in each column."""

    thing: Thing
    cells: tuple[tuple[Figure, ...], ...]


def number_rows(records: Records, compared: Sequence[Voice]) -> list[NumberRow]:
    """Return one row for each thing that any column counts."""
    things = {_thing(figure) for voice in compared for figure in voice.figures}
    return [
        NumberRow(
            thing,
            tuple(tuple(row for row in voice.figures if _thing(row) == thing) for voice in compared),
        )
        for thing in sorted(things, key=lambda thing: _place(records, thing))
    ]


def _thing(figure: Figure) -> Thing:
    return figure.measure, figure.group, figure.cause or "", figure.unit


def _place(records: Records, thing: Thing) -> tuple[int, ...]:
    """Things stand in the order of the code lists; what has no cause stands before its causes."""
    lists = records.package.code_lists
    orders = (list(lists["measure"]), list(lists["group"]), ["", *lists["cause"]], list(lists["unit"]))
    return tuple(codes.index(code) for codes, code in zip(orders, thing, strict=True))


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


def _number(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """Return a number without its qualifier: "about 160" does not differ from 160."""
    return figure.low, figure.best, figure.high


def spoken_alone(records: Records, numbers: Sequence[NumberRow]) -> list[NumberRow]:
    """Return the rows in which one column speaks alone, if they are many.

    A number that covers all the people concerned stays, if another column counts the same fate: who is
    meant by "all" is what they differ about.
    """
    speaking: dict[str, set[int]] = {}
    for row in numbers:
        speaking.setdefault(row.thing[0], set()).update(
            position for position, cell in enumerate(row.cells) if cell
        )
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
    found = {frozenset(_number(figure) for figure in cell) for cell in row.cells if cell}
    return len(found) > 1


def difference(own: Sequence[Figure], others: Sequence[Figure], name: str) -> str:
    """Return in words how the numbers of two cells differ; empty if they do not, or if one is silent."""
    mine, theirs = {_number(row) for row in own}, {_number(row) for row in others}
    if not theirs or mine == theirs:
        return ""
    words = {"name": name, "why": "; ".join(_reasons(own, others))}
    if mine & theirs:
        return _("≠ partly differs from %(name)s") % words
    if not words["why"]:
        return _("≠ differs from %(name)s") % words
    return _("≠ differs from %(name)s (%(why)s)") % words


def _reasons(own: Sequence[Figure], others: Sequence[Figure]) -> Iterable[str]:
    """Return what else sets every two figures of two cells apart, besides the number."""
    pairs = [(one, other) for one in own for other in others]
    if all(a.describes and b.describes and not a.describes.overlaps(b.describes) for a, b in pairs):
        yield _("speaks of another day")
    if all(a.basis and b.basis and a.basis != b.basis for a, b in pairs):
        yield _("rests on something else")
    if all(a.part_of or b.part_of for a, b in pairs):
        yield _("part of another number")
