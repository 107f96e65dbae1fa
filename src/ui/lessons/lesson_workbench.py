"""The workbench of a lesson: its words, the order of its steps, how it is handed on, and a saved one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.lessons.lesson_building import MOST_MINUTES, moved, with_part, with_step, without
from evidence_site.records.lessons.lesson_code import BUILD, read_text
from evidence_site.records.lessons.lessons import MOST_OF, MOST_OF_A_FILE, Lesson, LessonStep
from evidence_site.records.wording import N_, _
from evidence_site.ui.cards.cite_panel import site_base
from evidence_site.ui.lessons.lesson_builder import TURN, keep, lesson_now, opened_lesson, turn_of
from evidence_site.ui.seams import exchange
from evidence_site.viz.markup import as_it_stands, inner_link, join, listing, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.pages.site import is_page, path_of_view
from evidence_site.viz.paper.built_lesson import built_ways, for_the_class, length_words, visitor_note
from evidence_site.viz.paper.static_pages import relative_address
from evidence_site.viz.words.filter_labels import shortened

#: Name of the field in which a saved lesson is pasted, and what was wrong with it.
_PASTED, _PROBLEMS = "build-pasted", "build-problems"
#: What a file is handed in for, and its greatest length: a character takes at most four bytes.
_FILE, _MOST_BYTES = "lesson", 4 * MOST_OF_A_FILE
#: What is written of a lesson and of a step: the label of its field, and which limit of ``MOST_OF`` holds.
_OF_LESSON = {
    "title": (N_("Title of the lesson"), "title"),
    "age": (N_("For whom, such as “15 to 18”"), "age"),
    "content_note": (N_("Note on the content, and how to opt out"), "content_note"),
}
_OF_STEP = {
    "title": (N_("Title of the step"), "title"),
    "text": (N_("Text (Markdown)"), "text"),
    "question": (N_("Question to the class"), "Question"),
    "answer": (N_("What an answer may hold (for the teacher)"), "Answer"),
    "teacher_note": (N_("Note for the teacher"), "Teacher note"),
}
_ON_ONE_LINE = ("title", "age")
#: The number of the step that is worked on.
_OPEN = "build-worked-on"


def workbench(run: Run) -> None:
    """Draw the lesson that is being built: its words, its steps, and how it is handed on."""
    st.title(_("Build a lesson"), anchor="build")
    code = run.parameters.get(BUILD, "")
    opened = opened_lesson(code)
    for problem in opened.problems if opened else ():
        st.html(tag("p", problem, class_="notice", role="alert"))
    if opened is None or opened.lesson is None:
        workbench_offer()
        return
    lesson, turn = opened.lesson, turn_of(code)
    st.html(join([visitor_note(), built_ways(lesson, code), length_words(len(code))]))
    for_pupils = st.expander(_("Hand it to the class"), key="build-class", on_change="rerun")
    if for_pupils.open:
        for_pupils.html(for_the_class(run.records, lesson, site_base(run)))
    _fields(lesson, _OF_LESSON, f"build-{turn}")
    st.header(_("Steps"), anchor="steps")
    for step in lesson.steps:
        _step(lesson, step, turn, code)
    _load()


def workbench_offer() -> None:
    """Draw how a lesson of one's own is begun, and where a saved one is opened."""
    how = _(
        "Open any page, set its filters as you need them and choose “Add to lesson”. Each view becomes a "
        "step, to which you write your own words and questions here. The lesson stands in the link and "
        "nowhere else: keep the link, or save the lesson as a file."
    )
    st.html(join([tag("h2", _("Build a lesson of your own"), id="build"), tag("p", how)]))
    _load()


def _fields(written: Lesson | LessonStep, labels: Mapping[str, tuple[str, str]], stem: str) -> None:
    """Draw the fields of a lesson or of a step; whoever writes in one of a step keeps that step open."""
    opens = written.number if isinstance(written, LessonStep) else None
    for part, (label, limit) in labels.items():
        draw = st.text_input if part in _ON_ONE_LINE else st.text_area
        draw(
            as_it_stands(_(label)),
            value=getattr(written, part),
            key=f"{stem}-{part}",
            max_chars=MOST_OF[limit],
            on_change=_keep_typed,
            args=(opens,),
        )


def _keep_typed(opens: int | None, change: Callable[[Lesson], Lesson] | None = None) -> None:
    """Put into the address what stands in the fields, or say that it does not fit. For callbacks.

    Args:
        opens: The number of the step that is worked on from now on; None leaves that as it is.
        change: What is done with the lesson besides.
    """
    if opens is not None:
        st.session_state[_OPEN] = opens
    lesson = _as_typed()
    if not keep(change(lesson) if change else lesson, by_hand=change is None):
        st.toast(
            _("This does not fit into a link any more and was not kept. Shorten the lesson."),
            icon=":material/warning:",
        )


def _as_typed() -> Lesson:
    """Return the lesson of the address with all that stands in the fields.

    Whoever types and then presses a button sends both at once, and with the second the browser still tells
    the address of before the first: what was typed would be lost.
    """
    lesson, turn = lesson_now(), st.session_state.get(TURN)
    for part in _OF_LESSON:
        if (key := f"build-{turn}-{part}") in st.session_state:
            lesson = with_part(lesson, part, st.session_state[key])
    for number in range(1, len(lesson.steps) + 1):
        for part in (*_OF_STEP, "minutes"):
            if (key := f"build-{turn}-{number}-{part}") in st.session_state:
                lesson = with_step(lesson, number, part, st.session_state[key])
    return lesson


def _step(lesson: Lesson, step: LessonStep, turn: int, code: str) -> None:
    """Draw one step, folded: what it shows, its words, and where it stands among the others."""
    # A box whose label changes is another box to Streamlit: the one that is worked on opens again by itself.
    box = st.expander(
        as_it_stands(f"{step.number}. {step.title}"),
        expanded=st.session_state.get(_OPEN) == step.number,
        key=f"build-step-{turn}-{step.number}",
        on_change="rerun",
    )
    if box.open:
        with box:
            _order(lesson, step)
            if is_page(step.view):
                there = path_of_view(step.view), {**step.view.values, BUILD: code}
                st.html(tag("p", inner_link(_("Open this view"), *there)))
            else:
                words = _("The site has no such view: %(address)s")
                address = relative_address(step.view).removeprefix(".")
                st.html(tag("p", words % {"address": address}))
            stem = f"build-{turn}-{step.number}"
            _fields(step, _OF_STEP, stem)
            st.number_input(
                _("Minutes"),
                1,
                MOST_MINUTES,
                max(step.minutes, 1),
                key=f"{stem}-minutes",
                on_change=_keep_typed,
                args=(step.number,),
            )


def _order(lesson: Lesson, step: LessonStep) -> None:
    number, is_last = step.number, step.number == len(lesson.steps)
    up, down = partial(moved, number=number, by=-1), partial(moved, number=number, by=1)
    with st.container(horizontal=True, key=f"build-order-{number}"):
        for name, label, icon, change, opens, is_idle in (
            ("up", _("Move up"), "arrow_upward", up, number - 1, number < 2),
            ("down", _("Move down"), "arrow_downward", down, number + 1, is_last),
            ("remove", _("Remove"), "delete", partial(without, number=number), 0, False),
        ):
            st.button(
                as_it_stands(label),
                key=f"build-{name}-{number}",
                icon=f":material/{icon}:",
                disabled=is_idle,
                on_click=_keep_typed,
                args=(opens, change),
            )


# --- from a file -----------------------------------------------------------------------------------------


def _load() -> None:
    """Draw where a saved lesson is handed in: as a file, or pasted."""
    with st.expander(_("Open a saved lesson"), key="build-load"):
        exchange.mount_zone(
            "build-file",
            _hear,
            label=_("The file of a lesson (.md)"),
            hint=_("Drop it here or choose it. It is read in memory; nothing is kept on the server."),
            too_large=_("This file is larger than any lesson. Is it the one that you saved?"),
            accept=".md,.markdown,.txt,text/markdown,text/plain",
            most=_MOST_BYTES,
            purpose=_FILE,
            many=False,
        )
        st.text_area(
            _("Or open the file in any editor, copy all of it and paste it here"),
            key=_PASTED,
            max_chars=MOST_OF_A_FILE,
            height=160,
        )
        st.button(_("Open this lesson"), key="build-open", on_click=_open_pasted)
        if problems := st.session_state.get(_PROBLEMS):
            st.html(tag("div", listing(list(problems)), class_="notice", role="alert"))


def _hear(kind: str, message: Mapping[str, object]) -> None:
    try:
        upload = exchange.received(message, _MOST_BYTES) if kind == "part" else None
    except RefusedFileError as refused:
        st.session_state[_PROBLEMS] = (str(refused),)
        return
    if upload and upload.purpose == _FILE and upload.files:
        name, content = upload.files[0]
        try:
            _open(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            words = _(
                "“%(file)s” is not text in UTF-8, so nothing of it was opened. Hand in the file as it was "
                "saved here, or save it again as UTF-8."
            )
            st.session_state[_PROBLEMS] = (words % {"file": shortened(name, 80)},)


def _open_pasted() -> None:
    if _open(st.session_state.get(_PASTED, "")):
        st.session_state[_PASTED] = ""


def _open(text: str) -> bool:
    """Put the lesson of a file into the address; return whether all of it could be read and kept."""
    opened = read_text(text, "")
    problems = list(opened.problems)
    if opened.lesson and not keep(opened.lesson):
        problems.append(_("This lesson is too long for a link."))
    st.session_state[_PROBLEMS] = tuple(problems)
    return not problems
