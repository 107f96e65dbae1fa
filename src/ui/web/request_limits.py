"""Requests that are refused: for what Streamlit would answer and this site does not offer, or out of form.

Streamlit answers an address that it does not know with its stock page and status 200, so that a script that
went with an upgrade would come as HTML. Of its own folders only what is there is therefore handed to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from evidence_site.records.load.loading import Records
from evidence_site.ui.seams.served import (
    ASKED_OF_CORE,
    COMPONENTS,
    CORE,
    CORE_COMPONENTS,
    NOT_OFFERED,
    STATIC,
)
from evidence_site.ui.web.answers import RefusedRequestError
from evidence_site.ui.web.own_address import as_others_see
from evidence_site.ui.web.settings import LARGEST_HEADERS, Settings
from evidence_site.ui.web.static_files import files_offered

#: Where routes find the path below which the site is served.
BASE = "site_base"

#: The longest address that is read. A link to a lesson takes 6 kB; browsers and proxies carry 16.
LONGEST_ADDRESS = 16_384
#: What ``Host`` may hold: a name, or an address of version 6 in brackets, and a port.
_HOST = re.compile(rb"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)
_LONGEST_HOST = 255
_METHODS = frozenset({"GET", "HEAD"})
#: A colon, a space and the end of the line.
_AROUND_HEADER = 4
#: Standard close code: a message against the rules.
_AGAINST_THE_RULES = 1008


def base_of(records: Records, request: Request) -> str:
    """Return the address of the site, such as ``https://example.org/evidence``.

    The request is asked only if nobody has set the address.
    """
    if records.site.address:
        return records.site.address.rstrip("/")
    here = f"{str(request.base_url).rstrip('/')}{request.scope.get(BASE, '')}"
    return as_others_see(here, request.client.host if request.client else None)


def _names_a_host(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a request says at most once for whom it is, and in the form of a name and a port."""
    named = [value for name, value in headers if name == b"host"]
    return len(named) <= 1 and all(len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) for host in named)


def _comes_from_its_host(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a page that connects is of the host that it connects to; only browsers say that.

    Streamlit lets pages of any server on the reader's own machine connect too.
    """
    given = Headers(raw=list(headers))
    origin = given.get("origin")
    return origin is None or _host_name(origin.partition("://")[2]) == _host_name(given.get("host", ""))


def _host_name(authority: str) -> str:
    return re.sub(r":[0-9]*$", "", authority).lower()


class RequestLimits:
    """Middleware that answers what is not offered: paths that are shut, other methods, endless addresses."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Keep the paths as they are under the base path."""
        self._app = app
        self._base = settings.base
        self._files = files_offered()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on."""
        scope[BASE] = self._base
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _AGAINST_THE_RULES})
        else:
            await refusal.answer()(scope, receive, send)

    def _refusal(self, scope: Scope) -> RefusedRequestError | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        # Longer than the server is told; it lets some by that come in one piece.
        if sum(len(name) + len(value) + _AROUND_HEADER for name, value in headers) > LARGEST_HEADERS:
            return RefusedRequestError(431, "These headers are too long.")
        if not _names_a_host(headers):
            return RefusedRequestError(400, "The header Host names no host, or not in the form name:port.")
        if scope["type"] == "websocket":
            foreign = not _comes_from_its_host(headers)
            return RefusedRequestError(403, "Pages of other sites may not connect.") if foreign else None
        path: str = scope["path"]
        if path.startswith(self._base) and self._is_shut(path.removeprefix(self._base)):
            return RefusedRequestError(404, "Not found.")
        if scope["method"] not in _METHODS:
            return RefusedRequestError(
                405, "This site is read, not written to.", headers={"Allow": "GET, HEAD"}
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return RefusedRequestError(414, "This address is too long.")
        return None

    def _is_shut(self, path: str) -> bool:
        if path.startswith((STATIC, COMPONENTS)):
            return path not in self._files
        if path.startswith(CORE):
            return path not in ASKED_OF_CORE and not path.startswith(CORE_COMPONENTS)
        return any(path == shut or path.startswith(f"{shut}/") for shut in NOT_OFFERED)
