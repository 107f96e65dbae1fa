"""What a view is made of, and what an address asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence_site.records.choose.selection import Selection
from evidence_site.records.dates import When
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup

#: Pictures are drawn on light paper.
THEME = "light"


#: How the keys of parts begin that count records by one filter; they stand beside each other.
BARS = "bars-"


@dataclass(frozen=True)
class Words:
    """A part of a view that is text: a heading and what stands below it.

    Attributes:
        brief: What of it goes on a sheet for a class, if that is not all; empty for nothing.
    """

    key: str
    heading: str
    body: Markup
    brief: Markup | None = None


Picture = Chart | MarkedMap
Part = Picture | Words


def chart_of(picture: Picture) -> Chart:
    """Return the rows and words of a picture, be it a chart or a map."""
    return picture.chart if isinstance(picture, MarkedMap) else picture


@dataclass(frozen=True, eq=False)
class Asked:
    """What an address asks of a page."""

    records: Records
    selection: Selection
    parameters: Mapping[str, str]

    def code(self, name: str, known: Sequence[str]) -> str:
        """Return a choice; the first that is known for any other value."""
        held = self.parameters.get(name, "")
        return held if held in known else known[0] if known else ""

    def rows(self, table: str) -> Sequence[Any]:
        """Return the rows that the filters leave."""
        return self.selection.rows[table]

    @property
    def chosen(self) -> RecordKey | None:
        """Return the record that is open; None if there is no such record."""
        table, _dot, key = self.parameters.get("sel", "").partition(".")
        return (table, key) if table in KINDS and key in self.records.table(table) else None

    @property
    def night(self) -> When:
        """Return the date of the main event."""
        return self.records.tables.events[self.records.site.main_event].date


Build = Callable[[Asked], Sequence[Part | None]]
