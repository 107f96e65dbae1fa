"""HTML made from data: every text is escaped here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode, urlsplit

from evidence_site.records.memory import kept_if_short

#: What Markdown takes for a sign: anywhere, or where a line begins.
_SIGN, _NUMBERED = re.compile(r"[\\`*_\[\]<&~$]|^[#+>=-]"), re.compile(r"^(\d{1,9})(?=[.)])")
#: Where Streamlit reads once more what Markdown has left as words, so that no escape helps: addresses, icons
#: and arrows. A sign without width, at which no line breaks, keeps them apart.
_READ_AGAIN = re.compile(
    r"(?=://)|(?<=www)(?=\.)|(?<=\S)(?=@)|(?<=:)(?=[a-z]|(?!\d\d:)[\w+-]+:)|(?<=[<-])(?=[->])|(?<=[<>~])(?==)",
    re.IGNORECASE,
)
_JOINER = "\N{WORD JOINER}"
#: Spaces that a browser takes for one; no others.
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
#: Elements without content, which have no closing tag.
_VOID = frozenset({"img", "br", "hr", "link", "meta", "input"})


class Markup(str):
    """Text that is HTML already; anything else is escaped when it is put into a tag or a template."""

    __slots__ = ()

    def __html__(self) -> Markup:
        return self


def tag(name: str, /, *children: str | None, **attributes: str | None) -> Markup:
    """Return an element. Children that are not Markup are escaped; empty attributes are left out.

    A trailing underscore frees names that Python keeps (``class_``), inner ones become hyphens.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(parts: Iterable[str | None], separator: str = "") -> Markup:
    """Return the parts one after another, escaped where they are plain text; None is left out."""
    written = [part if isinstance(part, Markup) else escape(part) for part in parts if part is not None]
    return Markup(separator.join(written))


@kept_if_short(most=4096, longest=200)  # a page has a hundred labels, most of them the same in every run
def as_it_stands(text: str) -> str:
    """Return text in one line that Streamlit shows as it stands, where it would read it as Markdown."""
    words = _READ_AGAIN.sub(_JOINER, _BLANK.sub(" ", text.strip()))
    return _NUMBERED.sub(r"\1\\", _SIGN.sub(r"\\\g<0>", words))


def link(label: str, address: str) -> Markup:
    """Return a link that leaves the site, opened in a new tab; only web addresses become links."""
    if urlsplit(address).scheme not in ("http", "https"):
        return join([label])
    return tag("a", label, href=address, target="_blank", rel="noopener noreferrer")


def inner_link(label: str, page: str, parameters: Mapping[str, str]) -> Markup:
    """Return a link to another view of the site, relative so that it works below any base path."""
    return tag("a", label, href=view_address(page, parameters), target="_self")


def view_address(page: str, parameters: Mapping[str, str]) -> str:
    """Return the relative address of a view."""
    query = urlencode(parameters)
    return f"./{page}?{query}" if query else f"./{page}"


def record_address(table: str, key: str) -> str:
    """Return the relative permanent address of a record.

    >>> record_address("events", "a")
    './record?table=events&key=a'
    """
    return view_address("record", {"table": table, "key": key})


def record_link(label: str, table: str, key: str) -> Markup:
    """Return a link to the permanent address of a record."""
    return tag("a", label, href=record_address(table, key), target="_self")


def listing(items: Sequence[str], *, ordered: bool = False, class_: str | None = None) -> Markup:
    """Return a list, or nothing if there are no items."""
    if not items:
        return Markup("")
    return tag("ol" if ordered else "ul", *[tag("li", item) for item in items], class_=class_)


def facts(pairs: Iterable[tuple[str, str | None]]) -> Markup:
    """Return a description list of the pairs that have a value."""
    rows = [join([tag("dt", name), tag("dd", value)]) for name, value in pairs if value]
    return tag("dl", *rows, class_="facts") if rows else Markup("")


def html_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], caption: str, *, stacked: bool = False
) -> Markup:
    """Return a table with a caption, in a box that scrolls sideways on narrow screens.

    Args:
        stacked: On narrow screens, show each row as a card with the headings beside its cells instead.
    """
    head = tag("tr", *[tag("th", heading, scope="col") for heading in headings])
    names = headings if stacked else [None] * len(headings)
    body = [
        tag("tr", *[tag("td", cell, data_heading=name) for name, cell in zip(names, row, strict=True)])
        for row in rows
    ]
    table = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    kind = "scroll stacked" if stacked else "scroll"
    return tag("div", table, class_=kind, tabindex="0", role="region", aria_label=caption)
