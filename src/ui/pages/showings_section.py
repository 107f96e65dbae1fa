"""Choosing among showings: lists that choose as the charts do, and the table that follows the choice."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Screening
from evidence_site.records.names.naming import record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.record_list import named_list, record_list
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.state import address
from evidence_site.viz.films.every_showing import belonging, orders, owners_called, screening_table
from evidence_site.viz.films.showing_years import YEAR
from evidence_site.viz.markup import join, tag

#: The filter that keeps for good what an open record keeps while it is open.
_FILTERS = {"places": "place", "films": "film"}
_ANCHOR = "every"


def around(records: Records, selection: Selection) -> tuple[Screening, ...]:
    """Return the showings of the view without its choice of years, for the chart of years to keep them."""
    return select(records, selection.choice.without("shown")).rows["screenings"]


def choose_in_years(chosen: str) -> None:
    """Take up a click on the chart of years: a number chooses its year or all, a square a showing."""
    year = chosen.removeprefix(YEAR)
    if year == chosen:
        address.choose_record("screenings", chosen)
    else:
        address.put(shown="" if address.value("shown") == year else year)


def find_showings(records: Records, rows: Sequence[Screening]) -> None:
    """Draw the lists in which a city, a film or a showing is found: the same choice as in the charts."""
    with st.container(key="find-showings"):
        named_list("places", owners_called(records, rows, "places"), _("Find a city"))
        named_list("films", owners_called(records, rows, "films"), _("Find a film"))
        record_list(records, "screenings", _kept(rows) or rows, _("Find a screening"))


def _kept(rows: Sequence[Screening]) -> tuple[Screening, ...]:
    """The rows that belong to the open place or film."""
    key = address.selected()
    return belonging(rows, *key) if key else ()


def kept_note(records: Records, rows: Sequence[Screening]) -> None:
    """Say beside the charts that the table keeps the showings of the open record, with a way there."""
    key = address.selected()
    if key and (kept := _kept(rows)):
        link = tag("a", _("See them in the table"), href=f"#{_ANCHOR}")
        st.html(tag("p", join([_kept_text(records, key, len(kept), len(rows)), link], " ")))


def every_showing(records: Records, selection: Selection) -> None:
    """Draw the table of all showings; of the open place or film alone, with a way back to all."""
    rows = selection.rows["screenings"]
    key = address.selected()
    kept = _kept(rows)
    if key and kept:
        _ways_back(records, selection, key, len(kept), len(rows))
        _table(records, kept)
        return
    every = st.expander(_("All rows of this view, with their records"), key="every-row", on_change="rerun")
    if every.open:
        with every:
            _table(records, rows)


def _table(records: Records, rows: Sequence[Screening]) -> None:
    with st.container(width=320):
        order = view_menu("by", _("Order"), orders(), look="list")
    st.html(screening_table(records, rows, order))


def _kept_text(records: Records, key: RecordKey, kept: int, total: int) -> str:
    words = ngettext(
        "Only showings that belong to “%(record)s”: %(kept)s of %(total)s row.",
        "Only showings that belong to “%(record)s”: %(kept)s of %(total)s rows.",
        total,
    )
    return words % {
        "record": record_name(records, key[0], records.table(key[0])[key[1]]),
        "kept": number_text(kept),
        "total": number_text(total),
    }


def _ways_back(records: Records, selection: Selection, key: RecordKey, kept: int, total: int) -> None:
    table, identity = key
    st.html(tag("p", _kept_text(records, key, kept, total), role="status", class_="sentence"))
    with st.container(horizontal=True, key="kept-showings"):
        st.button(_("All showings"), key="kept-all", icon=":material/close:", on_click=address.close_record)
        name = _FILTERS[table]
        if selection.choice.by_key.get(name) != (identity,):
            st.button(
                _("Keep as a filter on every page"),
                key="kept-filter",
                icon=":material/filter_alt:",
                on_click=address.put,
                kwargs={name: identity},
            )
