"""About: method, rules, limits, what is published, corrections, glossary."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.state.store import records
from evidence_site.viz.words.glossary import corrections, corrections_feed_link, glossary, published_counts
from evidence_site.viz.words.prose import prose

known = records()

page_title(_("About"))
st.html(prose(known, known.site.texts["about"], "about", outside=True))

st.header(_("What is published"), anchor="published")
st.html(published_counts(known))

st.header(_("Corrections"), anchor="corrections")
st.html(corrections_feed_link())
st.html(corrections(known))

st.header(_("Glossary"), anchor="glossary")
st.html(glossary(known))
