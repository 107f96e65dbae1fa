"""Maps on the screen: a click on a mark opens its record; pictures from the network if a reader agrees."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.geography.geo import Point
from evidence_site.records.wording import _
from evidence_site.ui.screen.pictures import plot
from evidence_site.ui.seams.ready_map import ready_map, ready_marks, ready_tiles
from evidence_site.ui.state.choosing import put
from evidence_site.viz.chart import nothing_to_draw
from evidence_site.viz.maps.base_map import LABEL_SIZE
from evidence_site.viz.maps.chosen import with_chosen_marks
from evidence_site.viz.maps.map_legend import line_legend
from evidence_site.viz.maps.map_marks import MarkedMap, in_frame, point_of
from evidence_site.viz.markup import as_it_stands, join, tag
from evidence_site.viz.pages.parts import OnlineTiles, SmallPicture
from evidence_site.viz.pages.run import SELECTED, Run

#: The map without pictures from the network, and the one with them: another frame, which goes when they are
#: taken back. One that knows their address may still be loading, and would ask for them in the end.
_KEY, _ONLINE_KEY = "region-map", "region-map-online"
_SMALL_KEY = "explore-map"
#: Stands in the session and never in the address: who opens a link has agreed to nothing.
_AGREED = "online-tiles"


def marked_map(run: Run, part: MarkedMap, level: int) -> None:
    """Draw a map under its title, with what its marks and lines mean; a click on a mark opens its record."""
    heading = st.header if level == 2 else st.subheader
    heading(as_it_stands(part.chart.title), anchor=part.anchor)
    if marks := with_chosen_marks(run.records, part.marks, run.chosen, run.theme):
        layers, key = [ready_marks(run.records, marks, run.theme, run.naming)], _KEY
        if _is_agreed():
            layers, key = [ready_tiles(run.records), *layers], _ONLINE_KEY
        ready_map(run.records, run.theme, part.reach, max(LABEL_SIZE, run.type_size)).draw(
            layers, key=key, height=part.height, on_choose=choose, center=_asked_place(run)
        )
    else:
        st.html(nothing_to_draw())
    lines = None if part.reach else line_legend(run.records, run.theme)
    st.html(join([part.legend, lines, part.beside]))


def choose(record: str) -> None:
    """Open the record that a clicked mark carries. For callbacks."""
    put(**{SELECTED: record})


def _asked_place(run: Run) -> Point | None:
    """Return where the one place lies that the filters ask for; None for any other choice or another map."""
    chosen = run.choice.by_key.get("place", ())
    place = run.records.tables.places[chosen[0]] if len(chosen) == 1 else None
    return point_of(place) if place and in_frame(run.records, place) else None


def small_picture(run: Run, part: SmallPicture) -> None:
    """Draw a chart or a map without its card; a click opens what lies there."""
    if not isinstance(part.picture, MarkedMap):
        plot(run, part.picture)
    elif marks := with_chosen_marks(run.records, part.picture.marks, run.chosen, run.theme):
        layer = ready_marks(run.records, marks, run.theme, run.naming)
        ready_map(run.records, run.theme).draw(
            [layer], key=_SMALL_KEY, height=part.picture.height, on_choose=choose
        )
    else:
        st.html(nothing_to_draw())


# --- pictures from the network ---------------------------------------------------------------------------


def _is_agreed() -> bool:
    return bool(st.session_state.get(_AGREED))


def _agree(wanted: bool) -> None:
    st.session_state[_AGREED] = wanted


def online_tiles(_run: Run, part: OnlineTiles) -> None:
    """Draw the offer of online pictures, with what happens if it is taken, and the way back.

    A reader's word holds until the visit ends.
    """
    wanted, host = _is_agreed(), {"host": part.host}
    label = _("Street map from the network: %(state)s") % {"state": _("on") if wanted else _("off")}
    fold = st.expander(as_it_stands(label), key="tiles")
    fold.html(tag("p", part.words, class_="quiet"))
    offer = _("Ask %(host)s no longer") if wanted else _("Agree, and ask %(host)s for pictures")
    fold.button(as_it_stands(offer % host), key="tiles-agreed", on_click=_agree, args=(not wanted,))
