"""How many pages can be open: beyond that newcomers get a page without scripts, not one that hangs.

Every open page is a connection and costs memory and time to draw. Above a set number of them, whoever
comes for a page gets a light document with all that the page says and a way to try again; it costs this
process almost nothing. Whoever is already here stays: a page that is asked for from a page of this site (its
address comes as Referer) mostly replaces that one, so it is let in up to a quarter above the limit.
The light page sends no Referer, or its readers would count as being here. After a dropped connection readers
come back: for connections the limit is twice as high, so that a process can take over from one that died.

A connection is an open page once it has asked for one, as Streamlit's does at once. Until then it counts
for none; one that asks for nothing is closed, and when very many wait, the one that has waited longest.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_site.ui.seams.protocol import asked_in
from evidence_site.ui.web.measures import REFUSED, SESSIONS, kind_of
from evidence_site.ui.web.settings import Settings
from evidence_site.viz.pages.site import PAGES

_NAMES = frozenset(page.path for page in PAGES)
#: How far above the limit whoever is here may ask for a page, and connections are taken.
_FOLLOWING = 1.25
_RETURNING = 2
#: A message that cannot be handed over for so long has nobody at the other end.
SLOW_SECONDS = 30.0
#: A connection that has asked for no page for so long is no reader.
QUIET_SECONDS = 20.0
#: How often it is looked after that in this time.
_LOOKS = 6

#: Why a connection has to go, as the measures name it.
_SLOW, _QUIET = "slow", "quiet"
#: Standard close codes: try again later.
_TRY_LATER = 1013


class SessionLimit:
    """Middleware that counts open pages, gives newcomers above the limit a light page, drops slow readers."""

    def __init__(self, app: ASGIApp, settings: Settings, light: Callable[[Request], str]) -> None:
        """Take the limit, and what writes the light document of a request."""
        self._app = app
        self._base = settings.base
        self._most = settings.most_sessions
        self._light = light
        self._open = 0
        self._waiting: dict[_Visitor, asyncio.Task[str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, refuse, or pass on."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and self._open >= self._most and self._is_full_for(scope):
            REFUSED.labels("page").inc()
            light = await asyncio.to_thread(self._light, Request(scope))
            await HTMLResponse(light, status_code=503)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_full_for(self, scope: Scope) -> bool:
        if kind_of(scope["path"], self._base) not in _NAMES:
            return False
        return self._open >= self._most * _FOLLOWING or not self._comes_from_here(Headers(scope=scope))

    def _comes_from_here(self, headers: Headers) -> bool:
        """Return whether the request was made on a page of this site, as far as the browser says so."""
        host, _, path = headers.get("referer", "").partition("://")[2].partition("/")
        return host == headers.get("host") and f"/{path.partition('?')[0]}/".startswith(f"{self._base}/")

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_overfull():
            await _refuse("connection", send)
            return
        visitor = _Visitor()
        page = asyncio.ensure_future(
            self._app(scope, self._counting(visitor, receive, send), visitor.handed(send))
        )
        watch = asyncio.ensure_future(visitor.has_to_go())
        # It waits until it asks for a page; the oldest makes room if too many do.
        if len(self._waiting) >= self._most * _RETURNING:
            self._waiting.pop(next(iter(self._waiting))).cancel()
        self._waiting[visitor] = watch
        try:
            await asyncio.wait({page, watch}, return_when=asyncio.FIRST_COMPLETED)
            if page.done():
                page.result()
            else:
                await self._dismiss(_QUIET if watch.cancelled() else watch.result(), page, send)
        finally:
            watch.cancel()
            page.cancel()
            self._waiting.pop(visitor, None)
            if visitor.reads:
                self._open -= 1
                SESSIONS.dec()

    def _is_overfull(self) -> bool:
        return self._open >= self._most * _RETURNING

    def _counting(self, visitor: _Visitor, receive: Receive, send: Send) -> Receive:
        """Return a receive that counts the visitor as soon as a page is asked for, while there is room."""

        async def heard() -> Message:
            message = await receive()
            if visitor.reads or asked_in(message.get("bytes") or b"") != "rerun_script":
                return message
            if self._is_overfull():
                await _refuse("connection", send)
                return {"type": "websocket.disconnect", "code": _TRY_LATER}
            visitor.reads = True
            self._waiting.pop(visitor, None)
            self._open += 1
            SESSIONS.inc()
            return message

        return heard

    async def _dismiss(self, why: str, page: asyncio.Future[None], send: Send) -> None:
        """End a page whose reader is none, or takes nothing any more."""
        page.cancel()
        await asyncio.wait({page})
        if why == _QUIET:
            await _refuse(why, send)
        else:
            REFUSED.labels(why).inc()


async def _refuse(what: str, send: Send) -> None:
    REFUSED.labels(what).inc()
    await send({"type": "websocket.close", "code": _TRY_LATER})


class _Visitor:
    """One connection: whether it has asked for a page, and since when something is being handed over to it.

    A page has dozens of messages; a timeout for each would cost more than sending them. So each notes when it
    began, and a look now and then finds the reader who takes nothing any more.
    """

    def __init__(self) -> None:
        self.reads = False
        self._came = time.monotonic()
        self._handing: float | None = None

    def handed(self, send: Send) -> Send:
        """Return a send that notes since when it is at it."""

        async def sent(message: Message) -> None:
            self._handing = time.monotonic()
            try:
                await send(message)
            finally:
                self._handing = None

        return sent

    async def has_to_go(self) -> str:
        """Wait until the connection has to go, and return why."""
        while True:
            now = time.monotonic()
            if self._handing is not None and now - self._handing >= SLOW_SECONDS:
                return _SLOW
            if not self.reads and now - self._came >= QUIET_SECONDS:
                return _QUIET
            await asyncio.sleep(min(SLOW_SECONDS, QUIET_SECONDS) / _LOOKS)
