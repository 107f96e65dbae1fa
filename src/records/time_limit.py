"""How much processor time a piece of work may take: asked wherever something is worked out anew.

Whatever costs time is worked out by functions that remember (``records.memory``), so that is where the limit
is looked at: between two pieces of the work, never within one. What was finished is remembered, and whoever
tries again gets further.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import thread_time

#: Seconds of processor time of one run of a page, or of one answer. The dearest page takes a quarter of them
#: when it is drawn for the first time.
MOST_SECONDS = 1.0


class OutOfTimeError(Exception):
    """Raised in work that has taken as much processor time as it may."""


#: The thread that works, and when its time is over by its own clock; another thread has another clock.
_end: ContextVar[tuple[int, float] | None] = ContextVar("end", default=None)


@contextmanager
def limited_to(seconds: float) -> Iterator[None]:
    """Let work in this thread take so many seconds of processor time.

    Raises:
        OutOfTimeError: In the work, once it has taken them and is about to work out something more.
    """
    before = _end.set((threading.get_ident(), thread_time() + seconds))
    try:
        yield
    finally:
        _end.reset(before)


def check_time() -> None:
    """Look whether the work of this thread may go on.

    Raises:
        OutOfTimeError: If it has taken as much processor time as it may.
    """
    end = _end.get()
    if end and end[0] == threading.get_ident() and thread_time() > end[1]:
        raise OutOfTimeError
