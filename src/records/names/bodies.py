"""Bodies (courts, organisations, agencies, states) by each of their names: in full, short, earlier, later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import BodyName
from evidence_site.records.search import in_words, standing_alone, whole


class _Form(NamedTuple):
    """One way in which a text can name a body; an abbreviation counts in its own capitals alone."""

    words: str
    body: str
    capitals: re.Pattern[str] | None = None


def names_in(records: Records, text: str, words: str) -> str:
    """Return all names of the bodies that a text names by one of them, as words to search in.

    Args:
        words: The same text as it is searched.
    """
    forms = _by_first_word(records)
    found = {
        form.body
        for first in forms.keys() & set(words.split())
        for form in forms[first]
        if form.words in words and (form.capitals is None or form.capitals.search(text))
    }
    return "".join(_all_forms(records)[body] for body in sorted(found))


@remembered
def short_forms(records: Records) -> frozenset[str]:
    """Return every abbreviation of a body, in folded words."""
    return frozenset(in_words(short) for row in records.tables.bodies for short in row.short)


@remembered
def _by_first_word(records: Records) -> Mapping[str, tuple[_Form, ...]]:
    found: dict[str, list[_Form]] = {}
    for row in records.tables.bodies:
        for form in _forms(row):
            found.setdefault(form.words.split()[0], []).append(form)
    return {first: tuple(forms) for first, forms in found.items()}


@remembered
def _all_forms(records: Records) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for row in records.tables.bodies:
        found.setdefault(row.body_id, []).extend(form.words for form in _forms(row))
    return {body: "".join(forms) for body, forms in found.items()}


def _forms(row: BodyName) -> Iterator[_Form]:
    yield _Form(whole(in_words(row.name)), row.body_id)
    for short in row.short:
        yield _Form(whole(in_words(short)), row.body_id, standing_alone([short]))
