"""The tours and runs of a view, stop by stop: what the lines of the map say, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Screening
from evidence_site.viz.films.tours import tour_list, tours_label, tours_of
from evidence_site.viz.markup import as_it_stands


def tours_section(records: Records, rows: Sequence[Screening]) -> None:
    """Draw the list of tours and runs, folded; nothing if the view holds none."""
    found = tours_of(records, rows)
    if not found:
        return
    drawer = st.expander(as_it_stands(tours_label(found)), key="tours", on_change="rerun")
    if drawer.open:
        drawer.html(tour_list(records, found))
