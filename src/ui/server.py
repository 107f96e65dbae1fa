"""The server: web routes, warm-up and freezing around the Streamlit application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from evidence_site.ui.preview import checking
from evidence_site.ui.routes.card_routes import ROUTES as CARD_ROUTES
from evidence_site.ui.routes.citation_routes import ROUTES as CITATION_ROUTES
from evidence_site.ui.routes.data_routes import ROUTES as DATA_ROUTES
from evidence_site.ui.routes.document_routes import NO_PAGE, busy_page, page_moved
from evidence_site.ui.routes.document_routes import ROUTES as DOCUMENT_ROUTES
from evidence_site.ui.routes.lesson_routes import ROUTES as LESSON_ROUTES
from evidence_site.ui.seams import exchange, ready_map
from evidence_site.ui.seams.index_html import START
from evidence_site.ui.seams.listening import answer_at_once
from evidence_site.ui.seams.machine_address import ask_nobody
from evidence_site.ui.seams.open_pages import redraw_open_pages
from evidence_site.ui.seams.widget_states import pass_over_unreadable_states
from evidence_site.ui.state import store
from evidence_site.ui.state.garbage import collect_in_quiet_moments, sweep
from evidence_site.ui.state.reloading import Watcher
from evidence_site.ui.web.answers import COMPRESSION
from evidence_site.ui.web.component_pages import ComponentPages
from evidence_site.ui.web.headers import SecurityHeaders
from evidence_site.ui.web.log import write_log
from evidence_site.ui.web.measures import FAULTS, RequestMeasures, offer_measures
from evidence_site.ui.web.messages import Messages
from evidence_site.ui.web.request_limits import RequestLimits
from evidence_site.ui.web.session_limit import SessionLimit
from evidence_site.ui.web.settings import Settings, as_mapped, complete_address, in_force, settings_at_start
from evidence_site.ui.web.static_files import LEAFLET, serve_prepared

_log = logging.getLogger("site.settings")

FRAME = Path(__file__).with_name("frame.py")

ask_nobody()
pass_over_unreadable_states()
SETTINGS = settings_at_start()
complete_address(SETTINGS)  # before the data are read, and the site's address with them
FAULTS.set_function(lambda: store.served_state().halting)


def below(base: str, routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Give the routes below a base path, as Streamlit does its own, and the way from it to the first page."""
    if base:
        yield Route(base, page_moved)
    for route in routes:
        if base and isinstance(route, Route):
            yield Route(base + route.path, route.endpoint, methods=sorted(route.methods or ()))
        elif base and isinstance(route, Mount):
            yield Mount(base + route.path, route.app)
        else:
            yield route


ROUTES = tuple(
    below(
        SETTINGS.base,
        (
            *DATA_ROUTES,
            *CITATION_ROUTES,
            *CARD_ROUTES,
            *LESSON_ROUTES,
            *DOCUMENT_ROUTES,
            # Leaflet as plain files of a Python package, should they not have been prepared.
            Mount("/assets/leaflet", StaticFiles(directory=LEAFLET)),
            NO_PAGE,
        ),
    )
)


def middleware(settings: Settings) -> Iterator[Middleware]:
    """Give what every request passes, from the outside in; proxies over IPv4 are known to uvicorn itself."""
    yield Middleware(ProxyHeadersMiddleware, trusted_hosts=as_mapped(settings.proxies))
    yield Middleware(RequestMeasures, settings=settings)
    yield Middleware(SecurityHeaders, settings=settings, shell=f"<script>{START}</script>")
    if settings.allowed_hosts:
        yield Middleware(
            TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False
        )
    yield Middleware(RequestLimits, settings=settings)
    yield Middleware(SessionLimit, settings=settings, light=busy_page)
    yield Middleware(Messages)
    yield Middleware(ComponentPages, settings=settings)
    yield Middleware(serve_prepared, settings=settings)
    yield COMPRESSION


MIDDLEWARE = tuple(middleware(SETTINGS))


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Load what every request needs before the first one comes; then watch the data and collect garbage."""
    write_log(SETTINGS)
    _log.info("settings", extra={"in_force": in_force(), "own": asdict(SETTINGS)})
    ready_map.register()
    exchange.register()
    loop = asyncio.get_running_loop()
    watcher = Watcher(lambda: asyncio.run_coroutine_threadsafe(redraw_open_pages(), loop))
    store.served_state()  # after the first look of the watcher, which so notices what changes meanwhile
    offer_measures(SETTINGS)
    answer_at_once()
    sweep()
    sweeping = asyncio.gather(collect_in_quiet_moments(), exchange.end_silent_transfers())
    watcher.start()
    yield
    watcher.stop()
    checking.stop()
    sweeping.cancel()
