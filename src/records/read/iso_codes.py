"""Codes of countries and languages by their standards, from the tables of CLDR."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from evidence_site.records.faults import nearest
from evidence_site.records.model.package import Field
from evidence_site.records.read.spreadsheet import Suggestion, quoted

#: Codes of two letters in CLDR that ISO 3166-1 does not assign to a country.
_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
Found = tuple[str, str] | Suggestion | None


@cache
def _countries() -> Mapping[str, str]:
    """Return the codes of ISO 3166-1 alpha-2 with the names of the countries."""
    return {
        code: name
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


@cache
def _languages() -> Mapping[str, str]:
    """Return the codes of languages with their names."""
    return dict(Locale("en").languages)


def is_code(column: Field, text: str) -> bool:
    """Return whether a text is a code of the standard that a column follows, whatever word it is besides.

    >>> from evidence_site.records.model.package import Field
    >>> is_code(Field("country", "string", "", "", {}, territory=True), "NA")
    True
    """
    return (column.territory and text in _countries()) or (column.language == "code" and _is_language(text))


def country_problem(text: str) -> Found:
    """Return what is wrong with the code of a country, or None.

    >>> country_problem("UK").remedy
    'Did you mean "GB"?'
    >>> country_problem("France").remedy
    'Did you mean "FR"?'
    """
    if text in _countries():
        return None
    problem = f"{quoted(text)} is not the code of a country in ISO 3166-1."
    instead = get_global("territory_aliases").get(text.upper(), ())
    is_renamed = len(instead) == 1 and instead[0] in _countries()
    meant = instead[0] if is_renamed else _code_of(text, _countries())
    return _suggested(problem, meant, 'Write its two letters, as in "FR".')


def _language_code_problem(text: str) -> Found:
    if _is_language(text):
        return None
    problem = f"{quoted(text)} is not the code of a language in ISO 639."
    return _suggested(problem, _code_of(text, _languages()), 'Write its two or three letters, as in "fr".')


def _language_name_problem(text: str) -> Found:
    names = _languages()
    if text in names.values():
        return None
    meant = names.get(text) or nearest(text, names.values())
    problem = f"{quoted(text)} is not the name of a language."
    return _suggested(problem, meant, 'Write its name, as in "French".')


#: What a column of languages holds, and how that is checked.
LANGUAGE_CHECKS: Mapping[str, Callable[[str], Found]] = {
    "code": _language_code_problem,
    "name": _language_name_problem,
}


def _is_language(text: str) -> bool:
    language = text.partition("-")[0]
    return language in _languages() or (language.islower() and language in get_global("language_aliases"))


def _code_of(name: str, known: Mapping[str, str]) -> str | None:
    """Return the code that is in the wrong case, or that belongs to a name."""
    lower = name.strip().casefold()
    return next(
        (code for code, called in known.items() if lower in (code.casefold(), called.casefold())), None
    )


def _suggested(problem: str, meant: str | None, otherwise: str) -> Found:
    return Suggestion(problem, f'Did you mean "{meant}"?', (meant,)) if meant else (problem, otherwise)


@lru_cache(maxsize=64)
def script_of_language(code: str) -> str:
    """Return the script of a language as Unicode calls its letters; empty if it is not known.

    >>> script_of_language("el")
    'GREEK'
    """
    scripts = Locale("en").scripts
    likely = str(get_global("likely_subtags").get(code, "")).split("_")
    return next((scripts[part].upper() for part in likely if part in scripts), "")
