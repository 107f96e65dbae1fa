"""Web routes of lessons: the handout and the file of any lesson, shipped or in a link, and the kit.

All of them are made from the address alone, so that any process can answer, and none needs a browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_site.records.faults import did_you_mean_id
from evidence_site.records.lessons.lesson_code import BUILD, MOST_LENGTH, read_code
from evidence_site.records.lessons.lessons import Lesson, lesson_text
from evidence_site.records.load.loading import Records
from evidence_site.records.query_string import as_written
from evidence_site.records.search import folded
from evidence_site.ui.routes.addressed import asked, with_records_in_turn
from evidence_site.ui.web.answers import RefusedRequestError, tagged
from evidence_site.ui.web.costly import costly
from evidence_site.ui.web.request_limits import base_of
from evidence_site.viz.lessons.lesson_state import pupil_address
from evidence_site.viz.paper.handout import handout, lesson_with_views
from evidence_site.viz.paper.kit import kit_files, kit_name, packed
from evidence_site.viz.paper.static_html import DocumentLocation

#: The parameter of a handout: with answers or without.
ANSWERS = "answers"
_HTML, _MARKDOWN = "text/html; charset=utf-8", "text/markdown; charset=utf-8"
#: Words of a title that a file name holds on every system, and how many letters of them.
_WORD, _MOST_OF_A_NAME = re.compile(r"[^\W_]+"), 60
_YES = frozenset({"1", "true", "yes"})


class _File(NamedTuple):
    name: str
    content: bytes


@with_records_in_turn
async def lesson_html(records: Records, request: Request) -> Response:
    """Answer with the handout of a lesson as one document: with answers=1 for whoever teaches."""
    answers = asked(request).get(ANSWERS, "") in _YES
    file = await _handout(records, *_asked_lesson(request), base_of(records, request), answers)
    return tagged(request, file.content, _HTML, _named(file.name, shown=True))


@with_records_in_turn
async def lesson_markdown(records: Records, request: Request) -> Response:
    """Answer with the file of a lesson, to keep, to change and to open again."""
    file = await _text(records, *_asked_lesson(request))
    return tagged(request, file.content, _MARKDOWN, _named(file.name))


@with_records_in_turn
async def lessons_kit(records: Records, request: Request) -> Response:
    """Answer with all lessons as an archive for a stick."""
    content = await _kit(records, base_of(records, request))
    return tagged(request, content, "application/zip", _named(f"{kit_name(records)}.zip"))


def _asked_lesson(request: Request) -> tuple[str | None, str]:
    """Return the key of the lesson that is asked for, or None and the code of one that a visitor made."""
    key: str | None = request.path_params.get("key")
    code = "" if key is not None else asked(request).get(BUILD, "")
    if len(code) > MOST_LENGTH:
        raise RefusedRequestError(414, "This link is too long.")
    return key, code


def _lesson(records: Records, key: str | None, code: str) -> Lesson:
    if key is None:
        opened = read_code(code)
        if opened.lesson is None:
            raise RefusedRequestError(400, " ".join(opened.problems))
        return opened.lesson
    by_key = {lesson.id: lesson for lesson in records.lessons}
    if key not in by_key:
        raise RefusedRequestError(
            404, f'There is no lesson "{as_written(key, 80)}".', did_you_mean_id(key, by_key)
        )
    return by_key[key]


def _file_name(key: str | None, lesson: Lesson) -> str:
    """Return the name of a file without its ending: a visitor's lesson is called after its title."""
    return key or "-".join(_WORD.findall(lesson.title))[:_MOST_OF_A_NAME].strip("-") or "lesson"


def _named(file: str, *, shown: bool = False) -> Mapping[str, str]:
    """Return the header that names a file, in RFC 6266's two ways if it has letters beyond ASCII."""
    name, dot, ending = file.rpartition(".")
    plain = "-".join(re.findall(r"[a-z0-9]+", folded(name))) if not name.isascii() else name
    given = f'filename="{plain or "lesson"}{dot}{ending}"'
    if not name.isascii():
        given += f"; filename*=UTF-8''{quote(file)}"
    return {"Content-Disposition": f"{'inline' if shown else 'attachment'}; {given}"}


@costly(room=8, most_bytes=16_000_000)
def _handout(records: Records, key: str | None, code: str, site: str, answers: bool) -> _File:
    lesson = _lesson(records, key, code)
    address = pupil_address(records, lesson, site)
    text = handout(
        records,
        lesson_with_views(records, lesson, visitor=key is None),
        DocumentLocation(site),
        address,
        answers=answers,
    )
    return _File(f"{_file_name(key, lesson)}.html", text.encode())


@costly(room=8, most_bytes=2_000_000)
def _text(records: Records, key: str | None, code: str) -> _File:
    lesson = _lesson(records, key, code)
    return _File(f"{_file_name(key, lesson)}.md", lesson_text(lesson).encode())


@costly(room=1, most_bytes=8_000_000)
def _kit(records: Records, site: str) -> bytes:
    return packed(kit_files(records, records.lessons, site), kit_name(records))


ROUTES = (
    Route("/api/lessons/{key:str}.html", lesson_html),
    Route("/api/lessons/{key:str}.md", lesson_markdown),
    Route("/api/lesson.html", lesson_html),
    Route("/api/lesson.md", lesson_markdown),
    Route("/api/lessons-kit.zip", lessons_kit),
)
