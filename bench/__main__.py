"""One report: this site against stock Streamlit, measured side by side in the same minutes.

``python -m bench`` (``make bench``) starts stock Streamlit with an empty page, stock Streamlit with one
Plotly chart, and this site; with ``--large FOLDER`` this site a second time on another data folder. What
slows the machine down slows all of them, so the ratios say more than the milliseconds. Nothing is
asserted; targets that are missed are marked. It takes about six minutes. The report goes to the screen,
all numbers as JSON to ``bench/results/``, and with ``--write`` the report into ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd

from bench import reruns
from bench.process import memory_mb
from bench.report import Report, machine, write_into
from bench.reruns import LATE, NEW, SAME
from bench.visits import CHART, first_visit
from evidence_site import PROJECT
from evidence_site.viz.pages.site import HOME, PAGES
from tools.programs import chromium
from tools.serving import Server, served

STOCK = PROJECT / "bench" / "stock"
#: Stock Streamlit is what ``pip install streamlit`` brings, without its extras.
BARE = {"PYTHONPATH": str(STOCK / "without_extras")}
EMPTY, ONE_CHART, OURS, LARGE = "stock, empty", "stock, one chart", "this site", "large data"
DOCUMENT = PROJECT / "docs" / "performance.md"
PATHS = [page.path for page in PAGES]
PARTS = ("reruns", "visits", "crowd", "memory")
CROWDS, CROWD_SECONDS = (1, 20, 100), 6.0
HELD = 40
#: Pages with a chart, of which a browser visits the first three if none are named; each visit takes seconds.
WITH_CHART = ("overview", "timeline", "casualties", "explore", "screenings", "activity")
VISITS = 3
#: Most that a rerun takes, over one of a stock empty page.
TARGETS = {SAME: 0.5, NEW: 1.0, LATE: 0.5}

Servers = Mapping[str, Server]


def main() -> None:
    """Measure what was asked for, print it, and write it down."""
    options = _options()
    report = Report()
    report.say(machine())
    parts, paths = options.only or PARTS, [path for path in PATHS if path in (options.page or PATHS)]
    with ExitStack() as stack:
        servers = {
            EMPTY: stack.enter_context(served(STOCK / "empty.py", **BARE)),
            ONE_CHART: stack.enter_context(served(STOCK / "chart.py", **BARE)),
            OURS: stack.enter_context(served(LOG_FORMAT="plain")),
        }
        rows = {name: (server.start_seconds, memory_mb(server.process)) for name, server in servers.items()}
        starts = pd.DataFrame.from_dict(rows, "index", columns=["s", "MB"])
        report.table("Start to first answer, and memory then", starts)
        report.numbers["starts"] = starts.to_dict("index")
        report.targets.append(("start to first answer, s", servers[OURS].start_seconds, 5))
        # Memory first: later the process holds what all the others made it remember.
        if "memory" in parts:
            _memory(report, servers)
        if "reruns" in parts or options.large:
            shipped = _reruns(report, servers, paths, options.reruns)
        if "visits" in parts:
            _visits(report, servers, options.page or WITH_CHART[:3])
        if "crowd" in parts:
            _crowd(report, servers)
        if options.large:
            folder = str(options.large.resolve())
            servers[LARGE] = stack.enter_context(served(DATA_DIR=folder, LOG_FORMAT="plain"))
            _large(report, servers, shipped, options.reruns)
    report.verdict()
    print(f"All numbers: {report.save('').relative_to(PROJECT)}")
    if options.write:
        words = [word for word in sys.argv[1:] if word != "--write"]
        command = f"make bench BENCH={shlex.quote(' '.join([*words, '--write']))}"
        write_into(DOCUMENT, command, f"{datetime.now(UTC):%Y-%m-%d}", report.lines)
        print(f"Report: {DOCUMENT.relative_to(PROJECT)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="This site against stock Streamlit, in one run.")
    parser.add_argument("-n", "--reruns", type=int, default=20, help="reruns for each cell (default 20)")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this part")
    parser.add_argument("--page", action="append", choices=PATHS, help="only this page")
    parser.add_argument(
        "--large", type=Path, help="a data folder with many rows, such as bench.synthetic makes"
    )
    parser.add_argument("--write", action="store_true", help="write the report into docs/performance.md")
    return parser.parse_args()


def _memory(report: Report, servers: Servers) -> None:
    rows = {}
    for name in (EMPTY, OURS):
        server = servers[name]
        held = partial(reruns.held, server.address, measure=partial(memory_mb, server.process))
        one, many = (asyncio.run(held(readers=readers)) for readers in (1, HELD + 1))
        rows[name] = {"MB with one": one, "with all": many, "each": (many - one) / HELD}
    report.table(f"Memory per open page, over {HELD} of them", pd.DataFrame.from_dict(rows, "index"))
    report.numbers["memory of open pages"] = rows
    report.targets.append(("memory per open page, MB", rows[OURS]["each"], 5))


def _reruns(report: Report, servers: Servers, paths: Sequence[str], count: int) -> Mapping[str, pd.DataFrame]:
    samples = asyncio.run(reruns.measure(servers[EMPTY], servers[OURS], paths, count))
    for kind, rows in (tables := reruns.tables(samples, EMPTY)).items():
        report.table(
            f"Rerun, {kind}: ms, ratio over the stock empty page, kB of messages, ms of processor", rows
        )
        ratios = rows["ratio"].to_dict()
        report.targets += [
            (f"rerun of {path}, {kind}, over stock empty", ratios[path], TARGETS[kind]) for path in paths
        ]
    if "explore" in paths:
        tail = tables[NEW]["p95 ratio"].to_dict()["explore"]
        report.targets.append(("rerun of explore, new, p95 over stock empty", tail, 2))
    report.numbers["reruns"] = samples
    return tables


def _large(report: Report, servers: Servers, shipped: Mapping[str, pd.DataFrame], count: int) -> None:
    paths = [path for path in shipped[SAME].index if path != EMPTY]
    samples = asyncio.run(reruns.measure(servers[EMPTY], servers[LARGE], paths, count))
    large = reruns.tables(samples, EMPTY)
    report.table("Rerun with the large data folder, nothing changed", large[SAME])
    over = (large[SAME]["ratio"] / shipped[SAME]["ratio"]).to_dict()
    report.targets += [(f"rerun of {path} with large data over shipped", over[path], 3) for path in paths]
    if "explore" in paths:
        ratio = large[NEW]["ratio"].to_dict()["explore"]
        report.targets.append(("rerun of explore with large data, new, over stock empty", ratio, 4))
    report.numbers["reruns with large data"] = samples


def _visits(report: Report, servers: Servers, paths: Sequence[str]) -> None:
    pages = {
        EMPTY: (f"{servers[EMPTY].address}/", "[data-testid=stApp]"),
        ONE_CHART: (f"{servers[ONE_CHART].address}/", CHART),
    }
    for path in paths:
        address = f"{servers[OURS].address}/{path.removeprefix(HOME.path)}"
        pages[path] = (address, CHART if path in WITH_CHART else "h1")
    with chromium() as browser:
        visits = [
            {"page": name, "slow": slow, **first_visit(browser, *page, slow=slow)}
            for name, page in pages.items()
            for slow in (False, True)
            for _ in range(VISITS)
        ]
    middle = pd.DataFrame(visits).groupby(["page", "slow"], sort=False).median()
    quick, slow = middle.xs(False, level="slow"), middle.xs(True, level="slow")
    table = pd.DataFrame(
        {"kB": quick.bytes / 1000, "requests": quick.requests, "ms": quick.ms, "slow ms": slow.ms}
    )
    report.table("First visit: bytes on the wire, and until the first chart stands, slow at 10 Mbit/s", table)
    report.numbers["first visits"] = visits
    over = (table / table.loc[ONE_CHART]).to_dict("index")
    for path in filter(WITH_CHART.__contains__, paths):
        report.targets.append((f"bytes of {path} over stock chart", over[path]["kB"], 0.35))
        report.targets.append(
            (f"first chart of {path} on a slow line over stock", over[path]["slow ms"], 0.5)
        )


def _crowd(report: Report, servers: Servers) -> None:
    rows = []
    for readers in CROWDS:
        for name, server in servers.items():
            crowd = asyncio.run(reruns.together(server.address, "", readers, CROWD_SECONDS))
            times = pd.Series(crowd.milliseconds, dtype=float)
            rows.append(
                {
                    "what": name,
                    "readers": readers,
                    "per second": len(times) / crowd.seconds,
                    "p50": times.median(),
                    "p95": times.quantile(0.95),
                    "errors": len(crowd.errors),
                }
            )
            report.numbers.setdefault("errors of the crowd", []).extend(crowd.errors)
    table = pd.DataFrame(rows).set_index(["what", "readers"])
    report.table("Reruns per second of readers who ask again at once (nothing changed), and their ms", table)
    report.numbers["crowd"] = rows
    rates = table["per second"].to_dict()
    over = rates[EMPTY, 20] / rates[OURS, 20]
    report.targets.append(("stock empty over this site, throughput of 20", over, 0.5))


if __name__ == "__main__":
    main()
