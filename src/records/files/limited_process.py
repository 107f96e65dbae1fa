"""A function in a process of its own, with limits of processor time and memory, which ends with its answer.

What is read there cannot use up the process that serves readers: when a limit is reached the system ends the
other one, and its memory comes back. The processes of all workers take turns, so that their memory is never
needed twice at once. Python is started anew and nothing is forked, for the server has threads. Where the
system knows no such limits (Windows), the time on the clock is the only one.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from evidence_site import PROJECT

_T = TypeVar("_T")

#: The other process gives way to those who read.
_NICENESS = 10
#: How willing the system is to end it first when the memory of the machine is used up.
_FIRST_TO_GO = "1000"

_running: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True)
class Limits:
    """What a process may use.

    Attributes:
        seconds: Processor time.
        memory: Bytes of its address space.
        answer: Bytes of what it gives back.
        turn: Seconds on the clock until it must have its turn.
        patience: Seconds on the clock until it must have ended.
    """

    seconds: int
    memory: int
    answer: int
    turn: int
    patience: float


class LimitReached(Enum):
    """Why a process was ended before it could answer."""

    TIME = "time"
    MEMORY = "memory"
    ANSWER = "answer"
    TURN = "turn"
    UNKNOWN = "unknown"


class LimitError(Exception):
    """Raised if a process was ended; ``reached`` says by what."""

    def __init__(self, reached: LimitReached) -> None:
        super().__init__(reached.value)
        self.reached = reached


def call_in_process(limits: Limits, function: Callable[..., _T], *arguments: Any) -> _T:
    """Return what a function of a module gives, called in a process of its own.

    Raises:
        LimitError: If it reached a limit, or its process ended otherwise.
        Exception: What the function raises, with the lines where it was raised as a note.
    """
    request = pickle.dumps(limits) + pickle.dumps((function, arguments))
    with _started() as process, _ended_after(process, limits.patience) as late:
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # it has ended; its code says why
            process.stdin.write(request)
            process.stdin.close()
        answer = process.stdout.read(limits.answer + 1)
        if len(answer) > limits.answer:
            raise LimitError(LimitReached.ANSWER)
        code = process.wait()
    if code:
        raise LimitError(LimitReached.TIME if late.is_set() else _reached(code))
    given, result = pickle.loads(answer)
    if not given:
        raise result
    return result  # type: ignore[no-any-return]


def end_all() -> None:
    """End every process that still works."""
    for process in tuple(_running):
        process.kill()


@contextmanager
def _started() -> Iterator[subprocess.Popen[bytes]]:
    """Give a fresh process, which does not outlive the block."""
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", __name__],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        _running.add(process)
        try:
            yield process
        finally:
            process.kill()
            _running.discard(process)


@contextmanager
def _ended_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """End a process when the time is up, and tell so."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield late
    finally:
        clock.cancel()


def _reached(code: int) -> LimitReached:
    """Return which limit a process reached, by the signal that ended it or by its own code."""
    known = {
        _NO_MEMORY: LimitReached.MEMORY,
        _LONG_ANSWER: LimitReached.ANSWER,
        -getattr(signal, "SIGXCPU", 0): LimitReached.TIME,
        -getattr(signal, "SIGALRM", 0): LimitReached.TURN,
        -getattr(signal, "SIGKILL", 0): LimitReached.MEMORY,  # by the system, whose memory was used up
    }
    return known.get(code, LimitReached.UNKNOWN)


# --- in the other process ----------------------------------------------------------------------------------

_NO_MEMORY, _LONG_ANSWER = 71, 72


def _answer(given: BinaryIO, taken: BinaryIO) -> int:
    """Call what is asked for and write what it gives; return the code to end with."""
    limits: Limits = pickle.load(given)
    try:
        _limit(limits)
        function, arguments = pickle.load(given)
        try:
            result = True, function(*arguments)
        except MemoryError:
            raise
        except Exception as error:
            error.add_note(traceback.format_exc())
            result = False, error
        answer = pickle.dumps(result)
    except MemoryError:
        return _NO_MEMORY
    if len(answer) > limits.answer:
        return _LONG_ANSWER
    taken.write(answer)
    taken.flush()
    return 0


def _limit(limits: Limits) -> None:
    """Take a turn, and let the system end this process at its limits."""
    try:
        import fcntl
        import resource
    except ImportError:
        return
    os.nice(_NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most + 1 if kind == resource.RLIMIT_CPU else most))
    signal.alarm(limits.turn)
    with suppress(OSError):  # a disk that knows no locks: the turns of this process's own server remain
        fcntl.flock(os.open(__file__, os.O_RDONLY), fcntl.LOCK_EX)
    signal.alarm(0)


if __name__ == "__main__":
    _own, _out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not come between
    sys.exit(_answer(_own, _out))
