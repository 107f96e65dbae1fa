"""Building a lesson step by step: every function takes a lesson and returns another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from evidence_site.records.lessons.lessons import MOST_OF, Lesson, LessonStep, LessonView
from evidence_site.records.wording import _

_Held = TypeVar("_Held", Lesson, LessonStep)

#: Steps of a visitor's lesson: as many as a handout draws within a second or two.
MOST_BUILT = 15
#: How long a step takes until somebody says otherwise.
USUAL_MINUTES = 5
MOST_MINUTES = 120
_ONE_LINE = frozenset({"title", "age"})
#: Name of a part to the name under which its greatest length is known.
_LENGTHS = {
    "title": "title",
    "age": "age",
    "content_note": "content_note",
    "text": "text",
    "question": "Question",
    "answer": "Answer",
    "teacher_note": "Teacher note",
}


def new_lesson() -> Lesson:
    """Return a lesson without a step."""
    return Lesson("", _("A lesson of my own"), "", 0, (), "", (), ())


def with_view(lesson: Lesson, view: LessonView, title: str) -> Lesson:
    """Return the lesson with one more step at its end; a full lesson stays as it is."""
    if len(lesson.steps) >= MOST_BUILT:
        return lesson
    words = cleaned("title", title) or _("Step")
    return _with_steps(lesson, [*lesson.steps, LessonStep(0, words, "", view, USUAL_MINUTES)])


def moved(lesson: Lesson, number: int, by: int) -> Lesson:
    """Return the lesson with a step moved up (negative) or down; at an end it stays."""
    steps = list(lesson.steps)
    position, target = number - 1, number - 1 + by
    if 0 <= position < len(steps) and 0 <= target < len(steps):
        steps.insert(target, steps.pop(position))
    return _with_steps(lesson, steps)


def without(lesson: Lesson, number: int) -> Lesson:
    """Return the lesson without one of its steps."""
    return _with_steps(lesson, [step for step in lesson.steps if step.number != number])


def with_step(lesson: Lesson, number: int, part: str, value: str | int) -> Lesson:
    """Return the lesson with one part of a step changed; a step keeps a title."""
    changed = [with_part(step, part, value) if step.number == number else step for step in lesson.steps]
    return _with_steps(lesson, changed)


def cleaned(part: str, value: str) -> str:
    """Return what somebody wrote as a part of a lesson can hold it: not too long, titles in one line."""
    words = " ".join(value.split()) if part in _ONE_LINE else value.strip()
    return words[: MOST_OF[_LENGTHS[part]]]


def with_part(held: _Held, part: str, value: str | int) -> _Held:
    """Return a lesson, or a step, with one part changed; it keeps a title, minutes stay within bounds."""
    kept = min(max(value, 1), MOST_MINUTES) if isinstance(value, int) else cleaned(part, value)
    if part == "title" and not kept:
        return held
    given: dict[str, Any] = {part: kept}
    return replace(held, **given)


def _with_steps(lesson: Lesson, steps: Iterable[LessonStep]) -> Lesson:
    numbered = tuple(replace(step, number=number) for number, step in enumerate(steps, start=1))
    return replace(lesson, steps=numbered, minutes=sum(step.minutes for step in numbered))
