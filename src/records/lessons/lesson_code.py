"""A whole lesson in a link: its file, packed. Nothing is kept on the server.

A code is its version and then, in letters that an address can hold, three bytes of a checksum and the file of
the lesson, packed. Links that were handed on are promises, so every version is read for ever:

- ``b1.`` base 64, packed by Brotli.
- ``b2.`` base 64, packed by Zstandard with ``lesson_words.txt``: what lessons are usually made of.
- ``B2.`` the same as ``b2.`` in base 41, for QR codes: more letters, and a smaller code.

Whoever reads a code may have got only a part of it, an old or a newer one, or something that somebody made to
do harm: what can be read is read, never more than a bounded length, and the rest is said in words.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import brotli
import zstandard

from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import character_problems, cleaned, unfinished_merge
from evidence_site.records.lessons import base41
from evidence_site.records.lessons.lesson_building import MOST_BUILT
from evidence_site.records.lessons.lessons import LESSONS, MOST_OF_A_FILE, Lesson, lesson_text, parse_lesson
from evidence_site.records.wording import _, ngettext

#: Parameter of the address that carries a lesson while it is built, from page to page.
BUILD = "build"
_WRITTEN, _IN_CAPITALS = "b2.", "B2."
_VERSION = re.compile(r"[bB](\d{1,3})\.")
_LETTERS = re.compile(r"[A-Za-z0-9_-]*")
_CHECK = 3
#: A code within this length passes through every browser, server and message that was looked at.
GOOD_LENGTH = 6000
#: A longer one is not read to its end.
MOST_LENGTH = 16_000
_PIECE, _OUTPUT = 64, 4096
#: The text after which a packed block ends before the next step. Of a link that is cut, whole blocks can be
#: read; each takes some twenty letters.
_BLOCK = 1500
_STEP = re.compile(r"^(?=## )", re.MULTILINE)
#: What a packed lesson may refer to: its words and the words of the dictionary.
_WINDOW = 2**18
_LEVEL = 22


@dataclass(frozen=True)
class UnpackedLesson:
    """What could be read of a code.

    Attributes:
        problems: What could not be read, in sentences.
    """

    lesson: Lesson | None
    problems: tuple[str, ...] = ()


def is_code(text: str) -> bool:
    """Return whether a text is meant as a code, whether or not it can be read."""
    return _VERSION.match(text) is not None


def write_code(lesson: Lesson) -> str:
    """Return a lesson as a code."""
    text = lesson_text(lesson)
    packed = _packed(_blocks(text))
    return _WRITTEN + urlsafe_b64encode(_checked(text, packed)).decode("ascii").rstrip("=")


def write_pupil_code(lesson: Lesson) -> str:
    """Return what a class may have of a lesson as a code for a QR code: without answers, notes and letter."""
    text = lesson_text(for_pupils(lesson))
    return _IN_CAPITALS + base41.encode(_checked(text, _packed([text])))


def for_pupils(lesson: Lesson) -> Lesson:
    """Return a lesson without all that is for whoever teaches: answers, notes, tags, letter."""
    steps = tuple(replace(step, answer="", teacher_note="") for step in lesson.steps)
    return replace(lesson, steps=steps, tags=(), letter="")


def _checked(text: str, packed: bytes) -> bytes:
    return _checksum(text.encode("utf-8")) + packed


def _blocks(text: str) -> Iterator[str]:
    """Give a text in parts that end before a step."""
    block = ""
    for step in _STEP.split(text):
        if len(block) >= _BLOCK:
            yield block
            block = ""
        block += step
    yield block


def _packed(blocks: Iterator[str] | list[str]) -> bytes:
    settings = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        window_log=_WINDOW.bit_length() - 1,
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_content_size=False,
        write_dict_id=False,
    )
    machine = zstandard.ZstdCompressor(dict_data=_words(), compression_params=settings).compressobj()
    made = [
        machine.compress(block.encode("utf-8")) + machine.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        for block in blocks
    ]
    return b"".join([*made, machine.flush()])


@cache
def _words() -> zstandard.ZstdCompressionDict:
    """The dictionary of version 2. Its file never changes: links that were made need every letter."""
    content = Path(__file__).with_name("lesson_words.txt").read_bytes()
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _checksum(text: bytes) -> bytes:
    return sha256(text).digest()[:_CHECK]


@lru_cache(32)  # of the longest a quarter of a megabyte each
def read_code(code: str) -> UnpackedLesson:
    """Return the lesson of a code as far as it can be read. Nothing raises, whatever the code."""
    found = _VERSION.match(code)
    if found is None:
        return UnpackedLesson(None, (_("This link holds no lesson."),))
    if found[0] not in _READ:
        words = _("This link was made by another version of the site and cannot be read here.")
        return UnpackedLesson(None, (words,))
    problems = []
    if len(code) > MOST_LENGTH:
        problems.append(_("The link is too long; what lies beyond its first part was left out."))
    decoded, unpacked = _READ[found[0]]
    data = decoded(code[len(found[0]) : MOST_LENGTH])
    text, whole = unpacked(data[_CHECK:])
    if not problems and (not whole or _checksum(text) != data[:_CHECK]):
        words = _("The link is damaged: a part of it is missing or was changed. What could be read is shown.")
        problems.append(words)
    return read_text(text.decode("utf-8", errors="ignore"), code, tuple(problems))


def _base64(text: str) -> bytes:
    """Return the bytes of the letters with which a text begins."""
    run = _LETTERS.match(text)
    letters = run[0] if run else ""
    usable = letters[: len(letters) - (len(letters) % 4 == 1)]
    return urlsafe_b64decode(usable + "=" * (-len(usable) % 4))


# A short code can hold a text without end: no more is made of it than a lesson may have.


def _brotli(data: bytes) -> tuple[bytes, bool]:
    """Return what the packed bytes hold, as far as they can be unpacked, and whether that is all."""
    made = bytearray()
    machine = brotli.Decompressor()
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        try:
            while not machine.is_finished():
                made += machine.process(piece, output_buffer_limit=_OUTPUT)
                if len(made) > MOST_OF_A_FILE:
                    return bytes(made[:MOST_OF_A_FILE]), False
                if machine.can_accept_more_data():
                    break
                piece = b""
        except brotli.error:
            return bytes(made), False
    return bytes(made), machine.is_finished()


def _zstandard(data: bytes) -> tuple[bytes, bool]:
    """Return what the packed bytes hold, as far as they can be unpacked, and whether there is no more."""
    made = bytearray()
    machine = zstandard.ZstdDecompressor(
        dict_data=_words(), max_window_size=_WINDOW, format=zstandard.FORMAT_ZSTD1_MAGICLESS
    )
    with machine.stream_reader(BytesIO(data), read_size=_PIECE) as reader:
        while len(made) <= MOST_OF_A_FILE:
            try:
                piece = reader.read1(_OUTPUT)
            except zstandard.ZstdError:
                return bytes(made), False
            if not piece:
                return bytes(made), True
            made += piece
    return bytes(made[:MOST_OF_A_FILE]), False


#: How the letters of a version become bytes, and how these are unpacked.
_READ: Mapping[str, tuple[Callable[[str], bytes], Callable[[bytes], tuple[bytes, bool]]]] = {
    "b1.": (_base64, _brotli),
    _WRITTEN: (_base64, _zstandard),
    _IN_CAPITALS: (base41.decode, _zstandard),
}


def read_text(text: str, key: str, problems: tuple[str, ...] = ()) -> UnpackedLesson:
    """Return the lesson of a file that a visitor made, with what is wrong with it in sentences.

    What a lesson of this site must say (its age, its goals, a note on its content) a visitor may leave out.

    Args:
        key: Id of the lesson.
    """
    lesson, faults = parse_lesson(cleaned(LESSONS, text[: MOST_OF_A_FILE + 1]), key)
    kept = text[:MOST_OF_A_FILE]
    merge = unfinished_merge(kept)  # what was left out because nobody sees it, and two versions of a text
    unseen = [*([merge] if merge else []), *character_problems(LESSONS, kept)]
    told = [_fault_words(Fault("", line, "", *problem)) for line, problem in unseen]
    told += [
        _fault_words(fault)
        for fault in faults
        if not (fault.column in _MAY_LACK and "missing" in fault.problem)
    ]
    if lesson is None and not problems and not told:
        told = [_("No step could be read.")]
    if lesson is not None:
        if len(lesson.steps) > MOST_BUILT:
            words = ngettext(
                "Only the first step is shown.", "Only the first %(most)s steps are shown.", MOST_BUILT
            )
            told.insert(0, words % {"most": MOST_BUILT})
            lesson = replace(lesson, steps=lesson.steps[:MOST_BUILT])
        lesson = replace(lesson, minutes=sum(step.minutes for step in lesson.steps) or lesson.minutes)
    return UnpackedLesson(lesson, (*problems, *told[:_MOST_TOLD]))


_MOST_TOLD = 5
#: What a visitor may leave out of a lesson.
_MAY_LACK = ("age", "goals", "tags", "content_note", "Minutes")


def _fault_words(fault: Fault) -> str:
    where = _("Line %(line)s") % {"line": fault.row} if fault.row else _("The file")
    name = f", {fault.column}" if fault.column else ""
    return f"{where}{name}: {fault.problem} {fault.remedy}"
