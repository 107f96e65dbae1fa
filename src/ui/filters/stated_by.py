"""Whose statements are shown: the perspective filter again, with counts, where it matters most.

The counts are of the main event, under all other filters: a choice gives what it promises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.choose.selection import select
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import follow, visible
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.parts import StatedBy
from evidence_site.viz.pages.run import Run


def stated_by(run: Run, _part: StatedBy) -> None:
    """Draw the choice of whose statements about the main event are shown."""
    records, choice = run.records, run.choice
    left = select(records, choice.without("side")).ids["figures"]
    stated = records.links.figures_of[records.site.main_event]
    counts = Counter(row.perspective for row in stated if row.id in left)
    speaking = {row.perspective for row in stated}
    labels = {
        code: f"{code_label(records, 'figures', 'perspective', code)} ({counts[code]})"
        for code in records.package.code_lists["perspective"]
        if code in speaking
    }
    chosen = [code for code in labels if code in choice.by_key.get("side", ())]
    st.pills(
        _("Only stated by"),
        list(labels),
        selection_mode="multi",
        key=visible("side", chosen, "stated-by", [labels[code] for code in chosen]),
        format_func=lambda code: as_it_stands(labels[code]),
        help=_("The perspective of the one who states the number, not of the publication. None chosen: all."),
        on_change=follow,
        args=("side", _joined, "stated-by"),
    )


def _joined(codes: Iterable[str]) -> str:
    return CODE_SEPARATOR.join(sorted(codes))
