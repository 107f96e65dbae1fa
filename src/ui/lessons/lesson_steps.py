"""One step of a lesson, before a class: its words in large type, its view live, and the way on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from evidence_site.records.choose.parameters import SIZE, TEACHER
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.wording import _
from evidence_site.ui.browser import text_of
from evidence_site.ui.cards.head_and_foot import embedded_foot, embedded_head, style
from evidence_site.ui.state.choosing import choice_button
from evidence_site.ui.state.runs import go_by
from evidence_site.viz.lessons.catalogue import (
    progress,
    question_words,
    step_words,
    things_to_notice,
    view_gone,
    way_out,
)
from evidence_site.viz.lessons.lesson_state import LARGE, LessonState
from evidence_site.viz.lessons.roles import teacher_panel
from evidence_site.viz.links.citable import view_path
from evidence_site.viz.markup import as_it_stands, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.paper.built_lesson import visitor_note

_STYLE = text_of("lesson.css")
#: Size of the type of which all other sizes are parts, in pixels, by the size that the address names.
_ROOT_PIXELS = {"": 20, LARGE: 26}
_ON_A_WALL, _IN_A_HAND = "@media (min-width: 641px)", "@media (max-width: 640px)"


def draw_step(run: Run, lesson: Lesson, step: LessonStep, draw_page: Callable[[str], None]) -> None:
    """Draw a step: what is said and asked, and the view that it is about.

    Args:
        draw_page: Draws the parts of the page with a path.
    """
    records, state = run.records, run.lesson
    style()
    _set_type(state)
    _bar(run, lesson, step)
    if state.is_of_a_visitor:
        st.html(visitor_note())
    with st.container(key="lesson-words"):
        said, asked = st.columns(2, gap="medium")
        said.html(tag("h1", step.title))
        asked.html(question_words(records, step))
    with st.container(key="lesson-text"):
        st.html(step_words(records, lesson, step))
        if state.role == TEACHER:
            st.html(teacher_panel(records, lesson, step))
        elif step.notice:
            with st.expander(_("What can be noticed here")):
                st.html(things_to_notice(records, step))
    with st.container(key="lesson-view"):
        if run.within:
            embedded_head(run)
            draw_page(run.path)
            embedded_foot(run)
        else:
            st.html(view_gone(step))


def _set_type(state: LessonState) -> None:
    """On the wall everything is large; a teacher, a pupil and a phone have the screen before them."""
    style = _STYLE
    if not state.role:
        style += f"{_ON_A_WALL} {{ html {{ font-size: {_ROOT_PIXELS[state.size]}px !important; }} }}"
    if state.role and state.size:
        style += f"html {{ font-size: {_ROOT_PIXELS['']}px !important; }}"
    elif state.size:
        style += f"{_IN_A_HAND} {{ html {{ font-size: {_ROOT_PIXELS['']}px !important; }} }}"
    st.html(f"<style>{style}</style>")


def _bar(run: Run, lesson: Lesson, step: LessonStep) -> None:
    """Draw what moves the lesson; the keys of the site's script press these buttons."""
    state = run.lesson
    with st.container(horizontal=True, key="lesson-bar", vertical_alignment="center"):
        _step_button(lesson, step, -1, "lesson-previous", _("Previous step"))
        st.html(progress(lesson, step))
        _step_button(lesson, step, 1, "lesson-next", _("Next step"))
        larger = state.size != LARGE
        label = _("Larger type") if larger else _("Smaller type")
        choice_button(label, {SIZE: LARGE if larger else ""}, key="lesson-size", type="tertiary")
        out = view_path(run.records, run.path, run.parameters) if run.within else ""
        st.html(way_out(lesson, out, state.role))


def _step_button(lesson: Lesson, step: LessonStep, by: int, key: str, label: str) -> None:
    there = 1 <= step.number + by <= len(lesson.steps)
    st.button(as_it_stands(label), key=key, disabled=not there, on_click=go_by, args=(lesson, by))
