"""Documents that stand alone: style and pictures inside, no script needed, nothing fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evidence_site.records.wording import locale
from evidence_site.viz.markup import Markup, join, tag

#: What a document may do: show itself. A script that is written into it may run where one is.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@cache
def _style() -> str:
    return Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


def document(title: str, body: Markup, *, script: str = "", style: str = "") -> str:
    """Return a whole document in the reader's language.

    Args:
        script: JavaScript of this site that makes it more comfortable; it must read without.
    """
    policy = f"{_ALONE}; script-src 'unsafe-inline'" if script else _ALONE
    head = join(
        [
            Markup('<meta charset="utf-8">'),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", title),
            Markup(f"<style>{_style()}{style}</style>"),
        ]
    )
    code = Markup(f"<script>{script}</script>") if script else None
    language = locale().partition("_")[0]
    return f"<!doctype html>\n{tag('html', tag('head', head), tag('body', body, code), lang=language)}\n"
