"""Every view that has an address of its own: each page, each part of a page, and states worth a look."""

from __future__ import annotations

from evidence_site.ui.state.site_pages import PAGES
from evidence_site.viz.pages import casualties, map

View = tuple[str, dict[str, str]]

VIEWS: tuple[View, ...] = (
    *[(page.path, {}) for page in PAGES if page.path != "record"],
    *[("casualties", {"tab": view.code}) for view in casualties.VIEWS.views if view.code],
    ("casualties", {"day": "1992-03-03"}),
    ("map", {"tab": "night"}),
    ("map", {"tab": "night", "hour": "1992-02-26T02:00"}),
    ("timeline", {"cat": "legal.attack_on_civilians", "sel": "events.khojaly-1992", "surprise": "1"}),
    *[("map", {"tab": view.code}) for view in map.VIEWS.views if view.code not in ("", "night")],
    ("sources", {"q": "zzzz qqqq", "side": "independent"}),
    ("explore", {"lens": "screenings", "shown": "2015.2016", "sel": "places.baku"}),
    ("screenings", {"scale": "near", "shown": "2015.2016", "sel": "films.endless-corridor"}),
    ("record", {"table": "events", "key": "khojaly-1992"}),
)


def view_name(view: View) -> str:
    """Return the address of a view, as the name of a test."""
    path, values = view
    return path + "".join(f"&{name}={value}" for name, value in values.items() if name != "surprise")
