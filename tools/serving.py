"""A Streamlit server in processes of its own, for tools that look at a site from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from evidence_site import PROJECT

#: A machine that is busy with something else starts a server in minutes; one that fails ends its process.
_START_SECONDS = 300
#: How Linux writes the state of a socket that waits for connections.
_LISTENS = "0A"


@dataclass(frozen=True)
class Server:
    """A running server: its address, such as ``127.0.0.1:8599``, its process, and what its start took."""

    address: str
    process: int
    start_seconds: float


@contextmanager
def served(script: Path = PROJECT / "app.py", **environment: str) -> Iterator[Server]:
    """Serve a script, without one the site, with ``streamlit run`` and more in its environment.

    The server runs in the folder of the script and takes its settings from there.

    Raises:
        RuntimeError: If the server ends or does not answer in time; the message holds its log.
    """
    settings = ("--server.headless", "true", "--browser.gatherUsageStats", "false")
    command = ("streamlit", "run", script.name, *settings, "--server.port")
    with TemporaryFile() as log, _running(command, script.parent, environment, log, _is_healthy) as server:
        yield server


@contextmanager
def served_by_workers(count: int, log: Path | None = None, **environment: str) -> Iterator[Server]:
    """Serve the site with several processes, as ``make serve`` does; the process given is the first.

    All of them listen by then: earlier visitors would all be with one. Works on Linux alone.

    Raises:
        RuntimeError: If the server ends or does not answer in time; the message holds its log.
    """
    command = ("evidence_site.ui.web.workers", "--workers", str(count), "--port")

    def ready(port: int) -> bool:
        return _is_healthy(port) and _listening(port) == count

    with (
        log.open("wb", buffering=0) if log else TemporaryFile() as out,
        _running(command, PROJECT, environment, out, ready) as server,
    ):
        yield server


@contextmanager
def _running(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: IO[bytes],
    ready: Callable[[int], bool],
) -> Iterator[Server]:
    """Run a module that takes a port as its last argument, and give the server once it is ready there."""
    port = free_port()
    begin = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    try:
        while not ready(port):
            if process.poll() is not None or time.monotonic() > begin + _START_SECONDS:
                raise RuntimeError(f"The server did not start:\n{_text_of(log)}")
            time.sleep(0.02)
        yield Server(f"127.0.0.1:{port}", process.pid, time.monotonic() - begin)
    finally:
        process.terminate()
        process.wait()


def _text_of(log: IO[bytes]) -> str:
    if not log.readable():
        return ""
    log.seek(0)
    return log.read().decode(errors="replace")


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _listening(port: int) -> int:
    """Return how many sockets wait for connections at a port; each process has its own."""
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(one[1].endswith(f":{port:04X}") and one[3] == _LISTENS for one in sockets)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
