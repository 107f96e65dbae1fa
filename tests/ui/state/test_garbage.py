"""Garbage goes in quiet moments, frozen or not, and what is left is out of the collector's way."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from evidence_site.ui.state.garbage import APART_SECONDS, OVERDUE_SECONDS, QUIET_SECONDS, SweepTimes, sweep


class Knot:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_sweep_frees_garbage_that_was_frozen_and_freezes_what_is_left() -> None:
    knot, kept = Knot(), Knot()
    gc.freeze()
    gone, stays = weakref.ref(knot), weakref.ref(kept)
    del knot
    gc.collect()
    assert gone() is not None, "frozen garbage is not seen by the collector"
    sweep()
    assert gone() is None
    assert stays() is kept
    assert gc.get_freeze_count() > len(gc.get_objects())


@pytest.mark.parametrize(
    ("drawn", "now", "due"),
    [
        (None, OVERDUE_SECONDS + 1, False),
        (-1.0, OVERDUE_SECONDS + 1, False),
        (1.0, APART_SECONDS - 1, False),
        (1.0, APART_SECONDS + 1, True),
        (APART_SECONDS + 1, APART_SECONDS + 1 + QUIET_SECONDS / 2, False),
        (OVERDUE_SECONDS, OVERDUE_SECONDS + QUIET_SECONDS / 2, True),
    ],
    ids=["nothing drawn", "nothing drawn since", "too soon", "quiet", "a page is being read", "overdue"],
)
def test_a_sweep_waits_for_a_quiet_moment_but_not_for_ever(
    drawn: float | None, now: float, due: bool
) -> None:
    assert SweepTimes(swept=0.0, drawn=drawn).due(now) is due
