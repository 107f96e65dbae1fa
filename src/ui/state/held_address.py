"""What this session holds of the address: the page, the parameters that mean something on it, their values.

A click goes out with what the browser holds at that moment. If the answer to the click before is still on
its way, that is the address of before, and would take the click before back. So the session remembers what
the address holds, and the browser's counts only when a page is opened, and when the reader goes back or
forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from evidence_site.viz.pages.site import HOME


@dataclass
class HeldAddress:
    """The address of a session.

    Attributes:
        page: The page that is drawn.
        page_in_bar: The page of the address bar: the one that is drawn, or one that shows it within itself.
        names: The parameters that mean something on the page that is drawn.
        known: What each of them holds, set by a callback or read from the bar.
        repeated: Those that came with several values, and the last, which the bar holds alone since.
    """

    page: str = HOME.path
    page_in_bar: str = HOME.path
    names: tuple[str, ...] = ()
    known: dict[str, str] = field(default_factory=dict)
    repeated: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return one parameter; empty if it is not there, or if the page does not know it."""
        return self.known.get(name, "") if name in self.names else ""

    def values(self) -> Mapping[str, str]:
        """Return every parameter that holds something."""
        return {name: text for name in self.names if (text := self.known.get(name, ""))}


def held_address() -> HeldAddress:
    """Return the address of this session, to be read and changed."""
    address: HeldAddress = st.session_state.setdefault("address", HeldAddress())
    return address
