"""The handout of a lesson: one document for paper, with or without the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.lessons.lessons import Lesson, LessonStep, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import GlossaryTerm, Source
from evidence_site.records.names.citing import full_name
from evidence_site.records.search import folded
from evidence_site.records.wording import _
from evidence_site.viz.lessons.catalogue import minutes_text
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, link, tag
from evidence_site.viz.pages.parts import Words, Worksheet, chart_of
from evidence_site.viz.pages.site import is_page
from evidence_site.viz.paper import TEMPLATES
from evidence_site.viz.paper.built_lesson import visitor_note
from evidence_site.viz.paper.qr_code import qr_code
from evidence_site.viz.paper.static_html import DocumentLocation, about_maps, parts_html, placed, tables_html
from evidence_site.viz.paper.static_pages import relative_address
from evidence_site.viz.paper.static_view import Printed, StaticView, static_view
from evidence_site.viz.templates import render
from evidence_site.viz.words.cite_links import data_state
from evidence_site.viz.words.prose import markdown

#: Lines to write on below a question.
_LINES = 3
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, eq=False)
class LessonWithViews:
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


def lesson_with_views(records: Records, lesson: Lesson, *, visitor: bool = False) -> LessonWithViews:
    """Return a lesson with what its steps show."""
    views = [static_view(records, step.view.path, step.view.values) if is_page(step.view) else None
             for step in lesson.steps]  # fmt: skip
    return LessonWithViews(lesson, tuple(views), visitor)


def on_paper(lesson: LessonWithViews) -> LessonWithViews:
    """Return a lesson with what is printed of its views; how a kind of picture is read stands once."""
    said: dict[str, int] = {}
    views = [view and _said_once(view.on_a_sheet(), step.number, said) for step, view in lesson.shown()]
    return replace(lesson, views=tuple(views))


def _said_once(view: StaticView, number: int, said: dict[str, int]) -> StaticView:
    """Return a view whose pictures leave out what an earlier one has said; ``said`` grows by what is new."""
    parts: list[Printed] = []
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


def handout(
    records: Records, lesson: LessonWithViews, location: DocumentLocation, address: str, *, answers: bool
) -> str:
    """Return the handout as a document: of each view the pictures that fit a sheet, and its words in brief.

    Args:
        address: Full address of the lesson for pupils; empty if nobody knows it.
        answers: For whoever teaches: answer key, notes and the letter to parents.
    """
    if not answers and (shown := without_private_names(records)) is not records:
        records, lesson = shown, lesson_with_views(shown, lesson.lesson, visitor=lesson.visitor)
    return render(
        TEMPLATES,
        "handout.html",
        **lesson_values(records, on_paper(lesson), location, on_sheet=True),
        answers=answers,
        code=qr_code(address, _("This lesson on a screen")),
    )


def lesson_values(
    records: Records, lesson: LessonWithViews, location: DocumentLocation, *, on_sheet: bool = False
) -> dict[str, object]:
    """Return what the templates of a lesson are filled with.

    Args:
        on_sheet: Views in the form for a sheet of paper.
    """
    views = [view for view in lesson.views if view is not None]
    steps = []
    for step, view in lesson.shown():
        shown = _view_html(records, step.view, view, f"s{step.number}", location, on_sheet=on_sheet)
        is_worksheet = view is not None and any(isinstance(part, Worksheet) for part in view.parts)
        steps.append((step, shown, 0 if is_worksheet else _LINES))
    return {
        "site": records.site,
        "state": data_state(records),
        "lesson": lesson.lesson,
        "about": about_lesson(lesson.lesson),
        "visitor": visitor_note() if lesson.visitor else "",
        "steps": steps,
        "terms": glossary_of(records, lesson),
        "maps": about_maps(records, views),
        "sources": sources_of(records, [lesson]),
        "twins": [
            twin for step, view in lesson.shown() if view for twin in tables_html(view, f"s{step.number}")
        ],
        # Links in a lesson lead to views of the site and nowhere else.
        "prose": lambda text: placed(markdown(text), location),
        "minutes": minutes_text,
        "source_link": source_link,
    }


def about_lesson(lesson: Lesson) -> str:
    """Return for whom a lesson is and how long it takes."""
    about = [lesson.age, minutes_text(lesson.minutes) if lesson.minutes else ""]
    return " · ".join(part for part in about if part)


def _view_html(
    records: Records,
    named: LessonView,
    view: StaticView | None,
    name: str,
    location: DocumentLocation,
    *,
    on_sheet: bool,
) -> Markup:
    """Return all that stands on the view of a step, or why nothing does."""
    if view is None:
        words = _("This step names a view that the site does not have: %(address)s")
        return tag("p", words % {"address": named.address}, class_="caution")
    return parts_html(records, view, name, relative_address(named), location, on_sheet=on_sheet)


def source_link(source: Source) -> Markup:
    """Return the full name of a source, as a link where it has an address."""
    return link(full_name(source), source.url or "")


def sources_of(records: Records, lessons: Iterable[LessonWithViews]) -> list[Source]:
    """Return every source on which a picture of some lessons rests, by publisher."""
    charts = [chart for lesson in lessons for view in lesson.views if view for chart in view.charts]
    rows = [(chart.table, row.id) for chart in charts for row in chart.rows]
    sources = {source for key in rows for source in records.links.sources_of[key]}
    return sorted(sources, key=lambda source: (source.publisher.casefold(), source.id))


def glossary_of(records: Records, lesson: LessonWithViews) -> list[GlossaryTerm]:
    """Return the terms of the glossary that stand in the lesson or on its pictures, by the alphabet."""
    words = f" {_as_words(' '.join(_texts(lesson)))} "
    terms = sorted(records.tables.glossary, key=lambda term: term.term.casefold())
    # What stands in brackets is no part of the term.
    return [term for term in terms if f" {_as_words(term.term.partition('(')[0])} " in words]


def _texts(lesson: LessonWithViews) -> Iterable[str]:
    known = lesson.lesson
    yield from (known.title, known.content_note, *known.goals)
    for step, view in lesson.shown():
        yield from (step.title, step.text, step.question, step.answer, *step.notice)
        for chart in view.charts if view else ():
            yield from (chart.title, chart.reading, *chart.notes)


def _as_words(text: str) -> str:
    return " ".join(_WORD.findall(folded(text)))
