"""Two texts that differ, shown so that the difference is seen: shortened around it, nothing unseen in it."""

from __future__ import annotations

import unicodedata

from evidence_site.records.characters import unseen_removed
from evidence_site.records.read.spreadsheet import latin_id
from evidence_site.records.wording import _

#: Characters up to which a text is shown whole, and how many stay on each side of what differs.
_WHOLE, _AROUND = 160, 40
#: Characters that are shown of a part that differs; strangers hand in files, and each is looked at.
_MOST = 1_000
_ELLIPSIS = "…"


def shown_pair(old: str, new: str) -> tuple[str, str]:
    """Return two texts that differ as they stand in a sentence; of long ones the part that differs.

    An empty one is called so. What cannot be seen, and what only looks the same, is told by its number.

    >>> shown_pair("40", "")
    ('40', 'empty')
    >>> shown_pair("Town", "Tоwn")
    ('T<U+006F>wn', 'T<U+043E>wn')
    """
    was, now = (old, new) if max(len(old), len(new)) <= _WHOLE else _parts(old, new)
    if _as_seen(was) != _as_seen(now):
        return _numbered(was), _numbered(now)
    start, same = _alike(was, now)
    return _numbered(was, start, len(was) - same), _numbered(now, start, len(now) - same)


def shown_start(text: str) -> str:
    """Return one text as it stands in a sentence; of a long one the beginning."""
    return _numbered(text if len(text) <= _WHOLE else text[: _WHOLE - 1] + _ELLIPSIS)


def _alike(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts share at the beginning, and how many of the others at the end."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    same = next((at for at in range(shorter - start) if old[-1 - at] != new[-1 - at]), shorter - start)
    return start, same


def _parts(old: str, new: str) -> tuple[str, str]:
    """Return of two long texts what differs, with some words before and after."""
    start, same = _alike(old, new)
    first = 0 if start <= _AROUND else old.find(" ", start - _AROUND, start) + 1 or start - _AROUND
    return _part(old, first, same), _part(new, first, same)


def _part(text: str, first: int, same: int) -> str:
    end = len(text) - same
    last = text.rfind(" ", end, end + _AROUND) if same > _AROUND else len(text)
    last = min(end + _AROUND if last == -1 else last, first + _MOST)
    return f"{_ELLIPSIS if first else ''}{text[first:last]}{_ELLIPSIS if last < len(text) else ''}"


def _as_seen(text: str) -> str:
    plain = "".join(sign for sign in unseen_removed(text) if not _is_unseen(sign) or sign.isspace())
    return " ".join(latin_id(unicodedata.normalize("NFKC", plain)).split())


def _is_unseen(sign: str) -> bool:
    return sign != " " and unicodedata.category(sign)[0] in "CZ"


def _numbered(text: str, start: int = 0, end: int = 0) -> str:
    """Return a text with the number instead of each character that is unseen.

    From ``start`` to ``end`` the first, the last and all that are no ASCII are told so.
    """
    strange = {at for at in range(start, end) if at in (start, end - 1) or not text[at].isascii()}
    return "".join(
        f"<U+{ord(sign):04X}>" if at in strange or _is_unseen(sign) else sign for at, sign in enumerate(text)
    ) or _("empty")
