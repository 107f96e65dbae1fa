"""The workbench of a lesson: its words, the order of its steps, how it is handed on, and a saved one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.lessons.lesson_building import MOST_MINUTES, moved, with_part, with_step, without
from evidence_site.records.lessons.lesson_code import BUILD, read_text
from evidence_site.records.lessons.lessons import MOST_OF, MOST_OF_A_FILE, Lesson, LessonStep, LessonView
from evidence_site.records.wording import _
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
#: What is written of a lesson and of a step.
_OF_LESSON = ("title", "age", "content_note")
_OF_STEP = ("title", "text", "question", "answer", "teacher_note", "minutes")
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
    _about(lesson, turn)
    st.header(_("Steps"), anchor="steps")
    for step in lesson.steps:
        _step(lesson, step, turn, code)
    _load(expanded=False)


def workbench_offer() -> None:
    """Draw how a lesson of one's own is begun, and where a saved one is opened."""
    st.html(join([tag("h2", _("Build a lesson of your own"), id="build"), tag("p", how_to_begin())]))
    _load(expanded=False)


def how_to_begin() -> str:
    """Return how a lesson is begun, in a few sentences."""
    return _(
        "Open any page, set its filters as you need them and choose “Add to lesson”. Each view becomes a "
        "step, to which you write your own words and questions here. The lesson stands in the link and "
        "nowhere else: keep the link, or save the lesson as a file."
    )


def _about(lesson: Lesson, turn: int) -> None:
    fields = {
        "title": (_("Title of the lesson"), False),
        "age": (_("For whom, such as “15 to 18”"), False),
        "content_note": (_("Note on the content, and how to opt out"), True),
    }
    for part, (label, is_long) in fields.items():
        _text(f"build-{turn}-{part}", label, getattr(lesson, part), MOST_OF[part], is_long, _write)


def _write() -> None:
    _say(keep(_as_typed(), by_hand=True))


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
        for part in _OF_STEP:
            if (key := f"build-{turn}-{number}-{part}") in st.session_state:
                lesson = with_step(lesson, number, part, st.session_state[key])
    return lesson


def _text(key: str, label: str, held: str, most: int, is_long: bool, write: Callable[[], None]) -> None:
    draw = st.text_area if is_long else st.text_input
    draw(as_it_stands(label), value=held, key=key, max_chars=most, on_change=write)


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
            see = inner_link(_("Open this view"), *_view_link(step.view, code))
            st.html(tag("p", see if is_page(step.view) else _no_view(step.view)))
            _words(step, turn)


def _view_link(view: LessonView, code: str) -> tuple[str, dict[str, str]]:
    return path_of_view(view), {**view.values, BUILD: code}


def _no_view(view: LessonView) -> str:
    words = _("The site has no such view: %(address)s")
    return words % {"address": relative_address(view).removeprefix(".")}


def _order(lesson: Lesson, step: LessonStep) -> None:
    number, is_last = step.number, step.number == len(lesson.steps)
    with st.container(horizontal=True, key=f"build-order-{number}"):
        for name, label, icon, change, then, is_idle in (
            (
                "up",
                _("Move up"),
                "arrow_upward",
                partial(moved, number=number, by=-1),
                number - 1,
                number < 2,
            ),
            (
                "down",
                _("Move down"),
                "arrow_downward",
                partial(moved, number=number, by=1),
                number + 1,
                is_last,
            ),
            ("remove", _("Remove"), "delete", partial(without, number=number), 0, False),
        ):
            st.button(
                as_it_stands(label),
                key=f"build-{name}-{number}",
                icon=f":material/{icon}:",
                disabled=is_idle,
                on_click=_change,
                args=(change, then),
            )


def _change(change: Callable[[Lesson], Lesson], then: int) -> None:
    st.session_state[_OPEN] = then
    _say(keep(change(_as_typed())))


def _words(step: LessonStep, turn: int) -> None:
    fields = {
        "title": (_("Title of the step"), "title"),
        "text": (_("Text (Markdown)"), "text"),
        "question": (_("Question to the class"), "Question"),
        "answer": (_("What an answer may hold (for the teacher)"), "Answer"),
        "teacher_note": (_("Note for the teacher"), "Teacher note"),
    }
    for part, (label, limit) in fields.items():
        key = f"build-{turn}-{step.number}-{part}"
        write = _step_writer(step.number)
        _text(key, label, getattr(step, part), MOST_OF[limit], part != "title", write)
    key = f"build-{turn}-{step.number}-minutes"
    st.number_input(
        _("Minutes"),
        1,
        MOST_MINUTES,
        max(step.minutes, 1),
        key=key,
        on_change=_step_writer(step.number),
    )


def _step_writer(number: int) -> Callable[[], None]:
    def write() -> None:
        st.session_state[_OPEN] = number
        _write()

    return write


def _say(fits: bool) -> None:
    if not fits:
        st.toast(
            _("This does not fit into a link any more and was not kept. Shorten the lesson."),
            icon=":material/warning:",
        )


# --- from a file -----------------------------------------------------------------------------------------


def _load(*, expanded: bool) -> None:
    """Draw where a saved lesson is handed in: as a file, or pasted."""
    with st.expander(_("Open a saved lesson"), expanded=expanded, key="build-load"):
        exchange.mount_zone("build-file", _zone(), _hear)
        st.text_area(
            _("Or open the file in any editor, copy all of it and paste it here"),
            key=_PASTED,
            max_chars=MOST_OF_A_FILE,
            height=160,
        )
        st.button(_("Open this lesson"), key="build-open", on_click=_open_pasted)
        problems = st.session_state.get(_PROBLEMS)
        if problems:
            st.html(tag("div", listing(list(problems)), class_="notice", role="alert"))


def _zone() -> exchange.Zone:
    return exchange.Zone(
        label=_("The file of a lesson (.md)"),
        hint=_("Drop it here or choose it. It is read in memory; nothing is kept on the server."),
        too_large=_("This file is larger than any lesson. Is it the one that you saved?"),
        accept=".md,.markdown,.txt,text/markdown,text/plain",
        most=_MOST_BYTES,
        purpose=_FILE,
        many=False,
    )


def _hear(kind: str, message: Mapping[str, object]) -> None:
    try:
        handed = exchange.received(message, _MOST_BYTES) if kind == "part" else None
    except RefusedFileError as refused:
        st.session_state[_PROBLEMS] = (str(refused),)
        return
    if handed and handed.purpose == _FILE and handed.files:
        name, content = handed.files[0]
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
