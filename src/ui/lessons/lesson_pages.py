"""The page of lessons: the catalogue, a whole lesson in each of its forms, a step, or one that is built."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from evidence_site.records.choose.parameters import PUPIL, TEACHER
from evidence_site.records.lessons.lesson_code import BUILD
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.lessons.lesson_steps import draw_step
from evidence_site.ui.lessons.lesson_workbench import workbench, workbench_offer
from evidence_site.viz.lessons.catalogue import about_lesson, letter, steps_overview, ways_in
from evidence_site.viz.lessons.lesson_state import LessonState
from evidence_site.viz.lessons.roles import answer_key, pupil_lesson
from evidence_site.viz.markup import as_it_stands, join, tag
from evidence_site.viz.pages.parts import Lessons
from evidence_site.viz.pages.run import Run
from evidence_site.viz.paper.built_lesson import lesson_files, offline_kit, visitor_note
from evidence_site.viz.words.filter_labels import shortened


def lessons(run: Run, part: Lessons, draw_page: Callable[[str], None]) -> None:
    """Draw what the address asks for: a step, the lesson that is being built, a lesson, or every lesson.

    Args:
        draw_page: Draws the parts of the page with a path, for the view of a step.
    """
    state = run.lesson
    if state.lesson and state.step:
        draw_step(run, state.lesson, state.step, draw_page)
    elif state.lesson:
        _lesson(run.records, state, state.lesson)
    elif run.parameters.get(BUILD):
        workbench(run)
    else:
        _every_lesson(part, state)


def _every_lesson(part: Lessons, state: LessonState) -> None:
    st.title(as_it_stands(part.heading), anchor=part.key)
    _say_wrong(_("There is no lesson “%(value)s” here; these are the lessons of this site."), state.wrong)
    how = _("Each step of a lesson shows a live view of this site. Show it on a wall, or read it.")
    st.html(tag("p", how))
    for problem in state.problems:
        st.html(tag("p", problem, class_="notice", role="alert"))
    st.html(join([part.text, offline_kit()]))
    workbench_offer()


def _lesson(records: Records, state: LessonState, lesson: Lesson) -> None:
    st.title(as_it_stands(lesson.title), anchor="lesson")
    _say_wrong(_("This lesson has no step “%(value)s”; this is the whole lesson."), state.wrong)
    if state.is_of_a_visitor:
        st.html(join([visitor_note(), *[tag("p", problem, class_="notice") for problem in state.problems]]))
    st.html(join([about_lesson(lesson), ways_in(lesson, state.role), lesson_files(lesson, state.role)]))
    if state.role == TEACHER:
        st.html(join([answer_key(records, lesson), letter(records, lesson)]))
    elif state.role == PUPIL:
        st.html(pupil_lesson(records, lesson))
    else:
        st.html(join([steps_overview(lesson), letter(records, lesson)]))


def _say_wrong(words: str, value: str) -> None:
    if value:
        st.html(tag("p", words % {"value": shortened(value, 40)}, class_="notice", role="status"))
