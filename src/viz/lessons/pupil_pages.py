"""A lesson on the pupils' own screens: texts, questions and a link to each view; no answers, no notes."""

from __future__ import annotations

from evidence_site.records.choose.parameters import PUPIL
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.lessons.catalogue import lesson_link, question_words
from evidence_site.viz.markup import Markup, inner_link, join, tag
from evidence_site.viz.words.prose import prose


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
