"""Doors that stay shut: what Streamlit would answer and this site does not offer, and requests too large.

Streamlit answers an address that it does not know with its stock page and status 200, so that a script that
went with an upgrade would come as HTML. Of its own folders only what is there is therefore handed to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.settings import LARGEST_HEADERS, Settings
from ui.web.static_files import files_offered

#: Files in memory would tie a reader to one process, and nobody signs in.
SHUT = ("/media", "/auth", "/oauth2callback")
#: What pages ask Streamlit's core for. Its measures are for the operator (see measures.py); nothing is
#: uploaded, and programs read /api.
_CORE = "/_stcore/"
_OFFERED = frozenset({"/_stcore/health", "/_stcore/host-config"})
_PARTS = "/_stcore/bidi-components/"
_FILES = ("/static/", "/component/")

#: Where routes find the path below which the site is served.
BASE = "site_base"

#: The longest address that is read. A link to a lesson takes 6 kB; browsers and proxies carry 16.
LONGEST_ADDRESS = 16_384
_METHODS = frozenset({"GET", "HEAD"})
#: A colon, a space and the end of the line.
_AROUND_HEADER = 4
#: Standard close code: a message against the rules.
_AGAINST_THE_RULES = 1008


def base_of(request: Request) -> str:
    """Return where the reader sees the site, such as ``https://example.org/evidence``."""
    return f"{str(request.base_url).rstrip('/')}{request.scope.get(BASE, '')}"


def _is_too_long(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether headers are longer than the server is told; it lets some by that come in one piece."""
    return sum(len(name) + len(value) + _AROUND_HEADER for name, value in headers) > LARGEST_HEADERS


class Doors:
    """Middleware that answers what is not offered: shut doors, other methods, endless addresses."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Keep the paths as they are under the base path."""
        self._app = app
        self._base = settings.base
        self._files = files_offered()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on."""
        scope[BASE] = self._base
        if scope["type"] == "websocket" and _is_too_long(scope["headers"]):
            await send({"type": "websocket.close", "code": _AGAINST_THE_RULES})
            return
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        path: str = scope["path"]
        if path.startswith(self._base) and self._is_shut(path.removeprefix(self._base)):
            return PlainTextResponse("Not found\n", status_code=404, headers={"Cache-Control": "no-store"})
        if scope["method"] not in _METHODS:
            return PlainTextResponse(
                "This site is read, not written to.\n", status_code=405, headers={"Allow": "GET, HEAD"}
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("This address is too long.\n", status_code=414)
        if _is_too_long(scope["headers"]):
            return PlainTextResponse("These headers are too long.\n", status_code=431)
        return None

    def _is_shut(self, path: str) -> bool:
        if path.startswith(_FILES):
            return path not in self._files
        if path.startswith(_CORE):
            return path not in _OFFERED and not path.startswith(_PARTS)
        return any(path == shut or path.startswith(f"{shut}/") for shut in SHUT)
