"""Letters of alphabets that look alike: which script a letter belongs to, and words that mix two of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

#: Letters of other alphabets to the Latin ones that they look like.
ALIKE = str.maketrans(
    "аеорсухіѕјһԁкмтвнАЕОРСУХІЅЈНКМТВοαρ",
    "aeopcyxisjhdkmtbhAEOPCYXISJHKMTBoap",
)
_WORD = re.compile(r"[^\W\d_]+")
#: Where a letter of one script touches one of another; only such words are looked at.
_TOUCHING = re.compile(
    "[A-Za-z\u00c0-\u024f\u0259][\u0370-\u058f]|[\u0370-\u058f][A-Za-z\u00c0-\u024f\u0259]"
)
#: Letters of a word that are shown.
_SHOWN = 60


def script_of(letter: str) -> str:
    """Return the script of a letter as Unicode calls it, as in ``LATIN``; empty if it has none.

    >>> script_of("ж"), script_of("3")
    ('CYRILLIC', '')
    """
    name, _sign, rest = unicodedata.name(letter, "").partition(" ")
    return name if " LETTER " in f" {rest} " else ""


def mixed_alphabets(text: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a text in which a word has letters of two alphabets, and what to do.

    The third is the text as it was meant; empty where only who typed it knows.

    >>> mixed_alphabets("The t\u043ewn.")[2]
    'The town.'
    """
    if not _TOUCHING.search(text):
        return None
    for word in _WORD.findall(text):
        scripts = Counter(script_of(letter) for letter in word if _is_cased(letter))
        if len(scripts) > 1:
            most = scripts.most_common(1)[0][0]
            stray = next(letter for letter in word if _is_cased(letter) and script_of(letter) != most)
            script = script_of(stray).capitalize()
            problem = f'"{word[:_SHOWN]}" has the {script} letter "{stray}" among {most.capitalize()} ones.'
            meant = word.translate(ALIKE) if most == "LATIN" else word
            if {script_of(letter) for letter in meant if _is_cased(letter)} == {most}:
                remedy = f'Did you mean "{meant}"? Type the word again on one keyboard.'
                return problem, remedy, text.replace(word, meant)
            return problem, "Type the word again on one keyboard.", ""
    return None


def _is_cased(letter: str) -> bool:
    """Return whether a letter has capitals: those of such alphabets are taken for each other."""
    return letter.lower() != letter.upper()


def lines_with_mixed_alphabets(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Give each line of a text with a word of two alphabets, with its number, problem and remedy."""
    if text.isascii():
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if found := mixed_alphabets(line):
            yield number, found[:2]
