"""What is wrong with the data folder, for whoever keeps it: shown with ``MAINTAINER=1`` only."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.load.loading import data_folder
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.state import store
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.markup import join, listing, tag

_SHOWN = 20


def data_notice() -> None:
    """Draw every fault of the folder as it lies now, if there are any and this is a maintainer's site."""
    if not read_settings().maintainer:
        return
    standing = store.standing()
    count = len(standing.faults)
    if not count:
        return
    found = ngettext("%(count)s fault in the data folder.", "%(count)s faults in the data folder.", count)
    sentences = [found % {"count": count}]
    if standing.records and standing.halting:
        kept = _("This page shows the last good records, version %(version)s.")
        sentences.append(kept % {"version": standing.records.version})
    if not standing.records:
        sentences.append(_("The folder is %(folder)s.") % {"folder": data_folder()})
    lines = [str(fault) for fault in standing.faults[:_SHOWN]]
    more = [_("`make check` lists them all.")] if count > _SHOWN else []
    body = [tag("p", tag("strong", " ".join(sentences))), listing(lines), *(tag("p", line) for line in more)]
    st.html(tag("div", join(body), class_="data-notice", role="status"))
