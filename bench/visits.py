"""What a reader waits for in a browser: at the first visit, and after a filter was changed.

A browser that comes for the first time comes through a line of our own, which counts every byte that passes
and is as slow as it is told to be. All connections of a browser share it, as they share the cable of a
school: the same bytes per second for all together, and the same delay.

Clicks are measured without that line, until nothing moves any more: a page is opened under one category of
events, that filter is lifted by its chip, and set again by going back, as a reader would. Time runs from the
start of the opening or the click to the last change of anything on the page or in a frame of it, before half
a second without any. So drawing counts, and what is fetched for it; a picture that is painted later on a
canvas does not, and none of these pages has one.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial

from playwright.sync_api import Browser

#: A school's line: bits per second, and seconds there and back.
SLOW = (10_000_000, 0.040)
CHART = ".js-plotly-plot .main-svg"
_CHUNK = 16_384
_PATIENCE_MS = 60_000
_DONE = "[data-testid=stApp][data-test-script-state=notRunning]"

#: The filter that is lifted and set again.
FILTER, CODE = "cat", "military"
#: Notes the time of every change, in the page and in the frames of the same site, old and new.
_WATCH = """(() => {
  if (window.lastChange !== undefined) return
  window.lastChange = 0
  const note = () => { window.top.lastChange = performance.timeOrigin + performance.now() }
  const all = {subtree: true, childList: true, attributes: true, characterData: true}
  new MutationObserver(note).observe(document, all)
  note()
})()"""
#: Whether something has changed since, the script has run to its end, and all has been still for a while.
_STILL = """since => window.lastChange > since
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('.foot')
  && performance.timeOrigin + performance.now() - window.lastChange > 500"""


class Line:
    """Carries bytes between a browser and a server; ``received`` counts those to the browser."""

    def __init__(self, server: str, bits_per_second: float, latency_seconds: float) -> None:
        """Name the server, as in ``127.0.0.1:8501``; without a speed the line only counts."""
        self._host, _, self._port = server.partition(":")
        self._seconds_per_byte = 8 / bits_per_second if bits_per_second else 0.0
        self._one_way = latency_seconds / 2
        self._free_at = 0.0
        self.received = 0

    async def carry(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        """Carry one connection until both sides have said all."""
        try:
            server, to_server = await asyncio.open_connection(self._host, self._port)
        except OSError:
            to_browser.close()
            return
        up, down = self._pump(browser, to_server), self._pump(server, to_browser, downward=True)
        await asyncio.gather(up, down, return_exceptions=True)

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, downward: bool = False
    ) -> None:
        loop = asyncio.get_running_loop()
        leaves = 0.0
        with suppress(OSError):
            while data := await source.read(_CHUNK):
                leaves = loop.time()
                if downward:
                    self.received += len(data)
                    leaves = self._free_at = max(self._free_at, leaves) + len(data) * self._seconds_per_byte
                    await asyncio.sleep(leaves - loop.time())  # until the line has room
                loop.call_at(leaves + self._one_way, target.write, data)
        loop.call_at(leaves + self._one_way, target.close)


@contextmanager
def line_to(
    server: str, bits_per_second: float = 0, latency_seconds: float = 0
) -> Iterator[tuple[str, Line]]:
    """Give the address of an open line to a server, and the line; it carries in a thread of its own."""
    line = Line(server, bits_per_second, latency_seconds)
    opened: Future[tuple[int, Callable[[], object]]] = Future()

    async def serve() -> None:
        closed, loop = asyncio.Event(), asyncio.get_running_loop()
        listening = await asyncio.start_server(line.carry, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        opened.set_result((port, partial(loop.call_soon_threadsafe, closed.set)))
        await closed.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    port, close = opened.result()
    try:
        yield f"127.0.0.1:{port}", line
    finally:
        close()
        thread.join()


def first_visit(browser: Browser, server: str, path: str, seen: str, *, slow: bool) -> dict[str, float]:
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
    try:
        with line_to(server, *(SLOW if slow else ())) as (address, line):
            begin = time.perf_counter()
            page.goto(f"http://{address}/{path}", wait_until="commit")
            page.locator(seen).first.wait_for(state="attached")
            taken = time.perf_counter() - begin
            page.locator(_DONE).wait_for()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(500)
            return {"bytes": line.received, "requests": len(requests), "ms": taken * 1000}
    finally:
        context.close()


def clicks(browser: Browser, server: str, path: str, times: int) -> list[dict[str, float]]:
    """Return the milliseconds until a page stands still: opened, its filter lifted and set; else none."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(_PATIENCE_MS)
    page.add_init_script(_WATCH)

    def still_after(act: Callable[[], object]) -> float:
        begin = float(page.evaluate("performance.timeOrigin + performance.now()"))
        act()
        page.wait_for_function(_STILL, arg=begin, polling=50)
        return float(page.evaluate("window.lastChange")) - begin

    open_page = partial(page.goto, f"http://{server}/{path}?{FILTER}={CODE}")
    still_after(open_page)  # once, so that scripts and styles are at hand
    chip = page.locator(f".st-key-lift-{FILTER} button:visible")
    if not chip.count():
        return []
    return [
        {
            "opened": still_after(open_page),
            "lifted": still_after(chip.click),
            "set": still_after(page.go_back),
        }
        for _ in range(times)
    ]
