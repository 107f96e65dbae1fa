"""A lesson in a link: what was packed comes out again, and nothing that somebody sends does harm."""

from __future__ import annotations

import tracemalloc
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_samples import sample

from evidence_site.records.characters import refused
from evidence_site.records.lessons import base41, lesson_code
from evidence_site.records.lessons.lesson_building import (
    MOST_BUILT,
    MOST_MINUTES,
    moved,
    new_lesson,
    with_part,
    with_step,
    with_view,
    without,
)
from evidence_site.records.lessons.lesson_code import (
    GOOD_LENGTH,
    MOST_LENGTH,
    UnpackedLesson,
    for_pupils,
    is_code,
    read_code,
    read_text,
    write_code,
    write_pupil_code,
)
from evidence_site.records.lessons.lessons import MOST_OF_A_FILE, Lesson, LessonView, lesson_text
from evidence_site.records.load.loading import Records
from evidence_site.viz.paper.qr_code import qr_code

#: Made once and kept as they are.
FIRST_VERSION = (
    "b1.4fXqG_oAAJyHsa1gu2xFuPt2MiH5xLn3J7Q1dYDvZpVU4b4f-bi6m2FNvAGibuOtPJT-g2VgEgUfLNrexGixWut"
    "1m-DxitOJ2JXV0xQEAWh3k2fZxukwyq7ohLkj_DK4xFBl-KLM212eRwtdbprjrEdFIxto-oVjoHqRK03W6NQEaTUU1"
    "QwA-SUGEmiIwOAS3PPNpVvW5XH0fQTcsxS7f8Rn4u1d5OO416UivUyKWcQy998hBwA"
)
SECOND_VERSION = (
    (
        "b2.4fXqAEBEAwBUAi1Ud28xNDEwJycgW11Mb29rb29rIGF0c2XGjyDDvCDCq8K7YWQTgNAma7EcL_NxhgbScAC7ak_"
        "cXQkXAswHbWJJdRU818_5ofw4u_4sQHoTCEiT8_pk5vrpvPWTDAw4fbsaujp8VgEAAA"
    ),
    (
        "B2.:876XXWZ9KC0W/WGZCB$G-$7RD7C.5J/DAQBS.GW.G-CGKYE2JI4YELX21SV8KSB44YBHN01R4HAQHPX$7OQJMP"
        "6L7K$WU$4DOQQAZRU7R3-7.Q-MZO-4TYB/ZZ3YMRNP3IQZ$7OAYG6-G-HXY/A6000"
    ),
)
#: Packs a text as a code holds it, of any length.
MAGICLESS = zstandard.ZstdCompressor(
    compression_params=zstandard.ZstdCompressionParameters(
        format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_content_size=False, window_log=17
    )
)


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
    for position, step in enumerate(lesson.steps):
        others = words[position * 180 : position * 180 + 180][::-1]
        longer.append(replace(step, text=f"{step.text}\n\n{others}", notice=("Look twice.",)))
    assert len(write_code(replace(lesson, steps=tuple(longer)))) <= GOOD_LENGTH


SEEN = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp", "Zs", "Mn"]) | st.just(" ")
WORDS = st.text(SEEN, max_size=80).filter(lambda words: not any(refused(words)))
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


def code_of_version_1(lesson: Lesson) -> str:
    """A link as it was handed out before version 2."""
    text = lesson_text(lesson).encode()
    return as_code(sha256(text).digest()[:3] + brotli.compress(text, mode=brotli.MODE_TEXT, quality=11))


def as_code(data: bytes, version: str = "b1.") -> str:
    return version + (base41.encode(data) if version == "B2." else urlsafe_b64encode(data).decode())


VERSIONS = st.sampled_from(["b1.", "b2.", "B2."])
WRITERS = [code_of_version_1, write_code, write_pupil_code]


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=200), st.builds(as_code, st.binary(max_size=300), VERSIONS)),
)
def test_no_code_raises(text: str) -> None:
    opened = read_code(text)
    assert opened.problems or opened.lesson


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_code_says_so_and_holds_no_more_than_a_lesson(
    write: Callable[[Lesson], str], data: st.DataObject
) -> None:
    code = write(sample())
    start = data.draw(st.integers(3, len(code) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(code))))
    other = code[:start] + data.draw(st.text(base41.LETTERS, max_size=40)) + code[end:]
    opened = read_code(other)
    is_whole = said(opened.lesson) == said(read_code(code).lesson)
    assert is_whole or any("damaged" in problem for problem in opened.problems)
    if opened.lesson:
        assert len(lesson_text(opened.lesson)) <= MOST_OF_A_FILE


@given(data=st.binary(max_size=400))
def test_letters_in_capitals_hold_any_bytes(data: bytes) -> None:
    letters = base41.encode(data)
    assert base41.decode(letters) == data
    assert set(letters) <= set(base41.LETTERS)
    assert not letters.endswith((".", ":"))
    assert data.startswith(base41.decode(letters[:-1])[:-1])


def test_a_link_of_the_first_version_opens_for_ever() -> None:
    """A literal one, for all that this version's code could change."""
    opened = read_code(FIRST_VERSION)
    assert opened.problems == ()
    assert opened.lesson
    assert [step.title for step in opened.lesson.steps] == ["Look", "Read"]
    assert said(read_code(code_of_version_1(sample())).lesson) == said(sample())


def test_a_link_of_the_second_version_opens_for_ever() -> None:
    for code in SECOND_VERSION:
        opened = read_code(code)
        assert opened.problems == ()
        assert opened.lesson
        assert [step.title for step in opened.lesson.steps] == ["Look", "Read"]


def test_the_words_that_links_are_made_with_never_change() -> None:
    """One letter less, and no link that was handed out can be read: a new list is a new version."""
    words = (Path(lesson_code.__file__).parent / "lesson_words.txt").read_bytes()
    assert sha256(words).hexdigest().startswith("19cf94e1fc13d5c8")


def test_a_code_for_pupils_holds_no_answer_and_opens_as_the_rest(records: Records) -> None:
    for lesson in (sample(), *records.lessons):
        code = write_pupil_code(lesson)
        opened = read_code(code)
        assert said(opened.lesson) == said(for_pupils(lesson))
        assert not opened.problems
        written = lesson_text(opened.lesson) if opened.lesson else ""
        for step in lesson.steps:
            assert step.question in written
            for secret in (step.answer, step.teacher_note):
                assert not secret or secret not in written
        assert not lesson.letter or lesson.letter not in written


def test_a_lesson_of_three_steps_fits_a_code_on_paper_and_of_six_too(records: Records) -> None:
    for lesson in records.lessons:
        for count in (3, 6):
            built = replace(lesson, steps=lesson.steps[:count], goals=(), tags=(), letter="")
            address = f"https://evidence.example/lessons?role=pupil&lesson={write_pupil_code(built)}"
            assert "<img" in qr_code(address)
            assert len(write_code(built)) < len(code_of_version_1(built))


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
    for position in range(10, len(code), 97):
        other = code[:position] + ("A" if code[position] != "A" else "B") + code[position + 1 :]
        assert any("damaged" in problem for problem in read_code(other).problems), position


def test_a_link_of_another_version_is_told_apart_from_a_damaged_one() -> None:
    for code in ("b9.abc", "B1.ABC", "b10.abc"):
        assert is_code(code)
        assert read_code(code).lesson is None
        assert "another version" in read_code(code).problems[0]
    assert not is_code("one-night")


@pytest.mark.parametrize(
    ("version", "packed"),
    [
        ("b1.", lambda text: brotli.compress(text, quality=5)),
        ("b2.", lambda text: MAGICLESS.compress(text)),
        ("B2.", lambda text: MAGICLESS.compress(text)),
    ],
)
def test_a_short_code_cannot_make_a_text_without_end(version: str, packed: Callable[[bytes], bytes]) -> None:
    bomb = as_code(b"abc" + packed(b"## x\n" * 20_000_000), version)
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
    assert read_text(text, "mine") == UnpackedLesson(read_text(text, "mine").lesson)
    faulty = read_text(text.replace("View", "Vew"), "mine")
    assert faulty.lesson is None
    assert "View" in faulty.problems[0]
    assert "Line 6" in faulty.problems[0]


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
