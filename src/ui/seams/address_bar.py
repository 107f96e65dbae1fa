"""The address bar, changed at once: what a reader does is one entry of the browser's history.

Streamlit writes a bound parameter when its input is drawn, each in a message of its own, and the browser
makes an entry of its history of every message. Going back would lead through addresses that no reader has
seen, like a step of a lesson with the view of another. ``st.query_params`` refuses bound parameters. So the
address as it will be is given to Streamlit's own store before the inputs are drawn: they find it right and
say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from evidence_site.records.query_string import Query, is_tracking, parse_query, read_query


def read() -> Query:
    """Return what the address bar asks for."""
    held = st.query_params
    return read_query((name, value) for name in held for value in held.get_all(name))


def write(parameters: Mapping[str, str]) -> None:
    """Set parameters in the address bar, in one message; an empty one is taken out.

    Only before the hidden inputs are drawn. Does nothing if all stands there already: what others appended to
    a link stays until the reader chooses something, and so costs no entry of the history.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    held = {**parse_query(context.query_string).parameters, **parameters}
    after = {name: [value] for name, value in held.items() if value or name not in parameters}
    before = parse_qs(context.query_string, keep_blank_values=True)
    if after == {name: values for name, values in before.items() if not is_tracking(name)}:
        return
    query = urlencode(after, doseq=True)
    with context.session_state.query_params() as store:
        store.populate_from_query_string(query)
        store.set_initial_query_params(query)
    st.query_params.update({})  # of all that stands there now the browser is told


def is_gone_back_to() -> bool:
    """Return whether the reader came to this address through the history of the browser."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
