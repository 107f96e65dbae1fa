"""Garbage: collected in quiet moments, not while a reader waits, and what stays is walked only then.

Streamlit would collect all garbage after every run of a page (``runner.postScriptGC``, switched off in
``.streamlit/config.toml``). With the libraries, the records and all that the caches hold alive, that takes
longer than drawing the page, and the longer the process lives, the longer. So the collector's own
rules take care of what a run leaves behind, and what they cannot reach is taken out by a sweep: everything
is walked once, garbage goes, and what is left is frozen, which keeps it out of every collection until
the next sweep.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass, field

#: How often it is asked whether a sweep is due.
_LOOK_SECONDS = 1.0
#: A moment is quiet when no page was drawn for so long.
QUIET_SECONDS = 2.0
#: Sweeps that find a quiet moment lie so far apart at least, and without one so far apart at most.
APART_SECONDS, OVERDUE_SECONDS = 60.0, 600.0


def sweep() -> None:
    """Collect all garbage, frozen or not, such as records that are no longer served; freeze what is left."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@dataclass
class SweepTimes:
    """When pages were drawn and when it was swept, in seconds of a clock that never goes back."""

    swept: float = field(default_factory=time.monotonic)
    drawn: float | None = None

    def due(self, now: float) -> bool:
        """Return whether a sweep is due; never, if no page was drawn since the last."""
        if self.drawn is None or self.drawn < self.swept:
            return False
        waited = now - self.swept
        return waited > OVERDUE_SECONDS or (waited > APART_SECONDS and now - self.drawn > QUIET_SECONDS)


SWEEP_TIMES = SweepTimes()


def page_drawn() -> None:
    """Note that a page was drawn just now; each run calls it."""
    SWEEP_TIMES.drawn = time.monotonic()


async def collect_in_quiet_moments() -> None:
    """Sweep whenever it is due, for ever."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        if SWEEP_TIMES.due(time.monotonic()):
            sweep()
            SWEEP_TIMES.swept = time.monotonic()
