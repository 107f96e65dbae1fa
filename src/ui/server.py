"""The server: web routes, warm-up and freezing around the Streamlit application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from records.loading import Records, data_folder
from ui import exchange, store
from ui.citation_routes import ROUTES as CITATION_ROUTES
from ui.warmth import freeze
from ui.web.answers import COMPRESSION, RevalidatedFiles
from ui.web.crowd import Crowd
from ui.web.document_routes import NO_PAGE, light_page
from ui.web.document_routes import ROUTES as DOCUMENT_ROUTES
from ui.web.doors import Doors
from ui.web.headers import SecurityHeaders
from ui.web.measures import FAULTS, Watched, offer_measures, write_log
from ui.web.settings import Settings, read_settings
from ui.web.shell import START
from ui.web.static_files import LEAFLET, serve_prepared
from ui.web_routes import ROUTES as DATA_ROUTES

FRAME = Path(__file__).with_name("frame.py")

#: Leaflet as plain files of a Python package, should they not have been prepared.
PLAIN_LEAFLET = StaticFiles(directory=LEAFLET)

#: Map layers of the data folder, fetched by the browser when a map is shown.
GEO = RevalidatedFiles(directory=data_folder() / "geo", check_dir=False)

SETTINGS = read_settings()


def below(base: str, routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Give the routes below a base path, as Streamlit serves its own."""
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
            *DOCUMENT_ROUTES,
            Mount("/assets/leaflet", PLAIN_LEAFLET),
            Mount("/assets/geo", GEO),
            NO_PAGE,
        ),
    )
)


def middleware(settings: Settings) -> Iterator[Middleware]:
    """Give what every request passes, from the outside in."""
    yield Middleware(Watched, settings=settings)
    yield Middleware(SecurityHeaders, settings=settings, shell=f"<script>{START}</script>")
    if settings.allowed_hosts:
        yield Middleware(
            TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False
        )
    yield Middleware(Doors, settings=settings)
    yield Middleware(Crowd, settings=settings, light=light_page)
    yield Middleware(serve_prepared, settings=settings)
    yield COMPRESSION


MIDDLEWARE = tuple(middleware(SETTINGS))


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Load what every request needs before the first one comes, and freeze it."""
    import streamlit_folium
    from streamlit.runtime import get_instance

    # A v1 component registers itself only inside a script run; a fresh worker would answer 404.
    write_log(SETTINGS)
    get_instance().component_registry.register_component(streamlit_folium._component_func)
    exchange.register()
    loaded = store.loaded()
    FAULTS.set(0 if isinstance(loaded, Records) else len(loaded))
    offer_measures(SETTINGS)
    freeze()
    yield
