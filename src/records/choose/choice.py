"""What a reader has chosen, as it stands in an address: read, written and forgiven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import CODE_FILTERS, CODE_SEPARATOR, FILTERS
from evidence_site.records.dates import parse_period
from evidence_site.records.load.loading import Records
from evidence_site.records.search import folded, in_words
from evidence_site.records.wording import _, ngettext

#: Letters and words of a search, as it is compared: one letter may stand for eighteen, and for four words.
MAX_QUERY, MAX_WORDS = 200, 12


class Choice(NamedTuple):
    """What a reader has chosen: a period, codes by filter, and words.

    Attributes:
        period: EDTF interval or date, an interval perhaps with an open end, or an empty string.
        codes: Pairs of filter key and sorted codes; filters without a choice are left out.
        query: Words to search for.
    """

    period: str = ""
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    query: str = ""

    @property
    def by_key(self) -> Mapping[str, tuple[str, ...]]:
        """Filter key to chosen codes."""
        return dict(self.codes)

    @property
    def active(self) -> tuple[str, ...]:
        """Keys of the filters in use, in the order of the table."""
        used = {"period": self.period, "q": self.query, **self.by_key}
        return tuple(entry.key for entry in FILTERS if used.get(entry.key))

    def without(self, key: str) -> Choice:
        """Return the choice with one filter lifted."""
        if key == "period":
            return self._replace(period="")
        if key == "q":
            return self._replace(query="")
        return self._replace(codes=tuple(pair for pair in self.codes if pair[0] != key))


@dataclass(frozen=True)
class IgnoredValue:
    """A value of the address that means nothing here, and the filter it was meant for."""

    key: str
    value: str


def form_of(key: str) -> str:
    """Return how a value of a filter is written in an address; empty for codes, which a page lists."""
    if key == "period":
        return _(
            "Write a period as 1992, 1992-02, 1992-02-26, 1992-02-25/1992-02-26 or 1992-02-26/.., "
            "and a season as its months."
        )
    if key == "q":
        return ngettext(
            "Search for %(most)s word, in not more than %(letters)s letters.",
            "Search for at most %(most)s words, in not more than %(letters)s letters.",
            MAX_WORDS,
        ) % {"most": MAX_WORDS, "letters": MAX_QUERY}
    return ""


def write_choice(choice: Choice) -> dict[str, str]:
    """Return the address parameters of a choice; filters at rest are left out."""
    values = {"period": choice.period, "q": choice.query}
    values |= {key: CODE_SEPARATOR.join(codes) for key, codes in choice.codes}
    return {entry.key: values[entry.key] for entry in FILTERS if values.get(entry.key)}


def read_choice(records: Records, parameters: Mapping[str, str]) -> tuple[Choice, tuple[IgnoredValue, ...]]:
    """Return the choice that address parameters make, and every value that means nothing.

    Parameters that are no filters are not looked at. Nothing raises: an address can hold anything.
    """
    ignored: list[IgnoredValue] = []
    period = parameters.get("period", "")
    if period:
        try:
            parse_period(period)
        except (ValueError, OverflowError):
            ignored.append(IgnoredValue("period", period))
            period = ""
    chosen: list[tuple[str, tuple[str, ...]]] = []
    known = index_of(records).known
    for entry in CODE_FILTERS:
        given = [code for code in dict.fromkeys(parameters.get(entry.key, "").split(CODE_SEPARATOR)) if code]
        meant = {
            code: {code}
            if code in known[entry.key]
            else entry.spelled(records).get(in_words(code), frozenset()) & known[entry.key]
            for code in given
        }
        ignored += [IgnoredValue(entry.key, code) for code in given if not meant[code]]
        if codes := tuple(sorted(frozenset().union(*meant.values()))):
            chosen.append((entry.key, codes))
    query = " ".join(parameters.get("q", "").split())
    # One letter may become several once it is compared, and one word too.
    if max(len(query), len(folded(query))) > MAX_QUERY or len(in_words(query).split()) > MAX_WORDS:
        ignored.append(IgnoredValue("q", query))
        query = ""
    return Choice(period, tuple(chosen), query), tuple(ignored)
