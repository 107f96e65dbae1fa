"""Characters that nobody sees, or that change what is read: told by their Unicode category, with exceptions.

What may stand in a text is what a reader sees. Refused are control characters, format characters (among
them those that turn the direction of writing), private and unassigned ones, halves of pairs, separators other
than a plain space or the end of a line, and letters without a shape. Scripts that need joiners have them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: What ends a line or moves to a column; everything else of its category is refused.
_PLAIN = "\n\r\t"
_NO_LINES = str.maketrans("", "", _PLAIN)
#: Letters, marks and symbols without a shape, which their category does not tell.
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc"
    "\U00013441\U00013442\U00016fe4\U0001d159"
)
_VARIATIONS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_SUSPECT = re.compile(f"[{''.join(_BLANK | _VARIATIONS)}]")
#: Format characters with a shape of their own: signs of Arabic, Syriac and Kaithi.
_SEEN_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_JOINERS = frozenset("\u200c\u200d")
#: Scripts in which joiners are part of spelling, as the names of their letters begin.
_JOINED = frozenset({
    "ARABIC", "BENGALI", "CHAKMA", "DEVANAGARI", "GUJARATI", "GURMUKHI", "JAVANESE", "KANNADA", "KHMER",
    "MALAYALAM", "MANDAIC", "MANICHAEAN", "MONGOLIAN", "MYANMAR", "NKO", "ORIYA", "SINHALA", "SYRIAC",
    "TAMIL", "TELUGU", "TIBETAN",
})  # fmt: skip
#: What a variation selector may follow besides a symbol.
_VARIED = frozenset({"CJK", "MONGOLIAN", "MYANMAR", "PHAGS-PA"})
_MARKS_OF_DIRECTION = frozenset("\u061c\u200e\u200f")
_TURNING = _MARKS_OF_DIRECTION | frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Characters without which a text is read just as with them.
_MEANINGLESS = _JOINERS | _VARIATIONS | frozenset("\u00ad\u200b\u2060\u2061\u2062\u2063\u2064\ufeff")
_OGHAM_SPACE = "\u1680"


def refused(text: str) -> Iterator[int]:
    """Give the position of each character of a text that is refused.

    >>> list(refused("3\u202e16"))
    [1]
    >>> list(refused("\u0645\u06cc\u200c\u0631\u0648\u0645"))
    []
    """
    if text.translate(_NO_LINES).isprintable() and (text.isascii() or not _SUSPECT.search(text)):
        return
    for position, letter in enumerate(text):
        odd = letter in _BLANK or letter in _VARIATIONS or not (letter.isprintable() or letter in _PLAIN)
        if odd and not _belongs(text, position):
            yield position


def _belongs(text: str, position: int) -> bool:
    """Return whether an odd character is needed where it stands."""
    letter, before = text[position], text[max(position - 1, 0) : position]
    if letter in _VARIATIONS:
        return unicodedata.category(before or " ")[0] == "S" or _script(before) in _VARIED
    if letter in _JOINERS:
        while before and unicodedata.category(before) in ("Mn", "Mc") and before not in _BLANK | _VARIATIONS:
            if _script(before) in _JOINED:
                return True
            position -= 1
            before = text[max(position - 1, 0) : position]
        return before not in _JOINERS and _script(before) in _JOINED
    return letter in _SEEN_FORMAT


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def described(letter: str) -> str:
    """Return what a refused character is called and what it does, without showing it.

    >>> described("\u202e")
    'U+202E (right-to-left override), which changes the direction of what is read'
    """
    name = unicodedata.name(letter, "").lower()
    effect = _EFFECTS.get(unicodedata.category(letter), "a character that is not seen")
    if letter in _TURNING:
        effect = "which changes the direction of what is read"
    return f"U+{ord(letter):04X}{f' ({name})' if name else ''}, {effect}"


_EFFECTS = {
    "Cc": "a control character",
    "Co": "a private character, which every font draws in its own way",
    "Cn": "which is no character of Unicode",
    "Cs": "half a character",
    "Zl": "a line break of another kind",
    "Zp": "a line break of another kind",
    "Zs": "a space of another kind",
}


def shown(text: str) -> str:
    """Return a text as it can be printed in a sentence: refused characters by their numbers.

    >>> shown("3\u202e16")
    '3<U+202E>16'
    """
    positions = frozenset(refused(text))
    if not positions:
        return text
    return "".join(
        f"<U+{ord(letter):04X}>" if position in positions else letter for position, letter in enumerate(text)
    )


# --- mending ---------------------------------------------------------------------------------------------


def mended_positions(text: str) -> frozenset[int]:
    """Return the positions of refused characters that can go, or become a space, unnoticed by the reader."""
    positions = list(refused(text))
    is_turned = bool(positions) and any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    )
    meaningless = _MEANINGLESS if is_turned else _MEANINGLESS | _MARKS_OF_DIRECTION
    return frozenset(
        position for position in positions if text[position] in meaningless or _is_space(text[position])
    )


_RIGHT_TO_LEFT = ("R", "AL", "AN")


def unseen_removed(text: str) -> str:
    """Return a text without the refused characters that mean nothing; what could mean something stays."""
    positions = mended_positions(text)
    kept = (letter for position, letter in enumerate(text) if position not in positions or _is_space(letter))
    return "".join(kept) if positions else text


def plain_spaces(text: str) -> str:
    """Return a text with plain spaces for spaces of another kind."""
    return text if text.isascii() else "".join(" " if _is_space(letter) else letter for letter in text)


def _is_space(letter: str) -> bool:
    return unicodedata.category(letter) == "Zs" and letter != _OGHAM_SPACE
