"""What a process takes from the machine: processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process: int) -> float:
    """Return the processor time that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory_mb(process: int) -> float:
    """Return the memory that a process holds, shared pages by their share."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError("no Pss in smaps_rollup")


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that are alive."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def workers(process: int) -> list[int]:
    """Return the processes that draw for a server of several, without what Python starts beside them."""
    return [
        child for child in children(process) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
