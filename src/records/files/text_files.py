"""The one look at every text file of a data folder before anything reads it.

Whatever the format, it is told first whether the file is text in UTF-8, whether a merge was left unfinished
in it, and whether it holds characters that nobody sees, as they are or spelled out (``\\u202e``, ``&nbsp;``).
What is read afterwards is text without a byte order mark; nothing of an unfinished merge is read.
"""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import islice
from pathlib import Path, PurePosixPath

from evidence_site.records.characters import (
    described,
    mended_positions,
    plain_spaces,
    refused,
    unseen_removed,
)
from evidence_site.records.faults import MENDS, Fault, Kind, Problem
from evidence_site.records.files.alphabets import lines_with_mixed_alphabets
from evidence_site.records.files.lost_letters import lines_with_lost_letters
from evidence_site.records.wording import DEFAULT

#: Where text files lie in a data folder, and how their names end.
_FOLDERS = ("*", "geo/*", "lessons/*", "lessons/*/*", "texts/*/*")
_ENDINGS = frozenset({".csv", ".geojson", ".json", ".md", ".toml", ".txt", ".yaml", ".yml"})
#: Files without which no page can be shown; of any other, what is wrong is left out.
_NEEDED = ("datapackage.json", "site.toml", f"texts/{DEFAULT}/")


#: Bytes of a file that is read; nothing of a data folder comes near it.
MOST_OF_A_FILE = 24_000_000


class OddFileError(OSError):
    """Raised for what cannot be a file of a data folder; ``told`` is what it is, and the remedy."""

    def __init__(self, told: Problem) -> None:
        super().__init__(" ".join(told))
        self.told = told


def told_of(error: Exception, otherwise: Problem) -> Problem:
    """Return what is told of a file that cannot be read: what it is, if it is odd."""
    return error.told if isinstance(error, OddFileError) else otherwise


def regular_content(path: Path) -> bytes:
    """Return what a file holds, if it is a plain file of a bearable size; nothing else is waited for.

    Raises:
        OddFileError: If it is a device, a pipe or the like, or too large.
        OSError: If it cannot be opened.
    """

    def without_waiting(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    with open(path, "rb", opener=without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OddFileError(
                ("is no file but a device, a pipe or the like.", "Put a plain file in its place.")
            )
        content = file.read(MOST_OF_A_FILE + 1)
    if len(content) > MOST_OF_A_FILE:
        large = f"is larger than {MOST_OF_A_FILE // 1_000_000} MB; no file of a data folder is."
        raise OddFileError((large, "Restore the file, or take out what does not belong in it."))
    return content


@dataclass(frozen=True)
class DecodedText:
    """The content of a file as text.

    Attributes:
        encoding: What it is called, if it is not UTF-8.
        certain: Whether no other encoding would have given another text.
        problem: What is wrong with the file as a whole, and the remedy.
    """

    text: str
    encoding: str = ""
    certain: bool = True
    problem: Problem | None = None


@dataclass(frozen=True)
class TextFile:
    """A text file after the look.

    Attributes:
        text: What it says, without a byte order mark; nothing if it cannot be read.
        decoded: How it was read.
        faults: Everything that the look found.
    """

    name: str
    text: str
    decoded: DecodedText
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Files:
    """The files of a data folder, some of them replaced in memory.

    Attributes:
        replaced: File name to what it holds instead of what lies in the folder.
    """

    folder: Path
    replaced: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return what a file holds.

        Raises:
            OSError: If it is neither replaced nor in the folder; an OddFileError if it is no file to be read.
        """
        held = self.replaced.get(name)
        return regular_content(self.folder / name) if held is None else held

    def text(self, name: str) -> TextFile:
        """Return a text file after the look.

        Raises:
            OSError: If it is neither replaced nor in the folder.
        """
        try:
            return look_at(name, self.read(name))
        except OddFileError as odd:
            fault = Fault(name, 0, "", *odd.told, halts=name.startswith(_NEEDED), kind=Kind.FILE)
            return TextFile(name, "", DecodedText("", problem=odd.told), (fault,))

    def names(self, pattern: str) -> list[str]:
        """Return the names of the files that a pattern of this folder matches, in order, odd ones too."""
        lying = (path for path in self.folder.glob(pattern) if path.exists() and not path.is_dir())
        found = {path.relative_to(self.folder).as_posix() for path in lying}
        depth = pattern.count("/")
        held = {
            name for name in self.replaced if name.count("/") == depth and PurePosixPath(name).match(pattern)
        }
        return sorted(found | held)

    def text_names(self) -> list[str]:
        """Return the names of all text files, in order; hidden ones are nobody's."""
        found = (name for pattern in _FOLDERS for name in self.names(pattern))
        return [
            name
            for name in found
            if PurePosixPath(name).suffix.lower() in _ENDINGS and not PurePosixPath(name).name.startswith(".")
        ]


@lru_cache(maxsize=64)
def look_at(name: str, content: bytes) -> TextFile:
    """Return what a file says, and what is wrong with it as a text.

    What is wrong with the characters of a table is told by row and column, where its cells are read.
    """
    decoded = decode(content, name)
    found: list[tuple[int, Problem]] = [(0, decoded.problem)] if decoded.problem else []
    merge = unfinished_merge(decoded.text)
    if merge:
        found.append(merge)
    elif decoded.certain and not name.endswith(".csv"):
        found += character_problems(name, decoded.text)
        found += [*lines_with_lost_letters(decoded.text), *lines_with_mixed_alphabets(decoded.text)]
    halts = name.startswith(_NEEDED)
    cuts = merge is not None
    faults = (Fault(name, line, "", *problem, halts=halts, cuts=cuts) for line, problem in found)
    return TextFile(name, "" if merge else decoded.text, decoded, tuple(faults))


# --- encodings -------------------------------------------------------------------------------------------

#: First bytes of files that are no text, and what they are.
FILE_SIGNS: Mapping[bytes, str] = {
    b"PK\x03\x04": "a workbook (.xlsx or .ods)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a word processor's text",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML file",
    b"version https://git-lfs": "a pointer to the file, not the file,",
}
_MARK = "\ufeff"
UTF8_MARK = b"\xef\xbb\xbf"
_MARKS: Mapping[bytes, str] = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
#: Encodings of Latin alphabets, which differ in a few letters.
_LATIN = ("cp1252", "cp1254", "cp1250")
_NAMES = {
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1254": "Windows-1254",
}
#: Dashes, quotation marks, spaces and the like, which are the same in all of them.
_SHARED = bytes(
    {0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB}
)


def decode(content: bytes, name: str) -> DecodedText:
    """Return the content of a file as text; without a text if it is none.

    One byte order mark in front is harmless and read past; `make format` removes it.
    """
    is_table = name.lower().endswith(".csv")
    again = 'Save it again as "CSV UTF-8".' if is_table else "Save it again as UTF-8."
    for mark, kind in FILE_SIGNS.items():
        if content.startswith(mark):
            what = f"is {kind} under a name that ends in {PurePosixPath(name).suffix}."
            remedy = "Open it and save the sheet as CSV UTF-8." if is_table else again
            return DecodedText("", problem=(what, remedy))
    encoding = next((known for mark, known in _MARKS.items() if content.startswith(mark)), "")
    if not encoding and content[:200].count(b"\x00") > len(content[:200]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        if encoding:
            return _other(content.decode(encoding), "Unicode text (UTF-16)", again)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _legacy(content, again)
    if not text.startswith(_MARK):
        return DecodedText(text)
    problem = ("begins with more than one byte order mark.", f"{again[:-1]}; {MENDS}")
    return DecodedText(text.lstrip(_MARK), problem=problem)


def _other(text: str, name: str, again: str) -> DecodedText:
    problem = (f"is not UTF-8 text but {name}.", f"{again[:-1]}; {MENDS}")
    return DecodedText(text.lstrip(_MARK), name, problem=problem)


def _legacy(content: bytes, again: str) -> DecodedText:
    """Return text in an encoding of Windows; it is certain if the others would have given the same."""
    own = content.translate(None, _SHARED)
    high = [byte for byte in own if byte >= 0x80]
    runs = re.findall(rb"[\xa8\xb8\xc0-\xff]{3,}", own)
    cyrillic = sum(map(len, runs)) > 0.7 * len(high)
    if cyrillic:
        small = sum(byte >= 0xE0 for byte in high)
        certain = small > 0.6 * len(high) and all(byte >= 0xC0 or byte in b"\xa8\xb8\xb9" for byte in high)
        texts = {_decoded(content, "cp1251")}
        name = "cp1251"
    else:
        texts = {_decoded(content, encoding) for encoding in _LATIN}
        certain, name = not runs, "cp1252"
    text = _decoded(content, name)
    lossless = None not in texts and len(texts) == 1
    if text is None:
        return DecodedText("", problem=("is not UTF-8 text, nor any other that is known.", again))
    if not (certain and lossless):
        problem = (f"is not UTF-8 text but most likely {_NAMES[name]}.", again)
        return DecodedText(text, _NAMES[name], certain=False, problem=problem)
    return _other(text, _NAMES[name], again)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


# --- unfinished merges -----------------------------------------------------------------------------------

#: Lines by which git sets two versions apart. The others mean something in Markdown when they stand alone.
_MERGE = re.compile(r"^(?:<{7,}|>{7,})(?: .*)?\r?$", re.MULTILINE)
_PARTS = re.compile(r"^(?:<{7,}|>{7,}|={7,}|\|{7,})(?: .*)?\r?$", re.MULTILINE)


def unfinished_merge(text: str) -> tuple[int, Problem] | None:
    """Return the line of the first mark of a merge that somebody did not finish, with problem and remedy."""
    if not _MERGE.search(text):
        return None
    first = _PARTS.search(text)
    assert first is not None
    remedy = "Keep one version, and remove the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>."
    line = text.count("\n", 0, first.start()) + 1
    return line, ("holds an unfinished merge: two versions stand in it.", remedy)


# --- characters ------------------------------------------------------------------------------------------

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(
    r"\\(?:\\|u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|x(?P<two>[0-9a-fA-F]{2})|(?P<short>[0abefvNLP]))"
)
#: What short escapes stand for, and which of them a format knows.
_SHORT = {
    **{"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"},
    **{"N": "\x85", "L": "\u2028", "P": "\u2029"},
}
_KNOWN = {".json": "bf", ".geojson": "bf", ".toml": "bef", ".md": "0abefvNLP"}
_FRONT = re.compile(r"\A---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class _Find:
    """Something in a text that is not what a reader sees: where it stands, and which character is meant."""

    start: int
    end: int
    letter: str
    problem: str
    remedy: str


def character_problems(name: str, text: str) -> Iterator[tuple[int, Problem]]:
    """Give each line with refused characters, as they are or spelled out, with problem and remedy."""
    by_line: dict[int, list[_Find]] = {}
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    for find in sorted(_finds(name, text), key=lambda find: find.start):
        by_line.setdefault(bisect_right(starts, find.start), []).append(find)
    for line, finds in islice(by_line.items(), _MOST_LINES):
        first = finds[0]
        more = f" and {len(finds) - 1} more" if len(finds) > 1 else ""
        position = first.start - starts[line - 1] + 1
        yield line, (f"{first.problem}, in place {position} of the line{more}.", first.remedy)
    if len(by_line) > _MOST_LINES:
        yield 0, (f"has {len(by_line) - _MOST_LINES} more lines with such characters.", "Restore the file.")


def cleaned(name: str, text: str) -> str:
    """Return a text without anything that `character_problems` names; for texts that nobody keeps."""
    for _round in range(_MOST_ROUNDS):
        found = sorted(_finds(name, text), key=lambda find: find.start)
        if not found:
            return text
        ends = [0, *(find.end for find in found)]
        text = (
            "".join(text[end : find.start] for end, find in zip(ends, found, strict=False)) + text[ends[-1] :]
        )
    return cleaned(name, text.replace("&", "").replace("\\", ""))  # spelled out within each other, to do harm


_LINE_END = re.compile("\n")
#: Lines of a file that are named, and how often what is spelled out may stand within the like.
_MOST_LINES, _MOST_ROUNDS = 50, 4


def _finds(name: str, text: str) -> list[_Find]:
    ending = PurePosixPath(name).suffix.lower()
    return [*_raw(text), *_escaped(ending, text), *_entities(ending, text)]


def _raw(text: str) -> Iterator[_Find]:
    start = 0
    for line in text.split("\n") if any(True for _position in refused(text)) else ():
        mends = mended_positions(line)
        for position in refused(line):
            letter, remedy = line[position], REREAD
            if position in mends:
                remedy = f"Remove it or write a plain space; {MENDS}"
            yield _Find(start + position, start + position + 1, letter, f"holds {described(letter)}", remedy)
        start += len(line) + 1


#: What to do about a character that may have changed what was read.
REREAD = "Remove it, and compare what then stands there with the source."


def _escaped(ending: str, text: str) -> Iterator[_Find]:
    front = _FRONT.match(text) if ending == ".md" else None
    end = len(text) if ending != ".md" else front.end() if front else 0
    for found in _ESCAPE.finditer(text, 0, end) if ending in _KNOWN and "\\" in text else ():
        letter = _meant(found, _KNOWN[ending])
        if letter and next(refused(letter), None) is not None:
            problem = f"spells out {described(letter)} (as {found[0]})"
            yield _Find(found.start(), found.end(), letter, problem, REREAD)


def _meant(found: re.Match[str], known: str) -> str:
    """Return the character that an escape stands for; nothing for one that the format does not know."""
    if found["high"]:
        pair = int(found["high"], 16), int(found["low"], 16)
        return chr(0x10000 + ((pair[0] - 0xD800) << 10) + pair[1] - 0xDC00)
    if number := found["four"] or found["eight"] or found["two"]:
        return chr(int(number, 16)) if int(number, 16) < 0x110000 else ""
    return _SHORT[found["short"]] if found["short"] and found["short"] in known else ""


def _entities(ending: str, text: str) -> Iterator[_Find]:
    for found in _ENTITY.finditer(text) if "&" in text else ():
        meant = _entity_meant(found[0])
        hidden = next(refused(meant), None)
        if hidden is not None:
            problem = f"spells out {described(meant[hidden])} (as {found[0]})"
            yield _Find(found.start(), found.end(), meant[hidden], problem, REREAD)
        elif meant != found[0] and ending != ".md":  # Markdown knows them and shows what is meant
            problem, remedy = entity_problem(found[0], meant)
            yield _Find(found.start(), found.end(), meant, problem.rstrip("."), remedy)


def _entity_meant(written: str) -> str:
    """Return what an entity stands for, also what no web page may spell out; itself if for nothing."""
    if not written.startswith("&#"):
        return unescape(written)
    number = int(written[3:-1], 16) if written[2] in "xX" else int(written[2:-1])
    return chr(number) if number < 0x110000 else written


def entity_problem(written: str, meant: str) -> Problem:
    """Return what is wrong with a sign that is spelled out as web pages do, and what to do."""
    return f'"{written}" spells out a sign as web pages do.', f'Write "{meant}" itself.'


def entity_in(text: str) -> tuple[str, str] | None:
    """Return the first sign of a text that is spelled out as web pages do, and the sign itself.

    >>> entity_in("Smith &amp; Sons")
    ('&amp;', '&')
    """
    for found in _ENTITY.finditer(text) if "&" in text else ():
        if (meant := _entity_meant(found[0])) != found[0]:
            return found[0], meant
    return None


# --- mending ---------------------------------------------------------------------------------------------


def mended(looked: TextFile) -> str | None:
    """Return a text file as `make format` writes it; None if nobody should touch it before looking.

    Line by line, without the characters that mean nothing and with plain spaces.
    """
    if not looked.decoded.certain or (looked.decoded.text and not looked.text) or not looked.decoded.text:
        return None
    return "\n".join(plain_spaces(unseen_removed(line)) for line in looked.text.split("\n"))
