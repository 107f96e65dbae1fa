"""A function in a process of its own: what it gives, what ends it, and that nothing of it is left."""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidence_site.records.check.incoming import RefusedFileError, take
from evidence_site.records.files import limited_process
from evidence_site.records.files.limited_process import LimitError, LimitReached, Limits, call_in_process

fcntl = pytest.importorskip("fcntl", reason="this system knows no limits for a process")

pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=20, memory=400_000_000, answer=1_000_000, turn=120, patience=150.0)


def test_it_gives_what_the_function_gives_and_is_another_process() -> None:
    assert call_in_process(LIMITS, operator.mul, 6, 7) == 42
    assert call_in_process(LIMITS, os.getpid) != os.getpid()


@pytest.mark.parametrize(
    ("reached", "limits", "function", "arguments"),
    [
        (LimitReached.TIME, replace(LIMITS, seconds=1), max, (range(10**12),)),
        (LimitReached.TIME, replace(LIMITS, patience=0.5), time.sleep, (60,)),
        (LimitReached.MEMORY, LIMITS, bytes, (10**9,)),
        (LimitReached.ANSWER, LIMITS, bytes, (10**7,)),
        (LimitReached.UNKNOWN, LIMITS, os._exit, (3,)),
    ],
)
def test_whatever_it_does_it_is_ended_at_its_limit(
    reached: LimitReached, limits: Limits, function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    with pytest.raises(LimitError) as ended:
        call_in_process(limits, function, *arguments)
    assert ended.value.reached is reached
    assert not limited_process._running


def test_what_the_function_raises_is_raised_here_with_where_it_came_from() -> None:
    with pytest.raises(RefusedFileError, match=r"a\.docx is no CSV, zip or xlsx file") as refusal:
        call_in_process(LIMITS, take, [("a.docx", b"")], None)
    assert "in take" in "".join(refusal.value.__notes__)


def test_one_works_at_a_time_and_the_next_has_its_turn_or_gives_up() -> None:
    with Path(limited_process.__file__).open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with pytest.raises(LimitError) as ended:
            call_in_process(replace(LIMITS, turn=1), os.getpid)
    assert ended.value.reached is LimitReached.TURN
    assert call_in_process(LIMITS, os.getpid)


def test_it_writes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(OSError, match="File too large"):
        call_in_process(LIMITS, os.truncate, str(path), 10)
