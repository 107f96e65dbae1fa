"""Finding words in any spelling: text without case, accents and apostrophes, and words with typing errors.

A text is searched as its words with a space before and after each. So a word is found where it begins, a
number only as a whole: 41 is not found in 412, nor 412 in 161,412.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from evidence_site.records.memory import kept_if_short

_APOSTROPHES = "’'ʼ"
_PLAIN = str.maketrans({"ə": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss", **dict.fromkeys(_APOSTROPHES, "")})
#: A number with a mark or a space between thousands: 1,275 and 1 275.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[, ]\d{3})+(?!\d)")
#: Letters, a number with decimals, other digits: what stands between them parts words.
_WORD = re.compile(r"[^\W\d_]+|(?<![\d.])\d+\.\d+(?!\.?\d)|\d+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_APART = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))
#: Words shorter than this are too like too many others to be mended; longer ones may hold two errors.
_SHORTEST, _LONG = 4, 8
_MOST_MEANT = 5
#: Words shorter than this are not doubted if some text holds them.
_SHORTEST_IN_DOUBT = 6

#: For each word of a query, what a text may hold for it.
Meant = tuple[tuple[str, ...], ...]


@kept_if_short(4096, longest=500)
def folded(text: str) -> str:
    """Return text as it is compared: lower case, without diacritics.

    >>> folded("Çiçəkli – Łódź")
    'cicekli – lodz'
    """
    return _folded(text)


def _folded(text: str) -> str:
    def without_marks(found: re.Match[str]) -> str:
        return "".join(letter for letter in found.group() if not unicodedata.combining(letter))

    return _NOT_ASCII.sub(without_marks, unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)))


def in_words(text: str) -> str:
    """Return the folded words of a text with one space between them; of a number without marks of thousands.

    >>> in_words("“Łódź”, 2nd part: 1,275 of 6.3 million")
    'lodz 2 nd part 1275 of 6.3 million'
    """
    joined = _THOUSANDS.sub(lambda number: re.sub("[, ]", "", number.group()), _folded(text))
    return " ".join(_WORD.findall(joined))


def searchable(text: str) -> str:
    """Return a text as it is searched: a space before and after each word.

    What stands on either side of an apostrophe is found by itself as well.

    >>> searchable("L'Été à Łódź")
    ' lete a lodz l ete '
    """
    elided = (word for word in text.split() if any(sign in word for sign in _APOSTROPHES))
    halves = (in_words(word.translate(_APART)) for word in elided)
    return " ".join(("", in_words(text), *filter(None, halves), ""))


def is_number(word: str) -> bool:
    """Return whether a word is a number."""
    return word[:1].isdigit()


def beginning(word: str) -> str:
    """Return how a searchable text holds a word: at the beginning of its words; a number as a whole.

    >>> beginning("lod"), beginning("412")
    (' lod', ' 412 ')
    """
    return whole(word) if is_number(word) else f" {word}"


def whole(word: str) -> str:
    """Return how a searchable text holds a word, or several, and nothing that goes on."""
    return f" {word} "


def standing_alone(short: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern that finds abbreviations where they are words of their own."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)")


def words_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every word of some searchable texts once, in order, those long enough to be meant by another."""
    return tuple(
        sorted({word for text in texts for word in text.split() if len(word) >= _SHORTEST and word.isalpha()})
    )


def meant_by(query: str, vocabulary: Sequence[str], names: Collection[str] = ()) -> Meant:
    """Return what each word of a query can mean: itself if any text holds it, or else the words most like it.

    A word of four letters or more may hold one typing error, one of eight or more two; a word that is
    like none stays as it is, and nothing is found. Numbers are what they are.

    Args:
        vocabulary: The words of all texts that are searched, as ``words_of`` gives them.
        names: Further words that are right.
    """
    return tuple(_meant(word, vocabulary, names) for word in in_words(query).split())


def _meant(word: str, vocabulary: Sequence[str], names: Collection[str]) -> tuple[str, ...]:
    at = bisect_left(vocabulary, word)
    begins_one = at < len(vocabulary) and vocabulary[at].startswith(word)
    if len(word) < _SHORTEST or is_number(word) or word in names or begins_one:
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
    """Return whether for every word of a query the searchable text holds one of those that are meant."""
    for words in meant:  # thousands of times in a search: loops take half the time of any() within all()
        for word in words:
            if word in text:
                break
        else:
            return False
    return bool(meant)
