"""What a reader chooses goes into the address: widgets show what it holds, and write to it.

Streamlit writes the *displayed label* of a bound choice into the address, so links would break with the
language. So widgets are set from the address on every run and write codes to it in their callbacks; nothing
else holds state.

Callbacks run before the page is drawn anew. What they need of the address they ask here, and not of the run
in which their widget was drawn: the reader may have chosen something else since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from evidence_site.ui.seams import address_bar
from evidence_site.ui.state.held_address import held_address
from evidence_site.viz.markup import as_it_stands
from evidence_site.viz.pages.run import GO_ALONG

_MENUS = "address-menus"


def put(**parameters: str) -> None:
    """Set parameters of the address, as one entry of the history. Only in a callback, or before ``carry``."""
    known = held_address().known
    known.update(parameters)
    address_bar.write({**{name: known[name] for name in known.keys() & set(GO_ALONG)}, **parameters})


def held(name: str) -> str:
    """Return a parameter at the moment of a click; empty if the address holds none. For callbacks."""
    return held_address().value(name)


def view_held() -> tuple[str, Mapping[str, str]]:
    """Return the path of the page and its parameters at the moment of a click. For callbacks."""
    return held_address().page, held_address().values()


def choice_button(label: str, sets: Mapping[str, str] | None, *, key: str, **look: Any) -> None:
    """Draw a button that puts parameters into the address.

    Args:
        sets: The parameters; None for a button that stands there and cannot be pressed.
        look: What else ``st.button`` takes.
    """
    settings = {"disabled": sets is None, "on_click": put, "kwargs": dict(sets or {}), **look}
    st.button(as_it_stands(label), key=key, **settings)


def visible(parameter: str, held: object, name: str = "", labels: Iterable[str] = ()) -> str:
    """Return the key of the visible widget for a parameter, set to what the address holds.

    A widget in a closed menu is not on the page, and the browser would send its old value back
    after the address changed by other means (a chip, the back button). So the key changes whenever
    the parameter was not set by the widget itself; while the reader uses it, it stays, and so does
    the focus. It changes with the names of what is chosen too: a browser sends an option by its label, and
    the old name of a record that has another since would be taken for a choice.

    Args:
        held: The value that the widget must show.
        name: Name of the widget, if a parameter has several.
        labels: What the chosen options are called, where that stands in the records.
    """
    stem, menus = f"menu-{name or parameter}", _menus()
    now, called = held_address().value(parameter), tuple(labels)
    seen = menus.get(stem, _ShownValue(None, None, -1))
    other = seen.value != now or seen.labels not in (None, called)
    turn = seen.turn + other
    widget = f"{stem}-{turn}"
    if other or widget not in st.session_state:
        st.session_state[widget] = held
    menus[stem] = _ShownValue(now, called, turn)  # last: the run may be broken off a line earlier
    return widget


def follow(parameter: str, write: Callable[[Any], str], *names: str) -> None:
    """Copy what the visible widgets of a parameter hold into the address. For callbacks."""
    menus, stems = _menus(), [f"menu-{name}" for name in names or (parameter,)]
    put(**{parameter: write(*(st.session_state[f"{stem}-{menus[stem].turn}"] for stem in stems))})
    for stem in stems:
        menus[stem] = _ShownValue(held_address().value(parameter), None, menus[stem].turn)


class _ShownValue(NamedTuple):
    """What of the address a visible widget has shown, what that was called, and the number in its key.

    Attributes:
        labels: None after the reader has used the widget: it then shows what it is called.
    """

    value: str | None
    labels: tuple[str, ...] | None
    turn: int


def _menus() -> dict[str, _ShownValue]:
    """Return what each visible widget has shown.

    One entry of the session for all of them: Streamlit walks every entry for each text input that it draws.
    """
    menus: dict[str, _ShownValue] = st.session_state.setdefault(_MENUS, {})
    return menus
