"""Every page of the site with what its address can hold: pages, their checks and lessons are made from it.

What a page lets a reader choose besides filters and the open record stands here with the values that mean
something, so that an address that somebody wrote into a lesson can be checked without drawing the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from evidence_site.records.choose.facets import LENSES
from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.load.loading import Records

#: The record that is open beside a view, as ``table.id``.
SELECTED = "sel"
#: The table and id that the record page shows.
RECORD_TABLE, RECORD_ID = "table", "key"
#: The lesson that is open, its step, for whom it is shown, and how large.
LESSON, STEP, ROLE, SIZE = "lesson", "step", "role", "size"
#: Who reads a lesson: whoever teaches, with all that is known; a pupil, without answers.
TEACHER, PUPIL = "teacher", "pupil"
#: The page of lessons: it shows other pages within itself, and cannot show itself.
LESSONS = "lessons"
#: The page on which pupils write.
ACTIVITY = "activity"


@dataclass(frozen=True)
class Accepted:
    """What a parameter accepts: known codes, several with points between, or anything of a form.

    Attributes:
        codes: Gives the codes, for the records that are loaded; none if only the form is checked.
        form: Pattern of a value.
        example: A value, for a remedy.
    """

    codes: Callable[[Records], Iterable[str]] | None = None
    several: bool = False
    form: str = ""
    example: str = ""

    def unknown(self, records: Records, value: str) -> list[str]:
        """Return the parts of a value that mean nothing."""
        if self.codes is None:
            return [] if re.fullmatch(self.form, value) else [value]
        known = frozenset(self.codes(records))
        parts = value.split(CODE_SEPARATOR) if self.several else [value]
        return [part for part in parts if part not in known]


def _fixed(*codes: str) -> Accepted:
    return Accepted(lambda _: codes)


def _listed(table: str, column: str) -> Accepted:
    return Accepted(lambda records: records.package.codes_of(table, column))


def _ids(table: str) -> Accepted:
    return Accepted(lambda records: records.table(table).ids())


def _voices(records: Records) -> Iterable[str]:
    return {*records.package.code_lists["perspective"], *records.tables.sources.ids()}


def _years(records: Records) -> Iterable[str]:
    return {str(row.year) for table in ("displacement", "population") for row in records.table(table)}


_NAMES, _ERA = _listed("place_names", "language"), _fixed("today")
_TENFOLD = _fixed("log")

#: Page to the parameters with which it lets a reader choose; the first value of each is not written.
CHOICES: Mapping[str, Mapping[str, Accepted]] = {
    "overview": {},
    "timeline": {},
    "map": {
        "tab": _fixed("night", "attacks", "coded", "displaced", "population", "screenings"),
        "hour": Accepted(form=r"\d{4}-\d\d-\d\dT\d\d:\d\d", example="2001-02-26T02:00"),
        "year": Accepted(_years),
        "names": _NAMES,
        "era": _ERA,
    },
    "casualties": {
        "tab": _fixed("sides", "made-of", "afterwards", "compare", "elsewhere"),
        "scale": _TENFOLD,
        "set": _ids("figures"),
        "vs": Accepted(_voices, several=True),
        "of": _ids("events"),
        "day": Accepted(form=r"\d{4}-\d\d-\d\d", example="2001-03-03"),
    },
    "claims": {"set": Accepted(form=r"[\w-]+", example="a-newspaper"), "by": _listed("claims", "verdict")},
    "explore": {
        "lens": _fixed(*LENSES),
        "scale": Accepted(lambda records: [period.code for period in records.site.periods]),
        "page": Accepted(form=r"[0-9]+", example="2"),
        "names": _NAMES,
        "era": _ERA,
    },
    "sources": {"by": _fixed("perspective", "type")},
    "screenings": {"scale": _fixed("near"), "by": _fixed("oldest", "film", "place", "country", "status")},
    LESSONS: {
        LESSON: Accepted(lambda records: [lesson.id for lesson in records.lessons]),
        STEP: Accepted(form=r"[1-9][0-9]?", example="1"),
        ROLE: _fixed(TEACHER, PUPIL),
        SIZE: _fixed("large"),
    },
    ACTIVITY: {"claim": _ids("claims")},
    "about": {},
    "data": {},
    "record": {
        RECORD_TABLE: Accepted(lambda records: records.package.tables),
        RECORD_ID: Accepted(form=".+"),
    },
}

#: Page to the kind of record that it shows, where the filters can leave it empty.
_SHOWN: Mapping[str, str] = {
    "overview": "events",
    "timeline": "events",
    "map": "events",
    "casualties": "figures",
    "claims": "claims",
    "sources": "sources",
    "screenings": "screenings",
}


#: Kind of record to the page that shows it under the filters.
VIEW_OF: Mapping[str, str] = {"events": "timeline", "figures": "casualties", "screenings": "screenings"}


def shown_kind(path: str, values: Mapping[str, str]) -> str:
    """Return the kind of record that a view shows and its filters narrow; empty if there is none."""
    if path == "explore":
        return values["lens"] if values.get("lens") in LENSES else LENSES[0]
    if path == "map" and values.get("tab") == "screenings":
        return "screenings"
    return _SHOWN.get(path, "")
