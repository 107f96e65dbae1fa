"""What must not happen in a browser during any test: a request that leaves, an error in a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket

_HERE = frozenset({"127.0.0.1", "localhost"})
_NO_NETWORK = frozenset({"data", "blob", "about"})


@dataclass
class Guard:
    """Listens to one tab and keeps what went wrong in it.

    Attributes:
        allowed: Hosts that the reader of this test agreed to ask; the others must not be asked.
    """

    allowed: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        """Listen to a tab and all its frames; return it."""
        page.on("request", self._request)
        page.on("websocket", self._socket)
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        page.on("crash", lambda _: self.faults.append("the page crashed"))
        return page

    def verdict(self) -> str:
        """Return all faults, one a line; empty if there are none."""
        return "\n".join(dict.fromkeys(self.faults))

    def _request(self, request: Request) -> None:
        self._must_be_here(request.url)

    def _socket(self, opened: WebSocket) -> None:
        self._must_be_here(opened.url)

    def _must_be_here(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _NO_NETWORK and parts.hostname not in _HERE | self.allowed:
            self.faults.append(f"left the machine: {url[:200]}")

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        if message.type == "error":
            self.faults.append(f"console: {message.text[:300]} ({where})")

    def _page_error(self, error: Error) -> None:
        self.faults.append(f"error in the page: {str(error)[:500]}")
