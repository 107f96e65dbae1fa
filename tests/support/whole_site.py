"""The site as a browser meets it, without a server: our routes and middleware around Streamlit's files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from answering import Answer, ask_app
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from evidence_site.ui.server import ROUTES, SETTINGS, below, middleware
from evidence_site.ui.web.settings import Settings


@cache
def site(settings: Settings = SETTINGS) -> Starlette:
    """Return the site as whoever runs it may have set it."""
    files = create_streamlit_static_assets_routes(base_url=settings.base)
    routes = [*below(settings.base, ROUTES), *files]
    return Starlette(routes=routes, middleware=tuple(middleware(settings)))


def fetch(
    path: str,
    parameters: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    settings: Settings = SETTINGS,
    **named: Any,
) -> Answer:
    """Return the answer of the whole site."""
    return ask_app(site(settings), path, parameters, headers, **named)
