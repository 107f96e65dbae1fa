"""Map: where it happened, with the chosen record beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.naming import dated_names
from evidence_site.records.wording import N_, _
from evidence_site.viz.datasets.conflict_events import coded_map
from evidence_site.viz.datasets.displacement import displacement_map, displacement_years
from evidence_site.viz.datasets.population_map import population_map, population_years
from evidence_site.viz.films.screening_map import screening_map
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.map_marks import MarkedMap, in_frame
from evidence_site.viz.numbers.attack_map import attack_map
from evidence_site.viz.pages.map_notes import map_notes
from evidence_site.viz.pages.menus import ERA, NAMES, AcceptedValues, NamedView, Steps, Views, views_menu
from evidence_site.viz.pages.night import HOUR, night_parts
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    AnyPart,
    Find,
    FindPlace,
    Folded,
    NotApplying,
    NothingLeft,
    OpenRecord,
    Parts,
    Popover,
    Row,
    Title,
    beside,
)
from evidence_site.viz.pages.run import Run

_HINT = N_("Choose a mark on the map or an event in the list: its record opens here.")
_ROW_HINT = N_("Choose a mark on the map or a row in the list: its record opens here.")


def _parts(run: Run) -> Parts:
    title = Title(_("Map"), anchor=False)
    tools = [_names(run), FindPlace(_spelled(run.records), _("Find a place, by any of its names"))]
    shown = VIEWS.chosen_view(run).view.parts(run)
    if run.within:
        label = _("What the map shows, and its names")
        return _head(title, Folded([*tools, VIEWS], label=label)), *shown
    return _head(title, *tools), VIEWS, *shown


def _head(*parts: AnyPart) -> Row:
    return Row(parts, "view-tools", alignment="bottom")


# --- names -----------------------------------------------------------------------------------------------


def _names(run: Run) -> Popover:
    language, time = (menu.options(run)[menu.chosen(run)] for menu in (NAMES, ERA))
    label = _("Names: %(chosen)s") % {"chosen": f"{language}, {time}"}
    return Popover([NAMES, ERA], label=label)


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


# --- years -----------------------------------------------------------------------------------------------


def _by_code(years: Iterable[int]) -> Mapping[str, str]:
    return {str(year): str(year) for year in years}


YEAR = Steps(
    "year",
    AcceptedValues(lambda records: _by_code({*displacement_years(records), *population_years(records)})),
    N_("Year"),
    lambda run: VIEWS.chosen_view(run).view.years(run.records),
    key="map-year",
    help=N_("Choose a year, or step through the years for which there are numbers."),
    previous=N_("Previous year"),
    next=N_("Next year"),
    ignored=N_("“%(value)s” is no year with numbers and was ignored; shown instead: %(shown)s."),
)


def _year(run: Run) -> int | None:
    """Return the year that is shown; None for all, or where no year has a number."""
    return int(code) if (code := YEAR.chosen(run)) else None


# --- views -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MapView:
    """One thing that the map shows.

    Attributes:
        follows: Kind of record whose filters narrow it; another kind follows none.
        parts: Gives its parts.
        years: Gives the years of which it shows one at a time, with their words.
    """

    follows: str
    parts: Callable[[Run], Parts]
    years: Callable[[Records], Mapping[str, str]] = lambda _records: {}


def _layer(follows: str, find: str, marked: Callable[[Run], MarkedMap], hint: str, run: Run) -> Parts:
    """Return a map with the list of its rows, and the open one, beside it.

    Args:
        find: Label of the list.
        marked: Makes the marks and the words.
        hint: What is said while no record is open.
    """
    drawn = marked(run)
    emptied = [NothingLeft(follows)] if follows in run.selection.ids else []
    year = [YEAR] if YEAR.options(run) else []
    names = dated_names(run.records, drawn.chart.table, drawn.chart.rows)
    record = [Find(drawn.chart.table, names, _(find)), OpenRecord(_(hint))]
    return NotApplying(follows), *emptied, beside([*year, drawn, *map_notes(run, drawn)], record)


def layer_view(
    follows: str,
    find: str,
    marked: Callable[[Run], MarkedMap],
    *,
    hint: str = _ROW_HINT,
    years: Callable[[Records], Mapping[str, str]] = lambda _records: {},
) -> MapView:
    """Return a view of one map with the list of its rows; words are marked for translation."""
    return MapView(follows, partial(_layer, follows, find, marked, hint), years)


def _night(run: Run) -> Parts:
    return night_parts(run, _(_HINT))


_EVENT = N_("Find an event")

VIEWS: Views[MapView] = views_menu(
    N_("Show"),
    NamedView(
        "",
        N_("All events"),
        layer_view(
            "events",
            _EVENT,
            lambda run: event_map(run.records, run.rows("events"), run.theme),
            hint=_HINT,
        ),
    ),
    NamedView("night", N_("The night, hour by hour"), MapView("events", _night)),
    NamedView(
        "attacks",
        N_("Attacks on civilians"),
        layer_view(
            "events",
            _EVENT,
            lambda run: attack_map(run.records, run.rows("events"), run.selection.ids["figures"], run.theme),
            hint=_HINT,
        ),
    ),
    NamedView(
        "coded",
        N_("Events as a data set codes them"),
        layer_view(
            "conflict_events", N_("Find a coded event"), lambda run: coded_map(run.records, run.theme)
        ),
    ),
    NamedView(
        "displaced",
        N_("Displacement"),
        layer_view(
            "displacement",
            N_("Find a number of displaced people"),
            lambda run: displacement_map(run.records, _year(run), run.theme),
            years=lambda records: _by_code(displacement_years(records)),
        ),
    ),
    NamedView(
        "population",
        N_("Population"),
        layer_view(
            "places",
            N_("Find a number of people"),
            lambda run: population_map(run.records, run.selection, _year(run), run.theme),
            years=lambda records: {"": _("All years"), **_by_code(population_years(records))},
        ),
    ),
    NamedView(
        "screenings",
        N_("Screenings"),
        layer_view(
            "screenings",
            N_("Find a screening"),
            lambda run: screening_map(run.records, run.rows("screenings"), run.theme, run.elsewhere()),
        ),
    ),
    is_labelled=False,
)


def _shows(run: Run) -> str:
    """Return the kind of record that a view shows; what follows no filter of its own stands beside events."""
    follows = VIEWS.chosen_view(run).view.follows
    return follows if follows == "screenings" else "events"


PAGE = Page(
    "map",
    N_("Map"),
    N_("The night"),
    N_("Where it happened."),
    _parts,
    parameters=(VIEWS, HOUR, YEAR, NAMES, ERA),
    shows=_shows,
)
