"""What stands on every page of a session that shows candidate files, or could not."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.load.loading import data_folder
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.preview import preview
from evidence_site.ui.state import store
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.markup import join, listing, tag

#: Faults of the data folder that a page lists.
_SHOWN = 20


def draw() -> None:
    """Draw the banner if this session shows candidate files, or why it does not if it was to."""
    held = preview.now()
    if preview.is_leaving():
        words = _("These are the published data. Your browser is forgetting the files of the preview …")
        st.html(tag("p", words, class_="notice", role="status"))
        return
    if held is None or not held.is_shown:
        if preview.was_kept() and (why := preview.refusal()):
            words = _("The preview could not be opened; these are the published data. %(why)s")
            st.html(tag("p", words % {"why": why}, class_="notice", role="alert"))
        return
    title = _("Preview: unpublished data (%(files)s).") % {"files": ", ".join(held.report.files)}
    words = _(
        "Only this tab sees it. Your browser keeps the files and hands them over again with every page and "
        "after a lost connection; the site keeps nothing. Sharing, citing and downloads of views are off."
    )
    report = tag("a", _("Faults and changes"), href="./data#check", target="_self")
    with st.container(key="preview-banner", horizontal=True, vertical_alignment="center"):
        st.html(
            tag("div", tag("p", tag("strong", title)), tag("p", join([words, report], " ")), role="status"),
            width="stretch",
        )
        st.button(_("Leave the preview"), key="preview-leave", on_click=preview.leave, width="content")


def wait() -> None:
    """Draw what stands while the browser hands its files over, and while they are checked."""
    if preview.is_checking():
        preview.await_check()
    else:
        st.html(tag("p", _("Your browser is handing over the files of the preview …"), role="status"))
    st.button(_("Show the published data instead"), key="preview-give-up", on_click=preview.give_up)


def data_notice() -> None:
    """Draw every fault of the folder as it lies now, if there are any and this is a maintainer's site."""
    if not read_settings().maintainer:
        return
    standing = store.served_state()
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
