"""A view to hand on: its link, as a square for cameras and as a frame for other pages, and its records."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.choose.choice import write_choice
from evidence_site.records.choose.facets import LENSES
from evidence_site.records.choose.selection import Selection
from evidence_site.records.cite.citation_styles import formatted
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.cite_panel import site_base, view_parameters
from evidence_site.ui.state import address
from evidence_site.ui.state.citable import citable_view, view_path
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.markup import Markup, as_it_stands, join, listing, tag, view_address
from evidence_site.viz.paper.qr_code import qr_code

#: Height that a frame on another page needs for the whole view, in pixels.
_FRAME_HEIGHT = 900


def share_panel(records: Records, selection: Selection) -> None:
    """Draw the folded panel; it is worked out only when a reader opens it.

    Inside another page, and in a preview, there is nothing to hand on.
    """
    if st.context.is_embedded or records.is_preview:
        return
    panel = st.expander(_("Share, cite or download this view"), key="share", on_change="rerun")
    if panel.open:
        with panel:
            link, cite, download = st.columns(3, gap="medium")
            with link:
                _link(records)
            with cite:
                _cite(records)
            download.html(_downloads(selection))


def _link(records: Records) -> None:
    permalink = permanent_address(
        records.site, view_path(records, address.page(), view_parameters(records)), site_base()
    )
    st.caption(_("Link to this view"))
    st.code(permalink, language=None, wrap_lines=True)
    st.html(qr_code(permalink))
    st.caption(_("For a frame on another page"))
    st.code(frame(permalink, records.site.name), language="html", wrap_lines=True)
    st.html(_who_may_frame())


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


def _cite(records: Records) -> None:
    item = citable_view(records, address.page(), view_parameters(records), site_base())
    for name, text in (("APA", formatted(item, "apa")), ("Chicago", formatted(item, "chicago"))):
        st.caption(as_it_stands(name))
        st.code(text, language=None, wrap_lines=True)


def _downloads(selection: Selection) -> Markup:
    """Every file carries the sources of its rows and what must be known to read them."""
    choice = write_choice(selection.choice)
    files = [
        tag(
            "a",
            ngettext(
                "%(kind)s (CSV, %(count)s row)", "%(kind)s (CSV, %(count)s rows)", selection.count(table)
            )
            % {"kind": _(KINDS[table][1]), "count": number_text(selection.count(table))},
            href=view_address(f"api/{table}.csv", choice),
            download="",
        )
        for table in LENSES
    ]
    whole = tag(
        "a",
        _("The whole selection with its sources and caveats (JSON)"),
        href=view_address("api/selection.json", choice),
        download="",
    )
    heading = tag("p", _("Download this selection"), class_="quiet")
    return join([heading, listing([*files, whole])])
