"""A run: what one address asks of one page, read once and handed down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evidence_site.records.choose.choice import Choice, IgnoredValue, read_choice, write_choice
from evidence_site.records.choose.filters import FILTERS
from evidence_site.records.choose.parameters import SELECTED as SELECTED
from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.dates import When
from evidence_site.records.lessons.lesson_code import BUILD
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.viz.chart import TYPE_SIZE
from evidence_site.viz.lessons.lesson_state import LessonState
from evidence_site.viz.maps.place_labels import Naming, read_naming

#: What goes along from page to page: the filters, the open record, and a lesson that is being built.
GO_ALONG: tuple[str, ...] = (*(entry.key for entry in FILTERS), SELECTED, BUILD)


@dataclass(frozen=True, eq=False)
class Run:
    """One run of a page.

    Attributes:
        path: The page that is drawn.
        parameters: What the address holds and this page knows, without what is empty.
        choice: What the filters ask for.
        ignored: What of the filters means nothing.
        unknown: Parameters of the address that mean nothing on this page, with their values.
        repeated: Parameters that came with several values, and the last of them, which counts.
        theme: ``light`` or ``dark``, whichever the reader sees.
        within: The page of the address, if it shows this one within itself; a lesson does so.
        lesson: Where the reader is in the lessons.
        type_size: What the smallest type of a chart measures, in pixels.
    """

    records: Records
    path: str
    parameters: Mapping[str, str]
    choice: Choice
    ignored: Sequence[IgnoredValue] = ()
    unknown: Mapping[str, str] = field(default_factory=dict)
    repeated: Mapping[str, str] = field(default_factory=dict)
    theme: str = "light"
    within: str = ""
    lesson: LessonState = field(default_factory=LessonState)
    type_size: int = TYPE_SIZE

    @cached_property
    def selection(self) -> Selection:
        """Return the records that the filters leave; worked out when something of the page needs it."""
        return select(self.records, self.choice)

    @property
    def chosen(self) -> RecordKey | None:
        """Return table and id of the record that is open, whether there is such a record or not."""
        table, dot, key = self.parameters.get(SELECTED, "").partition(".")
        return (table, key) if dot else None

    @property
    def naming(self) -> Naming:
        """Return how maps call places."""
        return read_naming(self.records, self.parameters.get("names", ""), self.parameters.get("era", ""))

    @property
    def night(self) -> When:
        """Return the date of the main event."""
        return self.records.tables.events[self.records.site.main_event].date

    @property
    def view_parameters(self) -> dict[str, str]:
        """Return what makes the view: of its filters what means something, in their order."""
        filters = {entry.key for entry in FILTERS}
        kept = {name: held for name, held in self.parameters.items() if name not in {*filters, BUILD}}
        return write_choice(self.choice) | kept

    def rows(self, table: str) -> Sequence[Any]:
        """Return the rows of a kind of record that the filters leave."""
        return self.selection.rows[table]

    def elsewhere(self, **parameters: str) -> dict[str, str]:
        """Return the parameters of a link to another page: the filters as they stand, and what is given.

        A lesson that is being built goes along, as a filter does. Such a link loads the page anew.
        """
        names = (*(entry.key for entry in FILTERS), BUILD)
        kept = {name: held for name in names if (held := self.parameters.get(name, ""))}
        return {**kept, **parameters}


def run_of(records: Records, path: str, parameters: Mapping[str, str], **given: Any) -> Run:
    """Return the run of a page at an address; what means nothing is as if it were not there.

    Args:
        given: What else is known of the run: theme, the page that shows this one, the place in a lesson.
    """
    held = {name: value for name, value in parameters.items() if value}
    choice, ignored = read_choice(records, held)
    return Run(records, path, held, choice, ignored, **given)
