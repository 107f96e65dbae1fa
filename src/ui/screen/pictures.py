"""Charts on the screen, each with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from evidence_site.ui.cards.chart_card import chart_card
from evidence_site.ui.state import address
from evidence_site.viz.chart import Chart
from evidence_site.viz.pages.run import Run


def chart(run: Run, part: Chart, level: int) -> None:
    """Draw a chart under its title; a click on a mark opens its record, or chooses."""
    heading = st.header if level == 2 else st.subheader
    chart_card(run.records, part, run.selection, on_choose(run, part), heading)


def on_choose(run: Run, part: Chart) -> Callable[[str], None] | None:
    """Return what a click on a mark of a chart does; None for nothing."""
    return None if part.opens is None else partial(_choose, part, run)


def _choose(part: Chart, run: Run, mark: str) -> None:
    """Take up a click on a mark: it chooses the code of a filter, or lets it go, or opens a record."""
    for beginning, name in part.chooses.items():
        if mark.startswith(beginning):
            code = mark.removeprefix(beginning)
            address.put(**{name: "" if run.parameters.get(name) == code else code})
            return
    address.choose_record(part.opens or part.table, mark)
