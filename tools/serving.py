"""A Streamlit server in a process of its own, for tools that look at a site from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

REPOSITORY = Path(__file__).parents[1]

#: A machine that is busy with something else starts a server in minutes; one that fails ends its process.
_START_SECONDS = 300


@dataclass(frozen=True)
class Served:
    """A running server: its address, such as ``127.0.0.1:8599``, its process, and what its start took."""

    address: str
    process: int
    start_seconds: float


@contextmanager
def serving(script: Path) -> Iterator[str]:
    """Serve a script with ``streamlit run`` and give the address, such as ``127.0.0.1:8599``.

    The server runs in the folder of the script and takes its settings from there.

    Raises:
        RuntimeError: If the server ends or does not answer in time; the message holds its log.
    """
    with served(script) as server:
        yield server.address


@contextmanager
def served(script: Path, **environment: str) -> Iterator[Served]:
    """Serve a script as ``serving`` does, with more in its environment, and give more than the address.

    Raises:
        RuntimeError: If the server ends or does not answer in time; the message holds its log.
    """
    with (
        TemporaryFile() as log,
        _running(lambda port: _command(script, port), script.parent, environment, log) as server,
    ):
        yield server


@contextmanager
def served_by_workers(count: int, log: IO[bytes], **environment: str) -> Iterator[Served]:
    """Serve the site with several processes, as ``make serve`` does; the process given is the first.

    Raises:
        RuntimeError: If the server ends or does not answer in time; the message holds its log.
    """

    def command(port: int) -> list[str]:
        module = "evidence_site.ui.web.workers"
        return [sys.executable, "-m", module, "--workers", str(count), "--port", str(port)]

    with _running(command, REPOSITORY, environment, log) as server:
        yield server


@contextmanager
def _running(
    command: Callable[[int], list[str]], folder: Path, environment: Mapping[str, str], log: IO[bytes]
) -> Iterator[Served]:
    port = _free_port()
    begin = time.monotonic()
    process = subprocess.Popen(
        command(port),
        cwd=folder,
        env={**os.environ, **environment},
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_until_healthy(process, port, log)
        yield Served(f"127.0.0.1:{port}", process.pid, time.monotonic() - begin)
    finally:
        process.terminate()
        process.wait()


def _command(script: Path, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "streamlit", "run", script.name),
        *("--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ]


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    patience = time.monotonic() + _START_SECONDS
    while not _is_healthy(port):
        if process.poll() is not None or time.monotonic() > patience:
            raise RuntimeError(f"The server did not start:\n{_said(log)}")
        time.sleep(0.02)


def _said(log: IO[bytes]) -> str:
    if not log.readable():
        return ""
    log.seek(0)
    return log.read().decode(errors="replace")


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
