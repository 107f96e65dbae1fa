"""The list of a view: one page of records, each a button, and steps through the selection."""

from __future__ import annotations

from math import ceil

import streamlit as st

from evidence_site.records.formatting import number_text
from evidence_site.records.names.naming import dated_name
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import choice_button
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.parts import RecordPages, RecordSteps
from evidence_site.viz.pages.run import SELECTED, Run

#: Records on one page of the list.
PAGE = 10


def record_steps(run: Run, part: RecordSteps) -> None:
    """Draw the way to the record before and the record after the open one, within the selection."""
    here = _position(run, part)
    before, after = (None, 0) if here is None else (here - 1, here + 1)
    with st.container(horizontal=True, key="selection-steps", vertical_alignment="center"):
        for way, label, to in (("previous", _("Previous"), before), ("next", _("Next"), after)):
            sets = None
            if to is not None and 0 <= to < len(part.ids):
                # A page that the address names turns with the record.
                turned = str(to // PAGE + 1) if run.parameters.get("page") else ""
                sets = {SELECTED: f"{part.table}.{part.ids[to]}", "page": turned}
            choice_button(label, sets, key=f"selection-{way}")
        if here is not None:
            words = _("%(here)s of %(all)s")
            counts = {"here": number_text(here + 1), "all": number_text(len(part.ids))}
            st.caption(as_it_stands(words % counts))


def _position(run: Run, part: RecordSteps) -> int | None:
    """Return the position of the open record among those of the selection; None if it is not one of them."""
    table, key = run.chosen or ("", "")
    return part.ids.index(key) if table == part.table and key in part.ids else None


def record_pages(run: Run, part: RecordPages) -> None:
    """Draw one page of the selected records; a click opens one."""
    pages = ceil(len(part.ids) / PAGE)
    number = _page(run, part, pages)
    lit = chosen_rows(run.records, part.table, run.chosen)
    with st.container(key="selection-list", gap=None):
        for position, key in enumerate(part.ids[(number - 1) * PAGE : number * PAGE]):
            is_open = run.chosen == (part.table, key)
            choice_button(
                dated_name(run.records, part.table, run.records.table(part.table)[key]),
                {SELECTED: "" if is_open else f"{part.table}.{key}"},
                key=f"row-{position}",
                type="secondary" if key in lit else "tertiary",
                width="stretch",
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
            choice_button(label, {"page": str(to)} if 1 <= to <= pages else None, key=f"page-{way}")
        words = _("Page %(page)s of %(pages)s")
        st.caption(as_it_stands(words % {"page": number_text(number), "pages": number_text(pages)}))
