"""Letters that an encoding does not have: it writes a question mark for each, and the file does not tell.

In prose a question mark ends a question; where it stands within a word, before a letter, or twice, and where
the sentence goes on behind it, it stands for a letter. Names ask nothing at all.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

Problem = tuple[str, str]

#: Signs by which a text says that a letter was lost.
_LOST = re.compile(
    r"\ufffd"
    r"|\w*\?(?=\w)\w*"  # within a word, or at its beginning
    r"|\w*\?{2,}\w*"  # several letters
    r"|[^\W\d_]+\?(?=[-,;:.]|\s+(?P<next>[^\W\d_]))"  # the sentence goes on, if it does with a small letter
    r"|(?<!\S)\?(?=\s)"  # a word of one letter
)
_IN_A_NAME = re.compile(r"\S*[?\ufffd]\S*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]*?(?=[)\].,;:]*(?:[\s<>\"]|$))|(?<=\()/[^\s()]*")
#: The query of an address: names with their values, or a number, behind a path.
_QUERY = re.compile(r"[\w.~%+\[\]-]+=.*|\d+|/.*", re.DOTALL)
_RESTORE = 'Restore the text, and save the file as "CSV UTF-8"; a question ends its sentence.'


def lost_letters(text: str, *, names: bool = False) -> Problem | None:
    """Return where a text lost letters and what to do about it, or None.

    Args:
        names: Whether the text is a name, in which no question is asked.

    >>> lost_letters("Qaraba? and A?dam.")[0]
    'has lost letters ("Qaraba?"): it was saved in an encoding that does not have them.'
    >>> lost_letters("Where do those people come from?")
    """
    if "?" not in text and "\ufffd" not in text:
        return None
    for address in _ADDRESS.findall(text):
        if problem := _in_address(address):
            return problem
    words = _ADDRESS.sub("", text)
    found = _IN_A_NAME.search(words) if names else _in_prose(words)
    return _problem(found[0]) if found else None


def _in_prose(text: str) -> re.Match[str] | None:
    return next((found for found in _LOST.finditer(text) if (found["next"] or "a").islower()), None)


def _problem(word: str) -> Problem:
    shown = word if len(word) <= 40 else f"{word[:40]}..."
    return f'has lost letters ("{shown}"): it was saved in an encoding that does not have them.', _RESTORE


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
    """Return each part of a text that has a question mark where letters outside ASCII stood before.

    >>> lost_since("Qaraba\u011f is a region. Why?", "Qaraba? is a region. Why?")
    ['Qaraba?']
    """
    if "?" not in after or before == after:
        return []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    places = [
        place
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind == "replace" and not before[first:last].isascii()
        for place in range(start, end)
        if after[place] == "?"
    ]
    return list(dict.fromkeys(_word_at(after, place) for place in places))


def _word_at(text: str, place: int) -> str:
    start = max(text.rfind(" ", 0, place) + 1, 0)
    end = text.find(" ", place)
    return text[start : end if end >= 0 else None]
