"""Letters that an encoding does not have: it writes a question mark for each, and the file does not tell.

In prose a question mark ends a question; where it stands within a word, before a letter, or twice, and where
the sentence goes on behind it, it stands for a letter. Names ask nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence_site.records.faults import Problem

#: Signs by which a text says that a letter was lost.
_LOST = re.compile(
    r"\ufffd"
    r"|\w*\?(?=\w)\w*"  # within a word, or at its beginning
    r"|\w*\?{2,}\w*"  # several letters
    r"|[^\W\d_]+\?(?=[-,;:.]|\s+(?P<next>[^\W\d_]))"  # the sentence goes on, if it does with a small letter
    r"|(?<!\S)\?(?=\s)"  # a word of one letter
)
_IN_A_NAME = re.compile(r"\S*[?\ufffd]\S*")
_ADDRESS = re.compile(r"(?:https?://|(?<![^\s(`\"'])/(?=\w*\?))[^\s<>()`\"]*?(?=[\].,;:]*(?:[\s<>()`\"]|$))")
#: The query of an address: names with their values, or a number, behind a path.
_QUERY = re.compile(r"[\w.~%+\[\]-]+=.*|\d+|/.*", re.DOTALL)
_RESTORE = 'Restore the text, and save the file as "CSV UTF-8"; a question ends its sentence.'


def lost_letters(text: str, *, names: bool = False) -> Problem | None:
    """Return where a text lost letters and what to do about it, or None.

    Args:
        names: Whether the text is a name, in which no question is asked.

    >>> lost_letters("Malm? and G?teborg.")[0]
    'has lost letters ("Malm?"): it was saved in an encoding that does not have them.'
    >>> lost_letters("Where do those people come from?")
    """
    if "?" not in text and "\ufffd" not in text:
        return None
    for address in _ADDRESS.findall(text):
        if problem := _in_address(address):
            return problem
    words = _ADDRESS.sub("", text)
    pattern = _IN_A_NAME if names else _LOST
    lost = (found for found in pattern.finditer(words) if names or (found["next"] or "a").islower())
    if not (found := next(lost, None)):
        return None
    word = found[0] if len(found[0]) <= 40 else f"{found[0][:40]}..."
    return f'has lost letters ("{word}"): it was saved in an encoding that does not have them.', _RESTORE


def lines_with_lost_letters(text: str) -> Iterator[tuple[int, Problem]]:
    """Give each line of a text in which letters were lost, with its number."""
    if "?" not in text and "\ufffd" not in text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if problem := lost_letters(line):
            yield number, problem


def _in_address(address: str) -> Problem | None:
    """Look at an address: one question mark stands before its query, and none for a letter of its path."""
    _path, mark, query = address.partition("?")
    query = query.partition("#")[0]
    if "\ufffd" not in address and (not mark or ("?" not in query and _QUERY.fullmatch(query))):
        return None
    shown = address if len(address) <= 60 else f"...{address[-60:]}"
    return f'has lost letters in an address ("{shown}"), or a question mark too many.', (
        "Copy the address again from the browser; a question mark that belongs to it is written %3F."
    )


def lost_since(before: str, after: str) -> list[str]:
    """Return the words of a text with a question mark where a letter outside ASCII stood before.

    >>> lost_since("Malm\u00f6 is a town. Why?", "Malm? is a town. Why?")
    ['Malm?']
    """
    if "?" not in after or before == after:
        return []
    whole = frozenset(before.split())
    words = dict.fromkeys(word for word in after.split() if "?" in word and word not in whole)
    return [word for word in words if any(_is_rest_of(word, one) for one in whole)]


def _is_rest_of(word: str, whole: str) -> bool:
    """Return whether a word is another one with question marks for letters that an encoding lacks."""
    return len(word) == len(whole) and all(
        left == there or (left == "?" and not there.isascii())
        for left, there in zip(word, whole, strict=True)
    )
