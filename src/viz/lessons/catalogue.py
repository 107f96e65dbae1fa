"""Lessons as HTML: the catalogue, a whole lesson, one step, and what belongs to the teacher."""

from __future__ import annotations

from evidence_site.records.choose.parameters import LESSON, LESSONS, PUPIL, ROLE, SIZE, STEP, TEACHER
from evidence_site.records.formatting import number_text
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.lessons.lesson_state import pupil_lesson_of
from evidence_site.viz.markup import Markup, inner_link, join, listing, tag
from evidence_site.viz.words.prose import prose


def minutes_text(minutes: int) -> str:
    """Return a number of minutes in words."""
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": number_text(minutes)}


def lesson_link(label: str, lesson: Lesson, step: int = 0, role: str = "") -> Markup:
    """Return a link to a lesson, or to one of its steps with its view as it begins."""
    if role == PUPIL:
        lesson = pupil_lesson_of(lesson)
    given = {LESSON: lesson.id, STEP: str(step) if step else "", ROLE: role}
    view = lesson.steps[step - 1].view.values if step else {}
    others = {name: held for name, held in view.items() if name not in (*given, SIZE)}
    return inner_link(label, LESSONS, {name: held for name, held in {**given, **others}.items() if held})


def catalogue(records: Records) -> Markup:
    """Return every lesson with what it is for."""
    entries = [
        tag(
            "section",
            tag("h2", lesson_link(lesson.title, lesson)),
            tag("p", lesson_facts(lesson), class_="quiet"),
            listing(list(lesson.goals)),
            content_note(lesson),
            class_="lesson-entry",
        )
        for lesson in records.lessons
    ]
    return join(entries) if entries else tag("p", _("There is no lesson here yet."))


def lesson_facts(lesson: Lesson) -> Markup:
    """Return for whom a lesson is, how long it takes, and what it is about, in a line."""
    age, count = _("Age: %(age)s") % {"age": lesson.age} if lesson.age else "", len(lesson.steps)
    steps = ngettext("%(count)s step", "%(count)s steps", count) % {"count": number_text(count)}
    facts = (age, minutes_text(lesson.minutes), steps, ", ".join(lesson.tags))
    return join([part for part in facts if part], " · ")


def content_note(lesson: Lesson) -> Markup:
    """Return what a lesson is about and how to sit it out."""
    return tag("p", tag("b", _("Before you begin: ")), lesson.content_note, class_="notice")


def about_lesson(lesson: Lesson) -> Markup:
    """Return what stands before the steps: the content note first, then goals and facts."""
    return join(
        [
            content_note(lesson),
            tag("p", lesson_facts(lesson), class_="quiet"),
            *([tag("h2", _("Goals"), id="goals"), listing(list(lesson.goals))] if lesson.goals else []),
        ]
    )


def ways_in(lesson: Lesson, role: str) -> Markup | None:
    """Return the links to the other forms of a lesson; pupils get none."""
    if role == PUPIL:
        return None
    ways = {
        "present": lesson_link(_("Start presenting"), lesson, 1),
        "": lesson_link(_("Overview of this lesson"), lesson),
        TEACHER: lesson_link(_("For the teacher: notes and answers"), lesson, role=TEACHER),
        PUPIL: lesson_link(_("For pupils"), lesson, role=PUPIL),
    }
    others = [way for name, way in ways.items() if name != role]
    return tag("nav", listing(others, class_="legend"), aria_label=lesson.title)


def steps_overview(lesson: Lesson) -> Markup:
    """Return the steps with their minutes."""
    steps = [
        join([lesson_link(step.title, lesson, step.number), f" ({minutes_text(step.minutes)})"])
        for step in lesson.steps
    ]
    return join([tag("h2", _("Steps"), id="steps"), listing(steps, ordered=True)])


def letter(records: Records, lesson: Lesson) -> Markup | None:
    """Return the letter to parents."""
    if not lesson.letter:
        return None
    return join([tag("h2", _("Letter to parents"), id="letter"), prose(records, lesson.letter, "letter")])


def progress(lesson: Lesson, step: LessonStep) -> Markup:
    """Return how far the lesson is; it is read out when the step changes."""
    words = _("Step %(number)s of %(count)s") % {"number": step.number, "count": len(lesson.steps)}
    hidden = tag("span", f": {step.title}", class_="unseen")
    at = {"data_step": str(step.number), "data_steps": str(len(lesson.steps))}  # for the keys of a lesson
    return tag("p", words, hidden, role="status", class_="progress", **at)


def step_words(records: Records, lesson: Lesson, step: LessonStep) -> Markup:
    """Return the text of a step; before the first one stands what the lesson is about."""
    note = content_note(lesson) if step.number == 1 else None
    text = prose(records, step.text, f"step-{step.number}") if step.text else None
    return tag("div", note, text, class_="step-text")


def question_words(records: Records, step: LessonStep) -> Markup:
    """Return the question of a step; empty words keep its place when there is none."""
    if not step.question:
        return tag("div", class_="no-question")
    asked = prose(records, step.question, f"question-{step.number}")
    return tag("div", tag("h2", _("Question")), asked, class_="question")


def things_to_notice(records: Records, step: LessonStep) -> Markup:
    """Return what can be noticed in the view of a step."""
    names = (f"notice-{step.number}-{position}" for position in range(len(step.notice)))
    return listing([prose(records, words, name) for words, name in zip(step.notice, names, strict=True)])


def view_gone(step: LessonStep) -> Markup:
    """Return what is said in place of a view that the site no longer has."""
    words = _("The view of this step, %(view)s, does not exist any more. The step goes on without it.")
    return tag("p", words % {"view": step.view.address}, class_="notice", role="alert")


def way_out(lesson: Lesson, view: str, role: str) -> Markup:
    """Return the links out of a step: to its view on the normal page, and to the whole lesson."""
    whole, words = lesson_link(_("Whole lesson"), lesson, role=role), _("Leave for this view (Esc)")
    leave = tag("a", words, href=view, target="_self", class_="leave-lesson") if view else None
    return tag("p", join([leave, whole], " · "), class_="way-out")
