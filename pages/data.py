"""Data: every table and column, with its rows to take away under the filters of the page."""

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.ui.cards.contents import contents
from evidence_site.ui.cards.page_title import page_title
from evidence_site.ui.filters.filter_bar import choice_now
from evidence_site.ui.preview.check_section import check_section
from evidence_site.ui.state.store import records
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.words.dictionary import columns_label, package_facts, table_dictionary, tables_overview

known = records()
choice = choice_now(known)

page_title(_("Data"), anchor="data")
st.html(package_facts(known))
contents({"tables": _("Tables"), "columns": _("Columns"), "check": _("Check my file")})

st.header(_("Tables"), anchor="tables")
st.html(tables_overview(known, choice))

st.header(_("Columns"), anchor="columns")
for table in known.package.tables.values():
    drawer = st.expander(as_it_stands(columns_label(table)), key=f"table-{table.name}", on_change="rerun")
    if drawer.open:
        drawer.html(table_dictionary(known, table))

st.header(_("Check my file"), anchor="check")
check_section(known)
