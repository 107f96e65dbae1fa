"""Data: every table and column, with its rows to take away under the filters of the page."""

import streamlit as st

from records.wording import _
from ui.check_section import check_section
from ui.contents import contents
from ui.filter_bar import choice_now
from ui.page_title import page_title
from ui.store import records
from viz.dictionary import columns_label, package_facts, table_dictionary, tables_overview
from viz.markup import as_it_stands

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
