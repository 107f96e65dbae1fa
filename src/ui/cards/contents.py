"""The way through a long page: a note on its content, and links to its sections."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.markup import join, listing, tag
from evidence_site.viz.words.prose import prose


def content_note(records: Records, text: str, skip_to: str, skip: str = "") -> None:
    """Draw the page's text, or the site's content note, and a link past what may distress.

    Args:
        skip: What that link says; without it, that it leads past numbers.
    """
    if words := records.site.texts.get(text):
        st.html(prose(records, words, text, outside=True))
    else:
        st.html(tag("p", _(records.site.content_note)))
    label = skip or _("Skip the numbers and go to the sources")
    st.html(tag("a", label, href=f"#{skip_to}", class_="skip"))


def contents(sections: Mapping[str, str]) -> None:
    """Draw links to the sections of a page: anchor to heading."""
    links = [tag("a", heading, href=f"#{anchor}") for anchor, heading in sections.items()]
    st.html(tag("nav", join([listing(links, class_="legend")]), aria_label=_("On this page")))
