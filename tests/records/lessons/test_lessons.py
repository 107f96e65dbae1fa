"""Lessons as data: read, written back, and every fault named with file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from breaking import DataCopy
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.lessons.lessons import (
    MOST_LISTED,
    MOST_OF,
    Lesson,
    LessonStep,
    LessonView,
    lesson_text,
    parse_lesson,
    read_view,
)
from evidence_site.records.load.loading import Records, load
from evidence_site.viz.pages.menus import Menu
from evidence_site.viz.pages.run import run_of
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.review.checking import all_faults
from evidence_site.viz.review.lesson_check import view_problems

SMALL = """---
title: "Two views: a beginning"
age: 14 and over
minutes: 8
content_note: People were killed. You may leave the room.
goals:
  - Read a number.
tags: [history]
---

## First
View: https://example.org/site/casualties?tab=sides&side=independent.armenian
minutes: 5 minutes

Some *text*.

- a list
- of two

**Question:** What does it count?
Answer: It says so.

In a second paragraph.
NOTICE:
- One thing
  that goes on
* Another
Teacher note: Wait.

## Second
View: /
Minutes: 3
\\Question: this stays text
# To the parents
Dear all,

## not a step
"""


def small(old: str = "", new: str = "") -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def test_a_lesson_is_read_as_a_teacher_writes_it() -> None:
    lesson, faults = parse_lesson(SMALL, "small")
    assert faults == []
    assert lesson is not None
    assert (lesson.title, lesson.age, lesson.minutes) == ("Two views: a beginning", "14 and over", 8)
    assert (lesson.goals, lesson.tags) == (("Read a number.",), ("history",))
    first, second = lesson.steps
    assert first.view == LessonView("casualties", (("tab", "sides"), ("side", "independent.armenian")))
    assert first.text == "Some *text*.\n\n- a list\n- of two"
    assert (first.question, first.minutes) == ("What does it count?", 5)
    assert first.answer == "It says so.\n\nIn a second paragraph."
    assert first.notice == ("One thing that goes on", "Another")
    assert first.teacher_note == "Wait."
    assert second.view == LessonView("overview")
    assert second.text == "Question: this stays text"
    assert lesson.letter == "Dear all,\n\n## not a step"


words = st.text(st.characters(codec="utf-8", exclude_characters="<\r"), max_size=80)
lines_ = st.one_of(
    words,
    st.sampled_from(
        [
            "## A",
            "#",
            "# Letter",
            "View: /x",
            "\\View: x",
            "**question:** y",
            "- a",
            "---",
            "",
            "Notice:",
            "\\\\## b",
        ]
    ),
)


def one_line(text: str) -> str:
    return " ".join(text.split())


texts = st.lists(lines_, max_size=6).map(lambda found: "\n".join(found).strip())
titles = words.map(one_line).filter(bool)
values = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
views = st.builds(
    LessonView,
    st.sampled_from(["overview", "casualties", "nowhere"]),
    st.dictionaries(st.sampled_from(["tab", "side", "q"]), values).map(lambda found: tuple(found.items())),
)
parts = dict.fromkeys(("text", "question", "answer", "teacher_note"), texts)
items = st.lists(titles, max_size=3).map(tuple)
steps = st.builds(
    LessonStep,
    number=st.just(0),
    title=titles,
    view=views,
    minutes=st.integers(1, 999),
    notice=items,
    **parts,
)
lessons = st.builds(
    Lesson,
    id=st.just("any"),
    title=titles,
    age=titles.filter(lambda text: len(text) <= MOST_OF["age"]),
    minutes=st.integers(1, 999),
    goals=st.lists(titles, min_size=1, max_size=3).map(tuple),
    content_note=titles,
    tags=st.lists(titles.filter(lambda text: len(text) <= MOST_OF["tags"]), min_size=1, max_size=2).map(
        tuple
    ),
    steps=st.lists(steps, min_size=1, max_size=3).map(
        lambda found: tuple(
            LessonStep(**{**vars(step), "number": position}) for position, step in enumerate(found, start=1)
        )
    ),
    letter=texts,
)


@given(lessons)
def test_what_is_written_is_read_back_as_it_was(lesson: Lesson) -> None:
    text = lesson_text(lesson)
    assert parse_lesson(text, "any") == (lesson, [])


@given(st.one_of(st.text(), st.lists(lines_).map("\n".join), st.text().map(lambda text: SMALL + text)))
def test_no_text_breaks_the_reading(text: str) -> None:
    for tried in (text, f"---\n{text}\n---\n{text}"):
        lesson, faults = parse_lesson(tried, "any")
        assert lesson or faults
        assert all(fault.remedy and not fault.halts for fault in faults)
        if lesson and not faults:
            assert parse_lesson(lesson_text(lesson), "any") == (lesson, [])


@pytest.mark.parametrize(
    ("text", "line", "column", "problem", "remedy"),
    [
        ("Hello", 1, "", "does not begin with what is said", "Begin the file"),
        (small('"Two views: a beginning"', "Two: views"), 2, "", "cannot be read", "quotes"),
        (small("tags: [history]", "tags: &a [x]\nmore: *a"), 9, "", "cannot be read from here on", "quotes"),
        (small("tags: [history]", "tags: " + "[" * 5000), 1, "", "nested too deeply", "lists"),
        (small("tags: [history]", "tag: [history]"), 1, "tag", "is not known here", 'Did you mean "tags"?'),
        (small("age: 14 and over\n"), 1, "age", "is missing", 'Add a line "age: …"'),
        (small("minutes: 8", "minutes: long"), 4, "minutes", "is no number of minutes", "whole number"),
        (small("- Read a number.", "- [a, b]"), 6, "goals", "is not a list of texts", "line of its own"),
        (small("Some *text*.", "Some <b>text</b>."), 15, "text", "of step 1 contains HTML", "plain text"),
        (small("One thing", "<img src=x>"), 24, "Notice", "of step 1 contains HTML", "plain text"),
        (small("Some", "x" * 2501), 15, "text", "characters", "Shorten it to 2500."),
        (small("View: /\n"), 30, "View", "of step 2 is missing", "as the address bar shows it"),
        (small("View: /\n", "Veiw: /\n"), 30, "View", "of step 2 is missing", 'by "Veiw:"?'),
        (small("View: /\n", "View: a b\n"), 31, "View", "is no address of a view", "address bar"),
        (small("View: /\n", "View: /\nView: /map\n"), 31, "View", "stands twice", "two steps"),
        (small("Minutes: 3\n"), 30, "Minutes", "of step 2 is missing", '"Minutes: 5"'),
        (small("## Second", "##"), 30, "title", "of step 2 is missing", '"## Title"'),
        (small("## First", "A word.\n## First"), 11, "", "before the first step", "Begin the first step"),
        (small("Dear all", "<p>Dear"), 34, "letter", "contains HTML", "plain text"),
        (SMALL + "x" * 64_000, 0, "", "characters", "Shorten it to 64000."),
    ],
)
def test_what_cannot_be_read_is_named_with_line_and_remedy(
    text: str, line: int, column: str, problem: str, remedy: str
) -> None:
    _, faults = parse_lesson(text, "small")
    [fault] = [fault for fault in faults if problem in fault.problem]
    assert (fault.file, fault.row, fault.column) == ("lessons/small.md", line, column)
    assert remedy in fault.remedy


def test_lists_and_steps_have_an_end() -> None:
    many = small("- Read a number.", "\n".join(["- Read."] + ["  - Read."] * MOST_LISTED))
    assert [fault.column for fault in parse_lesson(many, "small")[1]] == ["goals"]
    lesson, faults = parse_lesson(SMALL.split("## First")[0] + "## A\nView: /\nMinutes: 1\n" * 50, "small")
    assert lesson is not None
    assert len(lesson.steps) == 40
    assert "has 50 steps" in faults[0].problem


@pytest.mark.parametrize(
    ("address", "problem", "remedy"),
    [
        ("/casualtys", 'the page "casualtys"', 'Did you mean "casualties"?'),
        ("/casualties?tabb=sides", '"tabb"', 'Did you mean "tab"?'),
        ("/casualties?tab=side", '"side" as "tab"', 'Did you mean "sides"?'),
        ("/casualties?side=independant", '"independant" as "side"', 'Did you mean "independent"?'),
        ("/casualties?day=soon", '"soon" as "day"', "Write it as"),
        ("/map?period=never", '"never" as "period"', "Write a period as 1992"),
        ("/timeline?period=1700", "leaves no record of the table events", 'Leave out "period"'),
        ("/explore?lens=screenings&shown=2016&q=zzzzzzzzzzzz", "no record", 'out "q"'),
        ("/timeline?sel=events.khojaly-1993", '"khojaly-1993"', "Use one of the ids that exist."),
        ("/timeline?sel=events.Khojaly_1992", '"Khojaly_1992"', 'Did you mean "khojaly-1992"?'),
        ("/casualties?vs=memorial-1993-svoboda", '"memorial-1993-svoboda"', "Use one of the ids that exist."),
        ("/casualties?source=memorial-1993-svoboda", '"memorial-1993', "Use one of the ids that exist."),
        ("/map?tab=population&year=1812", '"1812" as "year"', "Use one of the values that exist."),
        ("/timeline?sel=event.khojaly-1992", 'the table "event"', 'Did you mean "events"?'),
        ("/record?table=figures&key=kh-k-0599", '"kh-k-0599"', "Use one of the ids that exist."),
    ],
)
def test_a_view_that_means_nothing_is_named(
    records: Records, address: str, problem: str, remedy: str
) -> None:
    view, wrong = read_view(address)
    assert view
    assert wrong is None
    [found] = view_problems(records, view)
    assert problem in found[0]
    assert remedy in found[1]


@pytest.mark.slow
def test_a_broken_lesson_is_named_and_the_others_keep_working(data_copy: DataCopy) -> None:
    folder = data_copy.folder / "lessons"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    body = "".join(f"## Step {n}\nView: /casualties?tab=sides\nMinutes: 1\n" for n in range(7))
    whole = small("minutes: 8", "minutes: 7").split("## First")[0] + body
    (folder / "good.md").write_text(whole, encoding="utf-8")
    assert all_faults(data_copy.folder) == []
    version = load(data_copy.folder).version
    (folder / "bad.md").write_text(whole.replace("title", "titel"), encoding="utf-8")
    (folder / "binary.md").write_bytes(b"\xff\xfe\x00")
    (folder / "two.md").write_text(
        whole.replace("tab=sides", "tab=side", 1) + "<b>Bold</b>", encoding="utf-8"
    )
    (folder / "gone.md").write_text(
        whole.replace("tab=sides", "tab=side", 1).replace(": 7", ": 9") + "[a](/nowhere) [b](https://x.org)",
        encoding="utf-8",
    )
    known = load(data_copy.folder)
    assert [lesson.id for lesson in known.lessons] == ["gone", "good"]
    assert known.version != version
    faults = [str(fault) for fault in all_faults(data_copy.folder)]
    for place in (
        'lessons/bad.md:1 "titel" is not known here.',
        'lessons/bad.md:1 "title" is missing.',
        "lessons/binary.md is not UTF-8 text",
        'lessons/gone.md:4 "minutes" is 9, but the steps add up to 7.',
        'lessons/gone.md:12 "View" of step 1 has "side" as "tab"',
        'lessons/gone.md:32 "text" of step 7 names the page "nowhere"',
        'lessons/gone.md:32 "text" of step 7 links to "https://x.org", outside the site.',
        'lessons/two.md:12 "View" of step 1 has "side" as "tab"',
        'lessons/two.md:32 "text" of step 7 contains HTML',
    ):
        assert [fault for fault in faults if fault.startswith(place)], (place, faults)
    assert len(faults) == 9


def test_the_codes_that_a_check_accepts_are_those_that_pages_offer(records: Records) -> None:
    for page in PAGES:
        run = run_of(records, page.path, {})
        for parameter in page.parameters:
            if isinstance(parameter, Menu) and parameter.accepts.codes:
                offered = {code for code in parameter.options(run) if code != parameter.unwritten(run)}
                assert offered <= {*parameter.accepts.codes(records)}, (page.path, parameter.name)


def test_every_shipped_lesson_is_sound(records: Records, folder: Path) -> None:
    assert len(records.lessons) == len(list((folder / "lessons").glob("*.md")))
