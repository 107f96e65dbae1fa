"""The record that is open beside a view: the same card and the same address on every page."""

from __future__ import annotations

import streamlit as st

from records.loading import Records
from records.wording import _
from ui import address
from viz.cards import record_card
from viz.markup import tag

#: Kinds of record whose connections fit beside a view; the others show them on their own page.
_SHORT_ENOUGH = frozenset({"places", "films", "screenings"})


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
    st.html(record_card(records, key, connections=table in _SHORT_ENOUGH))
