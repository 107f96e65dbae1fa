"""A choice that is stepped by hand: a list, and buttons to the one before and the one after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands


@dataclass(frozen=True)
class Stepper:
    """What a stepped choice is called; all of it is shown, so all of it is translated.

    Attributes:
        parameter: Where the choice stands in the address.
        key: Name of its box on the page, for the style sheet.
    """

    parameter: str
    key: str
    label: str
    help: str
    previous: str
    next: str


def step_through(stepper: Stepper, labels: Mapping[str, str], chosen: str) -> None:
    """Draw the choice; the first of the codes is the default and is not written to the address.

    Args:
        labels: Codes with their labels, in the order of the steps.
    """
    codes = list(labels)
    here = codes.index(chosen)
    with st.container(horizontal=True, key=stepper.key, vertical_alignment="bottom"):
        st.selectbox(
            as_it_stands(stepper.label),
            codes,
            key=address.visible(stepper.parameter, chosen, labels=[labels[chosen]]),
            format_func=labels.__getitem__,
            help=as_it_stands(stepper.help),
            width=320,
            on_change=address.follow,
            args=(stepper.parameter, str),
        )
        _step(stepper, "previous", stepper.previous, codes[here - 1] if here else None)
        _step(stepper, "next", stepper.next, codes[here + 1] if here + 1 < len(codes) else None)


def _step(stepper: Stepper, way: str, label: str, code: str | None) -> None:
    put = {stepper.parameter: code or ""}
    st.button(
        as_it_stands(label),
        key=f"{stepper.key}-{way}",
        disabled=code is None,
        on_click=address.put,
        kwargs=put,
    )
