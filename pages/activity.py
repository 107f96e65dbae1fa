"""Your own reading: a pupil weighs the sources for one sentence and keeps the result as a file."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.state.store import records
from evidence_site.viz.lessons.activity import activity, claim_labels

known = records()
claims = known.tables.claims

page_title(_("Your own reading"), anchor="activity")
if claims:
    chosen = view_menu("claim", _("The sentence to weigh"), claim_labels(known), "list")
    st.html(activity(known, claims[chosen]))
else:
    st.info(_("There is no checked sentence here yet."))
