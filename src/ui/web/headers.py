"""Security headers on every answer, and a policy that says what each kind of document may load.

No answer sets a cookie, and no cache keeps a refusal.

Three kinds of document leave this server. The page itself runs Streamlit's own scripts and no others.
The map lies in a frame of its own, because streamlit-folium writes its scripts into the document as it
draws and evaluates them; that freedom is given to the frame alone. Everything else (tables, citations,
feeds) is no document at all: it may load nothing.

The policies are written here and not taken from a library: the values are few, and which document gets
which is the part that no library knows.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_site.records.choose.parameters import LESSON
from evidence_site.records.lessons.lesson_code import BUILD, is_code
from evidence_site.records.query_string import parse_query
from evidence_site.ui.seams.served import COMPONENTS
from evidence_site.ui.web.settings import Settings

_PAGE = "text/html"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_TWO_YEARS = 2 * 365 * 24 * 60 * 60
#: When whoever was not let in is let try again.
RETRY_SECONDS = 60

_NOT_USED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def _written(policy: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in policy.items())


def inline_scripts(html: str) -> tuple[str, ...]:
    """Return the sources that allow the scripts written in a document, and no others."""
    return tuple(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in _INLINE.findall(html)
    )


def page_policy(settings: Settings, shell: str) -> str:
    """Return the content security policy of the page.

    Streamlit and Plotly write styles into elements, so inline styles stay; ``eval`` is refused, and so is
    every inline script but those of the shell.
    """
    return _written(
        {
            "default-src": ("'none'",),
            "script-src": ("'self'", *inline_scripts(shell)),
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:", "blob:"),
            "font-src": ("'self'", "data:"),
            "connect-src": ("'self'",),
            "frame-src": ("'self'",),
            "worker-src": ("'self'", "blob:"),
            "media-src": ("'self'",),
            "manifest-src": ("'self'",),
            "base-uri": ("'none'",),
            "form-action": ("'none'",),
            "frame-ancestors": settings.frame_ancestors,
        }
    )


def component_policy(settings: Settings) -> str:
    """Return the content security policy of the frame that a map is drawn in.

    A browser asks every window around a frame: the page itself, and whoever may frame the page. What those
    windows may say to this frame is another matter: ``ui/browser/frame_guard.js``.
    """
    around = tuple(source for source in settings.frame_ancestors if source not in ("'self'", "'none'"))
    return _written(
        {
            "default-src": ("'none'",),
            "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'"),
            "style-src": ("'self'", "'unsafe-inline'"),
            "img-src": ("'self'", "data:", *settings.tile_hosts),
            "font-src": ("'self'",),
            "connect-src": ("'self'",),
            "base-uri": ("'none'",),
            "form-action": ("'none'",),
            "frame-ancestors": ("'self'", *around),
        }
    )


def holds_a_visitors_lesson(query: str) -> bool:
    """Return whether a query string holds a lesson: anybody may have made it, none is found by a search."""
    asked = parse_query(query).parameters
    return bool(asked.get(BUILD)) or is_code(asked.get(LESSON, ""))


class SecurityHeaders:
    """Middleware that sets the headers; what an answer says itself is overwritten."""

    def __init__(self, app: ASGIApp, settings: Settings, shell: str) -> None:
        """Write the headers down once; only their choice depends on the answer."""
        self._app = app
        self._components = f"{settings.base}{COMPONENTS}"
        self._page = page_policy(settings, shell)
        self._component = component_policy(settings)
        self._file = _written({"default-src": ("'none'",), "frame-ancestors": ("'none'",), "sandbox": ()})
        self._common = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_USED),
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Permitted-Cross-Domain-Policies": "none",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the answer back, with its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._set(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self._app(scope, receive, with_headers)

    def _set(self, headers: MutableHeaders, scope: Scope, status: int) -> None:
        headers.update(self._common)
        if holds_a_visitors_lesson(scope["query_string"].decode("latin-1")):
            headers["X-Robots-Tag"] = "noindex"
        del headers["Set-Cookie"]  # nobody signs in or uploads, which is what Streamlit sets one for
        if status >= HTTPStatus.BAD_REQUEST:  # what is not there or not now may be there later
            headers["Cache-Control"] = "no-store"
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers.setdefault("Retry-After", str(RETRY_SECONDS))
        if status != HTTPStatus.NOT_MODIFIED:  # the browser keeps the policy of the answer that it holds
            # Files may be used by all sites, pages only in frames.
            is_page = headers.get("content-type", "").startswith(_PAGE)
            of_page = self._component if scope["path"].startswith(self._components) else self._page
            headers["Content-Security-Policy"] = of_page if is_page else self._file
            headers["Cross-Origin-Resource-Policy"] = "same-origin" if is_page else "cross-origin"
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}"
