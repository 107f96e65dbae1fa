"""The names of a place: how it is called in a language at a time, and how it is found by any spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Place, PlaceName
from evidence_site.records.search import in_words

#: Language of the names that every place has.
MAIN_LANGUAGE = "en"


class ShownName(NamedTuple):
    """A name as it is shown, and whether it stands in for one that no source gives."""

    text: str
    language: str
    stands_in: bool


def called(records: Records, place: Place, language: str, day: date) -> ShownName:
    """Return how a place is called in a language on a day.

    A main name wins over an alternative, then one whose dates hold the day over one without dates. Where the
    records have no name of that time in the language, the English one stands in, and the result says so.
    """
    if name := _best(records, place, language, day):
        return ShownName(name.name, language, stands_in=False)
    main = _best(records, place, MAIN_LANGUAGE, day)
    return ShownName(main.name if main else place.name, MAIN_LANGUAGE, stands_in=language != MAIN_LANGUAGE)


def _best(records: Records, place: Place, language: str, day: date) -> PlaceName | None:
    ours = f"{place.name} {place.admin_today or ''}"

    def is_held(name: PlaceName) -> bool:
        """A name without dates is held at any time; one dated to a year begins and ends with its end."""
        begun = name.valid_from.end if name.valid_from else date.min
        ended = name.valid_to.end if name.valid_to else date.max
        return begun <= day <= ended

    def rank(name: PlaceName) -> tuple[bool, bool, bool]:
        """The smaller, the better: a main name, with dates, in the spelling that these records use."""
        is_dated = bool(name.valid_from or name.valid_to)
        return name.name_status == "alternative", not is_dated, name.name not in ours

    names = (name for name in records.links.names_of[place.id] if name.language == language)
    return min(filter(is_held, names), key=rank, default=None)


@remembered
def spellings(records: Records) -> Mapping[str, frozenset[str]]:
    """Return every name of a place in any language, in folded words, with the ids of those that carry it."""
    found: dict[str, set[str]] = {}
    for place in records.tables.places:
        for text in (place.name, *(name.name for name in records.links.names_of[place.id])):
            found.setdefault(in_words(text), set()).add(place.id)
    return {spelling: frozenset(ids) for spelling, ids in found.items()}


def all_names(records: Records, spelling: str) -> frozenset[str]:
    """Return every folded name of the places that a folded name can stand for; empty if it is no name."""
    known = spellings(records)
    places = known.get(spelling)
    return frozenset(name for name, ids in known.items() if ids & places) if places else frozenset()
