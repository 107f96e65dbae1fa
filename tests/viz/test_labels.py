"""Where Streamlit reads Markdown, text from data is shown as it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import MARKED
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_labels import JOINER, shown_words

from evidence_site.viz.markup import as_it_stands

SIGNS = st.lists(
    st.one_of(
        st.sampled_from(
            [*r"\`*_{}[]()<>#+-.!|~$:&/@=^'", *MARKED.split(), " ", "\n", "\n\n", "    ", "1", "a", "www."]
        )
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(SIGNS, st.text(max_size=30)))
@example(text=MARKED)
@example(text="1) a")
@example(text="10:30 and :100:")
def test_a_label_shows_what_was_typed(text: str) -> None:
    seen = (
        re.sub(r"[ \t\r\n\f\v]+", " ", text.strip())
        .replace(JOINER, "")
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
    )
    assert shown_words(as_it_stands(text)) == seen


@pytest.mark.parametrize(
    "label",
    [
        *(
            "$a$ b",
            "*a*",
            "__b__",
            "~~c~~",
            "`d`",
            "[e](//e.example)",
            "![f](/f.png)",
            "&amp;",
            "<b>",
            "a\n\nb",
        ),
        *(
            "# a",
            "- a",
            "1. a",
            "> a",
            "    a",
            ":red[g]",
            "https://a.example",
            r"https\://a.example",
            "www.a.b",
        ),
        *("a@b.example", ":material/close:", r"\:material_close\:", ":+1:", "a -> b", r"a \-- b", "a >= b"),
    ],
)
def test_the_reading_sees_what_is_not_kept_from_streamlit(label: str) -> None:
    assert not is_shown_as(label, label)


def is_shown_as(label: str, words: str) -> bool:
    try:
        return shown_words(label) == words
    except AssertionError:
        return False


#: Calls of Streamlit that read Markdown. One that goes by another name is seen on the pages alone, above.
_READS = frozenset(
    """
    title header subheader markdown caption write info warning error success exception toast metric badge
    button link_button page_link popover expander status tabs pills segmented_control radio checkbox toggle
    selectbox multiselect slider select_slider text_input text_area number_input date_input time_input
    feedback dialog spinner
    """.split()  # noqa: SIM905
)
_OPTIONS = frozenset({"pills", "segmented_control", "radio"})
#: Names before the point that are no part of a page.
_NOT_STREAMLIT = frozenset({"_log", "address_bar"})


def is_safe(text: ast.expr) -> bool:
    """Whether an argument is a sentence that stands there, or passes through ``as_it_stands``."""
    if isinstance(text, ast.IfExp):
        return is_safe(text.body) and is_safe(text.orelse)
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Name):
        is_sentence = text.func.id == "_" and all(isinstance(part, ast.Constant) for part in text.args)
        return text.func.id == "as_it_stands" or is_sentence
    return isinstance(text, ast.Lambda) and is_safe(text.body)


def bare_uses(source: str) -> Iterator[int]:
    """Give the lines on which Streamlit is handed a text to read that may come from data."""
    for call in ast.walk(ast.parse(source)):
        if not (
            isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _READS
        ):
            continue
        if isinstance(call.func.value, ast.Name) and call.func.value.id in _NOT_STREAMLIT:
            continue
        named = {given.arg: given.value for given in call.keywords}
        texts = [*call.args[:1], *[named[name] for name in ("label", "body", "help") if name in named]]
        if call.func.attr in _OPTIONS:
            texts.append(named.get("format_func", call))
        if not all(map(is_safe, texts)):
            yield call.lineno


def test_no_text_from_data_reaches_a_label_bare(repository: Path) -> None:
    files = [*(repository / "src" / "ui").rglob("*.py"), *(repository / "pages").glob("*.py")]
    sources = {file: file.read_text(encoding="utf-8") for file in sorted(files)}
    drawing = {file: source for file, source in sources.items() if "import streamlit as st" in source}
    assert drawing
    found = [
        f"{file.relative_to(repository)}:{line}"
        for file, source in drawing.items()
        for line in bare_uses(source)
    ]
    assert found == [], "as_it_stands is missing, see viz/markup.py"


@pytest.mark.parametrize(
    "source",
    [
        "st.header(film.title)",
        "st.title(f'{x}')",
        "box.expander(_('a') % {'b': c})",
        "st.button(_(label))",
        "st.pills(_('a'), codes)",
        "st.pills(_('a'), codes, format_func=names.get)",
        "st.button(_('a'), help=words)",
        "st.info(_('a') if b else c)",
    ],
)
def test_a_bare_use_is_found(source: str) -> None:
    assert list(bare_uses(source)) == [1]
