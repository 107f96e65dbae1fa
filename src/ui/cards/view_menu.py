"""What a page lets the reader choose besides the filters: the choice stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

import streamlit as st

from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands


def view_menu(
    parameter: str,
    label: str,
    options: Mapping[str, str],
    look: Literal["buttons", "list"] = "buttons",
    label_shown: bool = True,
) -> str:
    """Draw the choice for one parameter of the address and return its code.

    The first option is the default: it is not written, and any unknown value falls back to it.

    Args:
        options: Codes with their labels.
        label_shown: Whether the label is seen, or only read out.
    """
    default = next(iter(options))
    held = address.value(parameter)
    chosen = held if held in options else default
    settings: dict[str, Any] = {
        "key": address.visible(parameter, chosen, labels=[options[chosen]]),
        "label_visibility": "visible" if label_shown else "collapsed",
        "on_change": address.follow,
        "args": (parameter, partial(_written, default)),
    }
    if look == "buttons":
        st.segmented_control(
            as_it_stands(label),
            list(options),
            format_func=lambda code: as_it_stands(options[code]),
            **settings,
        )
    else:
        st.selectbox(as_it_stands(label), list(options), format_func=options.__getitem__, **settings)
    return chosen


def _written(default: str, chosen: str | None) -> str:
    return "" if chosen in (None, default) else str(chosen)
