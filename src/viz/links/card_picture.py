"""The picture of a shared link: its words on paper, drawn with the typefaces that Streamlit ships.

A quiet newspaper: the name of the site, a large title, a few lines, and whose data they are. What must be
told is never cut: the type shrinks first, then the paragraphs that may end early do. The faces have Latin,
Greek and Cyrillic letters; words in any other script are left out with a mark, for an empty box says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from evidence_site.records.wording import _
from evidence_site.viz.links.share_card import Line, ShareCard
from evidence_site.viz.text_widths import Faces, Type, cut, wrapped

WIDTH, HEIGHT = 1200, 630
#: Nothing is drawn nearer to the edge: some readers round the corners or cut a little.
MARGIN = 64
PAPER, INK, QUIET, ACCENT, RULE = "#FBFAF7", "#1F1F1D", "#5C5B57", "#2F5D8A", "#D9D5CB"

#: Sizes of title and text, the best first.
_SIZES = ((84, 31), (66, 31), (66, 28), (54, 28), (54, 26), (44, 26), (38, 26), (38, 24), (32, 22))
#: Sentences that are left of a paragraph that may be cut, and the smallest text then, in the order of trying.
_TRIED = ((None, 26), (3, 26), (2, 26), (1, 26), (1, 24), (0, 24), (0, 0))
_SMALL = 24
#: Lines that a title takes at most at any but its smallest size.
_TITLE_LINES = 3
_LEADING, _TITLE_LEADING, _APART = 1.34, 1.14, 0.5
_HEAD, _TOP, _FOOT = 86, 130, 548
_ROOM = _FOOT - _TOP - 28
#: Part of the room left over that stands above the title.
_LOWER = 0.3
_BAR = 22
#: Signs of one text that are looked at; nobody reads more on a card.
_MOST_SIGNS = 1200
_LEFT_OUT = "[…]"
#: The end of a sentence, and not of "v." or "No.".
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)”]{3}[.!?])\s+(?=[A-Z“\"])")


@lru_cache(maxsize=16_384)
def _word_width(type_: Type, word: str) -> float:
    return type_.width(word)


def writable(faces: Faces, text: str) -> str:
    """Return a text with a mark in place of words that the faces cannot write."""
    words: list[str] = []
    for word in text[:_MOST_SIGNS].split():
        if all(map(faces.writes, word)):
            words.append(word)
        elif words[-1:] != [_LEFT_OUT]:
            words.append(_LEFT_OUT)
    return " ".join(words)


def written_title(faces: Faces, card: ShareCard) -> str:
    """Return the title as it is drawn: of one that cannot be written at all, that it is so."""
    title = writable(faces, card.title)
    return title if title.replace(_LEFT_OUT, "").strip() else _("A title in letters that are not drawn here")


def card_png(card: ShareCard, faces: Faces) -> bytes:
    """Return the picture of a card as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    _frame(draw, faces, card)
    _words(draw, set_card(card, faces))
    file = BytesIO()
    _few_colours(picture).save(file, "PNG", compress_level=6)
    return file.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in the few colours that it has; paper keeps its own, which would be rounded."""
    few = picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    colours, paper = few.getpalette() or [], few.getpixel((0, 0))
    if isinstance(paper, int):
        colours[3 * paper : 3 * paper + 3] = ImageColor.getrgb(PAPER)[:3]
    few.putpalette(colours)
    return few


def _frame(draw: ImageDraw.ImageDraw, faces: Faces, card: ShareCard) -> None:
    """Draw what stands on every card: name and kind above a rule, state of the data below another."""
    right, whole = WIDTH - MARGIN, WIDTH - 2 * MARGIN
    name, small, beside = faces.titles(32), faces.texts(_SMALL), faces.texts(_SMALL, strong=bool(card.kind))
    site = cut(writable(faces, card.site), whole / 2, name.width)
    draw.text((MARGIN, _HEAD), site, INK, name.font, anchor="ls")
    words = cut(writable(faces, card.kind or card.tagline), whole - name.width(site) - 40, beside.width)
    draw.text((right, _HEAD), words, ACCENT if card.kind else QUIET, beside.font, anchor="rs")
    for height in (_TOP - 22, _FOOT - 6):
        draw.line((MARGIN, height, right, height), RULE, 2)
    foot = cut(writable(faces, card.foot), whole, small.width)
    draw.text((MARGIN, HEIGHT - MARGIN + 16), foot, QUIET, small.font, anchor="ls")


@dataclass(frozen=True)
class Block:
    """A paragraph as it is set: its lines, and the height that they take with the space before them."""

    lines: tuple[str, ...]
    type_: Type
    step: float
    before: float
    ink: str
    bar: bool = False

    @property
    def words(self) -> str:
        """The paragraph as it is drawn."""
        return " ".join(self.lines)

    @property
    def height(self) -> float:
        """Pixels that it takes."""
        return self.before + self.step * len(self.lines) if self.lines else 0


def set_card(card: ShareCard, faces: Faces) -> list[Block]:
    """Set title and paragraphs in the largest type in which all fits.

    Failing that, shorten by whole sentences what may be shortened, for half a sentence can say the opposite.
    """
    title = written_title(faces, card)
    lines = [replace(line, words=writable(faces, line.words)) for line in card.lines]
    sizes = [sizes for sizes in _SIZES if len(_title(faces, title, sizes[0]).lines) <= _TITLE_LINES]
    blocks: list[Block] = []
    for most, smallest in _TRIED:
        for size, body in sizes or _SIZES[-1:]:
            if body >= smallest:
                said = lines if most is None else [_shorter(line, most) for line in lines]
                paragraphs = [_paragraph(faces, line, body) for line in said if line.words]
                blocks = [_title(faces, title, size), *paragraphs]
                if sum(block.height for block in blocks) <= _ROOM:
                    return blocks
    return _cut_to_room(blocks)


def _shorter(line: Line, most: int) -> Line:
    """Return a paragraph of so many sentences, with a sign that it goes on; one that must be whole stays."""
    sentences = _SENTENCE_END.split(line.words)
    if line.whole or len(sentences) <= most:
        return line
    return replace(line, words=f"{' '.join(sentences[:most])} …" if most else "")


def _title(faces: Faces, title: str, size: int) -> Block:
    type_ = faces.titles(size)
    return Block(tuple(_wrapped(type_, title, WIDTH - 2 * MARGIN)), type_, size * _TITLE_LEADING, 0, INK)


def _paragraph(faces: Faces, line: Line, body: int) -> Block:
    size = min(body, _SMALL) if line.quiet else body
    type_ = faces.texts(size, strong=line.strong)
    lines = _wrapped(type_, line.words, WIDTH - 2 * MARGIN - (_BAR if line.strong else 0))
    ink = ACCENT if line.strong else QUIET if line.quiet else INK
    return Block(tuple(lines), type_, size * _LEADING, body * _APART, ink, line.strong)


def _cut_to_room(blocks: Sequence[Block]) -> list[Block]:
    """Leave out from the end what has no room even in the smallest type."""
    kept: list[Block] = []
    room = float(_ROOM)
    for block in blocks:
        count = min(len(block.lines), int((room - block.before) // block.step))
        if count <= 0:
            break
        lines = block.lines[:count]
        if count < len(block.lines):
            lines = (*lines[:-1], cut(f"{lines[-1]} …", WIDTH - 2 * MARGIN, block.type_.width))
        kept.append(replace(block, lines=lines))
        room -= kept[-1].height
    return kept


def _wrapped(type_: Type, text: str, room: float) -> list[str]:
    """Return a text as lines that are no wider than the room; a word that is wider itself is cut."""
    width = partial(_word_width, type_)
    return wrapped(" ".join(cut(word, room, width) for word in text.split()), room, width)


def _words(draw: ImageDraw.ImageDraw, blocks: Sequence[Block]) -> None:
    """Draw what was set; a short card begins lower, so that it does not hang from the rule."""
    height = _TOP + _LOWER * max(0, _ROOM - sum(block.height for block in blocks))
    for block in blocks:
        height += block.before
        left = MARGIN + (_BAR if block.bar else 0)
        if block.bar:
            bottom = height + block.step * len(block.lines)
            draw.rectangle((MARGIN, height + 4, MARGIN + 5, bottom - 4), ACCENT)
        for line in block.lines:
            baseline = height + block.step / 2 + block.type_.size * 0.33
            draw.text((left, baseline), line, block.ink, block.type_.font, anchor="ls")
            height += block.step
