"""The page in the frame of a component: the library's own, with a script of ours before all others.

The script is written into the page instead of being asked for: a page that came without it would listen to
anybody. The policy of these frames lets scripts be written (``ui.web.headers`` says why).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from evidence_site.ui.browser import text_of
from evidence_site.ui.web.answers import tagged
from evidence_site.ui.web.settings import Settings
from evidence_site.ui.web.static_files import COMPONENT_PAGES

_GUARD = text_of("frame_guard.js")


class ComponentChangedError(RuntimeError):
    """Raised at the start when the page of a component is not one that can be guarded."""


def guarded(html: str) -> str:
    """Return the page of a component with the guard as its first script.

    Raises:
        ComponentChangedError: If the page has no single head.
    """
    before, head, after = html.partition("<head>")
    if not head or "<script" in before or "<head>" in after:
        raise ComponentChangedError("the page of a component has no single <head> before its scripts")
    return f"{before}{head}<script>{_GUARD}</script>{after}"


class ComponentPages:
    """Middleware that answers with the pages of components: Streamlit lets no route stand in their place."""

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
