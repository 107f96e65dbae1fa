"""The record that is open beside a view: the same card and the same address on every page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.choose.views import SELECTED, VIEW_OF, shown_kind
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import _
from evidence_site.ui.filters.filter_bar import choice_now
from evidence_site.ui.state import address
from evidence_site.ui.state.site_pages import HOME
from evidence_site.viz.markup import Markup, tag, view_address
from evidence_site.viz.words.cards import record_card
from evidence_site.viz.words.what_else import Narrowing, what_else

#: Kinds of record whose connections fit beside a view; the others show them on their own page.
_SHORT_ENOUGH = frozenset({"places", "films", "screenings"})


def what_else_here(records: Records, key: RecordKey) -> Markup | None:
    """Return what else belongs to a record, with links that narrow this view or lead to one."""
    choice = choice_now(records)

    def address_of(one: Narrowing) -> str:
        held, narrow = address.values(), {one.name: one.value}
        if shown_kind(address.page(), held) == one.kind:
            is_so = choice.by_key.get(one.name) == (one.value,)
            kept = {name: value for name, value in held.items() if name != "page"}
            within = {"embed": "true"} if st.context.is_embedded else {}
            return "" if is_so else _address(address.page_in_bar(), {**kept, **narrow, **within})
        if address.is_within():  # a lesson is not left for it
            return ""
        return _address(VIEW_OF[one.kind], address.elsewhere(**narrow, **{SELECTED: ".".join(key)}))

    return what_else(records, key, choice, address_of)


def _address(path: str, parameters: Mapping[str, str]) -> str:
    return view_address("" if path == HOME.path else path, parameters)


def record_drawer(records: Records, prompt: str) -> None:
    """Draw the chosen record, or the sentence that says how to choose one."""
    key = address.selected()
    if key is None:
        st.html(tag("p", prompt, class_="quiet"))
        return
    table, identity = key
    if table not in records.package.tables or identity not in records.table(table):
        st.warning(_("The address names a record that does not exist here."))
        st.button(_("Close"), key="drawer-close", on_click=address.close_record)
        return
    st.button(
        _("Close this record"), key="drawer-close", icon=":material/close:", on_click=address.close_record
    )
    st.html(record_card(records, key, connections=table in _SHORT_ENOUGH, first=what_else_here(records, key)))
