"""The kit: all lessons as files for a stick, with pictures, handouts, words explained and sources.

A browser opens them from the disk; neither a server nor a network is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evidence_site.records.formatting import number_text
from evidence_site.records.lessons.lessons import Lesson, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.names.citing import full_name
from evidence_site.records.search import folded
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.lessons.lesson_address import pupil_address
from evidence_site.viz.markup import Markup, join, link, listing, tag
from evidence_site.viz.paper.handout import Told, about_lesson, foot, handout, sources_of, told
from evidence_site.viz.paper.kit_lesson import lesson_page
from evidence_site.viz.paper.paper import document
from evidence_site.viz.paper.static_html import Place, placed
from evidence_site.viz.paper.static_pages import Edition, beside, view_pages
from evidence_site.viz.words.glossary import glossary
from evidence_site.viz.words.prose import linked_views

HOME, README = "index.html", "README.txt"
_GLOSSARY, _SOURCES = "words.html", "sources.html"


def kit_files(records: Records, lessons: Sequence[Lesson], site: str = "") -> dict[str, str]:
    """Return name and text of every file of the kit.

    Args:
        site: Address of the site, without a slash at its end; empty if nobody knows it.
    """
    every = [told(records, lesson) for lesson in lessons]
    edition = Edition(frozenset(view for lesson in lessons for view in views_of(lesson)), site)
    files = {HOME: _home(records, every), README: _readme(records, every)}
    for lesson in every:
        files |= _lesson_files(records, lesson, edition)
    files |= view_pages(records, edition, HOME)
    files[_GLOSSARY] = _page(records, _GLOSSARY, _("Words explained"), placed(glossary(records), Place(site)))
    files[_SOURCES] = _page(records, _SOURCES, _("Sources"), _every_source(records, every))
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


def _lesson_files(records: Records, lesson: Told, edition: Edition) -> Mapping[str, str]:
    key, page = lesson.lesson.id, _lesson_file(lesson)
    address = pupil_address(records, lesson.lesson, edition.site)
    sheets = {False: f"handouts/{key}.html", True: f"handouts/{key}-answers.html"}
    return {
        page: lesson_page(records, lesson, edition.place(page), _ways(page), address),
        **{
            file: handout(records, lesson, edition.place(file), address, answers=answers)
            for answers, file in sheets.items()
        },
    }


def _lesson_file(lesson: Told) -> str:
    return f"lessons/{lesson.lesson.id}.html"


def _ways(file: str) -> Markup:
    ways = {HOME: _("All lessons"), _GLOSSARY: _("Words explained"), _SOURCES: _("Sources")}
    links = [tag("a", words, href=beside(file, target)) for target, words in ways.items() if target != file]
    return tag("nav", join(links, " · "), class_="screen", aria_label=_("Pages of the kit"))


def _page(records: Records, file: str, title: str, content: Markup) -> str:
    body = join([_ways(file), tag("main", tag("h1", title), content), foot(records)])
    return document(" · ".join(dict.fromkeys((title, _(records.site.name)))), body)


def _home(records: Records, lessons: Sequence[Told]) -> str:
    entries = [
        join(
            [
                tag("h3", tag("a", lesson.lesson.title, href=_lesson_file(lesson))),
                tag("p", about_lesson(lesson.lesson)),
                listing(list(lesson.lesson.goals)),
                tag("p", join(_sheets(lesson), " · ")),
            ]
        )
        for lesson in lessons
    ]
    content = join(
        [
            tag("p", _(records.site.tagline)),
            tag("p", _(records.site.content_note), class_="note"),
            tag("h2", _("Lessons")),
            *entries,
            tag("h2", _("How to use this kit")),
            listing([*how_to_use()]),
        ]
    )
    return _page(records, HOME, _(records.site.name), content)


def _sheets(lesson: Told) -> list[Markup]:
    key = lesson.lesson.id
    return [
        tag("a", _("Handout"), href=f"handouts/{key}.html"),
        tag("a", _("Handout with answers"), href=f"handouts/{key}-answers.html"),
    ]


def how_to_use() -> Sequence[str]:
    """Return how the kit is used, in plain words."""
    return (
        _("Open index.html with any browser. Nothing has to be installed, and no network is needed."),
        _("In a lesson, the arrow keys and the keys of a clicker lead to the next step and back."),
        _("The key N, or the button, shows the notes for the teacher. They are hidden at first."),
        _("A handout is printed from the browser, on A4 or Letter. One kind has the answers, one has not."),
        _("Copy the whole folder, not single files: the pages link to each other."),
    )


def _readme(records: Records, lessons: Sequence[Told]) -> str:
    titles = [f"- {lesson.lesson.title} ({about_lesson(lesson.lesson)})" for lesson in lessons]
    lines = [
        _(records.site.cite_as),
        _("Lessons to use without a network"),
        "",
        _(records.site.content_note),
        "",
        *[f"{place}. {words}" for place, words in enumerate(how_to_use(), start=1)],
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


def _every_source(records: Records, lessons: Sequence[Told]) -> Markup:
    found = {source.id: source for lesson in lessons for source in sources_of(records, lesson)}
    ordered = sorted(found.values(), key=lambda source: (source.publisher.casefold(), source.id))
    items = [link(full_name(source), source.url) if source.url else full_name(source) for source in ordered]
    words = ngettext(
        "The pictures of these lessons rest on %(count)s source.",
        "The pictures of these lessons rest on %(count)s sources.",
        len(items),
    )
    return join([tag("p", words % {"count": number_text(len(items))}), listing(items)])


def packed(files: Mapping[str, str | bytes], folder: str) -> bytes:
    """Return files as a ZIP archive that holds them in a folder; the same files give the same archive."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            content = files[name]
            entry = ZipInfo(f"{folder}/{name}")
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode("utf-8") if isinstance(content, str) else content)
    return held.getvalue()
