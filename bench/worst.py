"""The worst that anybody is known to send, while others read: nobody waits long, and memory comes back.

What is sent stands in ``tests/worst_requests.py``, whose rows the tests hold below their bounds one by one.
Here they come from several connections at once, with connections that ask for nothing, and the worst files.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException

from playwright.sync_api import Error, FilePayload, expect, sync_playwright
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from worst_inputs import worst_workbooks
from worst_requests import everything

from bench.process import workers_memory_mb
from bench.protocol import SUBPROTOCOLS, stream_of
from bench.visitors import Seen
from tools.browser import ARGUMENTS, find_browser
from tools.serving import Served

#: Visitors, and the mean seconds between two clicks of one.
READERS, READS_SECONDS = 50, 3.0
#: What is promised to whoever reads meanwhile, and of the memory when all is sent a second time.
LONGEST_WAIT_SECONDS, MOST_LEFT_MB = 5.0, 50.0
#: Connections that ask for nothing, and how many send at once.
SILENT, SENDERS = 320, 4
_GIVEN_BACK_SECONDS = 90.0
_CHECKED_MS = 120_000


@dataclass
class Attack:
    """What was sent, and what got neither an answer nor a refusal."""

    sent: int = 0
    faults: list[str] = field(default_factory=list)

    def send(self, name: str, play: Callable[[], None]) -> None:
        """Send one thing."""
        try:
            play()
        except (WebSocketException, HTTPException, ConnectionError):
            pass  # turned away, as it may be
        except (OSError, Error, AssertionError) as silence:
            self.faults.append(f"{name[:100]}: {silence}"[:300])
        self.sent += 1


def send_all(server: Served, attack: Attack) -> None:
    """Send everything, from several connections at once, and return when all is answered."""
    with _silent(server), ThreadPoolExecutor(SENDERS) as senders:
        senders.submit(attack.send, "files", lambda: _hand_in(server))
        for row in everything():
            senders.submit(attack.send, row.row, partial(row.play, server))


def _hand_in(server: Served) -> None:
    """Hand in the worst files in a browser, one after the other, and wait for what is said of each."""
    with sync_playwright() as playwright:
        path = find_browser()
        page = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS)).new_page()
        for name, content in worst_workbooks().items():
            page.goto(f"http://{server.address}/data")
            expect(page.locator(".zone label")).to_contain_text("One or several tables", timeout=_CHECKED_MS)
            file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            page.locator("input[type=file]").set_input_files([file])
            told = page.get_by_role("alert").or_(page.get_by_text("Checked, together with"))
            expect(told.first).to_be_visible(timeout=_CHECKED_MS)


@contextmanager
def _silent(server: Served) -> Iterator[None]:
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


def left_of(server: Served, before: float) -> float:
    """Return the megabytes that are held above those of before, when they have come back or after a while."""
    patience = time.monotonic() + _GIVEN_BACK_SECONDS
    while (left := workers_memory_mb(server.process) - before) > MOST_LEFT_MB and time.monotonic() < patience:
        time.sleep(1)
    return left


def broken_promises(seen: Seen, left: float) -> Iterator[str]:
    """Give what was promised and not kept."""
    longest = max((milliseconds for _, milliseconds in seen.answers), default=0.0) / 1000
    if longest > LONGEST_WAIT_SECONDS:
        yield f"A visitor waited for {longest:.1f} s."
    if seen.gaps:
        yield f"Visitors were cut off {len(seen.gaps)} times."
    if left > MOST_LEFT_MB:
        yield f"{left:.0f} MB were not given back."
