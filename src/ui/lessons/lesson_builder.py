"""Building a lesson: every page adds its view, and the page of lessons orders and words the steps.

The whole lesson stands in the address, in one parameter that goes from page to page as a filter does. So a
new tab, another process or the back button has all of it, and nothing is kept on the server.
"""

from __future__ import annotations

import streamlit as st

from evidence_site.records.choose.parameters import LESSONS
from evidence_site.records.lessons.lesson_building import MOST_BUILT, new_lesson, with_view
from evidence_site.records.lessons.lesson_code import (
    BUILD,
    MOST_LENGTH,
    UnpackedLesson,
    read_code,
    write_code,
)
from evidence_site.records.lessons.lessons import Lesson, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.state.choosing import held, put, view_held
from evidence_site.viz.markup import inner_link, join, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.paper.built_lesson import view_title

#: What was written last by the reader's own hand, and how often the lesson changed by other means: what was
#: typed into a field stays there until its lesson comes from elsewhere.
_SEEN, TURN = "build-seen", "build-turn"
_FULL = "build-full"


def build_bar(run: Run) -> None:
    """Draw what adds the view to a lesson, and the way to the lesson once it has a step.

    In a preview there is nothing to hand on.
    """
    if run.path == LESSONS or run.records.is_preview:
        return
    code = run.parameters.get(BUILD, "")
    opened = opened_lesson(code)
    with st.container(horizontal=True, key="build-bar", width="content", vertical_alignment="center"):
        st.button(
            _("Add to lesson"),
            key="build-add",
            type="tertiary",
            icon=":material/playlist_add:",
            help=_("Collects this view, as it stands, as a step of a lesson of your own."),
            on_click=_add,
            args=(run.records,),
        )
        if opened:
            count = len(opened.lesson.steps) if opened.lesson else 0
            words = ngettext("Your lesson: %(count)s step", "Your lesson: %(count)s steps", count)
            link = inner_link(words % {"count": count}, "lessons", {BUILD: code})
            is_full = st.session_state.pop(_FULL, False)
            full = _("It is full: shorten it before you add more.") if is_full else None
            st.html(tag("p", join([link, *opened.problems, full], " "), role="status", class_="quiet"))


def opened_lesson(code: str) -> UnpackedLesson | None:
    """Return the lesson that a code holds, or None if there is none."""
    return read_code(code) if code else None


def lesson_now() -> Lesson:
    """Return the lesson of the address as far as it can be read, or one without a step. For callbacks."""
    opened = opened_lesson(held(BUILD))
    return opened.lesson if opened and opened.lesson else new_lesson()


def _add(records: Records) -> None:
    page, values = view_held()
    view = LessonView(page, tuple((name, text) for name, text in values.items() if name != BUILD))
    lesson = lesson_now()
    if len(lesson.steps) >= MOST_BUILT or not keep(with_view(lesson, view, view_title(records, view))):
        st.session_state[_FULL] = True


def keep(lesson: Lesson, *, by_hand: bool = False) -> bool:
    """Put a lesson into the address; return whether it fits. For callbacks.

    Args:
        by_hand: It was typed into a field, which then stays as it is.
    """
    code = write_code(lesson) if lesson.steps else ""
    if len(code) > MOST_LENGTH:
        return False
    if by_hand:
        st.session_state[_SEEN] = code
    put(**{BUILD: code})
    return True


def turn_of(code: str) -> int:
    """Return a number that changes whenever the lesson changed by other means than the fields."""
    if st.session_state.get(_SEEN) != code:
        st.session_state[_SEEN] = code
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    return int(st.session_state.get(TURN, 0))
