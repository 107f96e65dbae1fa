"""Web routes of lessons: the handout and the file of any lesson, shipped or in a link, and the kit.

All of them are made from the address alone, so that any process can answer, and none needs a browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from records.faults import did_you_mean_id
from records.lesson_code import BUILD, MOST_LENGTH, read_code
from records.lessons import Lesson, lesson_text
from records.loading import Records
from records.memory import kept
from records.query_string import as_written
from records.search import folded
from records.wording import locale
from ui.addressed import RefusedError, asked, with_records
from ui.web.answers import tagged
from ui.web.doors import base_of
from viz.handout import handout, told
from viz.kit import kit_files, kit_name, packed
from viz.lesson_address import pupil_address
from viz.static_html import Place

#: The parameter of a handout: with answers or without.
ANSWERS = "answers"
_HTML, _MARKDOWN = "text/html; charset=utf-8", "text/markdown; charset=utf-8"
#: Words of a title that a file name holds on every system, and how many letters of them.
_WORD, _MOST_OF_A_NAME = re.compile(r"[^\W_]+"), 60
_YES = frozenset({"1", "true", "yes"})


def _lesson(records: Records, request: Request) -> tuple[Lesson, bool]:
    """Return the lesson that is asked for, and whether a visitor made it."""
    key = request.path_params.get("key")
    if key is None:
        code = asked(request).get(BUILD, "")
        if len(code) > MOST_LENGTH:
            raise RefusedError(414, "This link is too long.")
        opened = read_code(code)
        if opened.lesson is None:
            raise RefusedError(400, " ".join(opened.problems))
        return opened.lesson, True
    by_key = {lesson.id: lesson for lesson in records.lessons}
    if key not in by_key:
        raise RefusedError(404, f'There is no lesson "{as_written(key, 80)}".', did_you_mean_id(key, by_key))
    return by_key[key], False


@with_records
def lesson_html(records: Records, request: Request) -> Response:
    """Answer with the handout of a lesson as one document: with answers=1 for whoever teaches."""
    lesson, visitor = _lesson(records, request)
    answers = asked(request).get(ANSWERS, "") in _YES
    site = _site(records, request)
    text = _handout(records, lesson, site, locale(), visitor=visitor, answers=answers)
    return tagged(request, text, _HTML, _named(f"{_file_name(lesson, visitor)}.html", shown=True))


@with_records
def lesson_markdown(records: Records, request: Request) -> Response:
    """Answer with the file of a lesson, to keep, to change and to open again."""
    lesson, visitor = _lesson(records, request)
    return tagged(request, lesson_text(lesson), _MARKDOWN, _named(f"{_file_name(lesson, visitor)}.md"))


@with_records
def lessons_kit(records: Records, request: Request) -> Response:
    """Answer with all lessons as an archive for a stick."""
    content = _kit(records, _site(records, request), locale())
    return tagged(request, content, "application/zip", _named(f"{kit_name(records)}.zip"))


def _site(records: Records, request: Request) -> str:
    return (records.site.address or base_of(request)).rstrip("/")


def _file_name(lesson: Lesson, visitor: bool) -> str:
    """Return the name of a file without its ending: a visitor's lesson is called after its title."""
    if not visitor:
        return lesson.id
    return "-".join(_WORD.findall(lesson.title))[:_MOST_OF_A_NAME].strip("-") or "lesson"


def _named(file: str, *, shown: bool = False) -> Mapping[str, str]:
    """Return the header that names a file, in RFC 6266's two ways if it has letters beyond ASCII."""
    name, dot, ending = file.rpartition(".")
    plain = "-".join(re.findall(r"[a-z0-9]+", folded(name))) if not name.isascii() else name
    given = f'filename="{plain or "lesson"}{dot}{ending}"'
    if not name.isascii():
        given += f"; filename*=UTF-8''{quote(file)}"
    return {"Content-Disposition": f"{'inline' if shown else 'attachment'}; {given}"}


@kept(24)
def _handout(
    records: Records, lesson: Lesson, site: str, _locale: str, *, visitor: bool, answers: bool
) -> str:
    """The last handouts are kept: a class asks for the same one thirty times."""
    address = pupil_address(records, lesson, site)
    return handout(records, told(records, lesson, visitor=visitor), Place(site), address, answers=answers)


@kept(1)
def _kit(records: Records, site: str, _locale: str) -> bytes:
    return packed(kit_files(records, records.lessons, site), kit_name(records))


ROUTES = (
    Route("/api/lessons/{key:str}.html", lesson_html),
    Route("/api/lessons/{key:str}.md", lesson_markdown),
    Route("/api/lesson.html", lesson_html),
    Route("/api/lesson.md", lesson_markdown),
    Route("/api/lessons-kit.zip", lessons_kit),
)
