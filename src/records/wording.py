"""The language of the reader: every interface sentence passes through here.

``_`` translates at once, ``ngettext`` chooses the plural, and ``N_`` and ``nN_`` mark a sentence that
stands in a table of facts and is translated where it is shown. ``%(name)s`` placeholders keep the order of
words free. Catalogues live in ``locale/<code>/LC_MESSAGES/site.mo``; English is the source.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from typing import Final

from evidence_site import PROJECT

CATALOGUES: Final = PROJECT / "locale"
DOMAIN: Final = "site"

#: Language code of the address to the locale in which numbers and dates are written.
LOCALES: Final = {"en": "en_GB"}
DEFAULT: Final = "en"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def use_language(code: str) -> str:
    """Set the language for the running request and return the code that is in force."""
    chosen = code if code in LOCALES else DEFAULT
    _language.set(chosen)
    return chosen


def language() -> str:
    """Return the code of the language in force."""
    return _language.get()


def locale() -> str:
    """Return the locale, such as ``en_GB``, in which numbers and dates are written."""
    return LOCALES[_language.get()]


@cache
def _catalogue(code: str) -> GNUTranslations | NullTranslations:
    return translation(DOMAIN, CATALOGUES, languages=[code], fallback=True)


def _(message: str) -> str:
    """Return the sentence in the reader's language."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the sentence in the reader's language, in the plural form for ``count``."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark a sentence for translation where it is shown; return it unchanged."""
    return message


def nN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a sentence and its plural for translation where it is shown; return them unchanged."""
    return singular, plural
