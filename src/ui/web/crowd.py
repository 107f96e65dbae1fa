"""When the house is full: newcomers get the facts at once, without scripts, instead of a page that hangs.

Every open page is a connection and costs memory and time to draw. Above a set number of them, whoever
comes for a page gets a light document with all that the page says and a way to try again; it costs this
process almost nothing. Whoever is already here stays, and comes back after a dropped connection: for
reconnections the limit is twice as high, so that a process can take over from one that died.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.site_pages import PAGES
from ui.web.document_routes import RETRY_SECONDS
from ui.web.measures import REFUSED, SESSIONS, kind_of
from ui.web.settings import Settings

_NAMES = frozenset(page.path for page in PAGES)
_RETURNING = 2
#: A message that cannot be handed over for so long has nobody at the other end.
SLOW_SECONDS = 30.0

#: Standard close codes: try again later.
_TRY_LATER = 1013


class Crowd:
    """Middleware that counts open pages, keeps newcomers out of a full house, and drops slow readers."""

    def __init__(self, app: ASGIApp, settings: Settings, light: Callable[[Request], str]) -> None:
        """Take the limit, and what writes the light document of a request."""
        self._app = app
        self._base = settings.base
        self._most = settings.most_sessions
        self._light = light
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, refuse, or pass on."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and self._open >= self._most and self._is_page(scope["path"]):
            REFUSED.labels("page").inc()
            answer = HTMLResponse(
                await asyncio.to_thread(self._light, Request(scope)),
                status_code=503,
                headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"},
            )
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_page(self, path: str) -> bool:
        return kind_of(path, self._base) in _NAMES

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._open >= self._most * _RETURNING:
            REFUSED.labels("connection").inc()
            await send({"type": "websocket.close", "code": _TRY_LATER})
            return
        self._open += 1
        SESSIONS.inc()
        gone = asyncio.Event()
        try:
            await self._app(scope, _until(gone, receive), _soon(gone, send))
        finally:
            self._open -= 1
            SESSIONS.dec()


def _soon(gone: asyncio.Event, send: Send) -> Send:
    """Return a send that gives up on a reader who takes nothing any more."""

    async def sent(message: Message) -> None:
        # A page has dozens of messages; ``asyncio.wait_for`` would make a task for each.
        try:
            async with asyncio.timeout(SLOW_SECONDS):
                await send(message)
        except TimeoutError:
            gone.set()
            raise

    return sent


def _until(gone: asyncio.Event, receive: Receive) -> Receive:
    """Return a receive that ends when the reader was given up."""

    async def received() -> Message:
        message = asyncio.ensure_future(receive())
        given_up = asyncio.ensure_future(gone.wait())
        done, _ = await asyncio.wait({message, given_up}, return_when=asyncio.FIRST_COMPLETED)
        if message in done:
            given_up.cancel()
            return message.result()
        message.cancel()
        REFUSED.labels("slow").inc()
        return {"type": "websocket.disconnect", "code": _TRY_LATER}

    return received
