"""Where a reader is in the lessons: the lesson, its step, for whom; and the address of a pupil's lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from evidence_site.records.choose.parameters import LESSON, LESSONS, PUPIL, ROLE, SIZE, STEP, TEACHER
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.lessons import base41
from evidence_site.records.lessons.lesson_code import (
    UnpackedLesson,
    for_pupils,
    is_code,
    read_code,
    write_code,
    write_pupil_code,
)
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _

#: The size of a step on a wall.
LARGE = "large"


def pupil_lesson_of(lesson: Lesson) -> Lesson:
    """Return a lesson as pupils get it: without answers, in its link too if it stands in one."""
    bare = for_pupils(lesson)
    return bare if bare == lesson or not is_code(lesson.id) else replace(bare, id=write_code(bare))


def pupil_view(lesson: Lesson) -> tuple[str, dict[str, str]]:
    """Return page and parameters of a lesson for pupils.

    A lesson that a visitor made stands in them without answers, notes and letter.
    """
    key = write_pupil_code(lesson) if is_code(lesson.id) else lesson.id
    return LESSONS, {ROLE: PUPIL, LESSON: key}


def pupil_address(records: Records, lesson: Lesson, base: str) -> str:
    """Return the full address of a lesson for pupils; empty if nobody knows where the site is.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    if not records.site.address and not base:
        return ""
    page, given = pupil_view(lesson)
    # What a code is made of stays as it is: escaped it would be longer, and a QR code holds it in fewer bits.
    return permanent_address(records.site, f"./{page}?{urlencode(given, safe=base41.LETTERS)}", base)


@dataclass(frozen=True)
class LessonState:
    """A lesson, one of its steps, and for whom it is shown.

    Attributes:
        step: None on the page of the whole lesson.
        role: ``teacher``, ``pupil``, or empty for the class.
        wrong: What the address asks for in vain.
        problems: What could not be read of a lesson that stands in the link.
    """

    lesson: Lesson | None = None
    step: LessonStep | None = None
    role: str = ""
    size: str = ""
    wrong: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_of_a_visitor(self) -> bool:
        """Whether the lesson stands in the link, so that anybody may have made it."""
        return self.lesson is not None and is_code(self.lesson.id)


def lesson_state(records: Records, parameters: Mapping[str, str]) -> LessonState:
    """Return which lesson and step an address names; what means nothing leads to the lesson, or to all."""
    held = parameters.get(LESSON, "")
    shipped = {lesson.id: lesson for lesson in records.lessons}
    opened = read_code(held) if is_code(held) else UnpackedLesson(shipped.get(held))
    if opened.lesson is None:
        return LessonState(wrong="" if opened.problems else held, problems=opened.problems)
    role = parameters.get(ROLE, "")
    role = role if role in (TEACHER, PUPIL) else ""
    lesson = pupil_lesson_of(opened.lesson) if role == PUPIL else opened.lesson
    if not lesson.content_note:  # a visitor's lesson without one begins with the note of the site
        lesson = replace(lesson, content_note=_(records.site.content_note))
    asked = parameters.get(STEP, "")
    steps = {str(step.number): step for step in lesson.steps}
    size = LARGE if parameters.get(SIZE) == LARGE else ""
    wrong = "" if asked in steps else asked
    return LessonState(lesson, steps.get(asked), role, size, wrong, opened.problems)
