"""What the server takes: reruns of every page, many readers at once, memory of open pages.

Two servers run side by side: stock ``streamlit run`` of an empty script, as Streamlit comes without its
extras and with nothing set but headless and no statistics, and this site as ``make run`` serves it. One
reader speaks Streamlit's WebSocket protocol with both, in turn: one rerun of the stock page, one of ours.
What slows the machine down in between slows both, so the ratio of the two medians says more than the
milliseconds.

Three kinds of rerun are measured on every page, all pages for one kind before the next kind begins, so that
no page has a server that remembers much more than that of another:

- *same*: the reader did something that asks for a rerun and changes no choice;
- *new*: selections that this server has not drawn yet, on any page, each once;
- *late*: nothing changed again, when the server has drawn all of the above and remembers it.

The menu is the category; on the screenings page the country and on the sources page the perspective,
which narrow what these pages show. Time runs from sending the click to receiving ``script_finished``;
what a server does after each run counts where it keeps the answer waiting. Bytes are those of all
messages of the rerun, which Streamlit sends uncompressed; large elements that the browser still holds
are sent as references, as they are to a browser. Processor time is that of the whole process.

Not measured here: drawing in the browser and what it then fetches (``visits.py``), and the extra reruns
that a map component asks for when it has loaded.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from bench.process import cpu_seconds
from bench.protocol import Reader
from evidence_site.records.load.loading import data_folder
from evidence_site.records.settings.site import read_site
from evidence_site.viz.pages.site import HOME
from tools.serving import Server

#: The menu that narrows what a page shows, where it is not the category.
MENUS = {"screenings": "country", "sources": "side"}
MENU = "cat"

#: Reruns before anything is measured, and the pause that lets a server finish what follows a run.
WARM_UPS, PAUSE_SECONDS = 4, 0.03

SAME, NEW, LATE = "same", "new", "late"
KINDS = (SAME, NEW, LATE)

#: One rerun of a page, and beside it one of what it is compared with (``other_...``).
Sample = Mapping[str, Any]
Click = tuple[()] | tuple[str, Sequence[str]]


def reader(server: Server, path: str) -> Reader:
    """Return a reader of a page of the site; the record page shows the main event."""
    event = {"table": "events", "key": read_site(data_folder()).main_event}
    return Reader(server.address, path.removeprefix(HOME.path), urlencode(event) if path == "record" else "")


async def measure(stock: Server, site: Server, paths: Sequence[str], count: int) -> list[Sample]:
    """Return reruns of each page and kind, each beside one of the stock page."""
    samples: list[Sample] = []
    selections: dict[str, Iterator[Sequence[str]]] = {}
    async with AsyncExitStack() as stack:
        still = await _warmed_up(stack, Reader(stock.address))
        readers = {path: await _warmed_up(stack, reader(site, path)) for path in paths}
        for kind in KINDS:
            for path, ours in readers.items():
                menu = MENUS.get(path, MENU)
                clicks: Iterable[Click] = [()] * count
                if kind == NEW:
                    options = selections.setdefault(menu, fresh(ours.menus[menu].options))
                    clicks = [(menu, chosen) for chosen in islice(options, count)]
                elif kind == LATE:
                    await ours.rerun(menu, ())
                samples += [
                    {"page": path, "kind": kind, **sample}
                    async for sample in _in_turn(site, ours, stock, still, clicks)
                ]
    return samples


async def _warmed_up(stack: AsyncExitStack, reader: Reader) -> Reader:
    await stack.enter_async_context(reader)
    for _ in range(WARM_UPS):
        await reader.rerun()
    return reader


async def _in_turn(
    site: Server, ours: Reader, stock: Server, still: Reader, clicks: Iterable[Click]
) -> AsyncIterator[Sample]:
    for click in clicks:
        before = cpu_seconds(site.process), cpu_seconds(stock.process)
        other = await still.rerun()
        await asyncio.sleep(PAUSE_SECONDS)
        own = await ours.rerun(*click)
        await asyncio.sleep(PAUSE_SECONDS)
        yield {
            "ms": own.milliseconds,
            "bytes": own.bytes,
            "cpu": (cpu_seconds(site.process) - before[0]) * 1000,
            "other_ms": other.milliseconds,
            "other_bytes": other.bytes,
            "other_cpu": (cpu_seconds(stock.process) - before[1]) * 1000,
        }


def fresh(options: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give selections of two to five options, none twice, until none can be found.

    They are the same from one measurement to the next.
    """
    chance, used = random.Random(1), set[tuple[str, ...]]()
    misses = 0
    while misses < 1000:
        chosen = tuple(sorted(chance.sample(options, chance.randint(2, min(5, len(options))))))
        misses = misses + 1 if chosen in used else 0
        if not misses:
            used.add(chosen)
            yield chosen


def tables(samples: Sequence[Sample], other: str) -> dict[str, pd.DataFrame]:
    """Return for each kind a row a page, and first one for what they are compared with, which is called so.

    Returns:
        Columns ``median`` and ``p95`` (ms), their ``ratio`` and ``p95 ratio`` over the median of the other,
        ``kB`` (median) and ``cpu`` (ms, mean).
    """
    ours = pd.DataFrame(samples)
    theirs = ours.assign(page=other, ms=ours["other_ms"], bytes=ours["other_bytes"], cpu=ours["other_cpu"])
    kinds = pd.concat([theirs, ours]).groupby("kind", sort=False)
    return {str(kind): _summary(samples) for kind, samples in kinds}


def _summary(samples: pd.DataFrame) -> pd.DataFrame:
    pages = samples.groupby("page", sort=False)
    rows = pd.DataFrame({"median": pages["ms"].median(), "p95": pages["ms"].quantile(0.95)})
    rows["ratio"] = rows["median"] / pages["other_ms"].median()
    rows["p95 ratio"] = rows["p95"] / pages["other_ms"].median()
    rows["kB"], rows["cpu"] = pages["bytes"].median() / 1000, pages["cpu"].mean()
    return rows


@dataclass
class Crowd:
    """What a number of readers got together."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def together(address: str, page: str, readers: int, seconds: float) -> Crowd:
    """Return what a number of readers get who ask again as soon as they are answered."""
    crowd = Crowd()

    async def read_on(reader: Reader) -> None:
        try:
            while time.perf_counter() < begin + seconds:
                crowd.milliseconds.append((await reader.rerun()).milliseconds)
        except Exception as error:
            crowd.errors.append(f"{type(error).__name__}: {error}"[:200])

    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(Reader(address, page)) for _ in range(readers)]
        for reader in opened:
            await reader.rerun()
        begin = time.perf_counter()
        await asyncio.gather(*map(read_on, opened))
        crowd.seconds = time.perf_counter() - begin
    return crowd


async def held(address: str, readers: int, measure: Callable[[], float]) -> float:
    """Return what is measured while a number of pages are open and nobody asks anything."""
    async with AsyncExitStack() as stack:
        for _ in range(readers):
            await (await stack.enter_async_context(Reader(address))).rerun()
        await asyncio.sleep(1)
        return measure()
