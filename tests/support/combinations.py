"""Which combinations of values a test plays: every pair of them, or with ``make test-all`` all of them."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from itertools import combinations as choose
from itertools import product
from typing import Any

#: Set by ``make test-all``.
PLAYS_ALL = os.environ.get("ALL_COMBINATIONS") == "1"

Row = tuple[Any, ...]


def combinations(*factors: Iterable[Hashable], every: bool = PLAYS_ALL) -> list[Row]:
    """Return rows with one value of each factor: all there are, or few in which any two values meet once."""
    left = list(product(*factors))
    if every:
        return left
    kept: list[Row] = []
    open_pairs = {pair for row in left for pair in _pairs(row)}
    while open_pairs:
        best = max(left, key=lambda row: len(open_pairs & _pairs(row)))
        kept.append(best)
        open_pairs -= _pairs(best)
    return kept


def _pairs(row: Row) -> set[tuple[tuple[int, Hashable], ...]]:
    return set(choose(enumerate(row), 2))
