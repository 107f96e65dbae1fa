"""Names on the map: in which language and of which time, and a place found by any of its names."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.naming import code_label
from evidence_site.records.names.place_names import MAIN_LANGUAGE
from evidence_site.records.wording import _
from evidence_site.ui.cards.view_menu import view_menu
from evidence_site.ui.filters.filter_bar import choice_now
from evidence_site.ui.state import address
from evidence_site.viz.maps.map_marks import in_frame
from evidence_site.viz.maps.place_labels import TODAY, Naming, read_naming
from evidence_site.viz.markup import as_it_stands

_LANGUAGE, _TIME, _PLACE = "names", "era", "place"
_FINDER = "find-place"


def naming_now(records: Records) -> Naming:
    """Return how the address wants places to be called."""
    return read_naming(records, address.value(_LANGUAGE), address.value(_TIME))


def name_menus(records: Records) -> None:
    """Draw the choice of language and time of the names, behind a button that says what is chosen."""
    now = naming_now(records)
    times = _times(records)
    chosen = f"{code_label(records, 'place_names', 'language', now.language)}, {times[now.time]}"
    with st.popover(as_it_stands(_("Names: %(chosen)s") % {"chosen": chosen})):
        view_menu(_LANGUAGE, _("Language of the names"), _languages(records))
        view_menu(_TIME, _("Names as they were"), times)


def _languages(records: Records) -> Mapping[str, str]:
    codes = [MAIN_LANGUAGE, *records.package.codes_of("place_names", "language")]
    return {code: code_label(records, "place_names", "language", code) for code in dict.fromkeys(codes)}


def _times(records: Records) -> Mapping[str, str]:
    event = records.tables.events[records.site.main_event]
    return {"": str(event.date.start.year), TODAY: _("Today")}


def place_finder(records: Records) -> None:
    """Draw the search for a place on the map by any spelling; it sets the filter and opens the place."""
    spelled = _spelled(records)
    chosen = choice_now(records).by_key.get(_PLACE, ())
    found = chosen[0] if len(chosen) == 1 and chosen[0] in spelled else None
    st.selectbox(
        _("Find a place, by any of its names"),
        list(spelled),
        key=address.visible(_PLACE, found, _FINDER, [spelled[found]] if found else []),
        index=None,
        format_func=lambda key: spelled.get(key, key),
        placeholder=_("Type or choose"),
        accept_new_options=True,
        on_change=_find,
        args=(records,),
        width=320,
    )


@remembered
def _spelled(records: Records) -> Mapping[str, str]:
    """Return the places in the frame of the map, each with all its names, for any of them to be typed."""
    inside = [place for place in records.tables.places if in_frame(records, place)]
    return {
        place.id: " · ".join(
            dict.fromkeys([place.name, *(name.name for name in records.links.names_of[place.id])])
        )
        for place in sorted(inside, key=lambda place: place.name.casefold())
    }


def _find(records: Records) -> None:
    address.follow(_PLACE, lambda found: found or "", _FINDER)
    found = read_choice(records, {_PLACE: address.value(_PLACE)})[0].by_key.get(_PLACE, ())
    if len(found) == 1:
        address.choose_record("places", found[0])
