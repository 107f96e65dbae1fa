"""The page of one record: its card, its ways to other views, or why it is not there."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.faults import did_you_mean, did_you_mean_id
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import N_, _
from evidence_site.ui.cards.cite_panel import record_citation
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.record_drawer import what_else_here
from evidence_site.ui.state import address
from evidence_site.viz.markup import Markup, inner_link, join, tag
from evidence_site.viz.words.cards import record_card

#: Kinds of record that another page can show, and which page.
_SHOWN_ON = {
    "events": (("timeline", N_("Timeline")), ("map", N_("Map"))),
    "places": (("map", N_("Map")),),
    "figures": (("casualties", N_("Casualties")),),
}


def record_page(records: Records, table: str, key: str) -> None:
    """Draw the record under its own name, or say why there is none at this address."""
    if (table, key) in records.withdrawn:
        page_title(_("Record"))
        st.warning(_("This record was withdrawn. Its address stays; the corrections say why."))
    elif table in KINDS and key in records.table(table):
        level, first = 2 if address.is_within() else 1, what_else_here(records, (table, key))
        card = record_card(records, (table, key), level=level, first=first)
        st.html(join([_ways((table, key)), card]))
        if not records.is_preview:
            record_citation(records, (table, key))
    else:
        page_title(_("Record"))
        _not_found(records, table, key)


def _ways(key: RecordKey) -> Markup:
    """Return links to the views that show this record."""
    table, identity = key
    links = [
        inner_link(
            _("Show on: %(page)s") % {"page": _(title)}, page, address.elsewhere(sel=f"{table}.{identity}")
        )
        for page, title in _SHOWN_ON.get(table, ())
    ]
    return tag("p", join(links, " · ")) if links else Markup("")


def _not_found(records: Records, table: str, key: str) -> None:
    if not table and not key:
        st.info(_("Every record has an address of its own. Open one from any chart, list or source."))
        return
    st.warning(_("There is no published record at this address."))
    is_kind = table in KINDS
    meant = did_you_mean_id(key, records.table(table).ids()) if is_kind else did_you_mean(table, KINDS)
    st.html(tag("p", meant))
