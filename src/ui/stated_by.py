"""Whose statements are shown: the perspective filter again, with counts, where it matters most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from records.filters import CODE_SEPARATOR
from records.loading import Records
from records.wording import _
from ui import address
from ui.filter_bar import choice_now
from viz.naming import code_label


def only_stated_by(records: Records) -> None:
    """Draw the choice of whose statements about the main event are shown."""
    event = records.site.main_event
    counts = Counter(row.perspective for row in records.links.figures_of[event])
    codes = [code for code in records.package.code_lists["perspective"] if counts[code]]
    chosen = choice_now(records).by_key.get("side", ())
    st.pills(
        _("Only stated by"),
        codes,
        selection_mode="multi",
        key=address.visible("side", [code for code in codes if code in chosen], "stated-by"),
        format_func=lambda code: f"{code_label(records, 'figures', 'perspective', code)} ({counts[code]})",
        help=_("The perspective of the one who states the number, not of the publication. None chosen: all."),
        on_change=address.follow,
        args=("side", _joined, "stated-by"),
    )


def _joined(codes: Iterable[str]) -> str:
    return CODE_SEPARATOR.join(sorted(codes))
