"""The run of a page: the address is read once, and what it asks for is handed down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from evidence_site.records.choose.parameters import ACTIVITY, LESSON, LESSONS, PUPIL, ROLE, SIZE, STEP
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import Records
from evidence_site.ui.seams import address_bar
from evidence_site.ui.state import address
from evidence_site.ui.state.choosing import put
from evidence_site.ui.state.held_address import held_address
from evidence_site.viz.chart import TYPE_SIZE
from evidence_site.viz.lessons.lesson_state import LessonState, lesson_state
from evidence_site.viz.pages.run import Run, run_of
from evidence_site.viz.pages.site import is_page, meant

#: What the address holds of the place in a lesson.
_OF_LESSON = (LESSON, STEP, ROLE, SIZE)
#: What the smallest type of a chart measures on the wall of a class, in pixels, by the size of the address.
_ON_A_WALL = {"": 16, "large": 20}
#: The step whose view this session has put into the address.
_BEGUN = "lesson-step-shown"

_run: ContextVar[Run | None] = ContextVar("run", default=None)


def as_shown(records: Records, page: str) -> Records:
    """Return the records as a page shows them: to pupils without the names of private persons."""
    of_pupils = page == ACTIVITY or (page == LESSONS and address_bar.read().parameters.get(ROLE) == PUPIL)
    return without_private_names(records) if of_pupils else records


def begin(records: Records, page: str) -> Run:
    """Read the address, draw what holds it, and return the run: of the page, or of the view of its step."""
    address.turn_to(page)
    state = lesson_state(records, held_address().values()) if page == LESSONS else LessonState()
    path = page
    if state.lesson and state.lesson.id != held_address().value(LESSON):
        put(**{LESSON: state.lesson.id})  # a pupil's link holds no answer, whoever wrote it
    if state.lesson and state.step and is_page(state.step.view):
        path = state.step.view.path
        address.turn_to(path, within=page, also=_OF_LESSON)
        _begin_step(state.lesson, state.step)
    address.carry()
    # A teacher, a pupil and a phone have the screen before them.
    is_on_a_wall = state.step and not state.role and not is_phone()
    return run_of(
        records,
        path,
        held_address().values(),
        unknown=address.unknown(),
        repeated=address.repeated(),
        theme=st.context.theme.type or "light",
        within="" if path == page else page,
        lesson=state,
        type_size=_ON_A_WALL[state.size] if is_on_a_wall else TYPE_SIZE,
    )


def is_phone() -> bool:
    """Return whether the page is read on a phone, as its browser says of itself."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _begin_step(lesson: Lesson, step: LessonStep) -> None:
    """Put the view of the step into the address, unless the address came with a view.

    An address without a view that a reader goes back to is begun anew, as it was when it was opened.
    """
    if st.session_state.get(_BEGUN) == (lesson.id, step.number) and not address_bar.is_gone_back_to():
        return
    st.session_state[_BEGUN] = (lesson.id, step.number)
    if not address_bar.read().parameters.keys() & address.names_of(step.view.path):
        put(**meant(step.view))


def go_by(lesson: Lesson, steps: int) -> None:
    """Go some steps on, or back, from the one of the address; beyond an end nothing moves. For callbacks.

    From the address, not from what the button was drawn for: it may be pressed again while its step is drawn.
    """
    here = held_address().value(STEP)
    for step in lesson.steps:
        if here.isdecimal() and step.number == int(here) + steps:
            left = {name: "" for name in held_address().names if name not in _OF_LESSON}
            st.session_state[_BEGUN] = (lesson.id, step.number)
            put(**{**left, **meant(step.view), STEP: str(step.number)})


@contextmanager
def running(run: Run) -> Iterator[None]:
    """Let the script of a page have its run."""
    before = _run.set(run)
    try:
        yield
    finally:
        _run.reset(before)


def run_now() -> Run:
    """Return the run of the page whose script is running.

    Raises:
        LookupError: If no frame has begun one.
    """
    run = _run.get()
    if run is None:
        raise LookupError("a page is drawn within the frame")
    return run
