"""The sections of the page of numbers: one at a time, each with an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.records.wording import N_, _
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.pages.comparison_section import comparison_section, contradictions_section
from evidence_site.ui.pages.known_day import choose_day, known_in_words
from evidence_site.ui.state import address
from evidence_site.viz.datasets.conflict_events import coded_events_chart, coded_twice_words
from evidence_site.viz.datasets.displacement import displacement_chart
from evidence_site.viz.numbers.aftermath import aftermath_chart, in_other_units, present_chart
from evidence_site.viz.numbers.attacks import attacks_chart, war_totals
from evidence_site.viz.numbers.composition import composition_chart, set_names, wholes_with_parts
from evidence_site.viz.numbers.figure_words import figures_in_words
from evidence_site.viz.numbers.shown import Shown
from evidence_site.viz.numbers.sides import sides_chart
from evidence_site.viz.numbers.toll import toll_charts, toll_of
from evidence_site.viz.symbols import legend

Card = Callable[..., None]
#: What the address says of an axis whose steps are tenfold.
_TENFOLD = "log"


def _nothing_beside(_records: Records, _shown: Shown) -> None:
    """Most parts have no words beside their charts."""


@dataclass(frozen=True)
class Section:
    """One part of the page: its code in the address, its heading, and what it draws.

    Attributes:
        beside: Draws what stands beside the charts, under the chosen record.
        full_width: It needs the whole page and chooses its records itself.
        has_axis: Its charts have an axis of people.
    """

    code: str
    heading: str
    draw: Callable[[Records, Shown, Card], None]
    beside: Callable[[Records, Shown], None] = _nothing_beside
    full_width: bool = False
    has_axis: bool = False


def chosen_section() -> Section:
    """Draw the choice of the section and return the one that the address names."""
    by_code = {section.code: section for section in SECTIONS}
    headings = {section.code: _(section.heading) for section in SECTIONS}
    return by_code[view_menu("tab", _("Part of this page"), headings)]


def choose_axis() -> None:
    """Draw the choice of the axis of people."""
    view_menu("scale", _("Axis of people"), {"": _("Even steps"), _TENFOLD: _("Tenfold steps")})


def _is_tenfold() -> bool:
    return address.value("scale") == _TENFOLD


def _toll(records: Records, shown: Shown, card: Card) -> None:
    """Draw the dead by the date of the statement, and in words what no axis of dates can hold."""
    toll = toll_of(records, shown)
    day = choose_day(records, toll)
    for chart in toll_charts(records, toll, log=_is_tenfold(), day=day):
        card(chart)
    _in_words(records, _("Not drawn, because it is not known when they were said"), toll.undated)
    _in_words(records, _("Not drawn, because they cover only a part of the dead"), toll.narrow)


def _known(records: Records, shown: Shown) -> None:
    """Say what was known on the chosen day."""
    known_in_words(records, toll_of(records, shown), "wide")


def _sides(records: Records, shown: Shown, card: Card) -> None:
    """Draw every number of dead by who states it."""
    st.html(legend(records.package.code_lists["perspective"].values()))
    card(sides_chart(records, shown, log=_is_tenfold()))


def _composition(records: Records, shown: Shown, card: Card) -> None:
    """Draw what one source says a number is made of."""
    names = set_names(records, wholes_with_parts(records, shown))
    chosen = view_menu("set", _("The number and who states it"), names, "list") if names else None
    card(composition_chart(records, records.tables.figures.get(chosen)))


def _aftermath(records: Records, shown: Shown, card: Card) -> None:
    """Draw everything counted but the dead, then who was there before."""
    card(aftermath_chart(records, shown))
    heading = _("Counted in other units than people")
    _in_words(records, heading, in_other_units(records, shown))
    card(present_chart(records, shown))
    st.header(_("What does not agree"), anchor="contradictions")
    contradictions_section(records, shown)


def _comparison(records: Records, _shown: Shown, _card: Card) -> None:
    """Draw what two to four voices say of one event, in columns."""
    comparison_section(records)


def _attacks(records: Records, shown: Shown, card: Card) -> None:
    """Draw the dead of other incidents, and give the totals of the war in words."""
    card(attacks_chart(records, shown, log=_is_tenfold()))
    heading = _("Not drawn: totals over long stretches of the war, and numbers of combatants")
    _in_words(records, heading, war_totals(records, shown))
    card(coded_events_chart(records), on_choose=partial(address.choose_record, "conflict_events"))
    if twice := coded_twice_words(records):
        st.html(twice)
    card(displacement_chart(records), on_choose=partial(address.choose_record, "displacement"))


def _in_words(records: Records, heading: str, figures: Sequence[Figure]) -> None:
    if figures:
        st.html(figures_in_words(records, heading, figures))


SECTIONS: tuple[Section, ...] = (
    Section("", N_("By date"), _toll, _known, has_axis=True),
    Section("sides", N_("By who states it"), _sides, has_axis=True),
    Section("made-of", N_("What it is made of"), _composition),
    Section("afterwards", N_("After the night"), _aftermath),
    Section("compare", N_("Side by side"), _comparison, full_width=True),
    Section("elsewhere", N_("In the same war"), _attacks, has_axis=True),
)
