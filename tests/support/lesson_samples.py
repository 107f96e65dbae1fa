"""Lessons for tests: one of ten steps, as somebody may write it, and one that attacks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hostile import BREAKOUT, RUNS_CODE

from evidence_site import PROJECT
from evidence_site.records.lessons.lessons import Lesson, parse_lesson

FILE = PROJECT / "tests" / "lessons" / "sample.md"


@cache
def sample() -> Lesson:
    """A lesson of ten steps, each with another view."""
    lesson, faults = parse_lesson(FILE.read_text(encoding="utf-8"), "sample")
    assert lesson
    assert not faults
    return lesson


def hostile_lesson() -> Lesson:
    """The same lesson with an attack in every text, links that leave, and a view that does not exist."""
    words = f"{BREAKOUT} [link]({RUNS_CODE}) [away](https://example.org/x) ![shot](https://example.org/y.png)"
    lesson = sample()
    steps = [
        replace(
            step,
            title=BREAKOUT,
            text=words,
            question=words,
            answer=words,
            teacher_note=words,
            notice=(words,),
            view=replace(step.view, path="no-such-page") if step.number == 2 else step.view,
        )
        for step in lesson.steps
    ]
    return replace(
        lesson,
        title=BREAKOUT,
        age=BREAKOUT,
        goals=(BREAKOUT,),
        content_note=BREAKOUT,
        steps=tuple(steps),
        letter=words,
    )
