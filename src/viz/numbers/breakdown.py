"""How the parts that a source names stand to its whole: which fill it, and which may be anyone in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from evidence_site.records.model.rows import Figure
from evidence_site.records.wording import N_
from evidence_site.viz.numbers.ranges import one_number

_KINDS = (("group", N_("by group")), ("cause", N_("by cause")))

Fit = Literal["inexact", "over", "full", "one", "several"]


@dataclass(frozen=True)
class Breakdown:
    """The parts of one kind.

    Attributes:
        label: The kind, to be translated where it is shown.
        inside: Parts that are drawn as people of the whole, nobody in two of them.
    """

    label: str
    whole: Figure
    parts: tuple[Figure, ...]
    inside: tuple[Figure, ...]

    @property
    def beside(self) -> tuple[Figure, ...]:
        """Parts of which it is not known who of the whole they are: they overlap or are not exact."""
        return tuple(part for part in self.parts if part not in self.inside)

    @property
    def rest(self) -> int:
        """How many people of the whole are in none of the parts inside it."""
        return people(self.whole) - sum(people(part) for part in self.inside)

    @property
    def fit(self) -> Fit:
        """How all the parts stand to the whole."""
        if not all(is_exact(row) for row in (self.whole, *self.parts)):
            return "inexact"
        named, whole = named_people(self.parts), people(self.whole)
        if named >= whole:
            return "full" if named == whole else "over"
        return "one" if len(self.parts) == 1 else "several"


def breakdowns(whole: Figure, parts: Sequence[Figure]) -> list[Breakdown]:
    """Return the parts of a whole by kind; kinds without a part are left out."""
    kinds = [(label, tuple(part for part in parts if part_kind(part) == kind)) for kind, label in _KINDS]
    return [Breakdown(label, whole, found, _inside(whole, found)) for label, found in kinds if found]


def part_kind(part: Figure) -> str:
    """Return the column that says which part of its whole a figure is: ``cause``, or else ``group``."""
    return "cause" if part.cause else "group"


def is_exact(figure: Figure) -> bool:
    """Return whether a figure leaves no doubt how many people it counts."""
    return figure.qualifier == "exact" and figure.best is not None


def people(figure: Figure) -> int:
    """Return how many marks stand for a figure: its number, or the end of it that is known."""
    return int(one_number(figure))


def named_people(parts: Sequence[Figure]) -> int:
    """Return what parts of one whole and one source would make if nobody were counted twice."""
    return sum(people(part) for part in parts)


def _inside(whole: Figure, parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """All exact parts if the whole holds them; if not, those that fill it, where only one choice does."""
    exact = tuple(part for part in parts if is_exact(part))
    if not is_exact(whole):
        return ()
    if named_people(exact) <= people(whole):
        return exact
    choices = [choice for size in range(1, len(exact)) for choice in combinations(exact, size)]
    filling = [choice for choice in choices if named_people(choice) == people(whole)]
    return filling[0] if len(filling) == 1 else ()
