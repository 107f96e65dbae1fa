"""The page in the frame of a component: the library's own, with a script of ours before all others.

The script is written into the page instead of being asked for: a page that came without it would listen to
anybody. The policy of these frames lets scripts be written (``ui.web.headers`` says why).
"""

from __future__ import annotations

from evidence_site.ui.browser import text_of

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
