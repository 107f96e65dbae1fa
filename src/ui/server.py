"""The server: web routes, warm-up and freezing around the Streamlit application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from records.loading import data_folder
from ui import store
from ui.citation_routes import ROUTES as CITATION_ROUTES
from ui.warmth import freeze
from ui.web_routes import ROUTES as DATA_ROUTES

FRAME = Path(__file__).with_name("frame.py")

#: Leaflet as plain files of a Python package: nothing is fetched from a content network.
LEAFLET = StaticFiles(packages=[("xstatic.pkg.leaflet", "data")])

#: Map layers of the data folder, fetched by the browser when a map is shown.
GEO = StaticFiles(directory=data_folder() / "geo", check_dir=False)

ROUTES = (*DATA_ROUTES, *CITATION_ROUTES, Mount("/assets/leaflet", LEAFLET), Mount("/assets/geo", GEO))


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Load what every request needs before the first one comes, and freeze it."""
    import streamlit_folium
    from streamlit.runtime import get_instance

    # A v1 component registers itself only inside a script run; a fresh worker would answer 404.
    get_instance().component_registry.register_component(streamlit_folium._component_func)
    store.loaded()
    freeze()
    yield
