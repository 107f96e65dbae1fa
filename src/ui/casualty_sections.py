"""The sections of the page of numbers: which charts and lists stand under each heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from records.loading import Records
from records.rows import Figure
from records.wording import _
from ui.view_menu import view_menu
from viz.aftermath import aftermath_chart, in_other_units, present_chart
from viz.attacks import attacks_chart, war_totals
from viz.chart import Chart
from viz.composition import composition_chart, set_names, wholes_with_parts
from viz.figure_words import figures_in_words
from viz.shown import Shown
from viz.sides import sides_chart
from viz.symbols import legend
from viz.toll import toll_charts, toll_of

Card = Callable[[Chart], None]


def tenfold_axis() -> bool:
    """Draw the choice of the axis of people and return whether its steps are tenfold."""
    steps = {"": _("Even steps"), "log": _("Tenfold steps")}
    return view_menu("scale", _("Axis of people"), steps) == "log"


def toll_section(records: Records, shown: Shown, card: Card, log: bool) -> None:
    """Draw the dead by the date of the statement, and in words what no axis of dates can hold."""
    toll = toll_of(records, shown)
    for chart in toll_charts(records, toll, log=log):
        card(chart)
    _in_words(records, _("Not drawn, because it is not known when they were said"), toll.undated)
    _in_words(records, _("Not drawn, because they cover only a part of the dead"), toll.narrow)


def sides_section(records: Records, shown: Shown, card: Card, log: bool) -> None:
    """Draw every number of dead by who states it."""
    st.html(legend(records.package.code_lists["perspective"].values()))
    card(sides_chart(records, shown, log=log))


def composition_section(records: Records, shown: Shown, card: Card) -> None:
    """Draw what one source says a number is made of."""
    names = set_names(records, wholes_with_parts(records, shown))
    chosen = view_menu("set", _("The number and who states it"), names, "list") if names else None
    card(composition_chart(records, records.tables.figures.get(chosen)))


def aftermath_section(records: Records, shown: Shown, card: Card) -> None:
    """Draw everything counted but the dead, then who was there before."""
    card(aftermath_chart(records, shown))
    heading = _("Counted in other units than people")
    _in_words(records, heading, in_other_units(records, shown))
    card(present_chart(records, shown))


def attacks_section(records: Records, shown: Shown, card: Card, log: bool) -> None:
    """Draw the dead of other incidents, and give the totals of the war in words."""
    card(attacks_chart(records, shown, log=log))
    heading = _("Not drawn: totals over long stretches of the war, and numbers of combatants")
    _in_words(records, heading, war_totals(records, shown))


def _in_words(records: Records, heading: str, figures: Sequence[Figure]) -> None:
    if figures:
        st.html(figures_in_words(records, heading, figures))
