"""Where the class finds a lesson: a link that holds no answer, short enough for a QR code."""

from __future__ import annotations

from urllib.parse import quote

from records import base41
from records.lesson_code import is_code, write_pupil_code
from records.lessons import Lesson
from records.loading import Records
from records.reference import permanent_address


def pupil_address(records: Records, lesson: Lesson, base: str) -> str:
    """Return the full address of a lesson for pupils; empty if nobody knows where the site is.

    A lesson that a visitor made stands in it without answers, notes and letter.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    if not records.site.address and not base:
        return ""
    return permanent_address(records.site, f"./lessons?role=pupil&lesson={pupil_key(lesson)}", base)


def pupil_key(lesson: Lesson) -> str:
    """Return what names a lesson in a pupil's link, as an address holds it."""
    key = write_pupil_code(lesson) if is_code(lesson.id) else lesson.id
    return quote(key, safe=base41.LETTERS)
