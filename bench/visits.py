"""What a reader waits for at the first visit, in a browser that has never been here.

Chromium counts what comes over its network and slows it down as it is told, as in its developer tools: all
requests and messages of the page share the same bytes per second, and each waits the same time.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser

#: A school's line: bytes per second, and milliseconds there and back.
_SLOW = {"downloadThroughput": 10_000_000 / 8, "uploadThroughput": 10_000_000 / 8, "latency": 40}
CHART = ".js-plotly-plot .main-svg"
_PATIENCE_MS = 60_000
_DONE = "[data-testid=stApp][data-test-script-state=notRunning]"


def first_visit(browser: Browser, address: str, seen: str, *, slow: bool) -> dict[str, float]:
    """Return what a visit took of a browser that has never been here: ``bytes``, ``requests`` and ``ms``.

    Args:
        seen: Selector of what the reader waits for.
        slow: Over 10 Mbit/s with 40 ms there and back, instead of as fast as this machine.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    requests: list[object] = []
    page.on("request", lambda request: requests.append(request))
    page.on("websocket", lambda socket: requests.append(socket))
    sizes: list[float] = []
    network = context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.on("Network.webSocketFrameReceived", lambda event: sizes.append(_size(event["response"])))
    network.send("Network.enable")
    if slow:
        network.send("Network.emulateNetworkConditions", {"offline": False, **_SLOW})
    try:
        begin = time.perf_counter()
        page.goto(f"http://{address}", wait_until="commit")
        page.locator(seen).first.wait_for(state="attached")
        taken = time.perf_counter() - begin
        page.locator(_DONE).wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        return {"bytes": sum(sizes), "requests": len(requests), "ms": taken * 1000}
    finally:
        context.close()


def _size(frame: Mapping[str, Any]) -> int:
    """Return the bytes of a message, which Chromium tells in base64 unless it is text."""
    text: str = frame["payloadData"]
    return len(text) if frame["opcode"] == 1 else len(base64.b64decode(text))
