"""A view to hand on: its link, as a square for cameras and as a frame for other pages, and its records."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.wording import _
from evidence_site.ui.cards.cite_panel import citation_texts, site_base, texts_to_copy
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.links.citable import citable_view, view_path
from evidence_site.viz.markup import Markup, tag
from evidence_site.viz.pages.parts import Share
from evidence_site.viz.pages.run import Run
from evidence_site.viz.paper.qr_code import qr_code

#: Height that a frame on another page needs for the whole view, in pixels.
_FRAME_HEIGHT = 900


def share_panel(run: Run, part: Share) -> None:
    """Draw the folded panel; it is worked out only when a reader opens it.

    Inside another page, and in a preview, there is nothing to hand on.
    """
    if st.context.is_embedded or run.records.is_preview:
        return
    panel = st.expander(_("Share, cite or download this view"), key="share", on_change="rerun")
    if not panel.open:
        return
    records, base = run.records, site_base(run)
    permalink = permanent_address(records.site, view_path(records, run.path, run.view_parameters), base)
    with panel:
        link, cite, download = st.columns(3, gap="medium")
        with link:
            texts_to_copy({_("Link to this view"): permalink})
            st.html(qr_code(permalink))
            texts_to_copy({_("For a frame on another page"): frame(permalink, records.site.name)}, "html")
            st.html(_who_may_frame())
        with cite:
            texts_to_copy(citation_texts(citable_view(records, run.path, run.view_parameters, base)))
        download.html(part.downloads() if callable(part.downloads) else part.downloads)


def _who_may_frame() -> Markup:
    """Return which sites may show the frame: a newsroom is not to find out by an empty one."""
    others = [origin for origin in read_settings().frame_ancestors if not origin.startswith("'")]
    if others:
        words = _("Pages of these sites may show it: %(sites)s.") % {"sites": ", ".join(others)}
    else:
        words = _("No other site may show it yet: ask those who run this one to allow yours.")
    return tag("p", words, class_="quiet")


def frame(permalink: str, title: str) -> str:
    """Return the HTML that shows a view inside another page."""
    address_, hash_, anchor = permalink.partition("#")
    joined = f"{address_}{'&' if '?' in address_ else '?'}embed=true{hash_}{anchor}"
    return tag("iframe", src=joined, title=title, width="100%", height=str(_FRAME_HEIGHT), loading="lazy")
