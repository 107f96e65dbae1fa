"""About: method, rules, limits, what is published, corrections, glossary."""

import streamlit as st

from records.wording import _
from ui.page_title import page_title
from ui.store import records
from viz.prose import prose
from viz.reference import corrections, corrections_feed_link, glossary, published_counts

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
