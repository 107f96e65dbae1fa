"""What filters and their codes are called, and what is said of them, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from evidence_site.records.choose.choice import Choice, IgnoredValue, form_of
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import BY_KEY, FILTERED, ONE_SIDED
from evidence_site.records.choose.selection import Selection, resting_sources
from evidence_site.records.formatting import count_text, country_text, number_text, period_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import KINDS
from evidence_site.records.query_string import as_written, repeated_words
from evidence_site.records.wording import _, ngettext, nN_
from evidence_site.viz.markup import Markup, join, record_link, tag

#: What the sentence about a selection counts, in the words for one and for several.
_COUNTED: Mapping[str, tuple[str, str]] = {
    "events": nN_("%(shown)s of %(total)s event", "%(shown)s of %(total)s events"),
    "figures": nN_("%(shown)s of %(total)s figure", "%(shown)s of %(total)s figures"),
    "places": nN_("%(shown)s of %(total)s place", "%(shown)s of %(total)s places"),
    "screenings": nN_("%(shown)s of %(total)s screening", "%(shown)s of %(total)s screenings"),
    "sources": nN_("%(shown)s of %(total)s source", "%(shown)s of %(total)s sources"),
}
#: Signs of one name where names are many.
_NAME = 60


@remembered
def labels_of(records: Records, key: str) -> Mapping[str, str]:
    """Return the codes of a filter with their labels in the reader's language, sorted by label."""
    labels = {code: _NAMES[key](records, code) for code in index_of(records).known[key]}
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def _from_list(code_list: str) -> Callable[[Records, str], str]:
    return lambda records, code: _(records.package.code_lists[code_list][code].label)


def _measure(records: Records, code: str) -> str:
    """Measures are words inside a sentence, and stand here with a capital."""
    word = _(records.package.code_lists["measure"][code].label)
    return word[:1].upper() + word[1:]


def _source(records: Records, code: str) -> str:
    source = records.tables.sources[code]
    return f"{short_name(source)}: {source.title}"


_NAMES: Mapping[str, Callable[[Records, str], str]] = {
    "side": _from_list("perspective"),
    "cat": _from_list("category"),
    "measure": _measure,
    "basis": _from_list("basis"),
    "place": lambda records, code: records.tables.places[code].name,
    "country": lambda _, code: country_text(code),
    "film": lambda records, code: records.tables.films[code].title,
    "shown": lambda _, code: code,
    "held": _from_list("screening_status"),
    "source": _source,
}


def value_label(records: Records, key: str, choice: Choice, most: int | None = None) -> str:
    """Return what is chosen in one filter, in words.

    Args:
        most: Where there is little room: how many names stand there, each shortened; the others are counted.
    """
    if key == "period":
        named = {period.when.text: _(period.label) for period in records.site.periods}
        return period_label(named, choice.period)
    if key == "q":
        return f"“{choice.query}”"
    labels = labels_of(records, key)
    names = [labels[code] for code in choice.by_key[key]]
    if most is None:
        return ", ".join(names)
    return ", ".join(first_names([shortened(name, _NAME) for name in names], most))


def first_names(names: Sequence[str], most: int) -> list[str]:
    """Return so many names of a list at most, and behind them how many more there are."""
    left = len(names) - most
    more = [_("and %(count)s more") % {"count": number_text(left)}] if left > 0 else []
    return [*names[:most], *more]


def none_to_count() -> Markup:
    """Return what stands in place of bars that no record has a code for."""
    return tag("p", _("None of these records says it."), class_="quiet")


def filters_in_words(records: Records, choice: Choice, most: int | None = None) -> str:
    """Return what is chosen: "Perspective: Independent; Place: ..."; empty if nothing is."""
    return "; ".join(
        f"{_(BY_KEY[key].label)}: {value_label(records, key, choice, most)}" for key in choice.active
    )


def showing_words(selection: Selection) -> str:
    """Return how much of each kind of record is left: "Showing 41 of 150 events, ..."."""
    counts = [
        count_text(selection.count(table), selection.totals[table], forms)
        for table, forms in _COUNTED.items()
    ]
    return _("Showing %(counts)s.") % {"counts": ", ".join(counts)}


def one_sided_words(records: Records, selection: Selection) -> str:
    """Return what a reader must know of a view of one side or of chosen sources; empty for any other."""
    words = one_sided_sentence(records, selection)
    if not words:
        return ""
    others = len(resting_sources(records, selection) - selection.ids["sources"])
    more = ngettext(
        "The records of this selection also rest on %(count)s other source.",
        "The records of this selection also rest on %(count)s other sources.",
        others,
    )
    return f"{words} {more % {'count': number_text(others)}}" if others else words


def one_sided_sentence(records: Records, selection: Selection, most: int | None = None) -> str:
    """Return how many sources a view of one side or of chosen sources shows, and whose; else empty."""
    choice = selection.choice
    chosen = [key for key in choice.active if key in ONE_SIDED]
    if not chosen:
        return ""
    words = ngettext(
        "You see %(shown)s of %(total)s source: only %(words)s.",
        "You see %(shown)s of %(total)s sources: only %(words)s.",
        selection.totals["sources"],
    )
    return words % {
        "shown": selection.count("sources"),
        "total": selection.totals["sources"],
        "words": ", ".join(value_label(records, key, choice, most) for key in chosen),
    }


def address_notices(ignored: Sequence[IgnoredValue], repeated: Mapping[str, str]) -> list[str]:
    """Return what a reader must know of an address: what of it means nothing, which of several values counts.

    Args:
        repeated: Parameters that came with several values, and the last of these.
    """
    notices = []
    if ignored:
        names = ", ".join(f"{_parameter(entry.key)} “{as_written(entry.value)}”" for entry in ignored[:5])
        more = f" (+{len(ignored) - 5})" if len(ignored) > 5 else ""
        words = _("Part of the address means nothing here and was ignored: %(names)s.")
        forms = filter(None, dict.fromkeys(form_of(entry.key) for entry in ignored))
        notices.append(" ".join([words % {"names": names + more}, *forms]))
    for name, value in repeated.items():
        counts = _("The last one counts: “%(value)s”.") % {"value": as_written(value)}
        notices.append(f"{repeated_words(_parameter(name))} {counts}")
    return notices


def _parameter(key: str) -> str:
    return _(BY_KEY[key].label) if key in BY_KEY else as_written(key)


def idle_words(choice: Choice, table: str) -> str:
    """Return which of the chosen filters do not narrow a kind of record; empty if all do."""
    idle = [key for key in choice.active if table not in FILTERED or not BY_KEY[key].applies_to(table)]
    if not idle:
        return ""
    words = _("%(kind)s are not narrowed by: %(filters)s.")
    return words % {"kind": _(KINDS[table][1]), "filters": ", ".join(_(BY_KEY[key].label) for key in idle)}


def resting_on_none(records: Records, choice: Choice, table: str) -> Markup | None:
    """Return links to the chosen sources on which nothing of a kind rests; None if there are none."""
    silent = [
        records.tables.sources[key]
        for key in choice.by_key.get("source", ())
        if all(kind != table for kind, _id in records.links.resting_on[key])
    ]
    if not silent:
        return None
    names = [record_link(short_name(source), "sources", source.id) for source in silent]
    words = _("%(kind)s: none rests on this source. What does stands on its page: ")
    return tag("p", words % {"kind": _(KINDS[table][1])}, join(names, "; "))


def period_label(named: Mapping[str, str], text: str) -> str:
    """Return a period as it is named, or its dates in words."""
    return named.get(text) or (period_text(text) if text else _("Any date"))


def shortened(text: str, limit: int = 60) -> str:
    """Return text cut to a length, with a sign that it goes on."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
