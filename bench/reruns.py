"""How long a rerun of every page takes, over that of a stock empty Streamlit page in the same run.

Two servers are started side by side: stock ``streamlit run`` of an empty script with nothing set but
headless and no statistics, and this site as ``make run`` serves it. One reader speaks Streamlit's
WebSocket protocol with both, in turn: one rerun of the stock page, one of ours. What slows the machine
down in between slows both, so the ratio of the two medians says more than the milliseconds.

Three kinds of rerun are measured on every page:

- *nothing changed*: the reader did something that asks for a rerun and changes no choice;
- *seen before*: two selections in a menu of the filter bar, in turn, both drawn before;
- *new*: selections that this server has not drawn yet, each once.

The menu is the category; on the screenings page the country and on the sources page the perspective,
which narrow what these pages show. Time runs from sending the click to receiving ``script_finished``.
Streamlit's own garbage collection after each run is part of it, on both sides. Bytes are those of all
messages of the rerun, which Streamlit sends uncompressed; large elements that the browser still holds
are sent as references, as they are to a browser.

Not measured: the first opening of a page, drawing in the browser, what the browser then fetches over
HTTP (scripts, map layers), the extra reruns that a map component asks for when it has loaded, several
readers at once, and latency of a network. Nothing is asserted. The table goes to the screen, all
samples go to ``bench/results/``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit

from bench.protocol import Reader, Rerun
from records.loading import data_folder
from records.site import read_site
from tools.serving import REPOSITORY, serving
from ui.site_pages import HOME, PAGES

STOCK = Path(__file__).parent / "stock" / "empty.py"
RESULTS = Path(__file__).parent / "results"

#: The menu that narrows what a page shows, where it is not the category.
MENUS = {"screenings": "country", "sources": "side"}
MENU = "cat"

KINDS = ("nothing changed", "seen before", "new")

#: Reruns before anything is measured, and the pause that lets a server finish what follows a run.
WARM_UPS, PAUSE_SECONDS = 4, 0.03

#: Reruns of the page and, in turn with them, of the stock page.
Pairs = tuple[list[Rerun], list[Rerun]]
Move = Callable[[], Rerun]


def main() -> None:
    """Measure, print one table, and write the samples."""
    parser = argparse.ArgumentParser(description="Rerun time of every page over a stock empty page.")
    parser.add_argument("-n", "--reruns", type=int, default=40, help="reruns for each cell (default 40)")
    parser.add_argument("--page", action="append", choices=[page.path for page in PAGES], help="only this")
    options = parser.parse_args()
    with serving(STOCK) as stock, serving(REPOSITORY / "app.py") as site, Reader(stock) as still:
        for _ in range(WARM_UPS):
            still.rerun()
        fresh = Fresh()
        measured = {
            page.path: _page(site, page.path, still, options.reruns, fresh)
            for page in PAGES
            if options.page is None or page.path in options.page
        }
    print(table(measured))
    print(f"\nAll samples: {_write(measured).relative_to(REPOSITORY)}")


class Fresh:
    """Selections that nobody has asked this server for; steady from run to run."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        self._used: set[tuple[str, ...]] = set()

    def of(self, options: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Give new selections of two to five options until none can be found."""
        misses = 0
        while misses < 1000:
            size = self._random.randint(2, min(5, len(options)))
            chosen = tuple(sorted(self._random.sample(options, size)))
            misses = misses + 1 if chosen in self._used else 0
            if not misses:
                self._used.add(chosen)
                yield chosen


def _page(site: str, path: str, still: Reader, count: int, fresh: Fresh) -> dict[str, Pairs]:
    """Return the reruns of one page and of the stock page beside them, by kind."""
    menu = MENUS.get(path, MENU)
    with Reader(site, "" if path == HOME.path else path, _query(path)) as reader:
        for _ in range(WARM_UPS):
            reader.rerun()
        quiet = _in_turn((reader.rerun for _ in range(count)), still)
        options = reader.menus[menu].options
        two = [options[:1], options[1:2]]
        for turn in range(WARM_UPS):
            reader.rerun(menu, two[turn % 2])
        again = _in_turn((_choosing(reader, menu, two[turn % 2]) for turn in range(count)), still)
        unseen = (chosen for _, chosen in zip(range(count), fresh.of(options), strict=False))
        new = _in_turn((_choosing(reader, menu, chosen) for chosen in unseen), still)
    return dict(zip(KINDS, (quiet, again, new), strict=True))


def _choosing(reader: Reader, menu: str, chosen: Sequence[str]) -> Move:
    return lambda: reader.rerun(menu, chosen)


def _query(path: str) -> str:
    """Return what the address of a page must name: the record page shows the main event."""
    main_event = read_site(data_folder()).main_event
    return urlencode({"table": "events", "key": main_event}) if path == "record" else ""


def _in_turn(moves: Iterator[Move], still: Reader) -> Pairs:
    ours, stock = [], []
    for move in moves:
        stock.append(still.rerun())
        time.sleep(PAUSE_SECONDS)
        ours.append(move())
        time.sleep(PAUSE_SECONDS)
    return ours, stock


def _median(reruns: Sequence[Rerun]) -> float:
    return statistics.median(rerun.milliseconds for rerun in reruns)


def _p95(reruns: Sequence[Rerun]) -> float:
    return statistics.quantiles([rerun.milliseconds for rerun in reruns], n=20, method="inclusive")[-1]


def _bytes(reruns: Sequence[Rerun]) -> float:
    return statistics.median(rerun.bytes for rerun in reruns)


def table(measured: dict[str, dict[str, Pairs]]) -> str:
    """Return the one table: a row for the stock page, a row for every page."""
    stock = {kind: [rerun for page in measured.values() for rerun in page[kind][1]] for kind in KINDS}
    heads = "".join(f" | {kind:^28}" for kind in KINDS)
    names = "".join(f" | {'median':>7}{'p95':>7}{'ratio':>6}{'kB':>8}" for _ in KINDS)
    lines = [
        "Rerun time in ms; ratio of medians over the stock empty page, rerun in turn; kB of messages.",
        "",
        f"{'':14}{heads}",
        f"{'page':14}{names}",
        f"{'stock, empty':14}{''.join(_cell(stock[kind], stock[kind]) for kind in KINDS)}",
    ]
    lines += [
        f"{path:14}{''.join(_cell(*kinds[kind]) for kind in KINDS)}" for path, kinds in measured.items()
    ]
    return "\n".join(lines)


def _cell(ours: Sequence[Rerun], stock: Sequence[Rerun]) -> str:
    median = _median(ours)
    ratio = median / _median(stock)
    return f" | {median:7.1f}{_p95(ours):7.1f}{ratio:6.2f}{_bytes(ours) / 1000:8.1f}"


def _write(measured: dict[str, dict[str, Pairs]]) -> Path:
    now = datetime.now(UTC)
    document: dict[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "streamlit": streamlit.__version__,
        "processors": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "pages": {
            path: {
                kind: {"site": _plain(ours), "stock": _plain(stock)} for kind, (ours, stock) in kinds.items()
            }
            for path, kinds in measured.items()
        },
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return file


def _plain(reruns: Sequence[Rerun]) -> dict[str, list[float]]:
    return {
        "milliseconds": [round(rerun.milliseconds, 2) for rerun in reruns],
        "bytes": [rerun.bytes for rerun in reruns],
    }


if __name__ == "__main__":
    main()
