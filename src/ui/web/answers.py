"""Answers that a cache may keep: marked with what they are made of, and not sent twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

for _media_type in ("text/csv", "application/x-bibtex", "application/vnd.citationstyles.csl+json"):
    add_compress_type(_media_type)

#: A cache may keep the answer and must ask whether it still holds.
REVALIDATE = "no-cache"


class RefusedRequestError(Exception):
    """Raised for a request that is not answered as it is meant; says why, and what to do."""

    def __init__(
        self, status: int, problem: str, remedy: str = "", *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self._status = status
        self._headers = headers

    def answer(self) -> Response:
        """Return the refusal as an answer; the headers of every refusal are set in headers.py."""
        return PlainTextResponse(f"{self}\n", status_code=self._status, headers=self._headers)


def tagged(
    request: Request,
    content: str | bytes,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Return an answer with a tag of its content, or 304 if the reader has the same.

    The tag is weak: the same content may leave compressed in several ways, or not at all. What says that
    something is not there has none.
    """
    body = content.encode("utf-8") if isinstance(content, str) else content
    kept = {"Cache-Control": REVALIDATE, "X-Content-Type-Options": "nosniff", **(headers or {})}
    if status == 200:
        opaque = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        kept["ETag"] = f"W/{opaque}"
        given = request.headers.get("if-none-match", "")
        if given.strip() == "*" or opaque in {part.strip().removeprefix("W/") for part in given.split(",")}:
            return Response(status_code=304, headers=kept)
    return Response(body, status_code=status, media_type=media_type, headers=kept)


class Compression:
    """Middleware that compresses what is made on the way: zstd, brotli or gzip, as the reader can."""

    def __init__(self, app: ASGIApp) -> None:
        """Let the library take the encodings away from what lies inside, so that nothing is packed twice."""
        self._app = CompressMiddleware(
            app, minimum_size=500, zstd_level=6, brotli_quality=5, gzip_level=6, remove_accept_encoding=True
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress an answer; its tag then speaks of the content, no more of the bytes.

        Streamlit's own compression, which has nothing left to do, names what answers vary by as well.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def set_right(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag", "")
                if tag and "content-encoding" in headers and not tag.startswith("W/"):
                    headers["ETag"] = f"W/{tag}"
                if "," in (varies := headers.get("vary", "")):
                    headers["Vary"] = ", ".join(dict.fromkeys(name.strip() for name in varies.split(",")))
            await send(message)

        await self._app(scope, receive, set_right)


COMPRESSION = Middleware(Compression)
