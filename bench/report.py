"""What was measured: one table for the screen and the page on performance, all numbers for the file."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit

from bench.first_load import FirstLoad
from bench.reruns import LATE, NEW, SAME, Measured, Pair, Side

#: Two visits, as fast as the machine and over a slow line.
Visits = Mapping[str, tuple[FirstLoad, FirstLoad]]
#: Row of the table for what is compared with.
EMPTY, CHART = "stock, empty", "stock, chart"


@dataclass
class Report:
    """Lines for the screen, numbers for the file, and how the targets were met."""

    lines: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    targets: list[tuple[str, float, float]] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        """Add lines and print them."""
        self.lines.append(line)
        print(line, flush=True)

    def target(self, what: str, value: float, most: float) -> None:
        """Note a number and the most that it should be."""
        self.targets.append((what, value, most))

    def verdict(self) -> None:
        """Say which targets were met."""
        self.say("\nTargets (value, at most):")
        for what, value, most in self.targets:
            self.say(f"  {'met   ' if value <= most else 'MISSED'} {what:58}{value:7.2f}{most:7.2f}")
        self.numbers["targets"] = [
            {"what": what, "value": round(value, 3), "at most": most, "met": value <= most}
            for what, value, most in self.targets
        ]


def machine() -> str:
    """Return what was measured on, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "; ".join(
        [
            f"{_processor()}, {os.cpu_count()} processors, {memory:.0f} GB",
            f"{platform.system()} {platform.release()}",
            f"Python {platform.python_version()}, Streamlit {streamlit.__version__}",
            f"load {os.getloadavg()[0]:.1f}",
        ]
    )


def _processor() -> str:
    """Return the name of the processor, where Linux tells it."""
    file = Path("/proc/cpuinfo")
    told = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.machine()


_RERUN_HEAD = f"{'median':>7}{'p95':>7}{'ratio':>6}{'kB':>7}{'cpu':>6}"
_LATE_HEAD = f"{'median':>7}{'ratio':>6}"
_VISIT_HEAD = f"{'kB':>6}{'requests':>9}{'ms':>7}{'slow':>7}"


def pages_table(measured: Measured, visits: Visits) -> str:
    """Return the one table: a row for each stock page, a row for every page of the site."""
    names = [*([EMPTY] if measured else []), *(name for name in visits if name == CHART), *measured]
    rows = dict.fromkeys([*names, *visits])
    lines = [
        "Rerun: ms, ratio of medians over the stock empty page, kB of messages, ms of processor time.",
        "First visit: kB on the wire, requests, ms to the first chart, the same at 10 Mbit/s with 40 ms.",
        "",
        " | ".join(
            [" " * 14, f"{'nothing changed':^33}", f"{'new selection':^33}", " late in life", "first visit"]
        ),
        f"{'page':14} | {_RERUN_HEAD} | {_RERUN_HEAD} | {_LATE_HEAD} | {_VISIT_HEAD}",
    ]
    for name in rows:
        kinds = _stock_of(measured) if name == EMPTY else measured.get(name, {})
        cells = [*(_rerun_cell(kinds.get(kind)) for kind in (SAME, NEW)), _late_cell(kinds.get(LATE))]
        lines.append(" | ".join([f"{name:14}", *cells, _visit_cell(visits.get(name))]).rstrip())
    return "\n".join(lines)


def _stock_of(measured: Measured) -> Mapping[str, Pair]:
    """Return the stock page as a row of its own: all its reruns of a kind, beside themselves."""
    found = {}
    for kind in (SAME, NEW, LATE):
        sides = [kinds[kind].other for kinds in measured.values()]
        reruns = [rerun for side in sides for rerun in side.reruns]
        cpu = sum(side.cpu_ms * len(side.reruns) for side in sides) / len(reruns)
        found[kind] = Pair(Side(reruns, cpu), Side(reruns, cpu))
    return found


def _rerun_cell(pair: Pair | None) -> str:
    if pair is None:
        return " " * len(_RERUN_HEAD)
    ours = pair.ours
    return f"{ours.median:7.1f}{ours.p95:7.1f}{pair.ratio:6.2f}{ours.kilobytes:7.1f}{ours.cpu_ms:6.1f}"


def _late_cell(pair: Pair | None) -> str:
    return f"{pair.ours.median:7.1f}{pair.ratio:6.2f}" if pair else " " * len(_LATE_HEAD)


def _visit_cell(visit: tuple[FirstLoad, FirstLoad] | None) -> str:
    if visit is None:
        return ""
    quick, slow = visit
    return f"{quick.bytes / 1000:6.0f}{quick.requests:9}{quick.seen_ms:7.0f}{slow.seen_ms:7.0f}"


#: Between these lines of a document stand the figures of the last measurement that was written there.
_BEGIN, _END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"


def write_into(document: Path, command: str, date: str, lines: Sequence[str]) -> None:
    """Put the report into a document, in place of the one before.

    Raises:
        ValueError: If the document does not say where.
    """
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _old, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{document} lacks the lines between which figures stand")
    said = "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())
    block = f"{_BEGIN}\n\nMeasured on {date} with `{command}`.\n\n```text\n{said.strip()}\n```\n\n{_END}"
    document.write_text(f"{before}{block}{after}", encoding="utf-8")
