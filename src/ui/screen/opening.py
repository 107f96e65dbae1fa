"""Records on the screen: found and opened."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import choice_button, follow, put, visible
from evidence_site.viz.markup import as_it_stands, tag
from evidence_site.viz.pages.parts import Find, FindPlace, OpenRecord
from evidence_site.viz.pages.record import what_else_here
from evidence_site.viz.pages.run import SELECTED, Run
from evidence_site.viz.pages.site import BY_PATH, link_path
from evidence_site.viz.words.cards import record_card

_PLACE, _FINDER = "place", "find-place"
#: Kinds of record whose connections fit beside a view; the others show them on their own page.
_SHORT_ENOUGH = frozenset({"places", "films", "screenings"})


def find(run: Run, part: Find) -> None:
    """Draw the list in which a record is found by typing: the same choice as a click."""
    key = run.chosen
    chosen = key[1] if key and key[0] == part.table and key[1] in part.names else None
    st.selectbox(
        as_it_stands(part.label),
        list(part.names),
        key=visible(SELECTED, chosen, part.table, [part.names[chosen]] if chosen else []),
        index=None,
        format_func=part.names.__getitem__,
        placeholder=_("Type or choose"),
        on_change=follow,
        args=(SELECTED, lambda found: f"{part.table}.{found}" if found else "", part.table),
    )


def find_place(run: Run, part: FindPlace) -> None:
    """Draw the list in which a place is found by any of its names, or by one that is typed."""
    chosen = run.choice.by_key.get(_PLACE, ())
    found = chosen[0] if len(chosen) == 1 and chosen[0] in part.names else None
    st.selectbox(
        as_it_stands(part.label),
        list(part.names),
        key=visible(_PLACE, found, _FINDER, [part.names[found]] if found else []),
        index=None,
        format_func=lambda key: part.names.get(key, key),
        placeholder=_("Type or choose"),
        accept_new_options=True,
        on_change=follow,
        args=(_PLACE, partial(_narrowed_to, run.records), _FINDER),
        width=320,
    )


def _narrowed_to(records: Records, found: str | None) -> str:
    """Return the filter of what was chosen or typed; if that is one place, open it as well."""
    places = read_choice(records, {_PLACE: found or ""})[0].by_key.get(_PLACE, ())
    if len(places) == 1:
        put(**{SELECTED: f"places.{places[0]}"})
    return found or ""


def open_record(run: Run, part: OpenRecord) -> None:
    """Draw the record that is open, or the sentence that says how to open one."""
    if run.chosen is None:
        st.html(tag("p", part.prompt, class_="quiet"))
        return
    table, identity = run.chosen
    if table not in run.records.package.tables or identity not in run.records.table(table):
        st.warning(_("The address names a record that does not exist here."))
        choice_button(_("Close"), {SELECTED: ""}, key="drawer-close")
        return
    choice_button(_("Close this record"), {SELECTED: ""}, key="drawer-close", icon=":material/close:")
    embedded = {"embed": "true"} if st.context.is_embedded else {}
    shown, here = BY_PATH[run.path].shown_kind(run), link_path(BY_PATH[run.within or run.path])
    first = what_else_here(run, run.chosen, shown, here, **embedded)
    st.html(record_card(run.records, run.chosen, connections=table in _SHORT_ENOUGH, first=first))
