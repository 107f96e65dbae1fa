"""The year of a layer of the map, stepped by hand from one year with numbers to the next."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.cards.stepper import Stepper, step_through
from evidence_site.ui.state import address
from evidence_site.viz.datasets.displacement_map import displacement_years
from evidence_site.viz.datasets.population_map import population_years
from evidence_site.viz.markup import tag

YEAR = "year"
_LONGEST = 40


def choose_displacement_year(records: Records) -> int | None:
    """Draw the choice of the year and return it; the first one with a number, None if there is none."""
    years = displacement_years(records)
    return _chosen({str(year): str(year) for year in years})


def choose_population_year(records: Records) -> int | None:
    """Draw the choice of the year and return it; None for all years."""
    years = population_years(records)
    return _chosen({"": _("All years"), **{str(year): str(year) for year in years}})


def _chosen(labels: Mapping[str, str]) -> int | None:
    if not labels:
        return None
    held, first = address.value(YEAR), next(iter(labels))
    if held and held not in labels:
        st.html(tag("p", _ignored(held, labels[first]), class_="notice", role="alert"))
    chosen = held if held in labels else first
    step_through(_stepper(), labels, chosen)
    return int(chosen) if chosen else None


def _ignored(held: str, shown: str) -> str:
    short = held if len(held) <= _LONGEST else f"{held[:_LONGEST]}…"
    return _("“%(value)s” is no year with numbers and was ignored; shown instead: %(shown)s.") % {
        "value": short,
        "shown": shown,
    }


def _stepper() -> Stepper:
    return Stepper(
        YEAR,
        "map-year",
        _("Year"),
        _("Choose a year, or step through the years for which there are numbers."),
        _("Previous year"),
        _("Next year"),
    )
