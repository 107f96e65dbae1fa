"""What the operator sees: numbers in OpenMetrics on an address of their own.

The numbers are never served to the public. ``MEASURES_ADDRESS`` names a local address; each worker
process takes the next free port from there on. A line of the log about most requests is written beside them.
"""

from __future__ import annotations

import gc
import logging
import os
import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    start_http_server,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_site.ui.seams.served import COMPONENTS, CORE, STATIC
from evidence_site.ui.web.settings import Settings
from evidence_site.viz.pages.site import HOME, PAGES

_log = logging.getLogger("site.requests")

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
SESSIONS = Gauge("site_sessions", "Open pages: connections that are drawn for", registry=REGISTRY)
REFUSED = Counter("site_refused", "Newcomers who got the light page", ["what"], registry=REGISTRY)
REQUESTS = Counter("site_requests", "Requests answered", ["kind", "status"], registry=REGISTRY)
REQUEST_SECONDS = Histogram(
    "site_request_seconds", "From request to the last byte", ["kind"], buckets=_SECONDS, registry=REGISTRY
)
SOCKET_BYTES = Counter("site_socket_bytes", "Bytes over open pages", ["direction"], registry=REGISTRY)
RERUNS = Histogram("site_rerun_seconds", "Time to draw a page", ["page"], buckets=_SECONDS, registry=REGISTRY)
GIVEN_UP = Counter("site_runs_given_up", "Runs of a page out of time", ["page"], registry=REGISTRY)
FAULTS = Gauge("site_data_faults", "Faults that keep the data from being shown", registry=REGISTRY)
FROZEN = Gauge("site_frozen_objects", "Objects that the collector leaves alone", registry=REGISTRY)
FROZEN.set_function(gc.get_freeze_count)
WORKER = Info("site_worker", "Which process this is", registry=REGISTRY)
WORKER.info({"process": str(os.getpid())})

_PAGES = {"/": HOME.path} | {f"/{page.path}": page.path for page in PAGES if page is not HOME}
_FOLDERS = (STATIC, COMPONENTS, "/assets/", "/api/", CORE)
#: How many processes on one machine find a port each.
_WORKERS = 64
#: Not worth a line each.
_QUIET = frozenset(folder.strip("/") for folder in _FOLDERS) - {"api"}


def kind_of(path: str, base: str = "") -> str:
    """Return what was asked for, as one of few words: never the address itself.

    >>> kind_of("/timeline"), kind_of("/api/events.csv"), kind_of("/anything/else")
    ('timeline', 'api', 'other')
    """
    path = path.removeprefix(base) or "/"
    if path in _PAGES:
        return _PAGES[path]
    return next((folder.strip("/") for folder in _FOLDERS if path.startswith(folder)), "other")


class RequestMeasures:
    """Middleware that measures every request and writes a line about most."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Keep the base path, which is left out of what is noted."""
        self._app = app
        self._base = settings.base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and measure."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin, status, size = time.perf_counter(), 500, 0

        async def noted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            kind, taken = kind_of(scope["path"], self._base), time.perf_counter() - begin
            REQUESTS.labels(kind, str(status)).inc()
            REQUEST_SECONDS.labels(kind).observe(taken)
            quiet = kind in _QUIET and status < 400
            said = {"kind": kind, "status": status, "ms": round(taken * 1000, 1), "bytes": size}
            _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=said)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        into, out = SOCKET_BYTES.labels("in"), SOCKET_BYTES.labels("out")

        async def taken() -> Message:
            message = await receive()
            into.inc(len(message.get("bytes") or b""))
            return message

        async def given(message: Message) -> None:
            out.inc(len(message.get("bytes") or b""))
            await send(message)

        await self._app(scope, taken, given)


def offer_measures(settings: Settings) -> int | None:
    """Serve the measures on the first free port from the address in the settings; return the port."""
    if settings.measures is None:
        return None
    host, first = settings.measures
    for port in range(first, first + _WORKERS):
        try:
            start_http_server(port, addr=host, registry=REGISTRY)
        except OSError:
            continue
        logging.getLogger("site.measures").info("measures", extra={"port": port})
        return port
    logging.getLogger("site.measures").warning("no free port for the measures from %s on", first)
    return None
