"""Streamlit's own document, cut at the places where this site puts its own words.

Streamlit sends one document for every address: English, titled "Streamlit", empty for whoever runs no
scripts. If a release moves one of the places, the site says so at its start instead of guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evidence_site.ui.seams.served import STREAMLIT, chart_scripts
from evidence_site.viz.markup import Markup

#: Tells Streamlit's scripts where the server is. They would look below the page first, and fail twice,
#: a journey each, before they connect.
START = (
    'window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href,HOST_CONFIG:'
    "{allowedOrigins:[location.origin],useExternalAuthToken:false,enableCustomParentMessages:false,"
    "blockErrorDialogs:false}}"
)

_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_AGENTS = re.compile(r'<link rel="service-desc"[^>]*>\s*')
_ICON = re.compile(r'<link rel="shortcut icon"[^>]*>')


class ShellChangedError(RuntimeError):
    """Raised at the start when Streamlit's document is not the one that is known here."""


@dataclass(frozen=True)
class Shell:
    """Streamlit's document, cut where this site puts its own.

    Attributes:
        chart_script: Address of the script that every chart needs and that the document does not name; empty
            if there is none.
    """

    before_language: str
    before_head: str
    before_noscript: str
    rest: str
    chart_script: str

    def document(self, language: str, head: Markup, plain: Markup) -> str:
        """Return the document of one page."""
        return (
            f"{self.before_language}{language}{self.before_head}{head}{self.before_noscript}"
            f"<noscript>{plain}</noscript>{self.rest}"
        )


@cache
def shell(folder: Path = STREAMLIT) -> Shell:
    """Return the shell of the installed release.

    Raises:
        ShellChangedError: If a place to replace is not there exactly once.
    """
    html = (folder / "index.html").read_text(encoding="utf-8")
    for pattern in (_SCRIPT, _NOSCRIPT, _AGENTS, _ICON):
        if len(pattern.findall(html)) != 1:
            raise ShellChangedError(f"Streamlit's index.html has no single {pattern.pattern}")
    html = _AGENTS.sub("", _ICON.sub("", _COMMENT.sub("", html)))
    html = _SCRIPT.sub(lambda _found: f"<script>{START}</script>", html)
    html = _NOSCRIPT.sub("<noscript></noscript>", html)
    to_language, html = _cut(html, '<html lang="en')
    to_head, html = _cut(html, "<title>Streamlit</title>")
    to_noscript, rest = _cut(html, "<noscript></noscript>")
    charts = [f"./{path.relative_to(folder).as_posix()}" for path in chart_scripts(folder)]
    return Shell(f'{to_language}<html lang="', to_head, to_noscript, rest, charts[0] if charts else "")


def _cut(html: str, mark: str) -> tuple[str, str]:
    before, found, after = html.partition(mark)
    if not found:
        raise ShellChangedError(f"Streamlit's index.html has no {mark}")
    return before, after
