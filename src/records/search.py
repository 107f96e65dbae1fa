"""Finding words in any spelling: text without case, accents and apostrophes, and words with typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_PLAIN = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", "’": "", "'": "", "ʼ": ""})
_WORD = re.compile(r"\w+")
#: Words shorter than this are too like too many others to be mended; longer ones may hold two errors.
_SHORTEST, _LONG = 4, 8
_MOST_MEANT = 5
#: Words shorter than this are not doubted if some text holds them.
_SHORTEST_IN_DOUBT = 6

#: For each word of a query, the words that a text may hold for it.
Meant = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return text as it is compared: lower case, without diacritics.

    >>> folded("Çiçəkli – Łódź")
    'cicekli – lodz'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every word of some folded texts once, those long enough to be meant by another."""
    return tuple(sorted({word for text in texts for word in _WORD.findall(text) if len(word) >= _SHORTEST}))


def meant_by(query: str, texts: Sequence[str], vocabulary: Sequence[str]) -> Meant:
    """Return what each word of a query can mean: itself if any text holds it, or else the words most like it.

    A word of four letters or more may hold one typing error, one of eight or more two; a word that is
    like none stays as it is, and nothing is found.
    """
    return tuple(_meant(word, texts, vocabulary) for word in folded(query).split())


def _meant(word: str, texts: Sequence[str], vocabulary: Sequence[str]) -> tuple[str, ...]:
    if len(word) < _SHORTEST or any(word in text for text in texts):
        return (word,)
    errors = 1 if len(word) < _LONG else 2
    found = extract(word, vocabulary, scorer=OSA.distance, score_cutoff=errors, limit=_MOST_MEANT)
    nearest = min((distance for _text, distance, _position in found), default=0)
    return tuple(text for text, distance, _position in found if distance == nearest) or (word,)


def alike(word: str, vocabulary: Collection[str], names: Collection[str]) -> frozenset[str]:
    """Return the words for which a word may have been written by mistake although some text holds it.

    More words are right than wrong, so this is stricter than what a word without any text can mean: only for
    words of six letters or more, with one error that is not the first letter and no other ending. Names are
    spelled in many ways: one of them may differ in two letters, and anywhere.
    """
    if len(word) < _SHORTEST_IN_DOUBT or not word.isalpha():
        return frozenset()
    near = {text for text in _near(word, vocabulary, 1) if text[0] == word[0]}.union(_near(word, names, 2))
    return frozenset(text for text in near if text not in word and word not in text)


def _near(word: str, texts: Collection[str], errors: int) -> list[str]:
    return [found[0] for found in extract(word, texts, scorer=OSA.distance, score_cutoff=errors, limit=None)]


def without_longer(words: Iterable[str]) -> tuple[str, ...]:
    """Return words without those that hold another of them: a text that holds these holds the other too.

    >>> without_longer({"lodz", "the town of lodz", "warsaw"})
    ('lodz', 'warsaw')
    """
    kept: list[str] = []
    for word in sorted(words, key=lambda word: (len(word), word)):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return tuple(kept)


def matches(meant: Meant, text: str) -> bool:
    """Return whether for every word of a query the folded text holds one that it can mean."""
    return all(any(word in text for word in words) for words in meant)
