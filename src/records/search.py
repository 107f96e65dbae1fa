"""Finding words in any spelling: text without case, accents and apostrophes."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "’": "", "'": "", "ʼ": ""})


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return text as it is compared: lower case, without diacritics.

    >>> folded("Çiçəkli – Łódź")
    'cicekli – lodz'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def matches(query: str, text: str) -> bool:
    """Return whether every word of the query stands in the folded text."""
    return all(word in text for word in folded(query).split())
