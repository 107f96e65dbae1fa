"""Marks on the map as the page that is explored draws them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.ui.screen.maps import choose as choose
from evidence_site.ui.seams.ready_map import ready_marks
from evidence_site.ui.state import address
from evidence_site.viz.maps.chosen import with_chosen_marks
from evidence_site.viz.maps.map_marks import MapMark
from evidence_site.viz.maps.place_labels import read_naming


def theme_now() -> str:
    """Return ``light`` or ``dark``, whichever the reader sees."""
    return st.context.theme.type or "light"


def as_chosen(records: Records, marks: Sequence[MapMark]) -> Sequence[MapMark]:
    """Return marks with those of the open record rimmed."""
    return with_chosen_marks(records, marks, address.selected(), theme_now())


def layer_of(records: Records, marks: Sequence[MapMark]) -> str:
    """Return marks as a layer of the map."""
    naming = read_naming(records, address.value("names"), address.value("era"))
    return ready_marks(records, marks, theme_now(), naming)
