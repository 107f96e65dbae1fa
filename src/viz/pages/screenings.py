"""Screenings: where and when the films were shown, and the one screening that is told in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import number_text
from evidence_site.records.model.rows import Screening
from evidence_site.records.names.naming import dated_names, record_name
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.films.lists import (
    belonging,
    film_list,
    films_label,
    orders,
    owners_called,
    screening_table,
)
from evidence_site.viz.films.programme import main_programme
from evidence_site.viz.films.screenings import films_chart, kinds_chart
from evidence_site.viz.films.showing_years import years_chart
from evidence_site.viz.films.tours import tour_list, tours_label, tours_of
from evidence_site.viz.films.world import map_parts, world_chart
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.pages.menus import Menu, OrderedTable, fixed
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    Aside,
    Button,
    Contents,
    Find,
    Group,
    Heading,
    NotApplying,
    NothingLeft,
    OpenRecord,
    Parts,
    Row,
    Section,
    Title,
    Words,
    beside,
)
from evidence_site.viz.pages.run import SELECTED, Run

#: The filter that keeps for good what an open record keeps while it is open.
_FILTERS = {"places": "place", "films": "film"}


def _parts(run: Run) -> Parts:
    headings = {
        "where": _("Where films were shown"),
        "when": _("When, and on what occasion"),
        "every": _("Every showing"),
        "told": _("One screening in full"),
        "all-films": _("The films"),
    }
    rows, films = run.rows("screenings"), run.rows("films")
    showings = [
        beside(
            [
                Heading("where", headings["where"]),
                MAP_PART,
                *_places(run),
                Heading("when", headings["when"]),
                *_occasions(run),
            ],
            _record(run),
        ),
        Heading("every", headings["every"]),
        *_every_showing(run),
    ]
    films_listed = partial(film_list, run.records, films)
    return (
        Title(_("Screenings"), "screenings"),
        Contents(headings),
        NotApplying("screenings"),
        NothingLeft("screenings"),
        *(showings if rows else []),
        Words("told", headings["told"], main_programme(run.records)),
        Heading("all-films", headings["all-films"]),
        Section("every-film", "", films_listed, label=films_label(films)),
    )


def _places(run: Run) -> Parts:
    """Return the map, and the tours and runs stop by stop: what its lines say, in words."""
    records, rows = run.records, run.rows("screenings")
    lit, tours = chosen_rows(records, "screenings", run.chosen), tours_of(records, rows)
    listed = Section("tours", "", partial(tour_list, records, tours), label=tours_label(tours))
    return world_chart(records, rows, MAP_PART.chosen(run), lit), *([listed] if tours else [])


def _occasions(run: Run) -> Parts:
    """Return the charts by year, kind and film; years that the choice of years leaves out stay, faint."""
    records, rows = run.records, run.rows("screenings")
    around = select(records, run.choice.without("shown")).rows["screenings"]
    return years_chart(records, rows, around), kinds_chart(records, rows), films_chart(records, rows)


def _record(run: Run) -> Parts:
    """Return the lists in which a city, a film or a showing is found, and the open record."""
    records, rows = run.records, run.rows("screenings")
    found = dated_names(records, "screenings", _kept(run) or rows)
    lists = [
        Find("places", owners_called(records, rows, "places"), _("Find a city")),
        Find("films", owners_called(records, rows, "films"), _("Find a film")),
        Find("screenings", found, _("Find a screening")),
    ]
    hint = _("Choose a circle, a square or a film's bar: its record opens here.")
    return Group(lists, "find-showings"), *_kept_note(run), OpenRecord(hint)


def _kept(run: Run) -> tuple[Screening, ...]:
    """Return the rows that belong to the open place or film."""
    return belonging(run.rows("screenings"), *run.chosen) if run.chosen else ()


def _kept_note(run: Run) -> Parts:
    """Say beside the charts that the table keeps the showings of the open record, with a way there."""
    if not (words := _kept_words(run)):
        return []
    link = tag("a", _("See them in the table"), href="#every")
    return [Aside("kept-note", "", tag("p", join([words, link], " ")), level=0)]


def _kept_words(run: Run) -> str:
    """Say whose showings the table keeps, and how many; empty if it keeps all."""
    kept, total = _kept(run), len(run.rows("screenings"))
    if not run.chosen or not kept:
        return ""
    words = ngettext(
        "Only showings that belong to “%(record)s”: %(kept)s of %(total)s row.",
        "Only showings that belong to “%(record)s”: %(kept)s of %(total)s rows.",
        total,
    )
    table, key = run.chosen
    return words % {
        "record": record_name(run.records, table, run.records.table(table)[key]),
        "kept": number_text(len(kept)),
        "total": number_text(total),
    }


def _every_showing(run: Run) -> Parts:
    """Return the table of all showings; of the open place or film alone, with a way back to all."""
    if kept := _kept(run):
        return *_ways_back(run), _table(run, kept)
    return [_table(run, run.rows("screenings"), _("All rows of this view, with their records"))]


def _table(run: Run, rows: Sequence[Screening], label: str = "") -> OrderedTable:
    made = partial(screening_table, run.records, rows, ORDER.chosen(run))
    is_open = not label
    return OrderedTable("every-row", "", made, Markup(""), label=label, is_open=is_open, order=ORDER)


def _ways_back(run: Run) -> Parts:
    said = tag("p", _kept_words(run), class_="sentence")
    note = Words("kept", "", said, Markup(""), level=0, says_changes=True)
    buttons = [Button("kept-all", _("All showings"), {SELECTED: ""}, "close")]
    table, key = run.chosen or ("", "")
    name = _FILTERS[table]
    if run.choice.by_key.get(name) != (key,):
        keep = _("Keep as a filter on every page")
        buttons.append(Button("kept-filter", keep, {name: key}, "filter_alt"))
    return note, Row(buttons, "kept-showings")


MAP_PART = Menu(
    "scale", fixed("near"), N_("Part of the map"), lambda _run: map_parts(), changes_pictures=True
)
ORDER = Menu("by", fixed(*filter(None, orders())), N_("Order"), lambda _run: orders(), look="list")

PAGE = Page(
    "screenings",
    N_("Screenings"),
    N_("On film"),
    N_("Films and where they were shown."),
    _parts,
    parameters=(MAP_PART, ORDER),
    shows="screenings",
    has_charts=True,
    own_filters=("shown", "held"),
)
