"""Two texts that differ, shown so that the difference is seen: shortened around it, nothing unseen in it."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

from records.spreadsheet import latin_id, unseen_removed
from records.wording import _

#: Characters up to which a text is shown whole, and how many stay on each side of what differs.
_WHOLE, _AROUND = 160, 40
_ELLIPSIS = "…"


def shown_pair(old: str, new: str) -> tuple[str, str]:
    """Return two texts that differ as they stand in a sentence; of long ones the part that differs.

    An empty one is called so. What cannot be seen, and what only looks the same, is told by its number.

    >>> shown_pair("40", "")
    ('40', 'empty')
    >>> shown_pair("Town", "Tоwn")
    ('T<U+006F>wn', 'T<U+043E>wn')
    """
    was, now = _around_difference(old, new)
    if _as_seen(old) == _as_seen(new):
        return _numbered(was, _differing(was, now)), _numbered(now, _differing(now, was))
    return _numbered(was), _numbered(now)


def shown_start(text: str) -> str:
    """Return one text as it stands in a sentence; of a long one the beginning."""
    return _numbered(text if len(text) <= _WHOLE else text[: _WHOLE - 1] + _ELLIPSIS)


def _around_difference(old: str, new: str) -> tuple[str, str]:
    if max(len(old), len(new)) <= _WHOLE:
        return old, new
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    same = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
    return _part(old, start, same), _part(new, start, same)


def _part(text: str, start: int, same: int) -> str:
    """Return a text from some words before ``start`` on to some words into the last ``same`` characters."""
    first = 0 if start <= _AROUND else text.find(" ", start - _AROUND, start) + 1 or start - _AROUND
    end = len(text) - same
    last = len(text) if same <= _AROUND else text.rfind(" ", end, end + _AROUND)
    last = end + _AROUND if last == -1 else last
    return f"{_ELLIPSIS if first else ''}{text[first:last]}{_ELLIPSIS if last < len(text) else ''}"


def _as_seen(text: str) -> str:
    plain = "".join(sign for sign in unseen_removed(text) if not _is_unseen(sign) or sign.isspace())
    return " ".join(latin_id(unicodedata.normalize("NFKC", plain)).split())


def _is_unseen(sign: str) -> bool:
    return sign != " " and unicodedata.category(sign)[0] in "CZ"


def _differing(text: str, other: str) -> frozenset[int]:
    """Return the places of the characters that another text does not have there."""
    runs = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    return frozenset(at for kind, start, end, *_there in runs if kind != "equal" for at in range(start, end))


def _numbered(text: str, places: frozenset[int] = frozenset()) -> str:
    """Return a text with the number instead of each character that is unseen or stands in some places."""
    return "".join(
        f"<U+{ord(sign):04X}>" if at in places or _is_unseen(sign) else sign for at, sign in enumerate(text)
    ) or _("empty")
