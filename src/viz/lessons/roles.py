"""A lesson by who reads it: teachers get notes, answers and time; pupils texts, questions and links to views.

Nothing that belongs to the teacher stands on a screen of the class.
"""

from __future__ import annotations

from evidence_site.records.choose.parameters import PUPIL, TEACHER
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.lessons.catalogue import lesson_link, minutes_text, question_words, things_to_notice
from evidence_site.viz.markup import Markup, inner_link, join, tag
from evidence_site.viz.words.prose import prose


def teacher_panel(records: Records, lesson: Lesson, step: LessonStep) -> Markup:
    """Return the notes of one step beside the time that is gone by when it ends, and what comes next."""
    return tag(
        "aside", _notes(records, step, 2), tag("p", _time(lesson, step), class_="quiet"), class_="teacher"
    )


def answer_key(records: Records, lesson: Lesson) -> Markup:
    """Return every step with its question, its answer and its notes."""
    parts = []
    for step in lesson.steps:
        heading = tag("h2", lesson_link(f"{step.number}. {step.title}", lesson, step.number, TEACHER))
        minutes = tag("p", minutes_text(step.minutes), class_="quiet")
        text = prose(records, step.text, f"step-{step.number}") if step.text else None
        question = question_words(records, step) if step.question else None
        parts.append(tag("section", heading, minutes, text, question, _notes(records, step, 3)))
    return join(parts)


def _notes(records: Records, step: LessonStep, level: int) -> Markup:
    number = step.number
    answer = prose(records, step.answer, f"answer-{number}") if step.answer else None
    note = prose(records, step.teacher_note, f"note-{number}") if step.teacher_note else None
    notice = things_to_notice(records, step) if step.notice else None
    named = (
        (_("What an answer may hold"), answer),
        (_("Things to notice"), notice),
        (_("For the teacher"), note),
    )
    return join([join([tag(f"h{level}", name), words]) for name, words in named if words])


def _time(lesson: Lesson, step: LessonStep) -> str:
    gone = sum(earlier.minutes for earlier in lesson.steps[: step.number])
    words = _("%(minutes)s for this step; gone when it ends: %(gone)s of %(all)s.") % {
        "minutes": minutes_text(step.minutes),
        "gone": gone,
        "all": minutes_text(lesson.minutes),
    }
    following = lesson.steps[step.number : step.number + 1]
    return words + "".join(" " + _("Next: %(title)s") % {"title": later.title} for later in following)


def pupil_lesson(records: Records, lesson: Lesson) -> Markup:
    """Return every step as a pupil reads it."""
    parts = [
        tag(
            "section",
            tag("h2", f"{step.number}. {step.title}"),
            prose(records, step.text, f"step-{step.number}") if step.text else None,
            question_words(records, step) if step.question else None,
            tag("p", lesson_link(_("Open this step with its view"), lesson, step.number, PUPIL)),
        )
        for step in lesson.steps
    ]
    own = inner_link(_("Write down your own reading of the sources"), "activity", {})
    return join([*parts, tag("p", own)])
