"""Mishaps of a running server, one after the other, each undone before the next.

The log of the server goes to ``/dev/full`` from the beginning: every line fails as on a full disk. Its
clock is the one of ``jumping/sitecustomize.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.process import workers
from bench.visitors import Seen
from bench.workers import ready_workers
from evidence_site.records.load.loading import data_folder
from tools.serving import Served

#: How long each mishap lasts, and the quiet after it.
LASTS_SECONDS, AFTER_SECONDS = 10.0, 6.0
_JUMPING = Path(__file__).parent / "jumping"
#: Seconds ahead, and back.
JUMPS = (3 * 60 * 60, -2 * 24 * 60 * 60)


@dataclass
class Life:
    """A server that has it hard: its data folder and its clock are in our hands."""

    server: Served
    data: Path
    clock: Path
    count: int

    def health(self) -> Mapping[str, Any]:
        """Return what the server says of itself."""
        with urllib.request.urlopen(f"http://{self.server.address}/api/health", timeout=30) as answer:
            found: Mapping[str, Any] = json.loads(answer.read())
            return found

    def wait_for_workers(self, gone: set[int]) -> list[int]:
        """Return the workers once all are there and none of those is among them."""
        for _ in range(1800):
            now = workers(self.server.process)
            if len(now) == self.count and not gone & set(now):
                return now
            time.sleep(0.1)
        return []


@dataclass
class Note:
    """One mishap: when it began and ended, and what was wrong besides what visitors saw."""

    what: str
    begin: float = field(default_factory=time.monotonic)
    end: float = 0.0
    faults: list[str] = field(default_factory=list)

    def numbers(self, seen: Seen) -> dict[str, Any]:
        """Return what is written down: what visitors noticed meanwhile."""
        gaps = [gap for at, gap in seen.gaps if self.begin <= at <= self.end]
        taken = sorted(milliseconds for at, milliseconds in seen.answers if self.begin <= at <= self.end)
        return {
            "what": self.what,
            "seconds": round(self.end - self.begin, 1),
            "answers": len(taken),
            "ms p95": round(taken[int(len(taken) * 0.95)]) if taken else None,
            "cut off": len(gaps),
            "longest gap s": round(max(gaps, default=0.0), 1),
            "errors": sum(self.begin <= at <= self.end for at, _ in seen.errors),
            "faults": self.faults,
        }


@contextmanager
def hard_life(folder: Path, count: int) -> Iterator[Life]:
    """Start workers on a copy of the data, with a full disk for their log and a clock that can be set."""
    data, clock = folder / "data", folder / "clock"
    shutil.copytree(data_folder(), data)
    _set(clock, 0)
    environment = {
        "DATA_DIR": str(data),
        "LOG_FORMAT": "json",
        "CLOCK_FILE": str(clock),
        "PYTHONPATH": str(_JUMPING),
    }
    with ExitStack() as stack:
        full = stack.enter_context(Path("/dev/full").open("wb", buffering=0))
        server = stack.enter_context(ready_workers(count, full, **environment))
        yield Life(server, data, clock, count)


def befall(life: Life, mishaps: Sequence[str]) -> Sequence[Note]:
    """Let these mishaps happen, one after the other; return the notes."""
    time.sleep(LASTS_SECONDS)
    notes = []
    for what in mishaps:
        happen, note = MISHAPS[what], Note(what)
        try:
            happen(life, note)
        except Exception as error:
            note.faults.append(f"{type(error).__name__}: {error}")
        time.sleep(AFTER_SECONDS)
        note.end = time.monotonic()
        notes.append(note)
        print(f"  {what}: {note.faults or 'as it should'}", flush=True)
    return notes


def full_disk(life: Life, note: Note) -> None:
    """Nothing to do: no line of the log could be written since the start."""
    time.sleep(LASTS_SECONDS)
    _expect(note, life.health()["ready"], "not ready")


def broken_table(life: Life, note: Note) -> None:
    """Break a table as a half-finished upload would, and mend it."""
    table, version = life.data / "events.csv", life.health()["data_version"]
    good = table.read_bytes()
    _write(table, good[: len(good) // 2])
    time.sleep(LASTS_SECONDS)
    meanwhile = life.health()
    _expect(note, meanwhile["data_version"] == version, f"served {meanwhile} meanwhile")
    _expect(note, meanwhile["faults"] > 0, f"the fault was not seen: {meanwhile}")
    _write(table, good)
    time.sleep(LASTS_SECONDS)
    after = life.health()
    _expect(note, after["data_version"] == version and after["faults"] == 0, f"{after} after mending")


def killed_worker(life: Life, note: Note) -> None:
    """Kill one of the workers; another takes its place."""
    victim = workers(life.server.process)[0]
    os.kill(victim, signal.SIGKILL)
    _expect(note, life.wait_for_workers({victim}), "no worker took its place")
    time.sleep(LASTS_SECONDS)


def clock_jumps(life: Life, note: Note) -> None:
    """Set the clock of all processes ahead, back, and right."""
    for jump in (*JUMPS, 0):
        _set(life.clock, jump)
        time.sleep(LASTS_SECONDS / 2)
        _expect(note, life.health()["ready"], f"not ready {jump} seconds off")


def rolling_restart(life: Life, note: Note) -> None:
    """Replace all workers, one after the other."""
    before = set(workers(life.server.process))
    os.kill(life.server.process, signal.SIGHUP)
    _expect(note, life.wait_for_workers(before), "the workers were not replaced")


MISHAPS: Mapping[str, Callable[[Life, Note], None]] = {
    "full disk for the log": full_disk,
    "broken table, mended": broken_table,
    "killed worker": killed_worker,
    "clock jumps 3 hours ahead, 2 days back": clock_jumps,
    "rolling restart": rolling_restart,
}


def _expect(note: Note, holds: object, otherwise: str) -> None:
    if not holds:
        note.faults.append(otherwise)


def _set(clock: Path, seconds: int) -> None:
    _write(clock, str(seconds).encode())


def _write(file: Path, content: bytes) -> None:
    """Replace a file in one step."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(content)
    fresh.replace(file)
