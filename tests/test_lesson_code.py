"""A lesson in a link: what was packed comes out again, and nothing that somebody sends does harm."""

from __future__ import annotations

import re
import tracemalloc
from base64 import urlsafe_b64encode
from dataclasses import replace
from random import Random

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_samples import sample

from records.lesson_building import (
    MOST_BUILT,
    MOST_MINUTES,
    moved,
    new_lesson,
    with_part,
    with_step,
    with_view,
    without,
)
from records.lesson_code import GOOD_LENGTH, MOST_LENGTH, Opened, is_code, read_code, read_text, write_code
from records.lessons import MOST_OF_A_FILE, Lesson, LessonView, lesson_text
from viz.prose import markdown


def said(lesson: Lesson | None) -> Lesson | None:
    return replace(lesson, id="") if lesson else None


def test_a_lesson_comes_out_of_its_link_as_it_went_in() -> None:
    opened = read_code(write_code(sample()))
    assert said(opened.lesson) == said(sample())
    assert not opened.problems


def test_ten_steps_with_words_fit_a_link() -> None:
    lesson = sample()
    words = " ".join(step.text for step in lesson.steps)
    assert len(lesson.steps) == 10
    assert len(write_code(lesson)) < GOOD_LENGTH / 2
    # Twice the words in each step: no two steps share a sentence.
    longer = []
    for place, step in enumerate(lesson.steps):
        others = words[place * 180 : place * 180 + 180][::-1]
        longer.append(replace(step, text=f"{step.text}\n\n{others}", notice=("Look twice.",)))
    assert len(write_code(replace(lesson, steps=tuple(longer)))) <= GOOD_LENGTH


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80)
ADDRESSES = st.sampled_from(
    [
        LessonView("map"),
        LessonView("map", (("tab", "night"),)),
        LessonView("record", (("key", "a b&c"), ("table", "x"))),
    ]
)


@st.composite
def built(draw: st.DrawFn) -> Lesson:
    """A lesson as somebody may build it."""
    lesson = new_lesson()
    for view in draw(st.lists(ADDRESSES, min_size=1, max_size=6)):
        lesson = with_view(lesson, view, draw(WORDS))
    for part in draw(st.lists(st.sampled_from(["title", "age", "content_note"]), max_size=3)):
        lesson = with_part(lesson, part, draw(WORDS))
    for _turn in range(draw(st.integers(0, 6))):
        number = draw(st.integers(0, 8))
        part = draw(st.sampled_from(["title", "text", "question", "answer", "teacher_note"]))
        lesson = with_step(lesson, number, part, "\n".join(draw(st.lists(WORDS, max_size=4))))
        lesson = with_step(lesson, draw(st.integers(0, 8)), "minutes", draw(st.integers(-5, 10_000)))
        lesson = moved(lesson, draw(st.integers(0, 8)), draw(st.integers(-2, 2)))
        if len(lesson.steps) > 1:
            lesson = without(lesson, draw(st.integers(0, 8)))
    return lesson


@settings(max_examples=150, deadline=None)
@given(lesson=built())
def test_whatever_somebody_builds_comes_out_again(lesson: Lesson) -> None:
    opened = read_code(write_code(lesson))
    assert opened.lesson is not None
    assert [step.number for step in lesson.steps] == list(range(1, len(lesson.steps) + 1))
    assert lesson.minutes == sum(step.minutes for step in lesson.steps)
    assert [(step.view, step.minutes) for step in opened.lesson.steps] == [
        (step.view, step.minutes) for step in lesson.steps
    ]


def as_code(data: bytes) -> str:
    return "b1." + urlsafe_b64encode(data).decode()


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.binary(max_size=300).map(lambda data: "b1." + urlsafe_b64encode(data).decode()),
    )
)
def test_no_code_raises(text: str) -> None:
    opened = read_code(text)
    assert opened.problems or opened.lesson


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_of_a_cut_link_the_first_steps_are_shown(part: float) -> None:
    code = write_code(sample())
    opened = read_code(code[: int(len(code) * part)])
    assert any("damaged" in problem for problem in opened.problems)
    if part >= 0.6:
        assert opened.lesson
        read = [step.title for step in opened.lesson.steps]
        assert read == [step.title for step in sample().steps][: len(read)]
        assert 0 < len(read) <= 10


def test_a_changed_link_says_so() -> None:
    code = write_code(sample())
    for place in range(10, len(code), 97):
        other = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
        assert any("damaged" in problem for problem in read_code(other).problems), place


def test_a_link_of_another_version_is_told_apart_from_a_damaged_one() -> None:
    assert is_code("b2.abc")
    assert read_code("b2.abc").lesson is None
    assert "another version" in read_code("b2.abc").problems[0]
    assert not is_code("one-night")


def test_a_short_code_cannot_make_a_text_without_end() -> None:
    bomb = as_code(b"abc" + brotli.compress(b"## x\n" * 40_000_000, quality=5))
    assert len(bomb) < MOST_LENGTH
    read_code.cache_clear()
    tracemalloc.start()
    opened = read_code(bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert opened.problems
    assert most < 30 * MOST_OF_A_FILE


def noise(signs: Random) -> str:
    return "".join(chr(0x4E00 + signs.randrange(20_000)) for _number in range(2000))


def test_a_link_that_is_too_long_opens_what_it_can() -> None:
    signs = Random(8)
    lesson = sample()
    steps = [replace(step, text=noise(signs) if step.number > 3 else step.text) for step in lesson.steps]
    code = write_code(replace(lesson, steps=tuple(steps)))
    assert len(code) > MOST_LENGTH
    opened = read_code(code)
    assert "too long" in opened.problems[0]
    assert opened.lesson
    assert [step.title for step in opened.lesson.steps][:3] == [step.title for step in lesson.steps][:3]


def test_a_file_of_a_visitor_may_leave_out_what_a_lesson_of_the_site_must_say() -> None:
    text = "---\ntitle: Mine\nminutes: 5\n---\n\n## Look\nView: /map\n"
    assert read_text(text, "mine") == Opened(read_text(text, "mine").lesson)
    faulty = read_text(text.replace("View", "Vew"), "mine")
    assert faulty.lesson is None
    assert "View" in faulty.problems[0]
    assert "Line 6" in faulty.problems[0]


def test_links_that_leave_the_site_are_no_links_in_a_visitors_lesson() -> None:
    words = "[a](https://evil.example) ![b](//evil.example/x.png) [c](/map?tab=night)"
    words += " <https://evil.example> [d]: //e"
    lesson = read_code(write_code(with_step(sample(), 1, "text", words))).lesson
    assert lesson
    html = markdown(lesson.steps[0].text)
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == ["/map?tab=night"]
    assert "evil.example" in html
    again = read_code(write_code(lesson)).lesson
    assert said(again) == said(lesson)


def test_a_long_lesson_of_a_visitor_is_cut_and_says_so() -> None:
    steps = [replace(sample().steps[0], number=number) for number in range(1, MOST_BUILT + 4)]
    opened = read_code(write_code(replace(sample(), steps=tuple(steps))))
    assert opened.lesson
    assert len(opened.lesson.steps) == MOST_BUILT
    assert any("Only the first" in problem for problem in opened.problems)


def test_a_lesson_is_built_within_its_bounds() -> None:
    lesson = new_lesson()
    for number in range(MOST_BUILT + 5):
        lesson = with_view(lesson, LessonView("map"), f"Step {number}")
    assert len(lesson.steps) == MOST_BUILT
    lesson = with_step(lesson, 1, "minutes", 10_000)
    assert lesson.steps[0].minutes == MOST_MINUTES
    assert with_step(lesson, 1, "title", "  ").steps[0].title == "Step 0"
    assert len(with_step(lesson, 1, "text", "x" * 90_000).steps[0].text) < 3000
    assert moved(lesson, 1, -1) == lesson
    assert moved(lesson, 1, 1).steps[1].title == "Step 0"
    assert read_code(write_code(lesson)).lesson is not None
    assert "Step 0" in lesson_text(lesson)
