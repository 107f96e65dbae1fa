"""A line between browser and server: counts every byte that passes, and is as slow as it is told to be.

Chromium's own throttling leaves WebSockets out. Here all connections of a browser share one line, as
they share the cable of a school: the same bytes per second for all together, and the same delay.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator

_CHUNK = 16_384


class Line:
    """A proxy on a port of its own, running in a thread; ``received`` counts bytes to the browser."""

    def __init__(self, address: str, bits_per_second: float = 0, latency_seconds: float = 0) -> None:
        """Name the server; without a speed the line only counts."""
        self._host, _, port = address.partition(":")
        self._port = int(port)
        self._bytes_per_second = bits_per_second / 8
        self._one_way = latency_seconds / 2
        self._free_at = 0.0
        self.received = 0
        self.sent = 0
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def open(self) -> None:
        """Open the port and begin to carry."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Stop carrying."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _carry(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        try:
            server, to_server = await asyncio.open_connection(self._host, self._port)
        except OSError:
            to_browser.close()
            return
        await asyncio.gather(
            self._pump(browser, to_server, downward=False),
            self._pump(server, to_browser, downward=True),
            return_exceptions=True,
        )

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, downward: bool
    ) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(256)
        deliver = asyncio.ensure_future(self._deliver(queue, target))
        with contextlib.suppress(OSError):
            while data := await source.read(_CHUNK):
                if downward:
                    self.received += len(data)
                    await queue.put((await self._passed(len(data)) + self._one_way, data))
                else:
                    self.sent += len(data)
                    await queue.put((time.monotonic() + self._one_way, data))
        await queue.put((0.0, b""))
        await deliver

    async def _passed(self, size: int) -> float:
        """Wait until the line has room; return when the last byte has left."""
        if not self._bytes_per_second:
            return time.monotonic()
        self._free_at = max(self._free_at, time.monotonic()) + size / self._bytes_per_second
        leaves = self._free_at
        await asyncio.sleep(max(0.0, leaves - time.monotonic()))
        return leaves

    async def _deliver(self, queue: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = await queue.get()
                if not data:
                    break
                if (wait := due - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                target.write(data)
                await target.drain()
        with contextlib.suppress(OSError, NotImplementedError):
            target.write_eof()


@contextlib.contextmanager
def line_to(address: str, bits_per_second: float = 0, latency_seconds: float = 0) -> Iterator[Line]:
    """Give an open line to a server."""
    line = Line(address, bits_per_second, latency_seconds)
    line.open()
    try:
        yield line
    finally:
        line.close()
