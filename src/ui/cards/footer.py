"""The foot of every page: data version, how to cite, licence, and where to send corrections."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.formatting import day_text
from evidence_site.records.wording import _
from evidence_site.ui.cards.cite_panel import view_links
from evidence_site.viz.links.citable import VIEWS
from evidence_site.viz.markup import inner_link, join, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cards import report_address


def draw(run: Run) -> None:
    """Draw the footer; a record is cited on its own page, above."""
    records, site = run.records, run.records.site
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
            view_links(run) if run.path in VIEWS and not records.is_preview else None,
            tag("p", _(site.licence)),
            tag("p", join([contact, inner_link(_("Method, rules and limits"), "about", {})], " · ")),
            class_="foot",
        )
    )
