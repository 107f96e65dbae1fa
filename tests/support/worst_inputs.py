"""The worst that is known to come in an address, as long as an address or a message may be."""

from __future__ import annotations

import io
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256

import brotli
import openpyxl

from evidence_site.records.lessons.lesson_building import MOST_BUILT
from evidence_site.records.lessons.lesson_code import write_code
from evidence_site.records.lessons.lessons import MOST_OF, MOST_OF_A_FILE, Lesson, LessonView

#: Letters that normalising makes eighteen, eight and six of.
EXPANDING = ("\ufdfa", "\ufdfb", "\u3316")
#: As much as an address holds of one value, with what stands around it, when each letter is one byte.
LONG = 15_000

#: Words of a search.
QUERIES = (
    *(letter * (LONG // 9) for letter in EXPANDING),
    EXPANDING[0] * 11,
    " ".join("abcdefghijklmnopqrstuvwxyz"[number % 26] for number in range(100)),
    " ".join(f"qwertyu{chr(97 + number)}asdfgh" for number in range(12)),
    "a" * LONG,
    "1," * (LONG // 2),
)
#: Periods: sets and lists of EDTF, and what its parser reads long at.
PERIODS = (
    "{" + ",".join(str(year) for year in range(1900, 1919)) + "}",
    "[" * 40,
    "(" * 40,
    "198X/" * 8,
    "9" * LONG,
)
#: Lists of codes, known and unknown.
LISTS = ("a." * (LONG // 2), ".".join(f"a{number}" for number in range(LONG // 6)), "." * LONG)
#: Ids of records.
RECORDS = ("events." + "a" * LONG, "a" * LONG, "events." * (LONG // 7))

#: What Markdown nests.
NESTED = ("[", "![", "<", "**a *b ", "\n\n> - ", "&amp;")


def packed_text(text: str) -> str:
    """Return any text as the code of a lesson, also one that no lesson has."""
    content = text.encode()
    packed = sha256(content).digest()[:3] + brotli.compress(content, quality=11)
    return "b1." + urlsafe_b64encode(packed).decode().rstrip("=")


def nested_headers(age: str) -> Iterator[str]:
    """Give codes of lessons in which what is said about them is nested as deep as it is long.

    Args:
        age: For whom they are; with another the codes are others, of which nothing is remembered.
    """
    for sign in ("[", "{", "- ", "? ", "a: "):
        for before in ("title: ", "title: a\n"):
            header = before + sign * (LONG // len(sign))
            yield packed_text(
                f"---\nage: {age}\n{header}\nminutes: 5\n---\n\n## A step\nView: /about\nMinutes: 5\n"
            )


def nested_texts(lesson: Lesson, age: str) -> Iterator[str]:
    """Give codes of a lesson whose texts are nested as deep as they are long.

    Args:
        age: See ``nested_headers``.
    """
    lesson, step = replace(lesson, age=age), replace(lesson.steps[0], number=1)
    for sign in NESTED:
        longest = sign * (MOST_OF_A_FILE * 9 // 10 // len(sign))
        allowed = sign * (MOST_OF["text"] // len(sign))
        yield write_code(replace(lesson, steps=(replace(step, text=longest),), letter=""))
        steps = tuple(replace(step, number=number + 1, text=allowed) for number in range(MOST_BUILT))
        yield write_code(replace(lesson, steps=steps))


def many_views(lesson: Lesson) -> str:
    """Return the code of a lesson that shows as many views as it may, each under a search of its own."""
    steps = (replace(lesson.steps[0], number=number + 1) for number in range(MOST_BUILT))
    views = (LessonView("explore", (("q", f"{QUERIES[5]} {number}"[-150:]),)) for number in range(MOST_BUILT))
    return write_code(
        replace(
            lesson, steps=tuple(replace(step, view=view) for step, view in zip(steps, views, strict=True))
        )
    )


def workbook_with(rows: bytes) -> bytes:
    """A workbook with these rows in its sheet."""
    made, changed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "glossary"
    book.active["A1"] = "id"
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            part = old.read(name)
            new.writestr(name, part.replace(b"</sheetData>", rows + b"</sheetData>") if is_sheet else part)
    return changed.getvalue()


@cache
def worst_workbooks() -> dict[str, bytes]:
    """Return small files that are millions of cells, or of rows, once they are unpacked."""
    return {
        "one-long-row.xlsx": workbook_with(b"<row>" + b"<c/>" * 5_900_000 + b"</row>"),
        "many-rows.xlsx": workbook_with(b"<row/>" * 3_000_000),
        "slow.xlsx": workbook_with(b"<row/>" * 1_400_000),
    }
