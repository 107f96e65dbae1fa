"""Claims: sentences from a text, each checked, with the sources for it and against it."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.filter_bar import selection_now
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.state.store import records
from evidence_site.viz.markup import join
from evidence_site.viz.words.verdicts import (
    checked_claims,
    claims_intro,
    claims_overview,
    said_by,
    speaker_choices,
    verdict_choices,
    verdict_meanings,
    with_verdict,
)

known = records()
selection = selection_now(known)
claims = selection.rows["claims"]

page_title(_("Claims"), anchor="claims")
not_applying(selection, "claims")

if not empty_notice(known, selection, "claims"):
    st.html(claims_intro(claims))
    with folded_in_a_lesson(_("Whose sentences, and which verdict")):
        speaker = view_menu("set", _("Said by"), speaker_choices(claims), "list")
        theirs = said_by(claims, speaker)
        verdict = view_menu("by", _("Verdict"), verdict_choices(known, theirs))
    with st.expander(_("What the verdicts mean")):
        st.html(verdict_meanings(known))
    shown = with_verdict(theirs, verdict)
    st.html(join([claims_overview(known, shown), checked_claims(known, shown)]))
