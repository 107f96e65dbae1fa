"""Choosing a record without a pointer: the same choice as a click, for keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import dated_names
from evidence_site.records.wording import _
from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands


def record_list(records: Records, table: str, rows: Iterable[Any], label: str) -> None:
    """Draw a list in which a record can be found by typing and chosen; it follows the address."""
    named_list(table, dated_names(records, table, rows), label)


def named_list(table: str, names: Mapping[str, str], label: str) -> None:
    """Draw such a list of records that are called by names of their own.

    Args:
        names: What each record is called, by its id.
    """
    key = address.selected()
    chosen = key[1] if key and key[0] == table and key[1] in names else None
    st.selectbox(
        as_it_stands(label),
        list(names),
        key=address.visible(address.SELECTED, chosen, table, [names[chosen]] if chosen else []),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Type or choose"),
        on_change=address.follow,
        args=(address.SELECTED, partial(_record_key, table), table),
    )


def _record_key(table: str, chosen: str | None) -> str:
    return f"{table}.{chosen}" if chosen else ""
