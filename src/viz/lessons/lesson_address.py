"""Where the class finds a lesson: a link that holds no answer, short enough for a QR code."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from evidence_site.records.choose.parameters import LESSON, LESSONS, PUPIL, ROLE
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.lessons import base41
from evidence_site.records.lessons.lesson_code import for_pupils, is_code, write_code, write_pupil_code
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records


def pupil_lesson_of(lesson: Lesson) -> Lesson:
    """Return a lesson as pupils get it: without answers, in its link too if it stands in one."""
    bare = for_pupils(lesson)
    return bare if bare == lesson or not is_code(lesson.id) else replace(bare, id=write_code(bare))


def pupil_view(lesson: Lesson) -> tuple[str, dict[str, str]]:
    """Return page and parameters of a lesson for pupils.

    A lesson that a visitor made stands in them without answers, notes and letter.
    """
    key = write_pupil_code(lesson) if is_code(lesson.id) else lesson.id
    return LESSONS, {ROLE: PUPIL, LESSON: key}


def pupil_address(records: Records, lesson: Lesson, base: str) -> str:
    """Return the full address of a lesson for pupils; empty if nobody knows where the site is.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    if not records.site.address and not base:
        return ""
    page, given = pupil_view(lesson)
    # What a code is made of stays as it is: escaped it would be longer, and a QR code holds it in fewer bits.
    return permanent_address(records.site, f"./{page}?{urlencode(given, safe=base41.LETTERS)}", base)
