"""Bytes in letters that a QR code holds in its shorter mode: three letters for two bytes.

Base 45 (RFC 9285) does the same with all that the mode knows; four of its letters mean something else in an
address or are changed on the way. 41 letters are enough: 41 x 41 x 41 is more than 65,536. The last letter of
a text is never one that programs take for the end of a sentence.
"""

from __future__ import annotations

import re

#: Point and colon stand last: the last letter of a text is the highest digit, which does not reach them.
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/$.:"
_BASE = len(LETTERS)
_VALUE = {letter: value for value, letter in enumerate(LETTERS)}
_RUN = re.compile(f"[{re.escape(LETTERS)}]*")
#: Letters for so many bytes.
_LETTERS_OF = {2: 3, 1: 2}


def encode(data: bytes) -> str:
    """Return bytes as letters.

    >>> encode(b"ab")
    '2YE'
    """
    letters = []
    for start in range(0, len(data), 2):
        group = data[start : start + 2]
        value = int.from_bytes(group)
        for _position in range(_LETTERS_OF[len(group)]):
            value, digit = divmod(value, _BASE)
            letters.append(LETTERS[digit])
    return "".join(letters)


def decode(text: str) -> bytes:
    """Return the bytes of a text, as far as it was made by :func:`encode`. Nothing raises.

    >>> decode("2YE")
    b'ab'
    """
    run = _RUN.match(text)
    letters, data = run[0] if run else "", bytearray()
    for start in range(0, len(letters), 3):
        group = letters[start : start + 3]
        value = sum(_VALUE[letter] * _BASE**position for position, letter in enumerate(group))
        size = len(group) - 1
        if size == 0 or value >= 256**size:
            break
        data += value.to_bytes(size)
    return bytes(data)
