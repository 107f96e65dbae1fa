"""A run of a page that takes too much processor time is given up: it says so, and what stood there stays.

What stood belongs to the address of before, and numbers must belong to the address above them. So the
address is set back, and the page is drawn again as it was; all of it is remembered. A page that nobody has
seen yet keeps what was drawn until then. Either way the reader can try again, and gets further each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from evidence_site.records.time_limit import MOST_SECONDS, OutOfTimeError, limited_to
from evidence_site.records.wording import _
from evidence_site.ui.state.choosing import choice_button, put
from evidence_site.ui.state.held_address import held_address
from evidence_site.ui.web.measures import GIVEN_UP
from evidence_site.viz.markup import as_it_stands

_STOOD, _TRIED = "run-stood", "run-tried"


@contextmanager
def limited_run(page: str) -> Iterator[None]:
    """Let a page be drawn within its limit; keep what it was asked when it was drawn to its end."""
    try:
        with limited_to(MOST_SECONDS):
            yield
    except OutOfTimeError:
        _give_up(page)
    else:
        st.session_state[_STOOD] = page, dict(held_address().values())


def _give_up(page: str) -> None:
    GIVEN_UP.labels(page).inc()
    tried = dict(held_address().values())
    there, stood = st.session_state.get(_STOOD, ("", {}))
    if there == page and stood != tried:
        st.session_state[_TRIED] = stood, tried
        st.rerun()
    _tell(_("This page takes more time than it may at once. What follows here was left out."), tried)


def set_back() -> None:
    """Set the address back to what stood before a run that was given up. Before ``address.carry``."""
    if given_up := st.session_state.get(_TRIED):
        put(**_change(*reversed(given_up)))


def tell() -> None:
    """Say that what was chosen last was given up, once."""
    if given_up := st.session_state.pop(_TRIED, None):
        words = _("That takes more time than a page may at once. What stood here before was kept.")
        _tell(words, _change(*given_up))


def _tell(words: str, tried: Mapping[str, str]) -> None:
    st.warning(as_it_stands(words), icon=":material/timer_off:")
    choice_button(_("Try again"), tried, key="run-again")


def _change(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that lead from one address to another."""
    return {**dict.fromkeys(before, ""), **after}
