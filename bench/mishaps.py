"""What a running server meets: a worker that is killed, a restart, and the worst requests that are known.

The requests stand in ``tests/support/worst_requests.py``, whose rows the tests hold below their bounds
one by one; here they come from several connections at once, with connections that ask for nothing, and the
worst files.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from typing import NamedTuple

from playwright.sync_api import Error, FilePayload, expect
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from worst_inputs import worst_workbooks
from worst_requests import everything

from bench.process import workers
from bench.protocol import SUBPROTOCOLS, stream_of
from tools.programs import chromium
from tools.serving import Server

#: The quiet before each mishap, and how long it is watched once the workers are replaced.
BEFORE_SECONDS, AFTER_SECONDS = 10.0, 15.0
REPLACED_IN_SECONDS = 180.0
#: Connections that ask for nothing, and how many send at once.
SILENT, SENDERS = 320, 4
_CHECKED_MS = 120_000


class Mishap(NamedTuple):
    """What happened to a server, the seconds at which it began and was over, and what was wrong with it."""

    what: str
    begin: float
    end: float
    faults: Sequence[str]


def play_mishaps(server: Server) -> list[Mishap]:
    """Let each mishap happen to a server of several workers, while others look on."""
    played = []
    for what, happen in MISHAPS.items():
        time.sleep(BEFORE_SECONDS)
        begin, before = time.monotonic(), workers(server.process)
        gone, faults = happen(server), []
        while len(now := workers(server.process)) != len(before) or {*gone} & {*now}:
            if time.monotonic() > begin + REPLACED_IN_SECONDS:
                faults.append("the workers were not replaced")
                break
            time.sleep(0.1)
        time.sleep(AFTER_SECONDS)
        played.append(Mishap(what, begin, time.monotonic(), faults))
    return played


def killed_worker(server: Server) -> list[int]:
    """Kill one of the workers, and return which."""
    victim = workers(server.process)[0]
    os.kill(victim, signal.SIGKILL)
    return [victim]


def rolling_restart(server: Server) -> list[int]:
    """Let all workers be replaced, one after the other, and return them."""
    before = workers(server.process)
    os.kill(server.process, signal.SIGHUP)
    return before


#: Each returns the workers that are to go.
MISHAPS: Mapping[str, Callable[[Server], list[int]]] = {
    "killed worker": killed_worker,
    "rolling restart": rolling_restart,
}


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
