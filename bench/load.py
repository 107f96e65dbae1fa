"""Many visitors for minutes, and mishaps meanwhile: ``python -m bench.load`` (``make load``).

First a steady part: several worker processes, 100 visitors on all pages who click as fast as they are
answered, and the memory of the processes over time. Then the same crowd while a worker is killed and while
all are replaced. At last 50 visitors read while the worst requests that are known are sent (``mishaps.py``).

A visitor notices what a reader would: a page that breaks, one that says something else than it said to
another reader of the same address, and a connection that does not come back.

Only this machine is asked, and every part ends by itself. The numbers go to the screen and, all of them,
as JSON to ``bench/results/``. The exit status is 1 if anything went wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from bench import mishaps
from bench.process import workers_memory_mb
from bench.report import Report, machine
from bench.reruns import MENU, MENUS, reader
from tools.serving import Server, served_by_workers

#: Pages that say how much they show; the record page and texts about the site do not.
VISITED = ("overview", "timeline", "map", "casualties", "explore", "screenings")
PARTS = ("steady", "mishaps", "worst")
SAMPLE_SECONDS = 5.0
#: A page that was cut off must be back by then; a visitor tries as often as Streamlit's page does.
BACK_IN_SECONDS, RETRY_SECONDS, GIVE_UP_SECONDS = 10.0, 0.5, 60.0
#: While the worst is sent: visitors, the mean seconds between two clicks of one, and what is promised.
READERS, READS_SECONDS = 50, 3.0
LONGEST_WAIT_SECONDS, MOST_LEFT_MB, GIVEN_BACK_SECONDS = 5.0, 50.0, 90.0
#: What is said of the milliseconds of all answers, and the percentile that it is.
_SHARES = {"ms p50": 50, "ms p95": 95, "ms p99": 99, "ms longest": 100}
_SENTENCE = re.compile(r'<p [^>]*class="sentence"[^>]*>(.*?)</p>', re.DOTALL)


T = TypeVar("T")
Row = dict[str, Any]


@dataclass
class Observations:
    """What all visitors of a part have seen, each with the second at which it was.

    Attributes:
        said: The sentence of each page and query, as the first reader of it was told.
        answers: When each rerun ended, and the milliseconds that it took.
        gaps: When a visitor was back, and the seconds that it was cut off.
        errors: When something was wrong, and what.
        memory: When it was looked at, and the megabytes of all workers together.
    """

    said: dict[tuple[str, str], str] = field(default_factory=dict)
    answers: list[tuple[float, float]] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def fault(self, what: str) -> None:
        """Note what was wrong."""
        self.errors.append((time.monotonic(), what[:300]))

    def compare(self, page: str, query: str, sentence: str) -> None:
        """Note it as wrong if somebody is told something else than another, or nothing."""
        before = self.said.setdefault((page, query), sentence)
        if not sentence:
            self.fault(f"{page}: no sentence says what is shown")
        elif sentence != before:
            self.fault(f"{page}?{query}: {sentence!r}, and before {before!r}")

    def numbers(self, begin: float, end: float) -> Row:
        """Return what happened between two seconds; the slope is that of memory after a third of the time."""

        def during(events: Sequence[tuple[float, T]], start: float = begin) -> list[tuple[float, T]]:
            return [(at, what) for at, what in events if start <= at <= end]

        taken = [milliseconds for _, milliseconds in during(self.answers)]
        gaps = [seconds for _, seconds in during(self.gaps)]
        settled = pd.DataFrame(during(self.memory, begin + (end - begin) / 3), columns=["at", "MB"])
        slope = np.polyfit(settled["at"], settled["MB"], 1)[0] * 60 if len(settled) > 2 else None
        return {
            "seconds": end - begin,
            "answers": len(taken),
            **{
                name: float(np.percentile(taken, share)) if taken else None for name, share in _SHARES.items()
            },
            "cut off": len(gaps),
            "longest gap s": max(gaps, default=0.0),
            "memory MB": [held for _, held in during(self.memory)],
            "MB a minute": slope,
            "errors": [what for _, what in during(self.errors)],
        }


def sentence_of(messages: Sequence[ForwardMsg]) -> str:
    """Return the sentence that says how much is shown, as it stands in the end; empty if there is none.

    A run that was broken off for another (a live reload for a click) may have drawn one before.
    """
    bodies = (message.delta.new_element.html.body for message in reversed(messages))
    found = next(filter(None, map(_SENTENCE.search, bodies)), None)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


async def visit(
    server: Server, path: str, seen: Observations, over: asyncio.Event, chance: random.Random, reads: float
) -> None:
    """Click, wait for the answer and click again until it is over; come back when cut off."""
    visitor = reader(server, path)
    cut_off_at: float | None = None

    async def click(*choice: Any) -> None:
        rerun = await visitor.rerun(*choice)
        seen.answers.append((time.monotonic(), rerun.milliseconds))
        seen.compare(path, visitor.query, sentence_of(visitor.received))

    while not over.is_set():
        try:
            async with visitor:
                await click()
                if cut_off_at is not None:
                    gap = time.monotonic() - cut_off_at
                    seen.gaps.append((time.monotonic(), gap))
                    if gap > BACK_IN_SECONDS:
                        seen.fault(f"cut off for {gap:.1f} s")
                    cut_off_at = None
                while not over.is_set():
                    await asyncio.sleep(chance.uniform(0, 2 * reads))
                    menu = MENUS.get(path, MENU)
                    option = chance.sample(visitor.menus[menu].options, 1)
                    await click(*chance.choice([(), (menu, ()), (menu, option)]))
        except (WebSocketException, OSError) as cut:
            cut_off_at = cut_off_at or time.monotonic()
            if time.monotonic() - cut_off_at > GIVE_UP_SECONDS:
                seen.fault(f"never came back: {type(cut).__name__}: {cut}")
                return
            await asyncio.sleep(RETRY_SECONDS)
        except RuntimeError as broken:
            seen.fault(str(broken))
            visitor = reader(server, path)


async def visited(
    server: Server, readers: int, work: Callable[[], T], reads: float = 0
) -> tuple[Observations, T]:
    """Return what a crowd sees from the beginning of some work to its end, and what the work returns.

    Args:
        reads: Mean seconds that a visitor reads before the next click.
    """
    seen, over, chance = Observations(), asyncio.Event(), random.Random(1992)

    async def watch() -> None:
        while not over.is_set():
            with suppress(OSError):  # a worker ended at this moment
                seen.memory.append((time.monotonic(), workers_memory_mb(server.process)))
            await asyncio.sleep(SAMPLE_SECONDS)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        for path in islice(cycle(VISITED), readers):
            group.create_task(visit(server, path, seen, over, random.Random(chance.random()), reads))
        done = await asyncio.to_thread(work)
        over.set()
        watching.cancel()
    return seen, done


def steady(server: Server, readers: int, minutes: float) -> list[Row]:
    """Return the numbers of a crowd that nothing disturbs."""
    begin = time.monotonic()
    seen, _ = asyncio.run(visited(server, readers, partial(time.sleep, minutes * 60)))
    return [{"what": "steady", "visitors": readers, **seen.numbers(begin, time.monotonic())}]


def with_mishaps(server: Server, readers: int) -> list[Row]:
    """Return the numbers of a crowd that a server keeps through mishaps: of all, and during each."""
    begin = time.monotonic()
    seen, played = asyncio.run(visited(server, readers, partial(mishaps.play_mishaps, server)))
    rows = [{"what": "mishaps", "visitors": readers, **seen.numbers(begin, time.monotonic())}]
    for what, start, end, faults in played:
        row = seen.numbers(start, end)
        rows.append({"what": what, "visitors": readers, **row, "errors": [*row["errors"], *faults]})
    return rows


def with_worst_requests(server: Server) -> list[Row]:
    """Return the numbers of a crowd that reads while the worst is sent; broken promises are errors."""
    start = workers_memory_mb(server.process)
    _, faults = mishaps.send_worst(server)  # fills what is kept of answers, up to its bounds
    before = workers_memory_mb(server.process)
    begin = time.monotonic()
    work = partial(mishaps.send_worst, server)
    seen, (sent, more_faults) = asyncio.run(visited(server, READERS, work, READS_SECONDS))
    row = seen.numbers(begin, time.monotonic())
    patience = time.monotonic() + GIVEN_BACK_SECONDS
    while (left := workers_memory_mb(server.process) - before) > MOST_LEFT_MB:
        if time.monotonic() > patience:
            faults.append(f"{left:.0f} MB were not given back.")
            break
        time.sleep(1)
    if (row["ms longest"] or 0) > LONGEST_WAIT_SECONDS * 1000:
        faults.append(f"A visitor waited for {row['ms longest'] / 1000:.1f} s.")
    if row["cut off"]:
        faults.append(f"Visitors were cut off {row['cut off']} times.")
    memory = {"sent": sent, "MB at the start": start, "MB once sent": before, "MB left": left}
    errors = [*row["errors"], *faults, *more_faults]
    return [{"what": "the worst", "visitors": READERS, **row, **memory, "errors": errors}]


def main() -> int:
    """Measure what was asked for, print it, write it down; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description="Many visitors for minutes, and mishaps meanwhile.")
    parser.add_argument("--readers", type=int, default=100, help="open pages (default 100)")
    parser.add_argument("--minutes", type=float, default=3.0, help="of the steady part (default 3)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default 2)")
    parser.add_argument("--only", choices=PARTS, help="only this part")
    chosen = parser.parse_args()
    plays: dict[str, Callable[[Server], list[Row]]] = {
        "steady": partial(steady, readers=chosen.readers, minutes=chosen.minutes),
        "mishaps": partial(with_mishaps, readers=chosen.readers),
        "worst": with_worst_requests,
    }
    report = Report()
    report.say(machine())
    for part in (part for part in PARTS if chosen.only in (None, part)):
        with served_by_workers(chosen.workers) as server:
            rows = report.numbers[part] = plays[part](server)
        report.table(f"{part}, {chosen.workers} workers", pd.DataFrame(map(shown, rows)).set_index("what").T)
        for row in rows:
            for error in dict.fromkeys(row["errors"]):
                report.say(f"{row['what']}: {error}")
    print(f"All numbers: {report.save('load-')}")
    return int(any(row["errors"] for rows in report.numbers.values() for row in rows))


def shown(row: Row) -> Row:
    """Return a row for the screen: of memory the first and the last sample, of errors how many."""
    held = row["memory MB"]
    memory = f"{held[0]:.0f} to {held[-1]:.0f}" if held else ""
    short = {**row, "memory MB": memory, "errors": len(row["errors"])}
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in short.items()}


if __name__ == "__main__":
    sys.exit(main())
