"""The list of a view: one page of records, each a button, and steps through the selection."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import streamlit as st

from evidence_site.records.formatting import number_text
from evidence_site.records.names.naming import dated_name
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import put
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.parts import RecordPages, RecordSteps
from evidence_site.viz.pages.run import SELECTED, Run

#: Records on one page of the list.
PAGE = 10


def record_steps(run: Run, part: RecordSteps) -> None:
    """Draw the way to the record before and the record after the open one, within the selection."""
    here = _position(run, part)
    with st.container(horizontal=True, key="selection-steps", vertical_alignment="center"):
        _step(run, part, "previous", _("Previous"), part.ids[here - 1] if here else None)
        _step(run, part, "next", _("Next"), _after(part.ids, here))
        if here is not None:
            words = _("%(here)s of %(all)s")
            counts = {"here": number_text(here + 1), "all": number_text(len(part.ids))}
            st.caption(as_it_stands(words % counts))


def _position(run: Run, part: RecordSteps) -> int | None:
    """Return the position of the open record among those of the selection; None if it is not one of them."""
    table, key = run.chosen or ("", "")
    return part.ids.index(key) if table == part.table and key in part.ids else None


def _after(ids: Sequence[str], here: int | None) -> str | None:
    following = 0 if here is None else here + 1
    return ids[following] if following < len(ids) else None


def _step(run: Run, part: RecordSteps, way: str, label: str, key: str | None) -> None:
    # A page that the address names turns with the record.
    turned = str(part.ids.index(key) // PAGE + 1) if key and run.parameters.get("page") else ""
    st.button(
        as_it_stands(label),
        key=f"selection-{way}",
        disabled=key is None,
        on_click=put,
        kwargs={
            SELECTED: f"{part.table}.{key}",
            "page": turned,
        },  # a page that is named turns with the record
    )


def record_pages(run: Run, part: RecordPages) -> None:
    """Draw one page of the selected records; a click opens one."""
    pages = ceil(len(part.ids) / PAGE)
    number = _page(run, part, pages)
    lit = chosen_rows(run.records, part.table, run.chosen)
    with st.container(key="selection-list", gap=None):
        for position, key in enumerate(part.ids[(number - 1) * PAGE : number * PAGE]):
            is_open = run.chosen == (part.table, key)
            st.button(
                as_it_stands(dated_name(run.records, part.table, run.records.table(part.table)[key])),
                key=f"row-{position}",
                type="secondary" if key in lit else "tertiary",
                width="stretch",
                on_click=put,
                kwargs={SELECTED: "" if is_open else f"{part.table}.{key}"},
            )
    if pages > 1:
        _pager(number, pages)


def _page(run: Run, part: RecordPages, pages: int) -> int:
    """Return the page of the address; without one, that of the open record, or the first."""
    held = run.parameters.get("page", "")
    if held.isascii() and held.isdigit() and len(held) < 7 and 1 <= int(held) <= pages:
        return int(held)
    return (_position(run, part) or 0) // PAGE + 1


def _pager(number: int, pages: int) -> None:
    with st.container(horizontal=True, key="list-pages", vertical_alignment="center"):
        for way, label, to in (("back", _("Earlier"), number - 1), ("on", _("Later"), number + 1)):
            st.button(
                as_it_stands(label),
                key=f"page-{way}",
                disabled=not 1 <= to <= pages,
                on_click=put,
                kwargs={"page": str(to)},
            )
        words = _("Page %(page)s of %(pages)s")
        st.caption(as_it_stands(words % {"page": number_text(number), "pages": number_text(pages)}))
