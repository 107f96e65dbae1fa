"""What this session holds of the address: the page, the parameters that mean something on it, their values.

A click goes out with what the browser holds at that moment. If the answer to the click before is still on
its way, that is the address of before, and would take the click before back. So the session remembers what
the address holds, and the browser's counts only when a page is opened, and when the reader goes back or
forward.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.viz.pages.site import HOME

_PAGE, _WITHIN, _NAMES, _KNOWN = "address-page", "address-within", "address-names", "address-known"


def known() -> dict[str, str]:
    """Return what each parameter of the page holds, set by a callback or read from the bar; to be changed."""
    held: dict[str, str] = st.session_state.setdefault(_KNOWN, {})
    return held


def set_page(page: str, bar: str, names: tuple[str, ...]) -> None:
    """Say which page is drawn, which page the address bar names, and which parameters mean something."""
    st.session_state[_PAGE], st.session_state[_WITHIN], st.session_state[_NAMES] = page, bar, names


def page() -> str:
    """Return the page that is drawn."""
    return str(st.session_state.get(_PAGE, HOME.path))


def page_in_bar() -> str:
    """Return the page of the address bar: the one that is drawn, or the one that shows it within itself."""
    return str(st.session_state.get(_WITHIN, HOME.path))


def names() -> tuple[str, ...]:
    """Return the parameters that mean something on this page."""
    return tuple(st.session_state.get(_NAMES, ()))


def value(name: str) -> str:
    """Return one parameter of the address; empty if it is not there, or if the page does not know it."""
    return known().get(name, "") if name in names() else ""


def values() -> Mapping[str, str]:
    """Return every parameter that holds something."""
    held = known()
    return {name: text for name in names() if (text := held.get(name, ""))}
