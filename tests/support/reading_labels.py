"""Reading a label as Streamlit does, and finding every label of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

#: As near to Streamlit's reader as Python has it; that itself is asked in browser/test_shown_as_typed.py.
_MARKDOWN = MarkdownIt("gfm-like", {"html": True, "linkify": False})
#: What Streamlit looks for in words that Markdown has left as words, as its scripts have it.
_READ_AGAIN = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"https?://|www\.",
        r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+",
        r":material[/_]\w+:|:streamlit:",
        r":(?!\d\d:)[\w+-]+:",
        r":[a-z][\w-]*\[",
        r"(?:^|\s)(?:<->|->|<-|--|>=|<=|~=)(?:\s|$)",
    )
]
JOINER = "\N{WORD JOINER}"


def shown_words(label: str) -> str:
    """Return the words of a label if Streamlit shows it as plain words; nothing else may be in it."""
    tokens = _MARKDOWN.parse(label)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], label
    parts = tokens[1].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}, label
    words = "".join(part.content for part in parts)
    assert not [pattern for pattern in _READ_AGAIN if pattern.search(words)], label
    unescaped = re.sub(r"\\[\\$`]", "", label)
    assert "$" not in unescaped, label
    return words.replace(JOINER, "")


def labels_of(app: AppTest) -> Iterator[str]:
    """Give every text on a page that Streamlit reads as Markdown."""
    for kind in (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
    ):
        for element in app.get(kind):
            yield element.value
            yield element.proto.help if hasattr(element.proto, "help") else ""
    for kind in (
        "button",
        "expander",
        "selectbox",
        "multiselect",
        "text_input",
        "text_area",
        "number_input",
        "date_input",
    ):
        for element in app.get(kind):
            yield element.label
            yield getattr(element.proto, "help", "")
    for group in app.get("button_group"):
        yield group.label
        yield group.proto.help
        yield from (option.content for option in group.proto.options)
    for popover in app.get("popover"):
        yield popover.proto.popover.label
