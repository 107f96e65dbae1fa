"""What was known when: the day of the view, stepped by hand from one statement to the next."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.dates import When
from evidence_site.records.formatting import day_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.stepper import Stepper, step_through
from evidence_site.ui.state import address
from evidence_site.viz.markup import tag
from evidence_site.viz.numbers.figure_words import figures_in_words
from evidence_site.viz.numbers.known_by import days_of, known_words, named_on, read_day
from evidence_site.viz.numbers.toll import Toll

DAY = "day"
_LONGEST = 40


def choose_day(records: Records, toll: Toll) -> When | None:
    """Draw the choice of the day and return it; None for all dates."""
    held, day = address.value(DAY), _day(toll)
    if held and day is None:
        st.html(tag("p", _ignored(held), class_="notice", role="alert"))
    days = days_of(toll.stated)
    if not days and day is None:
        return None
    counts = days if day is None else dict(sorted({day: 0, **days}.items(), key=lambda pair: pair[0].end))
    labels = {step.text: _label(step, count) for step, count in counts.items()}
    step_through(_stepper(), {"": _("All dates"), **labels}, day.text if day else "")
    if day is not None:
        known_in_words(records, toll, "narrow")
        _details(records, toll, day)
    return day


def known_in_words(records: Records, toll: Toll, width: str) -> None:
    """Say what a reader of the chosen day could know.

    Args:
        width: ``narrow`` above the charts, on screens without room beside them; ``wide`` beside them.
    """
    day = _day(toll)
    if day is not None:
        with st.container(key=f"known-{width}"):
            st.html(tag("div", known_words(records, toll.stated, day), class_="known", role="status"))


def _day(toll: Toll) -> When | None:
    return read_day(address.value(DAY), toll.windows)


def _ignored(held: str) -> str:
    short = held if len(held) <= _LONGEST else f"{held[:_LONGEST]}…"
    return _("“%(value)s” is no day of this view and was ignored: all dates are shown.") % {"value": short}


def _label(day: When, count: int) -> str:
    new = ngettext("%(count)s statement", "%(count)s statements", count) % {"count": count}
    return _("%(date)s: %(statements)s") % {"date": day_text(day.end), "statements": new}


def _stepper() -> Stepper:
    return Stepper(
        DAY,
        "known-day",
        _("As known on"),
        _("Choose a day, or step through the days on which a number was stated."),
        _("Previous day"),
        _("Next day"),
    )


def _details(records: Records, toll: Toll, day: When) -> None:
    details = st.expander(_("What each number counts"), key="known-details", on_change="rerun")
    if details.open:
        heading = _("Known on %(date)s") % {"date": day_text(day.end)}
        named = named_on(records, toll.stated, day)
        details.html(figures_in_words(records, heading, named) or tag("p", _("Nothing yet.")))
