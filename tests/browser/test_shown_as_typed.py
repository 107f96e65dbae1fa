"""The browser shows a text from outside as it was typed, also where Streamlit reads Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import MARKED
from lesson_samples import sample
from playwright.sync_api import Locator, expect
from reader import Reader

from evidence_site.records.lessons.lesson_code import BUILD, write_code

pytestmark = pytest.mark.browser

#: What Markdown would have made, and Streamlit of its words; a heading has a link to itself.
_MADE = "a[href]:not([href^='#']), em, strong, del, code, img, .katex, [data-testid='stIconMaterial']"


def is_shown_as_typed(place: Locator, words: str) -> None:
    expect(place).to_be_visible()
    shown = place.locator("[data-testid='stMarkdownContainer']").or_(place).last
    assert shown.inner_text().replace("\N{WORD JOINER}", "") == words
    assert shown.locator(_MADE).count() == 0


def test_the_title_of_a_visitors_lesson_is_shown_as_it_was_typed(reader: Reader) -> None:
    lesson = replace(sample(), title=MARKED)
    reader.open("lessons", lesson=write_code(lesson))
    is_shown_as_typed(reader.page.get_by_role("heading", level=1), MARKED)


def test_the_steps_of_a_lesson_that_is_built_are_called_as_they_were_typed(reader: Reader) -> None:
    lesson = replace(sample(), steps=(replace(sample().steps[0], title=MARKED),))
    reader.open("lessons", **{BUILD: write_code(lesson)})
    box = reader.page.locator("[class*='st-key-build-step-'] summary")
    is_shown_as_typed(box, f"1. {MARKED}")
