"""The site as an ASGI application: ``streamlit run app.py`` and ``uvicorn app:app`` serve the same.

Streamlit recognises the application by reading this file, so ``st.App`` is called here and nowhere else.
"""

import streamlit as st

from evidence_site.ui.server import FRAME, MIDDLEWARE, ROUTES, warm

app = st.App(FRAME, lifespan=warm, routes=ROUTES, middleware=MIDDLEWARE)
