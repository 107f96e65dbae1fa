"""What a search found; what was ignored or mended; how to refill an empty view."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.choose.choice import IgnoredValue
from evidence_site.records.choose.filters import BY_KEY, FILTERS
from evidence_site.records.choose.selection import emptied_by, likelier_query, mended_words
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import choice_button
from evidence_site.viz.markup import as_it_stands, tag
from evidence_site.viz.pages.parts import NotApplying, NothingLeft
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.filter_labels import (
    address_notices,
    idle_words,
    one_sided_words,
    resting_on_none,
    shortened,
)
from evidence_site.viz.words.search_results import mended_notice, search_results


def found(run: Run) -> None:
    """Draw what a search found: it reaches every kind of record, also those that this page does not show."""
    records, query = run.records, run.choice.query
    if query:
        for word, meant in mended_words(records, query).items():
            st.html(tag("p", mended_notice(word, meant), class_="notice", role="status"))
        if instead := likelier_query(records, query):
            label = _("Search for “%(words)s” instead")
            choice_button(
                label % {"words": shortened(instead, 60)},
                {"q": instead},
                key="search-instead",
                type="tertiary",
                icon=":material/search:",
                help=_("Many more records hold it."),
            )
        with st.expander(_("What the search found"), key=f"found-{query}"):
            st.html(search_results(records, run.selection))


def one_sided_notice(run: Run) -> None:
    """Say that what the filters leave is stated by one side alone, if it is: no such link without a word."""
    if words := one_sided_words(run.records, run.selection):
        st.info(as_it_stands(words), icon=":material/visibility:")


def tell_of_address(run: Run) -> None:
    """Say which parts of the address mean nothing here, and which of several values counts."""
    unknown = [IgnoredValue(name, held) for name, held in run.unknown.items()]
    for words in address_notices([*run.ignored, *unknown], run.repeated):
        st.warning(as_it_stands(words), icon=":material/info:")


def emptied(run: Run, part: NothingLeft) -> None:
    """Say which filter emptied the view, and offer to lift it."""
    table = part.table
    with st.container():  # keeps its position, for what stands below not to be drawn anew
        if run.selection.count(table):
            return
        if not run.selection.totals[table]:
            st.info(_("These records hold none of this kind."), icon=":material/info:")
            return
        gains = emptied_by(run.records, run.choice, table)
        st.info(_("No record of this kind matches the filters."), icon=":material/filter_alt_off:")
        if words := resting_on_none(run.records, run.choice, table):
            st.html(words)
        label = _("Lift “%(filter)s” (brings back %(count)s)")
        for key, gain in gains:
            named = {"filter": _(BY_KEY[key].label), "count": gain}
            choice_button(label % named, {key: ""}, key=f"rescue-{table}-{key}")
        if not gains:
            none = {entry.key: "" for entry in FILTERS}
            choice_button(_("Reset all filters"), none, key=f"rescue-{table}-all")


def idle_filters(run: Run, part: NotApplying) -> None:
    """Say which of the chosen filters do not narrow this kind of record."""
    with st.container():
        if words := idle_words(run.choice, part.table):
            st.html(tag("p", words, class_="quiet"))
