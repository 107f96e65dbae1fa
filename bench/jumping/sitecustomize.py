"""Lets the clock of a Python process jump; Python imports this at the start, for ``bench.load``.

``time.time`` is what the libraries of the site look at for the time of day; the file that ``CLOCK_FILE``
names says how many seconds it is off. (libfaketime breaks ``time.sleep`` of Python, so this is smaller.)
"""

from __future__ import annotations

import os
import time

_file = os.environ.get("CLOCK_FILE", "")
_time, _time_ns = time.time, time.time_ns
_read_at, _off = 0.0, 0


def _seconds_off() -> int:
    global _read_at, _off
    now = time.monotonic()
    if now - _read_at > 0.5:
        try:
            with open(_file, encoding="ascii") as told:  # noqa: PTH123
                _off = int(told.read())
        except (OSError, ValueError):
            pass
        _read_at = now
    return _off


if _file:
    time.time = lambda: _time() + _seconds_off()
    time.time_ns = lambda: _time_ns() + _seconds_off() * 10**9
