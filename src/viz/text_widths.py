"""How wide words are drawn: the typefaces, their letters measured, and texts broken into lines by it.

Nobody knows which face a browser takes for a chart or a printed sheet: the site's own, or one cut like
Helvetica where it has not come along. A letter counts as wide as in the wider of the two, so that a text
has room in either. The first lies in Streamlit's folder of media, which is read as a file and not imported;
the second is in Pillow. Where the first is missing, the second alone is measured.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

from PIL import ImageFont

_log = logging.getLogger("site.faces")

#: Pixels from the left edge of a plot to the right edge of its chart on a phone 360 pixels wide: what is
#: written into a chart has room in them.
PHONE = 320

#: Face to the pattern of its file in the folder.
_FILES = {"serif": "SourceSerifVariable-Roman*.woff2", "sans": "SourceSansVF-Upright*.woff2"}
_REGULAR, _SEMIBOLD, _BOLD = 400, 600, 700
#: The serif is cut for sizes from 8 to 60 points; titles are set in the largest cut.
_OPTICAL = 60
#: Size at which letters are measured.
_MEASURED = 100
#: By how much faces like Helvetica are wider than the site's, and a bold letter than a plain one: for what
#: Pillow's face does not have, which is one weight of the Latin letters.
_WIDER, _BOLDER = 1.08, 1.07
#: No face has the one; the other is wider than most, and stands for a letter that no face at hand has.
_MISSING, _UNKNOWN = "\U0010ffff", "O"

Width = Callable[[str], float]
_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Type:
    """A face at a size and weight."""

    file: Path
    axes: tuple[int, ...]
    size: int

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The face as Pillow reads it."""
        return _font(self)

    def width(self, text: str) -> float:
        """Return how wide a text is drawn, in pixels."""
        return float(self.font.getlength(text))

    def writes(self, letter: str) -> bool:
        """Return whether the face has a letter."""
        return _has(self, letter)


@dataclass(frozen=True)
class Faces:
    """The files of the two faces."""

    serif: Path
    sans: Path

    def titles(self, size: int) -> Type:
        """Return the face of titles at a size."""
        return Type(self.serif, (_SEMIBOLD, _OPTICAL), size)

    def texts(self, size: int, *, strong: bool = False) -> Type:
        """Return the face of all else at a size."""
        return Type(self.sans, (_SEMIBOLD if strong else _REGULAR,), size)

    def writes(self, letter: str) -> bool:
        """Return whether both faces have a letter."""
        return all(type_.writes(letter) for type_ in (self.titles(24), self.texts(24)))


@cache
def faces_folder() -> Path:
    """Return the folder in which Streamlit keeps typefaces, whether it is installed or not."""
    package = find_spec("streamlit")
    return Path(package.origin if package and package.origin else ".").parent / "static" / "static" / "media"


@cache
def find_faces(folder: Path) -> Faces | None:
    """Return the faces in a folder; none if a release moved them or they cannot be read."""
    files_of = {face: sorted(folder.glob(pattern)) for face, pattern in _FILES.items()}
    if all(files_of.values()):
        faces = Faces(**{face: files[0] for face, files in files_of.items()})
        try:
            faces.writes("A")
        except (OSError, NotImplementedError) as problem:
            _log.warning("typefaces cannot be read: %s", problem)
        else:
            return faces
    _log.warning("links have no picture, and widths of text are guessed: no typefaces in %s", folder)
    return None


@lru_cache(maxsize=24)
def _font(type_: Type) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(type_.file), type_.size)
    font.set_variation_by_axes(list(type_.axes))
    return font


@lru_cache(maxsize=2048)
def _has(type_: Type, letter: str) -> bool:
    """A letter that a face does not have is drawn as the sign for what is missing."""
    return _drawn(type_.font, letter) != _drawn(type_.font, _MISSING)


def _drawn(font: _Font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@cache
def _fallback() -> _Font:
    """The face in Pillow itself, which is cut like Helvetica."""
    return ImageFont.load_default(_MEASURED)


@cache
def _unknown() -> tuple[tuple[int, int], bytes]:
    """What that face draws for a letter that it does not have."""
    return _drawn(_fallback(), _MISSING)


@lru_cache(maxsize=4096)
def letter_width(letter: str, bold: bool = False, folder: Path | None = None) -> float:
    """Return how wide a letter is in the wider of the two faces, as a part of the type size.

    Args:
        folder: Where the face of the site lies, if not where Streamlit has it.
    """
    common, base = _fallback(), normalize("NFKD", letter)[0]
    known = _drawn(common, base) != _unknown()
    faces = find_faces(folder or faces_folder())
    if not faces:
        return common.getlength(base if known else _UNKNOWN) * (_BOLDER if bold else 1) / _MEASURED
    own = Type(faces.sans, (_BOLD if bold else _REGULAR,), _MEASURED).width(letter)
    other = common.getlength(base) * (_BOLDER if bold else 1) if known else own * _WIDER
    return max(own, other) / _MEASURED


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is at most, in pixels, for a type size in pixels."""
    return size * sum(letter_width(letter, bold) for letter in text)


def wrapped(text: str, room: float, width: Width) -> list[str]:
    """Return a text as lines that are no wider than the room; a word that is wider itself is broken.

    Args:
        width: What a piece of text takes, in the unit of the room.
    """
    lines: list[str] = []
    space, used = width(" "), 0.0
    for word in text.split():
        *broken_off, rest = _pieces(word, room, width)
        wide = width(rest)
        if lines and not broken_off and used + space + wide <= room:
            lines[-1] += f" {rest}"
            used += space + wide
        else:
            lines += [*broken_off, rest]
            used = wide
    return lines


def _pieces(word: str, room: float, width: Width) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and width(piece + letter) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text as lines that have room in so many pixels at a type size."""
    return wrapped(text, room, lambda piece: text_width(piece, size, bold=bold))


def cut(text: str, room: float, width: Width) -> str:
    """Return as much of a text as has room, by whole words where it can be, with a sign that it goes on."""
    if width(text) <= room:
        return text
    while text and width(f"{text}…") > room:
        text = text.rpartition(" ")[0] or text[:-1]
    return f"{text.rstrip(' ,;:.')}…"
