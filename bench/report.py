"""What was measured: tables for the screen and a document, numbers for a file, and how targets were met."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit

from evidence_site import PROJECT

#: Every measurement leaves a file here.
RESULTS = PROJECT / "bench" / "results"
#: Between these lines of a document stand the figures of the last measurement that was written there.
_BEGIN, _END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"


@dataclass
class Report:
    """Lines for the screen, numbers for the file, and targets: what, its value, and the most it should be."""

    lines: list[str] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    targets: list[tuple[str, float, float]] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Add lines and print them."""
        self.lines.append(line)
        print(line, flush=True)

    def table(self, title: str, rows: pd.DataFrame) -> None:
        """Say a table, ratios with two decimals and all else with one."""
        shown = {
            str(column): ("{:.2f}" if "ratio" in str(column) else "{:.1f}").format
            for column in rows.select_dtypes("float")
        }
        self.say(f"\n{title}:\n{rows.to_string(formatters=shown, na_rep='', index_names=False)}")

    def verdict(self) -> None:
        """Say which targets were met."""
        self.say("\nTargets (value, at most):")
        for what, value, most in self.targets:
            self.say(f"  {'met   ' if value <= most else 'MISSED'} {what:58}{value:7.2f}{most:7.2f}")
        self.numbers["targets"] = self.targets

    def save(self, name: str) -> Path:
        """Write all numbers to a file of today's time and return it."""
        RESULTS.mkdir(exist_ok=True)
        file = RESULTS / f"{name}{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
        file.write_text(json.dumps({"machine": machine(), **self.numbers}, indent=1) + "\n", encoding="utf-8")
        return file


def machine() -> str:
    """Return what is measured on, in a line."""
    file = Path("/proc/cpuinfo")
    told = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{(names or [platform.machine()])[0]}, {os.cpu_count()} processors, {memory:.0f} GB; "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}, "
        f"Streamlit {streamlit.__version__}; load {os.getloadavg()[0]:.1f}"
    )


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
