"""The foot of every page: data version, how to cite, licence, and where to send corrections."""

from __future__ import annotations

import streamlit as st

from records.formatting import day_text
from records.loading import Records
from records.wording import _
from ui import address
from ui.citable import VIEWS
from ui.cite_panel import view_links
from viz.cards import report_address
from viz.markup import inner_link, join, tag


def draw(records: Records) -> None:
    """Draw the footer; a record is cited on its own page, above."""
    site = records.site
    checked = day_text(records.checked_on) if records.checked_on else _("not stated")
    version = _("Data last checked %(date)s, version %(version)s.") % {
        "date": checked,
        "version": records.version,
    }
    cite = _("How to cite: %(name)s, data version %(version)s, %(date)s.") % {
        "name": site.cite_as,
        "version": records.version,
        "date": checked,
    }
    contact = tag("a", _("Report an error or ask for removal"), href=report_address(records, site.name))
    if not site.contact_is_set:
        contact = tag("span", _("Whoever runs this copy has not set a contact address yet (data/site.toml)."))
    st.html(
        tag(
            "div",
            tag("p", version),
            None if records.is_preview else tag("p", cite),
            view_links(records) if address.page() in VIEWS and not records.is_preview else None,
            tag("p", _(site.licence)),
            tag("p", join([contact, inner_link(_("Method, rules and limits"), "about", {})], " · ")),
            class_="foot",
        )
    )
