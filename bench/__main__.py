"""One report: this site against stock Streamlit, measured side by side in the same minutes.

``python -m bench`` (``make bench``) starts stock Streamlit with an empty page, stock Streamlit with one
Plotly chart, and this site; with ``--large FOLDER`` this site a second time on another data folder. What
slows the machine down slows all of them, so the ratios say more than the milliseconds. Nothing is
asserted; targets that are missed are marked. It takes about five minutes. The report goes to the screen,
all numbers as JSON to ``bench/results/``, and with ``--write`` the report into ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import streamlit

from bench import report as told
from bench import reruns
from bench.first_load import CHART, HEADING, FirstLoad, chromium, first_load, median_load
from bench.process import memory_mb
from bench.report import Report, Visits
from bench.reruns import LATE, NEW, SAME, Measured
from bench.sessions import held, together
from evidence_site.ui.state.site_pages import HOME, PAGES
from tools.serving import REPOSITORY, Served, served

STOCK = Path(__file__).parent / "stock"
#: Stock Streamlit is what ``pip install streamlit`` brings, without its extras.
BARE = {"PYTHONPATH": str(STOCK / "without_extras")}
RESULTS = Path(__file__).parent / "results"
DOCUMENT = REPOSITORY / "docs" / "performance.md"
PARTS = ("reruns", "visits", "crowd", "memory")
CROWDS = (1, 20, 100)
CROWD_SECONDS = 6.0
HELD = 40
VISITS = 3
#: Pages with a chart that a browser visits first, if none are named; every visit takes some seconds.
VISITED = ("overview", "timeline", "casualties")
#: Pages without a chart: there is a heading to see first.
NO_CHART = frozenset({"map", "claims", "sources", "about", "data", "record", "lessons"})


@dataclass
class Servers:
    """Those that are compared."""

    empty: Served
    chart: Served
    site: Served
    large: Served | None = None


def main() -> None:
    """Measure what was asked for, print it, and write it down."""
    options = _options()
    report = Report()
    report.say(told.machine())
    measured: Measured = {}
    visits: Visits = {}
    with ExitStack() as stack:
        servers = Servers(
            stack.enter_context(served(STOCK / "empty.py", **BARE)),
            stack.enter_context(served(STOCK / "chart.py", **BARE)),
            stack.enter_context(served(REPOSITORY / "app.py", LOG_FORMAT="plain")),
        )
        if options.large:
            folder = str(options.large.resolve())
            servers.large = stack.enter_context(served(REPOSITORY / "app.py", DATA_DIR=folder))
        _starts(report, servers)
        parts = options.only or PARTS
        # Memory first: later the process holds what all the others made it remember.
        if "memory" in parts:
            _memory(report, servers)
        if "reruns" in parts:
            measured = _reruns(report, servers, options)
        if "visits" in parts:
            visits = _visits(report, servers, options)
        if measured or visits:
            report.say("\n" + told.pages_table(measured, visits))
        if servers.large:
            _large(report, servers, servers.large, options)
        if "crowd" in parts:
            _crowd(report, servers)
    report.verdict()
    now = datetime.now(UTC)
    print(f"All numbers: {_write(report, now).relative_to(REPOSITORY)}")
    if options.write:
        told.write_into(DOCUMENT, _command(), f"{now:%Y-%m-%d}", report.lines)
        print(f"Report: {DOCUMENT.relative_to(REPOSITORY)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="This site against stock Streamlit, in one run.")
    parser.add_argument("-n", "--reruns", type=int, default=20, help="reruns for each cell (default 20)")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this part")
    parser.add_argument(
        "--page", action="append", choices=[page.path for page in PAGES], help="only this page"
    )
    parser.add_argument(
        "--large", type=Path, help="a data folder with many rows, such as bench.synthetic makes"
    )
    parser.add_argument("--write", action="store_true", help="write the report into docs/performance.md")
    return parser.parse_args()


def _command() -> str:
    given = [word for word in sys.argv[1:] if word != "--write"]
    return f"make bench BENCH={shlex.quote(' '.join([*given, '--write']))}"


def _starts(report: Report, servers: Servers) -> None:
    names = {"stock, empty": servers.empty, "stock, one chart": servers.chart, "this site": servers.site}
    report.say("\nStart to first answer, and memory then:")
    for name, server in names.items():
        memory = memory_mb(server.process)
        report.say(f"  {name:18}{server.start_seconds:6.1f} s{memory:8.0f} MB")
        report.numbers[f"start, {name}"] = {"seconds": server.start_seconds, "memory MB": memory}
    report.target("start to first answer, s", servers.site.start_seconds, 5)


def _reruns(report: Report, servers: Servers, options: argparse.Namespace) -> Measured:
    paths = [page.path for page in PAGES if options.page is None or page.path in options.page]
    measured = reruns.measure(servers.empty, servers.site, paths, options.reruns)
    for path, kinds in measured.items():
        for kind, most in {SAME: 0.5, NEW: 1.0, LATE: 0.5}.items():
            report.target(f"rerun of {path}, {kind}, over stock empty", kinds[kind].ratio, most)
    if explore := measured.get("explore"):
        pair = explore[NEW]
        report.target("rerun of explore, new, p95 over stock empty", pair.ours.p95 / pair.other.median, 2)
    report.numbers["reruns"] = {
        path: {kind: reruns.plain(pair) for kind, pair in kinds.items()} for path, kinds in measured.items()
    }
    return measured


def _large(report: Report, servers: Servers, large: Served, options: argparse.Namespace) -> None:
    paths = [page.path for page in PAGES if options.page is None or page.path in options.page]
    report.say("\nRerun with the large data folder over the shipped one, nothing changed:")
    for path, pair in reruns.compare(servers.site, large, paths, options.reruns).items():
        report.say(f"  {path:14}{pair.other.median:7.1f} ->{pair.ours.median:7.1f} ms{pair.ratio:6.2f}")
        report.target(f"rerun of {path} with large data over shipped", pair.ratio, 3)
        report.numbers.setdefault("large over shipped", {})[path] = reruns.plain(pair)
    stock = reruns.measure(servers.empty, large, ["explore"], options.reruns)["explore"][NEW]
    report.say(f"  explore, new selection, over stock empty:{stock.ratio:6.2f}")
    report.target("rerun of explore with large data, new, over stock empty", stock.ratio, 4)


def _visits(report: Report, servers: Servers, options: argparse.Namespace) -> Visits:
    wanted = [page.path for page in PAGES if page.path in (options.page or VISITED)]
    places = {
        told.EMPTY: (servers.empty, "/", "[data-testid=stApp]"),
        told.CHART: (servers.chart, "/", CHART),
        **{path: (servers.site, "/" if path == HOME.path else f"/{path}", _seen(path)) for path in wanted},
    }
    with chromium() as browser:

        def visited(server: Served, path: str, seen: str, slow: bool) -> FirstLoad:
            loads = [first_load(browser, server.address, path, seen, slow=slow) for _ in range(VISITS)]
            return median_load(loads)

        found = {name: (visited(*where, False), visited(*where, True)) for name, where in places.items()}
    report.numbers["first visits"] = {
        name: {"quick": asdict(quick), "slow": asdict(slow)} for name, (quick, slow) in found.items()
    }
    stock_quick, stock_slow = found[told.CHART]
    for path in wanted:
        if path in NO_CHART:
            continue
        quick, slow = found[path]
        report.target(f"bytes of {path} over stock chart", quick.bytes / stock_quick.bytes, 0.35)
        report.target(
            f"first chart of {path} on a slow line over stock", slow.seen_ms / stock_slow.seen_ms, 0.5
        )
    return found


def _seen(path: str) -> str:
    return HEADING if path in NO_CHART else CHART


def _crowd(report: Report, servers: Servers) -> None:
    report.say("\nReruns per second of readers who ask again at once (nothing changed), p50 and p95 in ms:")
    places = {"stock, empty": servers.empty, "stock, one chart": servers.chart, "this site": servers.site}
    rates: dict[tuple[str, int], float] = {}
    for readers in CROWDS:
        for name, server in places.items():
            crowd = together(server.address, "", "", readers, CROWD_SECONDS)
            rates[name, readers] = crowd.per_second
            report.say(
                f"  {name:18}{readers:4} readers{crowd.per_second:8.1f}/s{crowd.quantile(0.5):9.0f}"
                f"{crowd.quantile(0.95):9.0f}   errors {len(crowd.errors)}"
            )
            report.numbers.setdefault("crowd", []).append(
                {"what": name, "readers": readers, "per second": crowd.per_second, "p50": crowd.quantile(0.5),
                 "p95": crowd.quantile(0.95), "bytes": crowd.bytes, "errors": crowd.errors}
            )  # fmt: skip
    over = rates["stock, empty", 20] / rates["this site", 20]
    report.target("stock empty over this site, throughput of 20", over, 0.5)


def _memory(report: Report, servers: Servers) -> None:
    report.say(f"\nMemory per open page, over {HELD} of them:")
    for name, server in {"stock, empty": servers.empty, "this site": servers.site}.items():
        warm = held(server.address, "", "", 1, lambda server=server: memory_mb(server.process))  # type: ignore[misc]
        after = held(server.address, "", "", HELD + 1, lambda server=server: memory_mb(server.process))  # type: ignore[misc]
        each = (after - warm) / HELD
        report.say(f"  {name:18}{each:6.2f} MB   ({warm:.0f} -> {after:.0f} MB)")
        report.numbers.setdefault("memory MB per open page", {})[name] = each
        if name == "this site":
            report.target("memory per open page, MB", each, 5)


def _write(report: Report, now: datetime) -> Path:
    document = {
        "at": now.isoformat(timespec="seconds"),
        "machine": told.machine(),
        "python": platform.python_version(),
        "streamlit": streamlit.__version__,
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        **report.numbers,
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
