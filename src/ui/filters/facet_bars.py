"""Bars that narrow: for each code of a filter a button as long as its number of records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice

import streamlit as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filters import BY_KEY, CODE_SEPARATOR
from evidence_site.records.choose.selection import codes_of, facet, select, toggled
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.state.choosing import choice_button, put
from evidence_site.viz.maps.chosen import BAR_RIM, chosen_rows
from evidence_site.viz.markup import Markup, as_it_stands, tag
from evidence_site.viz.pages.parts import Bars
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.filter_labels import labels_of, none_to_count, shortened
from evidence_site.viz.words.lenses import MOST_BARS

#: Of more codes than these only the first few are bars, the rest a list to type into.
_MANY, _FEW = 60, 5
_LONGEST = 80


def facet_bars(run: Run, part: Bars) -> None:
    """Draw a block of bars: a click chooses a code, a second click lets it go."""
    records, choice, key, table = run.records, run.choice, part.filter, part.table
    counts = facet(records, run.selection, key, table)
    counted = select(records, choice.without(key)).ids[table]
    lit = codes_of(records, key, table, counted & chosen_rows(records, table, run.chosen))
    chosen = choice.by_key.get(key, ())
    many = len(counts) > _MANY
    first = dict(islice(counts.items(), _FEW if many else MOST_BARS))
    first |= {code: counts[code] for code in chosen}
    others = {code: count for code, count in counts.items() if code not in first}
    with st.container(key=part.key, gap=None):
        st.html(tag("p", tag("b", part.heading), class_="bars-of"))
        if not counts:
            st.html(none_to_count())
        st.html(_looks(key, first if many else {**first, **others}, chosen, lit))
        _bars(records, choice, key, first, 0)
        if others:
            more = ngettext("%(count)s more", "%(count)s more", len(others))
            label = more % {"count": number_text(len(others))}
            folded = st.expander(as_it_stands(label), key=f"more-{key}", on_change="rerun")
            if folded.open:
                with folded.container(gap=None):
                    if many:
                        _find(records, choice, key, others)
                    else:
                        _bars(records, choice, key, others, len(first))


def _find(records: Records, choice: Choice, key: str, counts: Mapping[str, int]) -> None:
    """Draw a list in which one of very many codes is found by typing."""
    labels = labels_of(records, key)
    widget = f"find-{key}-{'.'.join(choice.by_key.get(key, ()))}"  # empty again after each choice
    st.selectbox(
        as_it_stands(_(BY_KEY[key].label)),
        list(counts),
        key=widget,
        index=None,
        format_func=lambda code: _counted(labels[code], counts[code]),
        placeholder=_("Type or choose"),
        label_visibility="collapsed",
        on_change=_choose_found,
        args=(choice, key, widget),
    )


def _choose_found(choice: Choice, key: str, widget: str) -> None:
    if code := st.session_state[widget]:
        put(**_toggled(choice, key, code))


def _toggled(choice: Choice, key: str, code: str) -> dict[str, str]:
    """Return the parameters with which a code is chosen, or let go."""
    return {key: CODE_SEPARATOR.join(toggled(choice, key, code)), "page": ""}


def _counted(label: str, count: int) -> str:
    return f"{shortened(label, _LONGEST)} · {number_text(count)}"


def _bars(records: Records, choice: Choice, key: str, counts: Mapping[str, int], start: int) -> None:
    labels = labels_of(records, key)
    for position, (code, count) in enumerate(counts.items(), start):
        label = _counted(labels[code], count)
        choice_button(
            f"✓ {label}" if code in choice.by_key.get(key, ()) else label,
            _toggled(choice, key, code),
            key=f"bar-{key}-{position}",
            type="tertiary",
            width="stretch",
        )


def _looks(key: str, counts: Mapping[str, int], chosen: Collection[str], lit: Collection[str]) -> Markup:
    """Return the style sheet of the bars, with marks for those that are chosen or count the open record.

    No text from the data is in it.
    """
    most = max(counts.values(), default=0) or 1
    rules = "".join(
        f".st-key-bar-{key}-{position} {{ --share: {100 * count / most:.1f}%; "
        f"--edge: {4 if code in chosen else 0}px; --rim: {BAR_RIM if code in lit else 0}px; }}"
        for position, (code, count) in enumerate(counts.items())
    )
    return Markup(f"<style>{rules}</style>")
