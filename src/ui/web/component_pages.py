"""The pages of components leave with a guard: Streamlit lets no route stand in their place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from evidence_site.ui.seams.component_page import guarded
from evidence_site.ui.seams.served import COMPONENT_PAGES
from evidence_site.ui.web.answers import tagged
from evidence_site.ui.web.settings import Settings


class ComponentPages:
    """Middleware that answers with the pages of components."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Make the pages once."""
        self._app = app
        self._pages = {
            f"{settings.base}{path}": guarded(file.read_text(encoding="utf-8"))
            for path, file in COMPONENT_PAGES.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        page = self._pages.get(scope["path"]) if scope["type"] == "http" else None
        answer = self._app if page is None else tagged(Request(scope), page, "text/html; charset=utf-8")
        await answer(scope, receive, send)
