"""Where a reader is in the lessons: the lesson, the step and its view, all of it in the address.

A step is shown at ``/lessons?lesson=...&step=...``, and its view is drawn there as on its own page. So the
address holds the parameters of the view as well: what the class changes in a view is part of the link, and
the way out of the lesson leads to exactly that view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from evidence_site.records.check.lesson_check import is_page, meant
from evidence_site.records.choose.views import ACTIVITY, LESSON, LESSONS, PUPIL, ROLE, SIZE, STEP, TEACHER
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.lessons.lesson_code import Opened, is_code, read_code
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.seams import address_bar
from evidence_site.ui.state import address
from evidence_site.viz.lessons.lesson_address import pupil_lesson_of

LARGE = "large"
_OWN = (LESSON, STEP, ROLE, SIZE)
#: The step whose view this session has put into the address.
_SHOWN = "lesson-step-shown"


@dataclass(frozen=True)
class Place:
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

    @property
    def shows_view(self) -> bool:
        """Whether the page of the step's view is drawn within the lesson."""
        return self.step is not None and is_page(self.step.view)


def as_shown(records: Records, page: str) -> Records:
    """Return the records as a page shows them: to pupils without the names of private persons."""
    of_pupils = page == ACTIVITY or (page == LESSONS and address_bar.read().parameters.get(ROLE) == PUPIL)
    return without_private_names(records) if of_pupils else records


def place_now(records: Records) -> Place:
    """Return where the address leads; what means nothing falls back to the lesson, or to all lessons."""
    held = address.value(LESSON)
    opened = read_code(held) if is_code(held) else Opened(_shipped(records, held))
    if opened.lesson is None:
        return Place(wrong="" if opened.problems else held, problems=opened.problems)
    role = address.value(ROLE) if address.value(ROLE) in (TEACHER, PUPIL) else ""
    lesson = _noted(records, pupil_lesson_of(opened.lesson) if role == PUPIL else opened.lesson)
    asked = address.value(STEP)
    steps = {str(step.number): step for step in lesson.steps}
    size = LARGE if address.value(SIZE) == LARGE else ""
    wrong = "" if asked in steps else asked
    return Place(lesson, steps.get(asked), role, size, wrong, opened.problems)


def _noted(records: Records, lesson: Lesson) -> Lesson:
    """A visitor's lesson without a note on its content begins with that of the site."""
    if lesson.content_note:
        return lesson
    return replace(lesson, content_note=_(records.site.content_note))


def _shipped(records: Records, key: str) -> Lesson | None:
    return next((lesson for lesson in records.lessons if lesson.id == key), None)


def carry(records: Records, page: str) -> Place | None:
    """Read the address and draw what holds it; return the place if a step of a lesson is to be shown."""
    address.turn_to(page)
    place = place_now(records) if page == LESSONS else Place()
    if place.lesson and place.lesson.id != address.value(LESSON):
        address.put(**{LESSON: place.lesson.id})  # a pupil's link holds no answer, whoever wrote it
    if place.lesson and place.step and place.shows_view:
        address.turn_to(place.step.view.path, within=LESSONS, also=_OWN)
        _begin(place.lesson, place.step)
    address.carry()
    return place if place.step else None


def _begin(lesson: Lesson, step: LessonStep) -> None:
    """Put the view of the step into the address, unless the address came with a view.

    An address without a view that a reader goes back to is begun anew, as it was when it was opened.
    """
    if st.session_state.get(_SHOWN) == (lesson.id, step.number) and not address_bar.is_gone_back_to():
        return
    st.session_state[_SHOWN] = (lesson.id, step.number)
    if not address_bar.read().parameters.keys() & address.names_of(step.view.path):
        address.put(**meant(step.view))


def go_by(lesson: Lesson, steps: int) -> None:
    """Go some steps on, or back, from the one of the address; beyond an end nothing moves. For callbacks.

    From the address, not from what the button was drawn for: it may be pressed again while its step is drawn.
    """
    here = address.value(STEP)
    for step in lesson.steps:
        if here.isdecimal() and step.number == int(here) + steps:
            _go_to(lesson, step)


def _go_to(lesson: Lesson, step: LessonStep) -> None:
    """Go to a step and put its view into the address."""
    left = {name: "" for name in address.names() if name not in _OWN}
    st.session_state[_SHOWN] = (lesson.id, step.number)
    address.put(**{**left, **meant(step.view), STEP: str(step.number)})
