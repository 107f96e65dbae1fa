"""Records on the screen: found, opened, and what the filters have left of them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.ui.cards.cite_panel import record_citation
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.record_list import named_list
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.filters.stated_by import only_stated_by
from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.parts import (
    CiteRecord,
    Emptied,
    Find,
    FindPlace,
    NotApplying,
    OpenRecord,
    StatedBy,
)
from evidence_site.viz.pages.run import Run

_PLACE, _FINDER = "place", "find-place"


def find(_run: Run, part: Find) -> None:
    """Draw the list in which a record is found by typing."""
    named_list(part.table, part.names, part.label)


def find_place(run: Run, part: FindPlace) -> None:
    """Draw the list in which a place is found by any of its names, or by one that is typed."""
    chosen = run.choice.by_key.get(_PLACE, ())
    found = chosen[0] if len(chosen) == 1 and chosen[0] in part.names else None
    st.selectbox(
        as_it_stands(part.label),
        list(part.names),
        key=address.visible(_PLACE, found, _FINDER, [part.names[found]] if found else []),
        index=None,
        format_func=lambda key: part.names.get(key, key),
        placeholder=_("Type or choose"),
        accept_new_options=True,
        on_change=address.follow,
        args=(_PLACE, partial(_narrowed_to, run.records), _FINDER),
        width=320,
    )


def _narrowed_to(records: Records, found: str | None) -> str:
    """Return the filter of what was chosen or typed; if that is one place, open it as well."""
    places = read_choice(records, {_PLACE: found or ""})[0].by_key.get(_PLACE, ())
    if len(places) == 1:
        address.choose_record("places", places[0])
    return found or ""


def open_record(run: Run, part: OpenRecord) -> None:
    """Draw the record that is open."""
    record_drawer(run.records, part.prompt)


def idle_filters(run: Run, part: NotApplying) -> None:
    """Say which of the chosen filters do not narrow this kind of record."""
    not_applying(run.selection, part.table)


def emptied(run: Run, part: Emptied) -> None:
    """Say which filter emptied the view, and offer to lift it."""
    empty_notice(run.records, run.selection, part.table)


def stated_by(run: Run, _part: StatedBy) -> None:
    """Draw the choice of whose statements are shown."""
    only_stated_by(run.records)


def cite_record(run: Run, part: CiteRecord) -> None:
    """Draw how a record is cited, folded away."""
    record_citation(run.records, part.key)
