"""Casualties: who said how many, when, and what they counted."""

from functools import partial

import streamlit as st

from records.wording import _
from ui import address
from ui.chart_card import chart_card
from ui.contents import content_note, contents
from ui.figure_choice import only_stated_by
from ui.filter_bar import empty_notice, not_applying, selection_now
from ui.record_drawer import record_drawer
from ui.record_list import record_list
from ui.store import records
from ui.view_menu import view_menu
from viz.aftermath import aftermath_chart, in_other_units, present_chart
from viz.attacks import attacks_chart, war_totals
from viz.cited_sources import figure_sources
from viz.composition import composition_chart, set_names, wholes_with_parts
from viz.figure_words import figures_in_words
from viz.shown import shown_figures
from viz.sides import sides_chart
from viz.symbols import legend
from viz.toll import toll_charts, toll_of

known = records()
selection = selection_now(known)
shown = shown_figures(known, selection)
card = partial(chart_card, known, selection=selection, on_choose=partial(address.choose_record, "figures"))
headings = {
    "toll": _("Counted and claimed, by date"),
    "sides": _("Every number, by who states it"),
    "made-of": _("What one source says it is made of"),
    "afterwards": _("Captured, missing, wounded"),
    "elsewhere": _("Other attacks in the same war"),
    "sources": _("Sources of this page"),
}

st.title(_("Casualties"), anchor="casualties")
content_note(known, "casualties", skip_to="sources")
contents(headings)
only_stated_by(known)
not_applying(selection, "figures")

if not empty_notice(known, selection, "figures"):
    log = view_menu("scale", _("Axis of people"), {"": _("Even steps"), "log": _("Tenfold steps")}) == "log"
    charts, beside = st.columns([5, 3], gap="large")
    with beside:
        record_list(known, "figures", shown.chosen(), _("Find a figure"))
        record_drawer(known, _("Choose a mark in a chart or a figure in the list: its record opens here."))
    with charts:
        st.header(headings["toll"], anchor="toll")
        toll = toll_of(known, shown)
        for chart in toll_charts(known, toll, log=log):
            card(chart)
        st.html(
            figures_in_words(known, _("Not drawn, because no date of the statement is known"), toll.undated)
        )
        st.html(
            figures_in_words(known, _("Not drawn, because they cover only a part of the dead"), toll.narrow)
        )

        st.header(headings["sides"], anchor="sides")
        st.html(legend(known.package.code_lists["perspective"].values()))
        card(sides_chart(known, shown, log=log))

        st.header(headings["made-of"], anchor="made-of")
        wholes = wholes_with_parts(known, shown)
        names = set_names(known, wholes)
        chosen = view_menu("set", _("The number and who states it"), names, look="list") if names else ""
        card(composition_chart(known, known.tables.figures.get(chosen)))

        st.header(headings["afterwards"], anchor="afterwards")
        card(aftermath_chart(known, shown))
        st.html(
            figures_in_words(
                known, _("Counted in families, villages or percent"), in_other_units(known, shown)
            )
        )
        card(present_chart(known, shown))

        st.header(headings["elsewhere"], anchor="elsewhere")
        card(attacks_chart(known, shown, log=log))
        st.html(figures_in_words(known, _("Totals over long stretches of the war"), war_totals(known, shown)))

st.header(headings["sources"], anchor="sources")
st.html(figure_sources(known, shown.rows))
