"""The list of a view: one page of records, each a button, and steps through the selection."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import streamlit as st

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import dated_name
from evidence_site.records.wording import _
from evidence_site.ui.state import address
from evidence_site.viz.maps.chosen import belonging_to
from evidence_site.viz.markup import as_it_stands

#: Records on one page of the list.
PAGE = 10


def steps(table: str, ids: Sequence[str]) -> None:
    """Draw the way to the record before and the record after the open one, within the selection."""
    chosen = address.selected()
    here = ids.index(chosen[1]) if chosen and chosen[0] == table and chosen[1] in ids else None
    with st.container(horizontal=True, key="selection-steps", vertical_alignment="center"):
        _step("previous", _("Previous"), table, ids, ids[here - 1] if here else None)
        _step("next", _("Next"), table, ids, _after(ids, here))
        if here is not None:
            words = _("%(here)s of %(all)s")
            counts = {"here": number_text(here + 1), "all": number_text(len(ids))}
            st.caption(as_it_stands(words % counts))


def _after(ids: Sequence[str], here: int | None) -> str | None:
    following = 0 if here is None else here + 1
    return ids[following] if following < len(ids) else None


def _step(way: str, label: str, table: str, ids: Sequence[str], key: str | None) -> None:
    st.button(
        as_it_stands(label),
        key=f"selection-{way}",
        disabled=key is None,
        on_click=address.put,
        kwargs={address.SELECTED: f"{table}.{key}", "page": _page_of(ids, key)},
    )


def _page_of(ids: Sequence[str], key: str | None) -> str:
    """The page on which a record stands, if the address names one at all: then it turns with the record."""
    return str(ids.index(key) // PAGE + 1) if key and address.value("page") else ""


def selection_list(records: Records, table: str, ids: Sequence[str]) -> None:
    """Draw one page of the selected records; a click opens one."""
    pages = ceil(len(ids) / PAGE)
    number = page_now(table, ids)
    chosen = address.selected()
    lit = belonging_to(records, chosen).get(table, frozenset()) if chosen else frozenset()
    with st.container(key="selection-list", gap=None):
        for position, key in enumerate(ids[(number - 1) * PAGE : number * PAGE]):
            is_open = chosen == (table, key)
            st.button(
                as_it_stands(dated_name(records, table, records.table(table)[key])),
                key=f"row-{position}",
                type="secondary" if key in lit else "tertiary",
                width="stretch",
                on_click=address.put,
                kwargs={address.SELECTED: "" if is_open else f"{table}.{key}"},
            )
    if pages > 1:
        _pager(number, pages)


def page_now(table: str, ids: Sequence[str]) -> int:
    """Return the page of the address; without one, that of the open record, or the first."""
    pages = ceil(len(ids) / PAGE)
    held = address.value("page")
    if held.isascii() and held.isdigit() and len(held) < 7 and 1 <= int(held) <= pages:
        return int(held)
    chosen = address.selected()
    if chosen and chosen[0] == table and chosen[1] in ids:
        return ids.index(chosen[1]) // PAGE + 1
    return 1


def _pager(number: int, pages: int) -> None:
    with st.container(horizontal=True, key="list-pages", vertical_alignment="center"):
        for way, label, to in (("back", _("Earlier"), number - 1), ("on", _("Later"), number + 1)):
            st.button(
                as_it_stands(label),
                key=f"page-{way}",
                disabled=not 1 <= to <= pages,
                on_click=address.put,
                kwargs={"page": str(to)},
            )
        words = _("Page %(page)s of %(pages)s")
        st.caption(as_it_stands(words % {"page": number_text(number), "pages": number_text(pages)}))
