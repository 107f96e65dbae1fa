"""Freezing: after the first complete run nothing of what it imported is walked by the collector again.

Streamlit collects garbage after every script run. With some hundred thousand objects of imported
libraries alive, that takes longer than drawing a page; frozen objects are left out of it.
"""

from __future__ import annotations

import gc
from functools import cache


def freeze() -> None:
    """Take every object that is alive now out of garbage collection.

    What was frozen before is looked at once more, so that records no longer served are freed.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@cache
def freeze_after_first_run() -> None:
    """Freeze once a process, when its first run is complete."""
    freeze()
