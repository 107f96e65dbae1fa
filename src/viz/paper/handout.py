"""The handout of a lesson: one document for paper, with or without the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.lessons.lessons import Lesson, LessonStep, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Source
from evidence_site.records.names.citing import full_name
from evidence_site.records.search import folded
from evidence_site.records.wording import _
from evidence_site.viz.lessons.catalogue import minutes_text
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, join, link, listing, tag
from evidence_site.viz.pages.other_views import WORKSHEET
from evidence_site.viz.pages.view_parts import Part, Words, chart_of
from evidence_site.viz.pages.views import VIEWS, StaticView, static_view
from evidence_site.viz.paper.built_lesson import visitor_note
from evidence_site.viz.paper.paper import document
from evidence_site.viz.paper.qr_code import qr_code
from evidence_site.viz.paper.static_html import Place, about_maps, part_key, parts_html, placed, tables_html
from evidence_site.viz.paper.static_pages import relative_address
from evidence_site.viz.words.cite_links import data_state
from evidence_site.viz.words.prose import markdown

#: Lines to write on below a question.
_LINES = 3
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, eq=False)
class Told:
    """A lesson with what its steps show.

    Attributes:
        visitor: Made by a visitor of the site, not by those who run it.
    """

    lesson: Lesson
    views: tuple[StaticView | None, ...]
    visitor: bool = False

    def shown(self) -> Iterator[tuple[LessonStep, StaticView | None]]:
        """Give each step with its view; None where the site has no such view."""
        return zip(self.lesson.steps, self.views, strict=True)


def told(records: Records, lesson: Lesson, *, visitor: bool = False) -> Told:
    """Return a lesson with what its steps show."""
    views = [static_view(records, step.view.path, step.view.values) if step.view.path in VIEWS else None
             for step in lesson.steps]  # fmt: skip
    return Told(lesson, tuple(views), visitor)


def on_paper(lesson: Told) -> Told:
    """Return a lesson with what is printed of its views; how a kind of picture is read stands once."""
    said: dict[str, int] = {}
    views = [view and _said_once(view.on_a_sheet(), step.number, said) for step, view in lesson.shown()]
    return replace(lesson, views=tuple(views))


def _said_once(view: StaticView, number: int, said: dict[str, int]) -> StaticView:
    """Return a view whose pictures leave out what an earlier one has said; ``said`` grows by what is new."""
    parts: list[Part] = []
    for part in view.parts:
        if isinstance(part, Words):
            parts.append(part)
            continue
        chart = chart_of(part)
        first = said.setdefault(chart.reading, number)
        as_before = _("as the picture of step %(number)s.") % {"number": first}
        reading = chart.reading if first == number else as_before
        notes = [note for note in chart.notes if said.setdefault(note, number) == number]
        short = replace(chart, reading=reading, notes=notes)
        parts.append(replace(part, chart=short) if isinstance(part, MarkedMap) else short)
    return replace(view, parts=tuple(parts))


def handout(records: Records, lesson: Told, place: Place, address: str, *, answers: bool) -> str:
    """Return the handout as a document: of each view the pictures that fit a sheet, and its words in brief.

    Args:
        address: Full address of the lesson for pupils; empty if nobody knows it.
        answers: For whoever teaches: answer key, notes and the letter to parents.
    """
    if not answers:
        records, lesson = _for_pupils(records, lesson)
    lesson = on_paper(lesson)
    steps = [
        tag(
            "section",
            tag(
                "div",
                _step_head(step),
                in_lesson(step.text, place),
                noticed(step, place),
                asked(step, place, lines=0 if answers or _has_room(view) else _LINES),
                class_="task",
            ),
            view_html(records, step.view, view, f"s{step.number}", place, on_sheet=True),
            *(for_the_teacher(step, place) if answers else ()),
            class_="step",
        )
        for step, view in lesson.shown()
    ]
    body = join(
        [
            tag(
                "header",
                _whose(),
                tag(
                    "div",
                    lesson_head(records, lesson),
                    qr_code(address, _("This lesson on a screen")),
                    class_="head",
                ),
            ),
            tag(
                "main",
                lesson_notes(records, lesson),
                *steps,
                _letter(lesson.lesson, place) if answers else None,
                appendix(records, lesson, tables="screen", titles=answers),
                class_="handout with-answers" if answers else "handout",
            ),
            foot(records),
        ]
    )
    kind = _("Handout with answers") if answers else _("Handout")
    return document(f"{lesson.lesson.title} · {kind} · {_(records.site.name)}", body)


def _for_pupils(records: Records, lesson: Told) -> tuple[Records, Told]:
    shown = without_private_names(records)
    return shown, lesson if shown is records else told(shown, lesson.lesson, visitor=lesson.visitor)


def _whose() -> Markup:
    """Return room for whose sheet it is, on paper alone."""
    parts = (_("Name"), _("Class"), _("Date"))
    return tag("div", *[tag("span", f"{part}:") for part in parts], class_="whose-sheet")


def _has_room(view: StaticView | None) -> bool:
    """Return whether what stands on a view is a sheet to write on."""
    return view is not None and any(part_key(part) == WORKSHEET for part in view.parts)


def lesson_head(records: Records, lesson: Told) -> Markup:
    """Return the title of a lesson with for whom it is and how long it takes."""
    known = lesson.lesson
    return tag(
        "div",
        tag("p", _(records.site.name), class_="quiet"),
        tag("h1", known.title),
        tag("p", about_lesson(known)),
        visitor_note() if lesson.visitor else None,
    )


def about_lesson(lesson: Lesson) -> str:
    """Return for whom a lesson is and how long it takes."""
    about = [lesson.age, minutes_text(lesson.minutes) if lesson.minutes else ""]
    return " · ".join(part for part in about if part)


def lesson_notes(records: Records, lesson: Told) -> Markup:
    """Return what stands before everything else: the content note, then the goals."""
    known = lesson.lesson
    goals = listing(list(known.goals))
    note = known.content_note or _(records.site.content_note)
    return tag(
        "div",
        tag("div", tag("b", _("Before you begin: ")), note, class_="note"),
        tag("div", tag("h2", _("What this lesson is for")), goals) if goals else None,
        class_="beginning",
    )


def view_html(
    records: Records,
    named: LessonView,
    view: StaticView | None,
    name: str,
    place: Place,
    *,
    on_sheet: bool = False,
) -> Markup:
    """Return all that stands on the view of a step, or why nothing does.

    Args:
        on_sheet: In the form for a sheet of paper.
    """
    if view is None:
        words = _("This step names a view that the site does not have: %(address)s")
        return tag("p", words % {"address": named.address}, class_="caution")
    return parts_html(records, view, name, relative_address(named), place, on_sheet=on_sheet)


def _step_head(step: LessonStep) -> Markup:
    time = tag("span", minutes_text(step.minutes), class_="quiet") if step.minutes else None
    return tag("h2", f"{step.number}. {step.title}", " " if time else None, time)


def noticed(step: LessonStep, place: Place) -> Markup | None:
    """Return what there is to notice in the view of a step."""
    if not step.notice:
        return None
    return join([tag("p", tag("b", _("Things to notice"))), things_to_notice(step, place)])


def things_to_notice(step: LessonStep, place: Place) -> Markup:
    """Return the list of what there is to notice in the view of a step."""
    return listing([in_lesson(words, place) for words in step.notice])


def asked(step: LessonStep, place: Place, *, lines: int = 0) -> Markup | None:
    """Return the question of a step, with lines to write on."""
    if not step.question:
        return None
    room = tag("div", *[tag("div") for _line in range(lines)], class_="room") if lines else None
    return tag("div", tag("h3", _("Question")), in_lesson(step.question, place), room, class_="question")


def in_lesson(text: str, place: Place) -> Markup:
    """Return the Markdown of a lesson as HTML; its links lead to views of the site and nowhere else."""
    return placed(markdown(text), place)


def for_the_teacher(step: LessonStep, place: Place) -> Iterator[Markup]:
    """Give what is not for pupils: what an answer may hold, and notes."""
    parts = {_("What an answer may hold"): step.answer, _("For the teacher"): step.teacher_note}
    for heading, words in parts.items():
        if words:
            yield tag("div", tag("h3", heading), in_lesson(words, place), class_="answer")


def _letter(lesson: Lesson, place: Place) -> Markup | None:
    if not lesson.letter:
        return None
    return _section(_("Letter to parents"), [in_lesson(lesson.letter, place)], "letter")


# --- what belongs to all steps ---------------------------------------------------------------------------


def appendix(records: Records, lesson: Told, *, tables: str, titles: bool = True) -> Markup:
    """Return glossary, sources, what holds for all maps, and tables of a lesson.

    Args:
        tables: Class of the tables: ``screen`` keeps them off paper.
        titles: Whether sources stand with author and title; otherwise by publisher.
    """
    terms = glossary_of(records, lesson)
    sources = sources_of(records, lesson)
    named = _with_titles(sources) if titles else _by_publisher(sources)
    views = [view for _step, view in lesson.shown() if view is not None]
    maps = about_maps(records, views)
    twins = [
        twin
        for step, view in lesson.shown()
        if view is not None
        for twin in tables_html(view, f"s{step.number}")
    ]
    return join(
        [
            _section(_("Words explained"), [terms] if terms else []),
            _section(_("About the maps"), [maps] if maps else []),
            _section(_("Sources of the pictures"), [named] if sources else []),
            _section(_("The pictures as tables"), twins, tables),
        ]
    )


def _section(heading: str, content: Sequence[Markup], class_: str = "") -> Markup | None:
    kind = f"appendix {class_}".strip()
    return tag("section", tag("h2", heading), *content, class_=kind) if content else None


def _with_titles(sources: Iterable[Source]) -> Markup:
    return tag("ul", *[tag("li", _named(source)) for source in sources], class_="sources")


def _by_publisher(sources: Iterable[Source]) -> Markup:
    names = dict.fromkeys(source.publisher for source in sources)
    words = _("Authors, titles and dates stand on the handout with answers, and on the site under Sources.")
    return join([tag("p", words, class_="quiet"), tag("p", "; ".join(names), class_="sources")])


def _named(source: Source) -> Markup:
    return link(full_name(source), source.url) if source.url else join([full_name(source)])


def sources_of(records: Records, lesson: Told) -> list[Source]:
    """Return every source on which a picture of the lesson rests, by publisher."""
    found: dict[str, Source] = {}
    for _step, view in lesson.shown():
        for chart in view.charts if view else ():
            for row in chart.rows:
                found |= {source.id: source for source in records.links.sources_of[chart.table, row.id]}
    return sorted(found.values(), key=lambda source: (source.publisher.casefold(), source.id))


def glossary_of(records: Records, lesson: Told) -> Markup:
    """Return the terms of the glossary that stand in the lesson or on its pictures; empty for none."""
    words = f" {_as_words(' '.join(_texts(lesson)))} "
    rows = [
        tag("div", tag("dt", term.term), tag("dd", term.definition))
        for term in sorted(records.tables.glossary, key=lambda term: term.term.casefold())
        if _stands_in(term.term, words)
    ]
    return tag("dl", *rows, class_="glossary") if rows else Markup("")


def _texts(lesson: Told) -> Iterable[str]:
    known = lesson.lesson
    yield from (known.title, known.content_note, *known.goals)
    for step, view in lesson.shown():
        yield from (step.title, step.text, step.question, step.answer, *step.notice)
        for chart in view.charts if view else ():
            yield from (chart.title, chart.reading, *chart.notes)


def _stands_in(term: str, words: str) -> bool:
    """Return whether a term, without what stands in brackets, is a word of a text."""
    return f" {_as_words(term.partition('(')[0])} " in words


def _as_words(text: str) -> str:
    return " ".join(_WORD.findall(folded(text)))


def foot(records: Records) -> Markup:
    """Return the state of the data and the licence."""
    return tag("footer", tag("p", data_state(records)), tag("p", _(records.site.licence)), class_="foot")
