"""Many visitors for minutes, and mishaps meanwhile: ``python -m bench.load`` (``make load``).

First a steady part: several worker processes, 100 visitors on all pages who click as fast as they are
answered, and the memory of the processes over time. Then the same crowd on a server that has it hard:
its log goes to a full disk, a table is broken and mended, a worker is killed, the clock jumps, all
workers are replaced. Nobody may notice more than a pause: see ``visitors.py`` for what counts as an error.
At last 50 visitors read while the worst requests that are known are sent: see ``worst.py``.

Only this machine is asked, and every part ends by itself. The numbers go to the screen and, all of them,
as JSON to ``bench/results/``. The exit status is 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import streamlit

from bench import drills, worst
from bench.__main__ import RESULTS
from bench.process import workers_memory_mb
from bench.reruns import MENU, MENUS
from bench.visitors import Seen, Visitor
from bench.workers import ready_workers
from evidence_site.ui.state.site_pages import HOME
from tools.serving import Served

#: Pages that say how much they show; the record page and texts about the site do not.
VISITED = ("overview", "timeline", "map", "casualties", "explore", "screenings")
SAMPLE_SECONDS = 5.0
PARTS = ("steady", "mishaps", "worst")
#: While caches fill, memory grows; what is measured is the rest.
SETTLING_SHARE = 1 / 3


@dataclass
class Part:
    """What was measured in one part.

    Attributes:
        memory: Seconds since the begin, and the megabytes of all workers together.
    """

    readers: int
    seconds: float = 0.0
    seen: Seen = field(default_factory=Seen)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def slope(self) -> float:
        """Return the megabytes by which memory grew in a minute, after it had settled."""
        settled = [(at, held) for at, held in self.memory if at >= self.seconds * SETTLING_SHARE]
        if len(settled) < 3:
            return float("nan")
        return statistics.linear_regression(*zip(*settled, strict=True)).slope * 60

    def numbers(self) -> dict[str, Any]:
        """Return what is written down."""
        taken = [milliseconds for _, milliseconds in self.seen.answers]
        parts = (
            statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else [float("nan")] * 99
        )
        return {
            "readers": self.readers,
            "seconds": round(self.seconds, 1),
            "answers": len(taken),
            "answers per second": round(len(taken) / self.seconds, 1),
            "ms p50": round(parts[49]),
            "ms p95": round(parts[94]),
            "ms p99": round(parts[98]),
            "megabytes": round(self.seen.bytes / 1e6),
            "views": len(self.seen.said),
            "cut off": len(self.seen.gaps),
            "longest gap s": round(max((gap for _, gap in self.seen.gaps), default=0.0), 1),
            "errors": [what for _, what in self.seen.errors],
            "memory MB": [(round(at), round(held)) for at, held in self.memory],
            "memory MB per minute": round(self.slope(), 2),
        }


async def _visit(address: str, part: Part, over: Callable[[], bool], reads: float) -> None:
    chance = random.Random(1992)
    visits = []
    for path in islice(cycle(VISITED), part.readers):
        page = "" if path == HOME.path else path
        visitor = Visitor(
            address, page, MENUS.get(path, MENU), part.seen, random.Random(chance.random()), reads
        )
        visits.append(visitor.stay(over))
    await asyncio.gather(*visits)


def visited(server: Served, readers: int, over: Callable[[], bool], reads: float = 0) -> Part:
    """Return what a crowd sees until it is over, while the memory of the workers is measured.

    Args:
        reads: Mean seconds that a visitor reads before the next click.
    """
    part = Part(readers)
    begin = time.monotonic()
    gone = threading.Event()

    def sample() -> None:
        while not gone.wait(SAMPLE_SECONDS):
            try:
                held = workers_memory_mb(server.process)
            except OSError:  # a worker ended at this moment
                continue
            part.memory.append((time.monotonic() - begin, held))

    watching = threading.Thread(target=sample, daemon=True)
    watching.start()
    asyncio.run(_visit(server.address, part, over, reads))
    part.seconds = time.monotonic() - begin
    gone.set()
    watching.join()
    return part


def visited_during(work: Callable[[], None], server: Served, readers: int, reads: float = 0) -> Part:
    """Return what a crowd sees from the beginning of some work to its end."""
    done = threading.Event()

    def run() -> None:
        try:
            work()
        finally:
            done.set()

    working = threading.Thread(target=run, daemon=True)
    working.start()
    part = visited(server, readers, done.is_set, reads)
    working.join()
    return part


def steady(readers: int, minutes: float, count: int) -> dict[str, Any]:
    """Return the numbers of a crowd that nothing disturbs."""
    with TemporaryFile() as log, ready_workers(count, log) as server:
        end = time.monotonic() + minutes * 60
        return visited(server, readers, lambda: time.monotonic() >= end).numbers()


def mishaps(readers: int, count: int, which: Sequence[str]) -> dict[str, Any]:
    """Return the numbers of a crowd on a server that has it hard, and those of each of some mishaps."""
    with TemporaryDirectory() as folder, drills.hard_life(Path(folder), count) as life:
        notes: list[drills.Note] = []
        part = visited_during(lambda: notes.extend(drills.befall(life, which)), life.server, readers)
        return {**part.numbers(), "mishaps": [note.numbers(part.seen) for note in notes]}


def under_attack(readers: int, count: int) -> dict[str, Any]:
    """Return the numbers of a crowd that reads while the worst is sent, and which promises were not kept."""
    with TemporaryFile() as log, ready_workers(count, log) as server:
        started, done = workers_memory_mb(server.process), worst.Attack()
        worst.send_all(server, done)  # fills what is kept of answers, up to its bounds
        before = workers_memory_mb(server.process)
        part = visited_during(
            lambda: worst.send_all(server, done), server, readers, reads=worst.READS_SECONDS
        )
        left = worst.left_of(server, before)
        return {
            **part.numbers(),
            "ms longest": round(max(milliseconds for _, milliseconds in part.seen.answers)),
            "sent": done.sent,
            "memory MB at the start, after it was sent once, and twice": [
                round(held) for held in (started, before, before + left)
            ],
            "faults": [*done.faults, *worst.broken_promises(part.seen, left)],
        }


def main() -> int:
    """Measure what was asked for, print it, write it down; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description="Many visitors for minutes, and mishaps meanwhile.")
    parser.add_argument("--readers", type=int, default=100, help="open pages (default 100)")
    parser.add_argument("--minutes", type=float, default=3.0, help="of the steady part (default 3)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default 2)")
    parser.add_argument("--only", choices=PARTS, help="only this part")
    parser.add_argument(
        "--mishap", choices=drills.MISHAPS, action="append", help="only this one; may be repeated"
    )
    chosen = parser.parse_args()
    found: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "streamlit": streamlit.__version__,
        "processors": os.cpu_count(),
        "workers": chosen.workers,
        "load before": os.getloadavg(),
    }
    asked = (chosen.only,) if chosen.only else PARTS
    if "steady" in asked:
        found["steady"] = steady(chosen.readers, chosen.minutes, chosen.workers)
        _say(f"{chosen.readers} visitors for {chosen.minutes:g} minutes", found["steady"])
    if "mishaps" in asked:
        found["mishaps"] = mishaps(chosen.readers, chosen.workers, chosen.mishap or [*drills.MISHAPS])
        _say(f"{chosen.readers} visitors and mishaps", found["mishaps"])
    if "worst" in asked:
        found["worst"] = under_attack(worst.READERS, chosen.workers)
        _say(f"{worst.READERS} visitors who read, and the worst requests", found["worst"])
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"load-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"All numbers: {file}")
    return int(_went_wrong([found.get(part, {}) for part in PARTS]))


def _went_wrong(parts: Sequence[dict[str, Any]]) -> bool:
    notes = [*parts, *(note for part in parts for note in part.get("mishaps", ()))]
    return any(note.get("faults") or note.get("errors") for note in notes)


def _say(title: str, numbers: dict[str, Any]) -> None:
    print(f"\n{title}:")
    for name, value in numbers.items():
        if name == "memory MB":
            print(f"  {name:22}{value[0][1] if value else 0} -> {value[-1][1] if value else 0}")
        elif name in ("errors", "faults"):
            print(f"  {name:22}{len(value)}", *dict.fromkeys(value[:5]), sep="\n    " if value else "")
        elif name == "mishaps":
            for note in value:
                print("  ", json.dumps(note))
        else:
            print(f"  {name:22}{value}")


if __name__ == "__main__":
    sys.exit(main())
