"""What a process takes from the machine: processor time and memory, as Linux counts them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
#: Written to a process's ``clear_refs``: its peak of memory is counted anew from now on.
_COUNT_PEAK_ANEW = "5"


def cpu_seconds(process: int) -> float:
    """Return the processor time that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory_mb(process: int) -> float:
    """Return the memory that a process holds, shared pages by their share."""
    return _kilobytes(process, "smaps_rollup", "Pss") / 1024


def peak_memory_mb(process: int) -> float:
    """Return the most memory that a process held at once since its peak was counted anew."""
    return _kilobytes(process, "status", "VmHWM") / 1024


def count_peak_anew(process: int) -> None:
    """Let the peak of a process's memory begin at what it holds now."""
    Path(f"/proc/{process}/clear_refs").write_text(_COUNT_PEAK_ANEW)


def _kilobytes(process: int, file: str, name: str) -> int:
    for line in Path(f"/proc/{process}/{file}").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise ValueError(f"no {name} in {file}")


def workers(process: int) -> list[int]:
    """Return the processes that draw for a server of several, without what Python starts beside them."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in _command(child)]


def _command(process: str) -> bytes:
    """Return what a process was started with; nothing if it has gone meanwhile."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def workers_memory_mb(process: int) -> float:
    """Return the memory that all processes hold which draw for a server of several."""
    return sum(memory_mb(worker) for worker in workers(process))
