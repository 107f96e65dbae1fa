"""Which figures a view shows: those the filters leave, and the reference figures, faint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from evidence_site.records.choose.selection import Selection
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.records.wording import _
from evidence_site.viz.chart import FAINT, LATER


@dataclass(frozen=True, eq=False)
class ShownFigures:
    """Figures of a view, in file order.

    Attributes:
        rows: The figures that the filters leave, and the reference figures.
        faint: Ids of the reference figures that the filters leave out.
        later: Ids of the figures that had not been stated by the day of the view, if it has one.
    """

    rows: tuple[Figure, ...]
    faint: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()

    def only(self, keep: Callable[[Figure], bool]) -> ShownFigures:
        """Return the view with only the figures for which ``keep`` holds."""
        return replace(self, rows=tuple(row for row in self.rows if keep(row)))

    def opacity(self, figure: Figure) -> float:
        """Return how strongly a figure is drawn."""
        if figure.id in self.later:
            return LATER
        return FAINT if figure.id in self.faint else 1.0

    def notes(self) -> list[str]:
        """Return the sentence that explains the faint marks, if there are any."""
        if all(row.id not in self.faint for row in self.rows):
            return []
        return [_("Faint marks are reference figures that the filters leave out.")]

    @remembered
    def chosen(self) -> list[Figure]:
        """Return the figures that the filters leave and that had been stated by the day of the view."""
        return [row for row in self.rows if row.id not in self.faint and row.id not in self.later]


@remembered
def shown_figures(records: Records, selection: Selection) -> ShownFigures:
    """Return all figures of a selection, and those of the reference sources that it leaves out."""
    ids = selection.ids["figures"]
    faint = frozenset(
        row.id for row in records.tables.figures if row.id not in ids and _is_reference(records, row)
    )
    return ShownFigures(
        tuple(row for row in records.tables.figures if row.id in ids or row.id in faint), faint
    )


def _is_reference(records: Records, figure: Figure) -> bool:
    """A reference source speaks for itself here; what it quotes from others follows the filters."""
    return any(
        source.id in records.site.reference_sources and source.perspective == figure.perspective
        for source in records.links.sources_of["figures", figure.id]
    )


def is_whole(figure: Figure) -> bool:
    """Return whether a figure counts people and is no part of another figure."""
    return figure.unit == "people" and figure.part_of is None


def counts_dead(records: Records, figure: Figure) -> bool:
    """Return whether a figure counts people who died."""
    return figure.measure in records.package.in_role("measure", "dead")


def is_death_toll(records: Records, figure: Figure) -> bool:
    """Return whether a figure is a whole number of people who died."""
    return is_whole(figure) and counts_dead(records, figure)


def was_before(records: Records, figure: Figure) -> bool:
    """Return whether a figure says who was there before the event."""
    return figure.measure in records.package.in_role("measure", "before")


def of_fighters(records: Records, figure: Figure) -> bool:
    """Return whether a figure speaks of those who fought alone."""
    return figure.group in records.package.in_role("group", "fighters")


def covers_part(records: Records, figure: Figure) -> bool:
    """Return whether a figure speaks of one group or one cause only: children are not all the dead."""
    is_part = figure.group in records.package.in_role("group", "part") or of_fighters(records, figure)
    return is_part or figure.cause is not None


def differing(rows: Iterable[Figure], column: str) -> tuple[int, int]:
    """Return in how many groups more than one number is stated, and how many groups there are."""
    numbers: dict[str, set[str]] = {}
    for row in rows:
        numbers.setdefault(getattr(row, column), set()).add(range_text(row))
    return sum(1 for found in numbers.values() if len(found) > 1), len(numbers)


def in_speaking_order(records: Records, rows: Iterable[Figure]) -> list[Figure]:
    """Return figures by who states them, independent voices first, then by date, undated last."""
    order = {code: position for position, code in enumerate(records.package.code_lists["perspective"])}
    return sorted(
        rows, key=lambda row: (order[row.perspective], row.stated.end if row.stated else date.max, row.id)
    )
