"""Doors that stay shut: what Streamlit would answer and this site does not offer, and requests too large."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web.settings import Settings

#: Measures are for the operator (see measures.py); files in memory would tie a reader to one process;
#: nothing is uploaded, nobody signs in, and programs read /api.
SHUT = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/upload_file",
    "/_stcore/script-health-check",
    "/media",
    "/auth",
    "/oauth2callback",
)

#: Where routes find the path below which the site is served.
BASE = "site_base"

#: The longest address that is read. A link to a lesson takes 6 kB; browsers and proxies carry 16.
LONGEST_ADDRESS = 16_384
_METHODS = frozenset({"GET", "HEAD"})


def base_of(request: Request) -> str:
    """Return where the reader sees the site, such as ``https://example.org/evidence``."""
    return f"{str(request.base_url).rstrip('/')}{request.scope.get(BASE, '')}"


class Doors:
    """Middleware that answers what is not offered: shut doors, other methods, endless addresses."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Keep the paths as they are under the base path."""
        self._app = app
        self._base = settings.base
        self._shut = tuple(settings.base + path for path in SHUT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on."""
        scope[BASE] = self._base
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        path: str = scope["path"]
        if any(path == shut or path.startswith(f"{shut}/") for shut in self._shut):
            return PlainTextResponse("Not found\n", status_code=404)
        if scope["method"] not in _METHODS:
            return PlainTextResponse(
                "This site is read, not written to.\n", status_code=405, headers={"Allow": "GET, HEAD"}
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("This address is too long.\n", status_code=414)
        return None
