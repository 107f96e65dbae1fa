"""The filter bar: one widget for each row of the filter table, and the sentence that says what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from records.dates import parse_when
from records.filters import (
    BY_KEY,
    CODE_SEPARATOR,
    FILTERED,
    FILTERS,
    ONE_SIDED,
    Choice,
    Filter,
    Ignored,
    Selection,
    emptied_by,
    index_of,
    read_choice,
    select,
)
from records.formatting import count_text, country_text, when_text
from records.loading import Records
from records.wording import N_, _, locale
from ui import address
from viz.markup import tag
from viz.naming import KINDS
from viz.search_results import search_results

#: What the sentence counts, with the names of one and of several.
COUNTED: Mapping[str, tuple[str, str]] = {
    "events": (N_("event"), N_("events")),
    "figures": (N_("figure"), N_("figures")),
    "places": (N_("place"), N_("places")),
    "screenings": (N_("screening"), N_("screenings")),
    "sources": (N_("source"), N_("sources")),
}

#: Filters that are set from elsewhere (a source's own page) and have no menu of their own.
WITHOUT_MENU = frozenset({"source"})

_EARLIEST, _LATEST = date.min, date.max


def choice_now(records: Records) -> Choice:
    """Return what the address asks for, with everything that means nothing left out."""
    return read_choice(records, address.values())[0]


def selection_now(records: Records) -> Selection:
    """Return the records that the address asks for."""
    return select(records, choice_now(records))


def filter_bar(records: Records) -> None:
    """Draw the filters, what is chosen, what was ignored, and how much is left."""
    choice, ignored = read_choice(records, address.values())
    with st.container(horizontal=True, key="filter-bar", vertical_alignment="center"):
        for entry in FILTERS:
            if entry.key not in WITHOUT_MENU:
                _WIDGETS[entry.kind](records, entry, choice)
    _chips(records, choice)
    _sentence(select(records, choice))
    _found(records, choice)
    _one_sided_notice(records, choice)
    nonsense = [*ignored, *(Ignored(name, "") for name in address.unknown())]
    if nonsense:
        st.warning(_ignored_text(nonsense), icon=":material/info:")


def _menu_label(entry: Filter, count: int) -> str:
    return f"{_(entry.label)} · {count}" if count else _(entry.label)


def _codes_widget(records: Records, entry: Filter, choice: Choice) -> None:
    chosen = choice.by_key.get(entry.key, ())
    labels = labels_of(records, entry.key)
    with st.popover(_menu_label(entry, len(chosen))):
        st.multiselect(
            _(entry.label),
            list(labels),
            key=address.visible(entry.key, list(chosen)),
            format_func=labels.__getitem__,
            help=_(entry.help),
            placeholder=_("All"),
            on_change=address.follow,
            args=(entry.key, _join_codes),
        )


def _join_codes(codes: Any) -> str:
    return CODE_SEPARATOR.join(sorted(codes))


def _text_widget(_records: Records, entry: Filter, choice: Choice) -> None:
    st.text_input(
        _(entry.label),
        key=address.visible(entry.key, choice.query),
        label_visibility="collapsed",
        placeholder=_("Search all records"),
        width=220,
        on_change=address.follow,
        args=(entry.key, str),
    )


def _period_widget(records: Records, entry: Filter, choice: Choice) -> None:
    named = {period.when.text: _(period.label) for period in records.site.periods}
    options = ["", *named, *([choice.period] if choice.period and choice.period not in named else [])]
    with st.popover(_menu_label(entry, int(bool(choice.period)))):
        st.selectbox(
            _(entry.label),
            options,
            key=address.visible("period", choice.period),
            format_func=lambda text: _period_label(named, text),
            help=_(entry.help),
            on_change=address.follow,
            args=("period", str),
        )
        first, last = st.columns(2)
        when = parse_when(choice.period) if choice.period else None
        ends = ((first, "from", _("From"), when and when.start), (last, "to", _("To"), when and when.end))
        for column, name, label, day in ends:
            column.date_input(
                label,
                key=address.visible("period", day, name),
                min_value=_EARLIEST,
                max_value=_LATEST,
                on_change=address.follow,
                args=("period", _join_days, "from", "to"),
            )


def _period_label(named: Mapping[str, str], text: str) -> str:
    return named.get(text) or (when_text(parse_when(text)) if text else _("Any date"))


def _join_days(start: date | None, end: date | None) -> str:
    days = [day for day in (start, end) if day]
    return f"{min(days).isoformat()}/{max(days).isoformat()}" if days else ""


_WIDGETS = {"codes": _codes_widget, "period": _period_widget, "text": _text_widget}


@lru_cache(maxsize=64)
def _labels(records: Records, key: str, _language: str) -> Mapping[str, str]:
    codes = index_of(records).known[key]
    name = _NAMES[key]
    pairs = sorted(((code, name(records, code)) for code in codes), key=lambda pair: pair[1].casefold())
    return dict(pairs)


def labels_of(records: Records, key: str) -> Mapping[str, str]:
    """Return the codes of a filter with their labels in the reader's language, sorted by label."""
    return _labels(records, key, locale())


def _from_list(code_list: str) -> Any:
    return lambda records, code: _(records.package.code_lists[code_list][code].label)


_NAMES: Mapping[str, Any] = {
    "side": _from_list("perspective"),
    "cat": _from_list("category"),
    "place": lambda records, code: records.tables.places[code].name,
    "country": lambda _, code: country_text(code),
    "film": lambda records, code: records.tables.films[code].title,
    "source": lambda records, code: records.tables.sources[code].title,
}


def value_label(records: Records, key: str, choice: Choice) -> str:
    """Return what is chosen in one filter, in words."""
    if key == "period":
        named = {period.when.text: _(period.label) for period in records.site.periods}
        return _period_label(named, choice.period)
    if key == "q":
        return f"“{choice.query}”"
    labels = labels_of(records, key)
    return ", ".join(labels[code] for code in choice.by_key[key])


def _chips(records: Records, choice: Choice) -> None:
    if not choice.active:
        return
    with st.container(horizontal=True, key="filter-chips"):
        for key in choice.active:
            st.button(
                f"{_(BY_KEY[key].label)}: {_short(value_label(records, key, choice))}",
                key=f"lift-{key}",
                icon=":material/close:",
                help=_("Lift this filter"),
                on_click=address.put,
                kwargs={key: ""},
            )
        st.button(
            _("Reset all"),
            key="lift-all",
            type="tertiary",
            on_click=address.put,
            kwargs={entry.key: "" for entry in FILTERS},
        )


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _sentence(selection: Selection) -> None:
    counts = [
        count_text(selection.count(table), selection.totals[table], *names)
        for table, names in COUNTED.items()
    ]
    st.html(
        tag("p", _("Showing %(counts)s.") % {"counts": ", ".join(counts)}, role="status", class_="sentence")
    )


def _found(records: Records, choice: Choice) -> None:
    """A search reaches every kind of record, also those that this page does not show."""
    if choice.query:
        with st.expander(_("What the search found"), key=f"found-{choice.query}"):
            st.html(search_results(records, select(records, choice)))


def _one_sided_notice(records: Records, choice: Choice) -> None:
    """No one-sided link without a word."""
    if not any(key in ONE_SIDED for key in choice.active):
        return
    selection = select(records, choice)
    words = ", ".join(value_label(records, key, choice) for key in choice.active if key in ONE_SIDED)
    st.info(
        _(
            "You see %(shown)s of %(total)s sources: only %(words)s. "
            "Reference figures of independent bodies stay visible, faint."
        )
        % {
            "shown": selection.count("sources"),
            "total": selection.totals["sources"],
            "words": words,
        },
        icon=":material/visibility:",
    )


def _ignored_text(ignored: Sequence[Ignored]) -> str:
    names = ", ".join(
        f"{_(BY_KEY[entry.key].label) if entry.key in BY_KEY else _short(entry.key, 30)} "
        f"“{_short(entry.value, 30)}”"
        for entry in ignored[:5]
    )
    more = f" (+{len(ignored) - 5})" if len(ignored) > 5 else ""
    return _("Part of the address means nothing here and was ignored: %(names)s.") % {
        "names": _plain(names) + more
    }


def _plain(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:&" else letter for letter in text)


def empty_notice(records: Records, selection: Selection, table: str) -> bool:
    """Say which filter emptied a view and offer to lift it; return whether the view is empty."""
    if selection.count(table):
        return False
    gains = emptied_by(records, selection.choice, table)
    st.info(_("No record of this kind matches the filters."), icon=":material/filter_alt_off:")
    for key, gain in gains:
        st.button(
            _("Lift “%(filter)s” (brings back %(count)s)") % {"filter": _(BY_KEY[key].label), "count": gain},
            key=f"rescue-{table}-{key}",
            on_click=address.put,
            kwargs={key: ""},
        )
    if not gains:
        st.button(
            _("Reset all filters"),
            key=f"rescue-{table}-all",
            on_click=address.put,
            kwargs={entry.key: "" for entry in FILTERS},
        )
    return True


def not_applying(selection: Selection, table: str) -> None:
    """Say which of the chosen filters do not narrow this kind of record."""
    known = table in FILTERED
    active = selection.choice.active
    idle = [_(BY_KEY[key].label) for key in active if not (known and BY_KEY[key].applies_to(table))]
    if idle:
        kind = _(COUNTED[table][1]) if table in COUNTED else _(KINDS[table][1])
        words = _("Does not apply to %(kind)s: %(filters)s.") % {"kind": kind, "filters": ", ".join(idle)}
        st.html(tag("p", words, class_="quiet"))
