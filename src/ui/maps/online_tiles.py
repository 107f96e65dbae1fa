"""Pictures of the map from the network: only after the visitor agreed, and until the visit ends."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.viz.maps.leaflet_layers import TILE_HOST
from evidence_site.viz.markup import as_it_stands, tag

#: Stands in the session and never in the address: who opens a link has agreed to nothing.
_AGREED = "online-tiles"


def agreed() -> bool:
    """Return whether the visitor agreed to ask the network for pictures."""
    return bool(st.session_state.get(_AGREED))


def _set(wanted: bool) -> None:
    st.session_state[_AGREED] = wanted


def ask_for_tiles() -> None:
    """Draw the offer of online pictures, with what happens if it is taken, and the way back."""
    wanted = agreed()
    state = _("on") if wanted else _("off")
    fold = st.expander(
        as_it_stands(_("Street map from the network: %(state)s") % {"state": state}), key="tiles"
    )
    host = {"host": TILE_HOST}
    fold.html(
        tag(
            "p",
            _(
                "The map needs no network. If you agree, your browser asks %(host)s for pictures of roads "
                "and places of today, and that server learns the network address of your machine and which "
                "part of the map you look at. Names and borders on the pictures are those of OpenStreetMap, "
                "not of this site. This holds until you take it back or leave."
            )
            % host,
            class_="quiet",
        )
    )
    label = _("Ask %(host)s no longer") if wanted else _("Agree, and ask %(host)s for pictures")
    fold.button(as_it_stands(label % host), key="tiles-agreed", on_click=_set, args=(not wanted,))
