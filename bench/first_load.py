"""The first time a browser comes: bytes on the wire, requests, and when the first chart can be seen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from bench.line import line_to
from tools.browser import ARGUMENTS, find_browser

#: A school's line.
SLOW_BITS, SLOW_LATENCY = 10_000_000, 0.040
_PATIENCE_MS = 60_000
_SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
CHART = ".js-plotly-plot .main-svg"
#: What there is to see first on a page without a chart.
HEADING = "h1"


@dataclass(frozen=True)
class FirstLoad:
    """One visit by a browser that has never been here."""

    bytes: int
    requests: int
    seen_ms: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a Chromium that asks nobody but the server.

    Raises:
        RuntimeError: If there is none.
    """
    path = find_browser()
    if path is None:
        raise RuntimeError("No Chromium: `make test` installs one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def first_load(browser: Browser, address: str, path: str, seen: str, *, slow: bool) -> FirstLoad:
    """Return what one first visit took.

    Args:
        seen: Selector of what the reader waits for.
        slow: Over 10 Mbit/s with 40 ms there and back, instead of as fast as this machine.
    """
    speed = (SLOW_BITS, SLOW_LATENCY) if slow else (0, 0.0)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    requests = 0

    def count(_request: object) -> None:
        nonlocal requests
        requests += 1

    page.on("request", count)
    page.on("websocket", count)
    try:
        with line_to(address, *speed) as line:
            begin = time.perf_counter()
            page.goto(f"http://{line.address}{path}", wait_until="commit", timeout=_PATIENCE_MS)
            page.locator(seen).first.wait_for(state="attached", timeout=_PATIENCE_MS)
            taken = time.perf_counter() - begin
            page.locator(_SETTLED).wait_for(timeout=_PATIENCE_MS)
            page.wait_for_load_state("networkidle", timeout=_PATIENCE_MS)
            page.wait_for_timeout(500)
            return FirstLoad(line.received, requests, taken * 1000)
    finally:
        context.close()


def median_load(loads: Sequence[FirstLoad]) -> FirstLoad:
    """Return the visit in the middle, each number by itself."""
    return FirstLoad(
        round(statistics.median(load.bytes for load in loads)),
        round(statistics.median(load.requests for load in loads)),
        statistics.median(load.seen_ms for load in loads),
    )
