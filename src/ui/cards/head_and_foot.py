"""The head and the foot of every page, and those of a view that stands inside a page of somebody else."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.choose.selection import resting_sources
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.browser import text_of
from evidence_site.ui.cards.cite_panel import view_links
from evidence_site.ui.filters.filter_notices import one_sided_notice, tell_of_address
from evidence_site.viz.links.citable import VIEWS, view_path
from evidence_site.viz.markup import inner_link, join, tag
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cards import report_address
from evidence_site.viz.words.cite_links import last_checked
from evidence_site.viz.words.filter_labels import filters_in_words

_STYLE = text_of("style.css")


def style() -> None:
    """Bring the style sheet of the site into the page."""
    st.html(f"<style>{_STYLE}</style>")


def head(records: Records) -> None:
    """Draw the masthead."""
    style()
    note = tag("p", _(records.site.content_note), class_="quiet")
    st.html(tag("div", tag("strong", _(records.site.name)), note, class_="masthead"))


def foot(run: Run) -> None:
    """Draw the footer; a record is cited on its own page, above."""
    records, site = run.records, run.records.site
    named = {"name": site.cite_as, "version": records.version, "date": last_checked(records)}
    version = _("Data last checked %(date)s, version %(version)s.") % named
    cite = _("How to cite: %(name)s, data version %(version)s, %(date)s.") % named
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


def embedded_head(run: Run) -> None:
    """Draw what must stand above a view wherever it is: the filters in words, and if they are one-sided.

    What of the address means nothing is named here too: else a frame would show more than its filters say.
    """
    style()
    with st.container():
        if narrowed := filters_in_words(run.records, run.choice):
            st.html(tag("p", narrowed, class_="quiet"))
        one_sided_notice(run)
        tell_of_address(run)


def embedded_foot(run: Run) -> None:
    """Draw the source line of the view, with the way to the whole of it."""
    records, count = run.records, len(resting_sources(run.records, run.selection))
    words = ngettext(
        "%(name)s, data version %(version)s; resting on %(count)s source.",
        "%(name)s, data version %(version)s; resting on %(count)s sources.",
        count,
    )
    named = {"name": _(records.site.cite_as), "version": records.version, "count": number_text(count)}
    whole = tag(
        "a",
        _("Open the whole view with its sources"),
        href=view_path(records, run.path, run.view_parameters),
        target="_blank",
        rel="noopener",
    )
    st.html(tag("p", join([words % named, " ", whole]), class_="foot"))
