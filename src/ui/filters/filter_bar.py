"""The filter bar: one widget for each row of the filter table, and chips that lift what is chosen.

The filter of perspectives stands once more, with counts, where it matters most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filters import BY_KEY, CODE_SEPARATOR, FILTERS, Filter
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import period_between, period_ends
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.ui.filters.filter_notices import found, one_sided_notice, tell_of_address
from evidence_site.ui.state.choosing import choice_button, follow, visible
from evidence_site.viz.markup import as_it_stands, tag
from evidence_site.viz.pages.parts import StatedBy
from evidence_site.viz.pages.run import Run
from evidence_site.viz.pages.site import BY_PATH, has_menu
from evidence_site.viz.words.filter_labels import (
    labels_of,
    period_label,
    shortened,
    showing_words,
    value_label,
)


def filter_bar(run: Run, beside_the_count: Callable[[Run], None]) -> None:
    """Draw the filters, what is chosen, what was ignored, and how much is left.

    What comes and goes has a box that stays: the elements below keep their positions, and so the browser
    keeps a map as it is instead of loading it anew.

    Args:
        beside_the_count: Draws what stands at the end of the line that says how much is left.
    """
    records, choice = run.records, run.choice
    with st.container(horizontal=True, key="filter-bar", vertical_alignment="center"):
        for entry in FILTERS:
            if has_menu(BY_PATH[run.path], entry):
                _WIDGETS[entry.kind](records, entry, choice)
    with st.container():
        _chips(records, choice)
    with st.container(horizontal=True, key="count-bar", vertical_alignment="center"):
        st.html(tag("p", showing_words(run.selection), role="status", class_="sentence"))
        beside_the_count(run)
    with st.container():
        found(run)
        one_sided_notice(run)
        tell_of_address(run)


def _menu_label(entry: Filter, count: int) -> str:
    return f"{_(entry.label)} · {count}" if count else _(entry.label)


def codes_menu(records: Records, entry: Filter, choice: Choice) -> None:
    """Draw the menu of a filter with codes."""
    chosen = choice.by_key.get(entry.key, ())
    labels = labels_of(records, entry.key)
    with st.popover(as_it_stands(_menu_label(entry, len(chosen)))):
        many_of(
            _(entry.label),
            list(labels),
            key=visible(entry.key, list(chosen), labels=[labels[code] for code in chosen]),
            format_func=labels.__getitem__,
            help=as_it_stands(_(entry.help)),
            placeholder=_("All"),
            on_change=follow,
            args=(entry.key, _joined),
        )


def _joined(codes: Iterable[str]) -> str:
    return CODE_SEPARATOR.join(sorted(codes))


def _text_widget(_records: Records, entry: Filter, choice: Choice) -> None:
    st.text_input(
        as_it_stands(_(entry.label)),
        key=visible(entry.key, choice.query),
        label_visibility="collapsed",
        placeholder=_("Search all records"),
        width=220,
        on_change=follow,
        args=(entry.key, str),
    )


def _period_widget(records: Records, entry: Filter, choice: Choice) -> None:
    named = {period.when.text: _(period.label) for period in records.site.periods}
    options = ["", *named, *([choice.period] if choice.period and choice.period not in named else [])]
    with st.popover(as_it_stands(_menu_label(entry, int(bool(choice.period))))):
        st.selectbox(
            as_it_stands(_(entry.label)),
            options,
            key=visible("period", choice.period, labels=[period_label(named, choice.period)]),
            format_func=lambda text: period_label(named, text),
            help=as_it_stands(_(entry.help)),
            on_change=follow,
            args=("period", str),
        )
        first, last = st.columns(2)
        start, end = period_ends(choice.period)
        for column, name, label, day in ((first, "from", _("From"), start), (last, "to", _("To"), end)):
            column.date_input(
                as_it_stands(label),
                key=visible("period", day, name),
                min_value=date.min,
                max_value=date.max,
                on_change=follow,
                args=("period", period_between, "from", "to"),
            )


_WIDGETS = {"codes": codes_menu, "period": _period_widget, "text": _text_widget}


def stated_by(run: Run, _part: StatedBy) -> None:
    """Draw the choice of whose statements about the main event are shown.

    The counts are taken under all other filters: a choice gives what it promises.
    """
    records, choice = run.records, run.choice
    left = select(records, choice.without("side")).ids["figures"]
    stated = records.links.figures_of[records.site.main_event]
    counts = Counter(row.perspective for row in stated if row.id in left)
    speaking = {row.perspective for row in stated}
    labels = {
        code: f"{code_label(records, 'figures', 'perspective', code)} ({counts[code]})"
        for code in records.package.code_lists["perspective"]
        if code in speaking
    }
    chosen = [code for code in labels if code in choice.by_key.get("side", ())]
    st.pills(
        _("Only stated by"),
        list(labels),
        selection_mode="multi",
        key=visible("side", chosen, "stated-by", [labels[code] for code in chosen]),
        format_func=lambda code: as_it_stands(labels[code]),
        help=_("The perspective of the one who states the number, not of the publication. None chosen: all."),
        on_change=follow,
        args=("side", _joined, "stated-by"),
    )


def _chips(records: Records, choice: Choice) -> None:
    if not choice.active:
        return
    with st.container(horizontal=True, key="filter-chips"):
        for key in choice.active:
            choice_button(
                f"{_(BY_KEY[key].label)}: {shortened(value_label(records, key, choice))}",
                {key: ""},
                key=f"lift-{key}",
                icon=":material/close:",
                help=_("Lift this filter"),
            )
        none = {entry.key: "" for entry in FILTERS}
        choice_button(_("Reset all"), none, key="lift-all", type="tertiary")


def many_of(label: str, options: Sequence[str], **settings: Any) -> list[str]:
    """Draw a box in which several options can be chosen and return those that are.

    Streamlit would put "all that match" first, and Enter after a few letters would choose every one of them.
    """
    return st.multiselect(as_it_stands(label), options, select_all=False, **settings)
