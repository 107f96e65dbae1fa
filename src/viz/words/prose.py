"""Texts from data as HTML: Markdown without HTML of its own, terms explained where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from evidence_site.records.lessons.lessons import LessonView, read_view
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import GlossaryTerm
from evidence_site.viz.markup import Markup, join, tag, view_address

#: HTML in a text stays text, and a picture becomes a link: no text makes a browser fetch anything.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
#: Signs that Markdown reads. What is made of little else is no text that somebody wrote, and reading it as
#: Markdown takes a second; among the texts of a site one letter in twenty is such a sign.
_SIGNS = re.compile(r"[\[\]<>*_`&#\n\\-]")
_MANY_SIGNS, _LETTERS_FOR_EACH = 100, 4
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
#: How the pages of the site are called in addresses.
_PAGE = re.compile("[a-z]+")
_OVERVIEW = "overview"
_BY_ITSELF = "auto"
#: How much is kept of texts and what was made of them: a visitor may bring any number, of 64 kB each.
_MOST_BYTES = 8_000_000


def markdown(text: str, *, outside: bool = False) -> Markup:
    """Return a text as HTML for paper and for readers without scripts: no term opens, no link opens a tab.

    Args:
        outside: Whether a link may lead elsewhere than to views of this site. Otherwise it stays words, with
            its address behind them: lessons may come from anybody.
    """
    return _written(_read(text, outside=outside))


def plain_text(records: Records, path: str) -> Markup:
    """Return the text of a page as HTML; nothing if it has none."""
    return markdown(records.site.texts.get(path, ""), outside=True)


def linked_views(text: str) -> Iterator[LessonView]:
    """Give the views of this site to which a text in Markdown links."""
    for token in _tokens(text):
        for part in token.children or []:
            if part.type == "link_open" and (view := _view_of(part)):
                yield view


def _tokens(text: str) -> list[Token]:
    """Return the tokens of a text; one that is made of signs is left as it was typed."""
    signs = len(_SIGNS.findall(text))
    if signs <= _MANY_SIGNS or signs * _LETTERS_FOR_EACH <= len(text):
        return _MARKDOWN.parse(text)
    as_typed = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    return [Token("paragraph_open", "p", 1), as_typed, Token("paragraph_close", "p", -1)]


@remembered(most_bytes=_MOST_BYTES)
def prose(records: Records, text: str, name: str, *, outside: bool = False) -> Markup:
    """Return a text as HTML; in each block the first use of a term of the glossary carries its meaning.

    Args:
        text: Markdown.
        name: Name of the text, unique on its page: the explanations are told apart by it.
        outside: See ``markdown``.
    """
    tokens = _read(text, outside=outside)
    in_heading = False
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        for part in token.children or []:  # links open beside the text that is being read
            if part.type == "link_open" and not str(part.attrGet("href")).startswith("#"):
                part.attrSet("target", "_blank")
                part.attrSet("rel", "noopener")
        if token.type == "inline" and not in_heading:
            token.children = list(_explained(records, token.children or [], f"{name}-{number}"))
    return tag("div", _written(tokens), class_="prose")


def _read(text: str, *, outside: bool) -> list[Token]:
    """Return the tokens of a text, with its links led to where they may lead."""
    tokens = _tokens(text)
    for token in tokens:
        if token.children:
            token.children = list(_led(token.children, outside=outside))
    return tokens


def _written(tokens: Sequence[Token]) -> Markup:
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _led(tokens: Sequence[Token], *, outside: bool) -> Iterator[Token]:
    """Give the tokens of a block. Judged is the address that a browser would get, however it was typed."""
    open_links: list[Token | None] = []
    for token in tokens:
        if token.type == "link_open":
            view = _view_of(token)
            if view:
                page = "" if view.path == _OVERVIEW else view.path
                token.attrSet("href", view_address(page, view.values))
            is_kept = outside or view is not None
            open_links.append(None if is_kept else token)
            if is_kept:
                yield token
        elif token.type == "link_close" and (left_out := open_links.pop()):
            if left_out.info != _BY_ITSELF:
                yield Token("text", "", 0, content=f" ({left_out.attrGet('href')})")
        else:
            yield token


def _view_of(link: Token) -> LessonView | None:
    """Return the view of this site that a link leads to, or None."""
    address = str(link.attrGet("href") or "")
    view = None if _OUTSIDE.match(address) else read_view(address)[0]
    return view if view and _PAGE.fullmatch(view.path) else None


def _explained(records: Records, tokens: Sequence[Token], name: str) -> Iterator[Token]:
    """Give the tokens of a block with the first use of each term explained, outside links and code."""
    said: set[str] = set()
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield Token("html_inline", "", 0, content=_with_terms(records, token.content, name, said))
        else:
            yield token


def _with_terms(records: Records, text: str, name: str, said: set[str]) -> Markup:
    words = _words(records)
    parts: list[str] = []
    end = 0
    for match in _pattern(records).finditer(text):
        term = words[match[0]]
        if term.id not in said:
            said.add(term.id)
            key = f"{name}-{term.id}"
            # A word that shows its meaning when it is pointed at, reached by keyboard, or tapped.
            word = tag("button", match[0], type="button", class_="term-word", aria_describedby=key)
            meaning = tag("span", tag("b", f"{term.term}: "), term.definition, role="tooltip", id=key)
            parts += [text[end : match.start()], tag("span", word, meaning, class_="term")]
            end = match.end()
    return join([*parts, text[end:]])


@remembered
def _words(records: Records) -> Mapping[str, GlossaryTerm]:
    """Return the words by which terms are known in texts; those in small letters with a capital as well."""
    return {
        spelled: term
        for term in records.tables.glossary
        for word in term.in_text
        for spelled in (word, word[:1].upper() + word[1:])
    }


@remembered
def _pattern(records: Records) -> re.Pattern[str]:
    """Return what finds the words of all terms in a text, the longest first; nothing, if there are none."""
    words = sorted(_words(records), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b" if words else r"(?!)")
