"""The kit: all lessons as files for a stick, with pictures, handouts, words explained and sources.

A browser opens them from the disk; neither a server nor a network is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evidence_site.records.lessons.lessons import Lesson, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.search import folded
from evidence_site.records.wording import _
from evidence_site.viz.lessons.lesson_state import pupil_address
from evidence_site.viz.paper import TEMPLATES
from evidence_site.viz.paper.handout import (
    LessonWithViews,
    about_lesson,
    handout,
    lesson_values,
    lesson_with_views,
    source_link,
    sources_of,
)
from evidence_site.viz.paper.qr_code import qr_code
from evidence_site.viz.paper.static_html import DocumentLocation, placed
from evidence_site.viz.paper.static_pages import Edition, beside, view_pages
from evidence_site.viz.templates import render
from evidence_site.viz.words.cite_links import data_state
from evidence_site.viz.words.glossary import glossary
from evidence_site.viz.words.prose import linked_views

HOME, README = "index.html", "README.txt"
_GLOSSARY, _SOURCES = "words.html", "sources.html"


def kit_files(records: Records, lessons: Sequence[Lesson], site: str = "") -> dict[str, str]:
    """Return name and text of every file of the kit.

    Args:
        site: Address of the site, without a slash at its end; empty if nobody knows it.
    """
    every = [lesson_with_views(records, lesson) for lesson in lessons]
    edition = Edition(frozenset(view for lesson in lessons for view in views_of(lesson)), site)
    entries = [(known.lesson, _lesson_file(known), about_lesson(known.lesson)) for known in every]
    home = _page(
        records, "kit_home.html", HOME, _(records.site.name), lessons=entries, how_to_use=how_to_use()
    )
    files = {HOME: home, README: _readme(records, every)}
    for lesson in every:
        files |= _lesson_files(records, lesson, edition)
    files |= view_pages(records, edition, HOME)
    terms, sources = placed(glossary(records), DocumentLocation(site)), sources_of(records, every)
    files[_GLOSSARY] = _page(records, "kit_page.html", _GLOSSARY, _("Words explained"), content=terms)
    files[_SOURCES] = _page(
        records, "kit_sources.html", _SOURCES, _("Sources"), sources=sources, source_link=source_link
    )
    return files


def kit_name(records: Records) -> str:
    """Return the name of the folder and of the archive, from that of the site."""
    words = re.findall(r"[a-z0-9]+", folded(records.site.name))
    return "-".join([*words, "kit"])


def views_of(lesson: Lesson) -> Iterator[LessonView]:
    """Give every view that a lesson shows or links to."""
    for step in lesson.steps:
        yield step.view
        for words in (step.text, step.question, step.answer, step.teacher_note, *step.notice):
            yield from linked_views(words)
    yield from linked_views(lesson.letter)


def _lesson_files(records: Records, lesson: LessonWithViews, edition: Edition) -> Mapping[str, str]:
    key, page = lesson.lesson.id, _lesson_file(lesson)
    address = pupil_address(records, lesson.lesson, edition.site)
    shown = render(
        TEMPLATES,
        "kit_lesson.html",
        **lesson_values(records, lesson, edition.location(page)),
        ways=_ways(page),
        code=qr_code(address, _("This lesson on your own screen")),
    )
    files: dict[str, str] = {page: shown}
    for answers, file in ((False, f"handouts/{key}.html"), (True, f"handouts/{key}-answers.html")):
        files[file] = handout(records, lesson, edition.location(file), address, answers=answers)
    return files


def _lesson_file(lesson: LessonWithViews) -> str:
    return f"lessons/{lesson.lesson.id}.html"


def _ways(file: str) -> list[tuple[str, str]]:
    """Words and addresses of the other pages of the kit."""
    ways = {HOME: _("All lessons"), _GLOSSARY: _("Words explained"), _SOURCES: _("Sources")}
    return [(words, beside(file, target)) for target, words in ways.items() if target != file]


def _page(records: Records, template: str, file: str, title: str, **values: object) -> str:
    state = data_state(records)
    return render(
        TEMPLATES, template, site=records.site, state=state, ways=_ways(file), title=title, **values
    )


def how_to_use() -> Sequence[str]:
    """Return how the kit is used, in plain words."""
    return (
        _("Open index.html with any browser. Nothing has to be installed, and no network is needed."),
        _("In a lesson, the arrow keys and the keys of a clicker lead to the next step and back."),
        _("The key N, or the button, shows the notes for the teacher. They are hidden at first."),
        _("A handout is printed from the browser, on A4 or Letter. One kind has the answers, one has not."),
        _("Copy the whole folder, not single files: the pages link to each other."),
    )


def _readme(records: Records, lessons: Sequence[LessonWithViews]) -> str:
    titles = [f"- {lesson.lesson.title} ({about_lesson(lesson.lesson)})" for lesson in lessons]
    lines = [
        _(records.site.cite_as),
        _("Lessons to use without a network"),
        "",
        _(records.site.content_note),
        "",
        *[f"{position}. {words}" for position, words in enumerate(how_to_use(), start=1)],
        "",
        _("Lessons"),
        *titles,
        "",
        _("Data version %(version)s.") % {"version": records.version},
        _(records.site.licence),
        "",
    ]
    # Windows' own editor of long ago shows other line ends as one line.
    return "\r\n".join(lines)


def packed(files: Mapping[str, str | bytes], folder: str) -> bytes:
    """Return files as a ZIP archive that holds them in a folder; the same files give the same archive."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            content = files[name]
            entry = ZipInfo(f"{folder}/{name}")
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode("utf-8") if isinstance(content, str) else content)
    return buffer.getvalue()
