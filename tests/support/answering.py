"""Asking web routes as a browser would, without a server and without the network."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(routes: Sequence[BaseRoute], path: str, parameters: Mapping[str, str] | str) -> Answer:
    """Return the answer of the routes to a GET request at http://localhost.

    Args:
        parameters: As they are meant, or a query string as it stands in an address.
    """
    return ask_app(Starlette(routes=routes), path, parameters)


def ask_app(
    app: ASGIApp,
    path: str,
    parameters: Mapping[str, str] | str | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    scheme: str = "http",
    client: str = "localhost",
) -> Answer:
    """Return the answer of an application to a request at localhost; nothing is unpacked."""
    return asyncio.run(answered(app, path, parameters, headers, method=method, scheme=scheme, client=client))


async def answered(
    app: ASGIApp,
    path: str,
    parameters: Mapping[str, str] | str | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    scheme: str = "http",
    client: str = "localhost",
) -> Answer:
    """Return the same beside others that are asked for meanwhile."""
    sent: list[Mapping[str, Any]] = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        if request := next(requests, None):
            return request
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    given = {"host": "localhost", **(headers or {})}
    query = parameters if isinstance(parameters, str) else urlencode(parameters or {})
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": scheme, "path": path,
        "raw_path": path.encode(), "query_string": query.encode("ascii"),
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "server": ("localhost", 80), "client": (client, 1), "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)
    said = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], said, body)
