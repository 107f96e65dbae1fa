"""Files that were handed in are checked one after another, each in a process of its own, within a budget.

A check that is waited for is a ``Future`` of the standard library. This process only waits for it; what it
costs is bounded for each check, for all that wait, and for all of a minute.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from typing import Any
from weakref import WeakSet

from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.files.limited_process import (
    LimitError,
    LimitReached,
    Limits,
    call_in_process,
    end_all,
)
from evidence_site.records.wording import N_, _
from evidence_site.viz.review.candidate_report import Report

#: What one check may use: processor time, memory, what comes back, and time on the clock on a busy machine.
LIMITS = Limits(seconds=20, memory=600_000_000, answer=48_000_000, turn=30, patience=90.0)
#: Checks that may wait or be under way.
MOST_WAITING = 4
#: Processor time of all checks in a minute; whoever comes then has to try again.
MOST_SECONDS_A_MINUTE = 40.0
_MINUTE = 60.0
#: Bytes of all reports that sessions hold.
MOST_HELD = 120_000_000

_BUSY = N_("Other files are being checked just now. Try again in a minute.")
_REACHED: Mapping[LimitReached, str] = {
    LimitReached.TIME: N_(
        "Checking these files takes longer than this site allows. Hand in less at once, or use “make check” "
        "in a copy."
    ),
    LimitReached.MEMORY: N_(
        "Checking these files takes more memory than this site allows. Hand in less at once, or use "
        "“make check” in a copy."
    ),
    LimitReached.ANSWER: N_(
        "There is more to tell of these files than a page can show. Hand in less at once, or use "
        "“make check” in a copy."
    ),
    LimitReached.TURN: _BUSY,
    LimitReached.UNKNOWN: N_(
        "These files could not be checked, and the log of the site says why. Use “make check” in a copy."
    ),
}

_log = logging.getLogger("site.data")
_one_by_one = ThreadPoolExecutor(1, thread_name_prefix="checking")
_lock = Lock()
_waiting: set[Future[Report]] = set()
#: When the checks of the last minute ended, and the processor time that each took.
_spent: deque[tuple[float, float]] = deque()
_held: WeakSet[Report] = WeakSet()


def submit(report: Callable[..., Report], *arguments: Any) -> Future[Report]:
    """Return a check that begins when those before it have ended.

    Its result is the report, or a RefusedFileError with one sentence for whoever handed the files in.

    Raises:
        RefusedFileError: If too many wait already.
    """
    with _lock:
        if len(_waiting) >= MOST_WAITING:
            raise RefusedFileError(_(_BUSY))
        check = _one_by_one.submit(copy_context().run, _report, report, *arguments)
        _waiting.add(check)
    check.add_done_callback(_waiting.discard)
    return check


def held() -> int:
    """Return how many reports sessions hold, shown or not."""
    return len(_held)


def stop() -> None:
    """End what is under way and forget what waits: the server ends."""
    for check in tuple(_waiting):
        check.cancel()
    end_all()


def _report(report: Callable[..., Report], *arguments: Any) -> Report:
    with _lock:
        while _spent and _spent[0][0] < time.monotonic() - _MINUTE:
            _spent.popleft()
        if sum(seconds for _when, seconds in _spent) >= MOST_SECONDS_A_MINUTE:
            raise RefusedFileError(_(_BUSY))
    before = _time_of_others()
    try:
        found = call_in_process(LIMITS, report, *arguments)
        if found.size + sum(other.size for other in _held) > MOST_HELD:
            raise RefusedFileError(_("Many previews are open just now. Try again in a few minutes."))
        _held.add(found)
        return found
    except RefusedFileError:
        raise
    except LimitError as ended:
        _log.warning("a check of files that were handed in was ended: %s", ended)
        raise RefusedFileError(_(_REACHED[ended.reached])) from ended
    except Exception as error:  # whatever it stumbled over, the page must say something
        _log.exception("files that were handed in could not be checked")
        raise RefusedFileError(_(_REACHED[LimitReached.UNKNOWN])) from error
    finally:
        with _lock:
            _spent.append((time.monotonic(), _time_of_others() - before))


def _time_of_others() -> float:
    """Return the processor time of the processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system
