"""Who wrote a source, as people and bodies: the author column read as names.

Only what reads as the name of a person is taken apart. Everything else stays as it is written, as the
name of a body: a body taken for a person would be cited under a name that it does not have.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TypedDict

#: Words that make a name the name of a body, whatever stands around them.
_BODY = re.compile(
    "agency|alliance|archive|assembly|association|authorities|board|bureau|cabinet|center|centre|chamber|"
    "church|club|commission|committee|community|company|conference|congress|correspondents|council|court|"
    "delegation|department|directorate|editors|embassy|federation|foundation|fund|government|group|house|"
    "initiative|institute|international|journal|league|library|magazine|ministry|mission|movement|museum|"
    "national|news|newspaper|observatory|office|organi[sz]ation|parliament|party|platform|police|press|"
    "programme|project|reporters|republic|rights|secretariat|section|security|senate|service|society|staff|"
    "state|studies|team|times|tribunal|union|university|watch",
    re.IGNORECASE,
)
_PARTICLE = re.compile("al|ben|bin|da|de|del|della|den|der|di|dos|du|el|ibn|la|le|van|von")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_ADDED = re.compile(r"\(.*\)|/|\d")


class Name(TypedDict, total=False):
    """A name as CSL-JSON writes it: ``family`` and ``given`` of a person, or ``literal`` of a body."""

    family: str
    given: str
    literal: str


def names_of(author: str | None) -> list[Name]:
    """Return the people and bodies that an author cell names; semicolons and commas separate them.

    >>> names_of("Caroline Cox, John Eibner")
    [{'family': 'Cox', 'given': 'Caroline'}, {'family': 'Eibner', 'given': 'John'}]
    >>> names_of("Press agency (quoted)")
    [{'literal': 'Press agency (quoted)'}]
    """
    names: list[Name] = []
    for text in filter(None, map(str.strip, (author or "").split(";"))):
        people = [_person(part.strip()) for part in text.split(",")]
        known = [person for person in people if person]
        names += known if len(known) == len(people) else [Name(literal=text)]
    return names


def _person(text: str) -> Name | None:
    """Return a person's name: a given name, particles and a family name, each with its capital."""
    words = text.split()
    if not 2 <= len(words) <= 4 or _ADDED.search(text) or not all(map(_NAME_WORD.fullmatch, words)):
        return None
    if any(map(_BODY.fullmatch, words)):
        return None
    capitals = [word for word in words if not _PARTICLE.fullmatch(word)]
    first = next((position for position, word in enumerate(words) if word not in capitals), len(words) - 1)
    if first == 0 or words[-1] not in capitals or not all(map(_is_capitalised, capitals)):
        return None
    return Name(family=" ".join(words[first:]), given=" ".join(words[:first]))


def _is_capitalised(word: str) -> bool:
    """Return whether a word is a name or an initial; two capitals in a row are an abbreviation."""
    return word[0].isupper() and not any(one.isupper() and two.isupper() for one, two in pairwise(word))
