"""The frame around every page: menu, header, filters, the page itself, footer.

This script does not lie beside ``pages/``: with that folder next to it, a deep link as the first
request to a fresh process would bring Streamlit's own menu instead of ours.
"""

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembering_in
from evidence_site.records.wording import _
from evidence_site.ui.cards.head_and_foot import embedded_foot, embedded_head, foot, head
from evidence_site.ui.filters.filter_bar import filter_bar
from evidence_site.ui.lessons.lesson_builder import build_bar
from evidence_site.ui.navigation import menu
from evidence_site.ui.preview import preview, preview_banner
from evidence_site.ui.seams.reconnecting import draw_again_when_reconnected
from evidence_site.ui.state import run_limit, runs, store
from evidence_site.ui.state.garbage import page_drawn
from evidence_site.ui.web.measures import RERUNS
from evidence_site.viz.pages.site import BY_PATH, HOME

loaded = store.loaded()
with_menu = isinstance(loaded, Records) and not st.context.is_embedded
page = st.navigation(menu(), position="top" if with_menu else "hidden")

if isinstance(loaded, Records):
    name = page.url_path or HOME.path
    st.set_page_config(
        page_title=f"{page.title} · {loaded.site.name}", layout="wide", initial_sidebar_state="collapsed"
    )
    preview.settle()
    records = loaded if st.context.is_embedded else preview.records_for(loaded)
    records = runs.as_shown(records, name)
    with RERUNS.labels(name).time(), remembering_in(records.memory), run_limit.limited_run(name):
        run_limit.set_back()
        run = runs.begin(records, name)
        run_limit.tell()
        with runs.running(run):
            if run.lesson.step:
                preview_banner.draw()
                page.run()
            elif st.context.is_embedded:
                embedded_head(run)
                page.run()
                embedded_foot(run)
            elif preview.begin(may_hold=BY_PATH[name].holds_data):
                head(records)
                preview_banner.wait()
            else:
                head(records)
                preview_banner.draw()
                preview_banner.data_notice()
                filter_bar(run, build_bar)
                page.run()
                foot(run)
    draw_again_when_reconnected()
    page_drawn()
else:
    st.title(_("The data could not be loaded"))
    st.write(
        _(
            "The site is running, but its records did not pass the check. "
            "The maintainers see every fault in the log."
        )
    )
    preview_banner.data_notice()
