"""What a search found; what was ignored or mended; how to refill an empty view."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence_site.records.choose.choice import IgnoredValue, form_of
from evidence_site.records.choose.filters import BY_KEY, FILTERED, FILTERS
from evidence_site.records.choose.selection import emptied_by, likelier_query, mended_words
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import KINDS
from evidence_site.records.query_string import as_written, repeated_words
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import choice_button
from evidence_site.viz.markup import Markup, as_it_stands, join, record_link, tag
from evidence_site.viz.pages.parts import NotApplying, NothingLeft
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.filter_labels import one_sided_words, shortened
from evidence_site.viz.words.search_results import search_results


def found(run: Run) -> None:
    """Draw what a search found: it reaches every kind of record, also those that this page does not show."""
    records, query = run.records, run.choice.query
    if query:
        for word, meant in mended_words(records, query).items():
            words = _("No record holds “%(word)s”. Searched for “%(meant)s” instead.")
            named = {"word": shortened(word, 30), "meant": "”, “".join(meant)}
            st.html(tag("p", words % named, class_="notice", role="status"))
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
    if run.ignored or unknown:
        st.warning(as_it_stands(_ignored_text([*run.ignored, *unknown])), icon=":material/info:")
    for name, held in run.repeated.items():
        counts = _("The last one counts: “%(value)s”.") % {"value": as_written(held)}
        st.warning(as_it_stands(f"{repeated_words(_name(name))} {counts}"), icon=":material/info:")


def _ignored_text(ignored: Sequence[IgnoredValue]) -> str:
    names = ", ".join(f"{_name(entry.key)} “{as_written(entry.value)}”" for entry in ignored[:5])
    more = f" (+{len(ignored) - 5})" if len(ignored) > 5 else ""
    words = _("Part of the address means nothing here and was ignored: %(names)s.")
    sentence = words % {"names": names + more}
    return " ".join([sentence, *filter(None, dict.fromkeys(form_of(entry.key) for entry in ignored))])


def _name(key: str) -> str:
    return _(BY_KEY[key].label) if key in BY_KEY else as_written(key)


def emptied(run: Run, part: NothingLeft) -> None:
    """Say which filter emptied the view, and offer to lift it."""
    table = part.table
    with st.container():  # keeps its position, for what stands below not to be drawn anew
        if run.selection.count(table):
            return
        if not run.selection.totals[table]:
            st.info(_("These records hold none of this kind."), icon=":material/info:")
            return
        st.info(_("No record of this kind matches the filters."), icon=":material/filter_alt_off:")
        if words := _resting_on_none(run, table):
            st.html(words)
        gains = emptied_by(run.records, run.choice, table)
        label = _("Lift “%(filter)s” (brings back %(count)s)")
        for key, gain in gains:
            named = {"filter": _(BY_KEY[key].label), "count": gain}
            choice_button(label % named, {key: ""}, key=f"rescue-{table}-{key}")
        if not gains:
            none = {entry.key: "" for entry in FILTERS}
            choice_button(_("Reset all filters"), none, key=f"rescue-{table}-all")


def _resting_on_none(run: Run, table: str) -> Markup:
    """Return links to the chosen sources on which nothing of this kind rests; empty if there are none."""
    silent = [
        run.records.tables.sources[key]
        for key in run.choice.by_key.get("source", ())
        if all(kind != table for kind, _id in run.records.links.resting_on[key])
    ]
    names = [record_link(short_name(source), "sources", source.id) for source in silent]
    words = _("%(kind)s: none rests on this source. What does stands on its page: ") % {
        "kind": _(KINDS[table][1])
    }
    return tag("p", words, join(names, "; ")) if names else Markup("")


def idle_filters(run: Run, part: NotApplying) -> None:
    """Say which of the chosen filters do not narrow this kind of record."""
    known, active = part.table in FILTERED, run.choice.active
    idle = [_(BY_KEY[key].label) for key in active if not (known and BY_KEY[key].applies_to(part.table))]
    with st.container():
        if idle:
            words = _("%(kind)s are not narrowed by: %(filters)s.") % {
                "kind": _(KINDS[part.table][1]),
                "filters": ", ".join(idle),
            }
            st.html(tag("p", words, class_="quiet"))
