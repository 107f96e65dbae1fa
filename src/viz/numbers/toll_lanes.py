"""What a number of dead rests on: the lanes that keep counted and claimed apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence_site.records.model.rows import Figure
from evidence_site.records.wording import N_
from evidence_site.viz.numbers.ranges import one_number


@dataclass(frozen=True)
class Lane:
    """A panel of the chart: its heading and what the numbers in it rest on."""

    heading: str
    bases: tuple[str, ...]


LANES: tuple[Lane, ...] = (
    Lane(N_("Bodies counted, recovered or buried"), ("bodies",)),
    Lane(N_("Names listed, results of inquiries"), ("names", "investigation")),
    Lane(N_("Claims, and numbers given later"), ("claim", "later")),
)


def lane_of(figure: Figure) -> int:
    """Return the number of the lane in which a figure is drawn."""
    return next((number for number, lane in enumerate(LANES) if figure.basis in lane.bases), len(LANES) - 1)


def lane_rows(rows: Iterable[Figure], lane: int) -> list[Figure]:
    """Return the figures of one lane."""
    return [row for row in rows if lane_of(row) == lane]


def highest(rows: Iterable[Figure]) -> Figure | None:
    """Return the figure that reaches highest; None without any."""
    return max(rows, key=_reach, default=None)


def _reach(figure: Figure) -> tuple[float, bool, bool]:
    """Of two that give the same number, "at least" reaches further, and "up to" less far."""
    number = max(figure.high or 0, one_number(figure))
    return number, figure.qualifier == "at_least", figure.qualifier != "up_to"
