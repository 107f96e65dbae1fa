"""The true server in a process of its own, without a network."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Literal

from evidence_site import PROJECT
from tools.serving import free_port

#: A folder with nothing but a ``sitecustomize.py``, which Python runs at its start.
UNPLUGGED = Path(__file__).parent / "unplugged"

#: The two ways to serve the site with one process, and ours with several.
Kind = Literal["streamlit", "uvicorn", "workers"]
KINDS: tuple[Kind, ...] = ("streamlit", "uvicorn")

#: What an unplugged process writes when it wants to leave the machine.
NETWORK_TRIED = "NETWORK TRIED:"

#: A machine that is busy with something else starts a server in minutes; one that fails ends its process.
_START_SECONDS = 300
_COUNTED_IN_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """A running server; nobody has asked it for anything when it is handed out."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def tried_network(self) -> list[str]:
        """Return what it wanted from other machines."""
        return [line for line in self.said().splitlines() if line.startswith(NETWORK_TRIED)]

    def fetch(self, path: str) -> tuple[int, str]:
        """Return status and text of an answer, whatever the status."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=120) as answer:
                return answer.status, answer.read().decode("utf-8-sig")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8-sig")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(kind: Kind, log: Path, data: Path | None = None, **environment: str) -> Server:
    """Return a fresh server as soon as its port is open, with more in its environment.

    Raises:
        RuntimeError: If it ends or does not open its port in time; the message holds its log.
    """
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *_command(kind, port)],
            cwd=PROJECT,
            env=_environment(data) | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    patience = time.monotonic() + _START_SECONDS
    while not _is_open(port):
        if process.poll() is not None or time.monotonic() > patience:
            server.stop()
            raise RuntimeError(f"The {kind} server did not start:\n{server.said()}")
        time.sleep(0.05)
    return server


def _command(kind: Kind, port: int) -> list[str]:
    if kind == "streamlit":
        return ["streamlit", "run", "app.py", "--server.port", str(port)]
    if kind == "workers":
        return ["evidence_site.ui.web.workers", "--workers", "2", "--port", str(port)]
    return ["uvicorn", "app:app", "--host", "127.0.0.1", "--port", str(port)]


def _environment(data: Path | None) -> dict[str, str]:
    paths = [str(UNPLUGGED), os.environ.get("PYTHONPATH", "")]
    own = {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **own, **({"DATA_DIR": str(data)} if data else {})}


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def open_pages(first_port: int) -> dict[int, float]:
    """Return how many pages each process draws for, as its measures say."""
    return dict(_measured(first_port))


def counted(first_port: int, pages: int) -> dict[int, float]:
    """Return the open pages of each process once there are so many: a page that is closed counts a while."""
    until = time.monotonic() + _COUNTED_IN_SECONDS
    while sum((now := open_pages(first_port)).values()) != pages:
        assert time.monotonic() < until, now
        time.sleep(0.1)
    return now


def drawing_process(first_port: int) -> int:
    """Return the process that draws the one open page."""
    return next(process for process, pages in counted(first_port, 1).items() if pages)


def _measured(first_port: int) -> Iterator[tuple[int, float]]:
    for port in range(first_port, first_port + 4):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                said = answer.read().decode()
        except (OSError, HTTPException):  # a port that nobody listens at may be given to whoever asks there
            continue
        process = re.search(r'site_worker_info{process="(\d+)"} 1', said)
        pages = re.search(r"^site_sessions (\S+)", said, re.MULTILINE)
        assert process
        assert pages
        yield int(process[1]), float(pages[1])
