"""When the house is full: newcomers get the facts at once, without scripts, instead of a page that hangs.

Every open page is a connection and costs memory and time to draw. Above a set number of them, whoever
comes for a page gets a light document with all that the page says and a way to try again; it costs this
process almost nothing. Whoever is already here stays: a page that is asked for from a page of this site (its
address comes as Referer) mostly takes the place of that one, so it is let in up to a quarter above the limit.
The light page sends no Referer, or its readers would count as being here. After a dropped connection readers
come back: for connections the limit is twice as high, so that a process can take over from one that died.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.site_pages import PAGES
from ui.web.measures import REFUSED, SESSIONS, kind_of
from ui.web.settings import Settings

_NAMES = frozenset(page.path for page in PAGES)
#: How far above the limit whoever is here may ask for a page, and connections are taken.
_FOLLOWING = 1.25
_RETURNING = 2
#: A message that cannot be handed over for so long has nobody at the other end.
SLOW_SECONDS = 30.0
#: How often it is looked after that in this time.
_LOOKS = 6

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
        elif scope["type"] == "http" and self._open >= self._most and self._has_no_place_for(scope):
            REFUSED.labels("page").inc()
            answer = HTMLResponse(
                await asyncio.to_thread(self._light, Request(scope)),
                status_code=503,
            )
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _has_no_place_for(self, scope: Scope) -> bool:
        if kind_of(scope["path"], self._base) not in _NAMES:
            return False
        return self._open >= self._most * _FOLLOWING or not self._comes_from_here(Headers(scope=scope))

    def _comes_from_here(self, headers: Headers) -> bool:
        """Return whether the request was made on a page of this site, as far as the browser says so."""
        host, _, path = headers.get("referer", "").partition("://")[2].partition("/")
        return host == headers.get("host") and f"/{path.partition('?')[0]}/".startswith(f"{self._base}/")

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._open >= self._most * _RETURNING:
            REFUSED.labels("connection").inc()
            await send({"type": "websocket.close", "code": _TRY_LATER})
            return
        self._open += 1
        SESSIONS.inc()
        handing = _Handing()
        page = asyncio.ensure_future(self._app(scope, receive, handing.over_by(send)))
        watch = asyncio.ensure_future(handing.takes_too_long())
        try:
            await asyncio.wait({page, watch}, return_when=asyncio.FIRST_COMPLETED)
            if page.done():
                page.result()
            else:
                REFUSED.labels("slow").inc()
        finally:
            watch.cancel()
            page.cancel()
            self._open -= 1
            SESSIONS.dec()


class _Handing:
    """What is being handed over to one reader, and since when.

    A page has dozens of messages; a timeout for each would cost more than sending them. So each notes when it
    began, and a look now and then finds the reader who takes nothing any more.
    """

    def __init__(self) -> None:
        self._since: float | None = None

    def over_by(self, send: Send) -> Send:
        """Return a send that notes since when it is at it."""

        async def sent(message: Message) -> None:
            self._since = time.monotonic()
            try:
                await send(message)
            finally:
                self._since = None

        return sent

    async def takes_too_long(self) -> None:
        """Wait until one message could not be handed over for too long."""
        while self._since is None or time.monotonic() - self._since < SLOW_SECONDS:
            await asyncio.sleep(SLOW_SECONDS / _LOOKS)
