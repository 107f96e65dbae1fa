"""The reader of the address, the only memory: once a run it says what is asked of which page.

On the way to another page Streamlit keeps parameters that are bound to a widget and drops the others: what
goes along is bound to a hidden text input while it holds something, what belongs to one page is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from evidence_site.ui.seams import address_bar
from evidence_site.ui.state.held_address import held_address
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.run import GO_ALONG
from evidence_site.viz.pages.site import BY_PATH


def names_of(path: str) -> tuple[str, ...]:
    """Return the parameters that mean something on a page of the site."""
    return (*GO_ALONG, *(parameter.name for parameter in BY_PATH[path].parameters))


def turn_to(page: str, *, within: str = "", also: Collection[str] = ()) -> None:
    """Say which page is drawn; call it once a run, before anything reads the address.

    Args:
        within: The page of the address bar, if it shows this one within itself.
        also: Parameters of that page, which mean something beside those of the one that is drawn.
    """
    held, bar = held_address(), within or page
    if address_bar.is_gone_back_to():
        held.known.clear()
    elif bar != held.page_in_bar:
        held.repeated.clear()
        for name in held.known.keys() - set(GO_ALONG):
            del held.known[name]
    held.page, held.page_in_bar = page, bar
    held.names = tuple(dict.fromkeys((*also, *names_of(page))))
    asked = address_bar.read()
    for name in held.names:
        if name not in held.known:
            held.known[name] = asked.parameters.get(name, "")
            if name in asked.repeated:
                held.repeated[name] = held.known[name]


def carry() -> None:
    """Draw the hidden inputs, in one container and before anything else on every page.

    What is empty has nothing to take along; an input that is not drawn costs nothing. An input that stood in
    one container and stands in another is two inputs to the browser for a while. When the older goes, the
    browser takes the parameter for unbound and drops it on the way to the next page.
    """
    known = held_address().known
    for name in known.keys() - set(held_address().names):
        del known[name]
    address_bar.write(known)
    with st.container(key="address-carriers", height=1, border=False):
        for name in GO_ALONG:
            if held := known[name]:
                if st.session_state.get(name) != held:
                    st.session_state[name] = held
                st.text_input(as_it_stands(name), key=name, bind="query-params", label_visibility="collapsed")


def unknown() -> Mapping[str, str]:
    """Return the parameters in the address bar that mean nothing on this page, with their values."""
    known = held_address().names
    return {name: held for name, held in address_bar.read().parameters.items() if name not in known}


def repeated() -> Mapping[str, str]:
    """Return the parameters of this page that came with several values, and the last, which counts."""
    address = held_address()
    return {name: held for name, held in address.repeated.items() if held == address.value(name)}
