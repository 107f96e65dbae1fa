"""Documents that stand alone: style and pictures inside, no script needed, nothing fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import segno

from records.wording import _, locale
from viz.markup import Markup, join, tag

#: A square with more signs than this cannot be read from a sheet of paper or a projector.
MOST_IN_SQUARE = 1200
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


def square(address: str) -> Markup:
    """Return an address as a square that a camera reads, or what to do where none can be made."""
    if not address:
        return Markup("")
    if len(address) > MOST_IN_SQUARE:
        words = _("The link of this lesson is too long for a printed square. Hand on the link or the file.")
        return tag("p", words, class_="square")
    made = segno.make(address, error="m", micro=False)
    picture = Markup(made.svg_inline(scale=4, border=2, light="#FFFFFF", svgclass=None, lineclass=None))
    return tag("div", picture, tag("span", _("This lesson on a screen")), class_="square")
