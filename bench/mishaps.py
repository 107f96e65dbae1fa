"""Mishaps of a running server, one after the other, each undone before the next; and the worst requests.

The log of the server goes to ``/dev/full`` from the beginning: every line fails as on a full disk. The
worst requests stand in ``tests/support/worst_requests.py``, whose rows the tests hold below their bounds
one by one; here they come from several connections at once, with connections that ask for nothing, and the
worst files.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, FilePayload, expect
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from worst_inputs import worst_workbooks
from worst_requests import everything

from bench.process import workers
from bench.protocol import SUBPROTOCOLS, stream_of
from evidence_site.records.load.loading import data_folder
from tools.programs import chromium
from tools.serving import Server, served_by_workers

#: How long each mishap lasts, and the quiet after it.
LASTS_SECONDS, AFTER_SECONDS = 10.0, 6.0
REPLACED_IN_SECONDS = 180.0
#: Connections that ask for nothing, and how many send at once.
SILENT, SENDERS = 320, 4
_CHECKED_MS = 120_000


@dataclass(frozen=True)
class ServedCopy:
    """A server on a copy of the data, which can be broken."""

    server: Server
    data: Path

    def health(self) -> Mapping[str, Any]:
        """Return what the server says of itself."""
        with urllib.request.urlopen(f"http://{self.server.address}/api/health", timeout=30) as answer:
            found: Mapping[str, Any] = json.loads(answer.read())
            return found

    def wait_until_replaced(self, gone: Sequence[int], count: int) -> None:
        """Wait until there are so many workers, and none of those that are gone."""
        patience = time.monotonic() + REPLACED_IN_SECONDS
        while len(now := workers(self.server.process)) != count or {*gone} & {*now}:
            expect_that(time.monotonic() < patience, "the workers were not replaced")
            time.sleep(0.1)


@dataclass
class Note:
    """One mishap: the seconds at which it began and ended, and what was wrong besides what visitors saw."""

    what: str
    begin: float = field(default_factory=time.monotonic)
    end: float = 0.0
    faults: list[str] = field(default_factory=list)


@contextmanager
def served_copy(folder: Path, count: int) -> Iterator[ServedCopy]:
    """Start workers on a copy of the data, with a full disk for their log."""
    data = Path(shutil.copytree(data_folder(), folder / "data"))
    with served_by_workers(count, Path("/dev/full"), DATA_DIR=str(data), LOG_FORMAT="json") as server:
        yield ServedCopy(server, data)


def play_mishaps(copy: ServedCopy, which: Sequence[str]) -> list[Note]:
    """Let these mishaps happen, one after the other, and return a note of each."""
    time.sleep(LASTS_SECONDS)
    notes = []
    for what in which:
        notes.append(note := Note(what))
        try:
            MISHAPS[what](copy)
        except Exception as error:
            note.faults.append(f"{type(error).__name__}: {error}")
        time.sleep(AFTER_SECONDS)
        note.end = time.monotonic()
    return notes


def full_disk(copy: ServedCopy) -> None:
    """Nothing to do: no line of the log could be written since the start."""
    time.sleep(LASTS_SECONDS)
    expect_that(copy.health()["ready"], "not ready")


def broken_table(copy: ServedCopy) -> None:
    """Break a table as a half-finished upload would, and mend it."""
    table, before = copy.data / "events.csv", copy.health()
    good = table.read_bytes()
    try:
        _replace(table, good[: len(good) // 2])
        time.sleep(LASTS_SECONDS)
        now = copy.health()
        expect_that(
            now["data_version"] == before["data_version"] and now["faults"], f"served {now} meanwhile"
        )
    finally:
        _replace(table, good)
    time.sleep(LASTS_SECONDS)
    now = copy.health()
    expect_that(now["data_version"] == before["data_version"] and not now["faults"], f"{now} after mending")


def killed_worker(copy: ServedCopy) -> None:
    """Kill one of the workers; another takes its place."""
    victim, *others = workers(copy.server.process)
    os.kill(victim, signal.SIGKILL)
    copy.wait_until_replaced([victim], 1 + len(others))
    time.sleep(LASTS_SECONDS)


def rolling_restart(copy: ServedCopy) -> None:
    """Replace all workers, one after the other."""
    before = workers(copy.server.process)
    os.kill(copy.server.process, signal.SIGHUP)
    copy.wait_until_replaced(before, len(before))


MISHAPS: Mapping[str, Callable[[ServedCopy], None]] = {
    "full disk for the log": full_disk,
    "broken table, mended": broken_table,
    "killed worker": killed_worker,
    "rolling restart": rolling_restart,
}


def expect_that(holds: object, otherwise: str) -> None:
    """Raise an error with these words if something does not hold."""
    if not holds:
        raise RuntimeError(otherwise)


def _replace(file: Path, content: bytes) -> None:
    """Replace a file in one step."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_bytes(content)
    fresh.replace(file)


def send_worst(server: Server) -> tuple[int, list[str]]:
    """Send everything, from several connections at once; return how much, and what got nothing back."""
    faults: list[str] = []

    def send(name: str, play: Callable[[], None]) -> None:
        try:
            play()
        except (WebSocketException, HTTPException, ConnectionError):
            pass  # turned away, as it may be
        except (OSError, Error, AssertionError) as silence:
            faults.append(f"{name[:100]}: {silence}"[:300])

    with _silent(server), ThreadPoolExecutor(SENDERS) as senders:
        plays = [("files", partial(_hand_in, server))]
        plays += [(row.row, partial(row.play, server)) for row in everything()]
        list(senders.map(send, *zip(*plays, strict=True)))
    return len(plays), faults


def _hand_in(server: Server) -> None:
    """Hand in the worst files in a browser, one after the other, and wait for what is said of each."""
    with chromium() as browser:
        page = browser.new_page()
        for name, content in worst_workbooks().items():
            page.goto(f"http://{server.address}/data")
            expect(page.locator(".zone label")).to_contain_text("One or several tables", timeout=_CHECKED_MS)
            file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            page.locator("input[type=file]").set_input_files([file])
            told = page.get_by_role("alert").or_(page.get_by_text("Checked, together with"))
            expect(told.first).to_be_visible(timeout=_CHECKED_MS)


@contextmanager
def _silent(server: Server) -> Iterator[None]:
    """Hold connections that ask for nothing."""
    held = []
    try:
        for _number in range(SILENT):
            try:
                held.append(connect(stream_of(server.address), subprotocols=SUBPROTOCOLS, open_timeout=30))
            except (WebSocketException, OSError):
                break  # no more are taken
        yield
    finally:
        for one in held:
            threading.Thread(target=one.close, daemon=True).start()
