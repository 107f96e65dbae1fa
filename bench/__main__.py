"""One table: this site against stock Streamlit, measured side by side in the same minutes.

``python -m bench`` (``make bench``) starts stock Streamlit with an empty page, stock Streamlit with one
Plotly chart, and this site; with ``--large FOLDER`` this site a second time on another data folder. What
slows the machine down slows all of them, so the ratios say more than the milliseconds. Nothing is
asserted; targets that are missed are marked. The numbers go to the screen and, all of them, as JSON to
``bench/results/``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit

from bench import reruns
from bench.first_load import CHART, HEADING, FirstLoad, chromium, first_load, median_load
from bench.process import cpu_seconds, memory_mb
from bench.protocol import Reader
from bench.sessions import held, together
from tools.serving import REPOSITORY, Served, served
from ui.site_pages import HOME, PAGES

STOCK = Path(__file__).parent / "stock"
PARTS = ("reruns", "loads", "crowd", "memory")
CROWDS = (1, 20, 100)
CROWD_SECONDS = 10.0
HELD = 40
LOADS = 3
#: Pages with a chart that a browser visits first, and one whose map is no chart.
CHART_PAGES = ("overview", "timeline", "casualties", "screenings", "explore")


@dataclass
class Servers:
    """Those that are compared."""

    empty: Served
    chart: Served
    site: Served
    large: Served | None = None


@dataclass
class Report:
    """Lines for the screen, numbers for the file, and how the targets were met."""

    lines: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    targets: list[tuple[str, float, float]] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        """Add a line and print it."""
        self.lines.append(line)
        print(line, flush=True)

    def target(self, what: str, value: float, most: float) -> None:
        """Note a number and the most that it should be."""
        self.targets.append((what, value, most))


def main() -> None:
    """Measure what was asked for, print it, and write it down."""
    parser = argparse.ArgumentParser(description="This site against stock Streamlit, in one run.")
    parser.add_argument("-n", "--reruns", type=int, default=40, help="reruns for each cell (default 40)")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this part")
    parser.add_argument(
        "--page", action="append", choices=[page.path for page in PAGES], help="only this page"
    )
    parser.add_argument(
        "--large", type=Path, help="a data folder with many rows, such as bench.synthetic makes"
    )
    options = parser.parse_args()
    report = Report()
    with ExitStack() as stack:
        servers = Servers(
            stack.enter_context(served(STOCK / "empty.py")),
            stack.enter_context(served(STOCK / "chart.py")),
            stack.enter_context(served(REPOSITORY / "app.py", LOG_FORMAT="plain")),
        )
        if options.large:
            folder = str(options.large.resolve())
            servers.large = stack.enter_context(served(REPOSITORY / "app.py", DATA_DIR=folder))
        _starts(report, servers)
        for part in options.only or PARTS:
            _MEASURES[part](report, servers, options)
    _verdict(report)
    print(f"All numbers: {_write(report).relative_to(REPOSITORY)}")


def _starts(report: Report, servers: Servers) -> None:
    names = {"stock, empty": servers.empty, "stock, one chart": servers.chart, "this site": servers.site}
    report.say("Start to first answer, and memory then:")
    for name, server in names.items():
        memory = memory_mb(server.process)
        report.say(f"  {name:18}{server.start_seconds:6.1f} s{memory:8.0f} MB")
        report.numbers[f"start, {name}"] = {"seconds": server.start_seconds, "memory MB": memory}
    report.target("start to first answer, s", servers.site.start_seconds, 5)


def _reruns(report: Report, servers: Servers, options: argparse.Namespace) -> None:
    paths = [page.path for page in PAGES if options.page is None or page.path in options.page]
    measured, again = reruns.measure(servers.empty.address, servers.site.address, paths, options.reruns)
    report.say()
    report.say(reruns.table(measured))
    report.say(f"\n{paths[0]} again, after all of the above:{reruns.cell(*again)}")
    for path, kinds in measured.items():
        for kind, most in {"nothing changed": 0.5, "new": 1.0}.items():
            ours, stock = kinds[kind]
            ratio = reruns.median(ours) / reruns.median(stock)
            report.target(f"rerun of {path}, {kind}, over stock empty", ratio, most)
    report.numbers["reruns"] = {
        path: {kind: reruns.plain(*found) for kind, found in kinds.items()}
        for path, kinds in measured.items()
    }
    _processor(report, servers, paths, options.reruns)
    if servers.large:
        _large(report, servers.site, servers.large, paths, options.reruns)


def _cpu_of(server: Served, page: str, query: str, count: int) -> float:
    with Reader(server.address, page, query) as reader:
        for _ in range(reruns.WARM_UPS):
            reader.rerun()
        begin = cpu_seconds(server.process)
        for _ in range(count):
            reader.rerun()
        return (cpu_seconds(server.process) - begin) * 1000 / count


def _processor(report: Report, servers: Servers, paths: Sequence[str], count: int) -> None:
    stock = _cpu_of(servers.empty, "", "", count)
    report.say(f"\nProcessor time per rerun, nothing changed: stock empty {stock:.1f} ms")
    taken = {path: _cpu_of(servers.site, *reruns.place(path), count) for path in paths}
    report.say("  " + ", ".join(f"{path} {value:.1f}" for path, value in taken.items()))
    report.numbers["processor ms per rerun"] = {"stock, empty": stock, **taken}


def _large(report: Report, site: Served, large: Served, paths: Sequence[str], count: int) -> None:
    shipped, _ = reruns.measure(large.address, site.address, paths, count, same_page=True)
    report.say("\nRerun with the large data folder over the shipped one, nothing changed:")
    for path in paths:
        ours, theirs = shipped[path]["nothing changed"]
        ratio = reruns.median(theirs) / reruns.median(ours)
        report.say(f"  {path:14}{reruns.median(ours):7.1f} ->{reruns.median(theirs):7.1f} ms{ratio:6.2f}")
        report.target(f"rerun of {path} with large data over shipped", ratio, 3)
        report.numbers.setdefault("large over shipped", {})[path] = ratio


def _loads(report: Report, servers: Servers, options: argparse.Namespace) -> None:
    wanted = [path for path in CHART_PAGES if options.page is None or path in options.page]
    visits = {
        "stock, empty": (servers.empty, "/", "[data-testid=stApp]"),
        "stock, one chart": (servers.chart, "/", CHART),
    }
    for path in wanted:
        visits[path] = (servers.site, "/" if path == HOME.path else f"/{path}", CHART)
    visits["about"] = (servers.site, "/about", HEADING)
    report.say(
        f"\nFirst visit, median of {LOADS}: bytes on the wire, requests, and when there is something to see"
    )
    report.say(f"{'':18}{'kB':>8}{'requests':>10}{'ms':>9}{'ms at 10 Mbit/s, 40 ms':>26}")
    found: dict[str, tuple[FirstLoad, FirstLoad]] = {}
    with chromium() as browser:
        for name, (server, path, seen) in visits.items():
            quick, slow = (
                median_load(
                    [first_load(browser, server.address, path, seen, slow=speed) for _ in range(LOADS)]
                )
                for speed in (False, True)
            )
            found[name] = quick, slow
            seen_at = f"{quick.seen_ms:9.0f}{slow.seen_ms:26.0f}"
            report.say(f"{name:18}{quick.bytes / 1000:8.0f}{quick.requests:10}{seen_at}")
    report.numbers["first visits"] = {
        name: {"quick": asdict(quick), "slow": asdict(slow)} for name, (quick, slow) in found.items()
    }
    stock_quick, stock_slow = found["stock, one chart"]
    for path in wanted:
        quick, slow = found[path]
        report.target(f"bytes of {path} over stock chart", quick.bytes / stock_quick.bytes, 0.35)
        report.target(
            f"first chart of {path} on a slow line over stock", slow.seen_ms / stock_slow.seen_ms, 0.5
        )


def _crowd(report: Report, servers: Servers, _options: argparse.Namespace) -> None:
    report.say("\nReruns per second of readers who ask again at once (nothing changed), p50 and p95 in ms")
    places = {
        "stock, empty": (servers.empty, "", ""),
        "stock, one chart": (servers.chart, "", ""),
        "this site": (servers.site, "", ""),
    }
    rates: dict[tuple[str, int], float] = {}
    for readers in CROWDS:
        for name, (server, page, query) in places.items():
            crowd = together(server.address, page, query, readers, CROWD_SECONDS)
            rates[name, readers] = crowd.per_second
            report.say(
                f"  {name:18}{readers:4} readers{crowd.per_second:8.1f}/s{crowd.quantile(0.5):9.0f}"
                f"{crowd.quantile(0.95):9.0f}   errors {len(crowd.errors)}"
            )
            report.numbers.setdefault("crowd", []).append(
                {"what": name, "readers": readers, "per second": crowd.per_second, "p50": crowd.quantile(0.5),
                 "p95": crowd.quantile(0.95), "bytes": crowd.bytes, "errors": crowd.errors}
            )  # fmt: skip
    report.target(
        "stock empty over this site, throughput of 20",
        rates["stock, empty", 20] / rates["this site", 20],
        0.5,
    )


def _memory(report: Report, servers: Servers, _options: argparse.Namespace) -> None:
    report.say(f"\nMemory per open page, over {HELD} of them:")
    for name, server in {"stock, empty": servers.empty, "this site": servers.site}.items():
        before = memory_mb(server.process)
        after = held(server.address, "", "", HELD, lambda server=server: memory_mb(server.process))  # type: ignore[misc]
        each = (after - before) / HELD
        report.say(f"  {name:18}{each:6.2f} MB   ({before:.0f} -> {after:.0f} MB)")
        report.numbers.setdefault("memory MB per open page", {})[name] = each
        if name == "this site":
            report.target("memory per open page, MB", each, 5)


_MEASURES: Mapping[str, Callable[[Report, Servers, argparse.Namespace], None]] = {
    "reruns": _reruns,
    "loads": _loads,
    "crowd": _crowd,
    "memory": _memory,
}


def _verdict(report: Report) -> None:
    report.say("\nTargets (value, at most):")
    for what, value, most in report.targets:
        report.say(f"  {'met   ' if value <= most else 'MISSED'} {what:58}{value:7.2f}{most:7.2f}")
    report.numbers["targets"] = [
        {"what": what, "value": round(value, 3), "at most": most, "met": value <= most}
        for what, value, most in report.targets
    ]


def _write(report: Report) -> Path:
    now = datetime.now(UTC)
    document = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "streamlit": streamlit.__version__,
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        **report.numbers,
    }
    reruns.RESULTS.mkdir(exist_ok=True)
    file = reruns.RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
