"""Every view that has an address of its own: each page, each part of a page, and states worth a look."""

from __future__ import annotations

from addresses import View, view_addresses

VIEWS: tuple[View, ...] = (
    *view_addresses(),
    ("casualties", {"day": "1992-03-03"}),
    ("map", {"tab": "night", "hour": "1992-02-26T02:00"}),
    ("timeline", {"cat": "legal.attack_on_civilians", "sel": "events.khojaly-1992", "surprise": "1"}),
    ("sources", {"q": "zzzz qqqq", "side": "independent"}),
    ("explore", {"lens": "screenings", "shown": "2015.2016", "sel": "places.baku"}),
    ("screenings", {"scale": "near", "shown": "2015.2016", "sel": "films.endless-corridor"}),
    ("record", {"table": "events", "key": "khojaly-1992"}),
)


def view_name(view: View) -> str:
    """Return the address of a view, as the name of a test."""
    path, values = view
    return path + "".join(f"&{name}={value}" for name, value in values.items() if name != "surprise")
