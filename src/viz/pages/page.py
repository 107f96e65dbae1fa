"""What a page is: where it stands, what it is called, what its address can hold, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evidence_site.records.choose.parameters import RECORD_TABLE
from evidence_site.viz.pages.menus import Parameter
from evidence_site.viz.pages.parts import Parts
from evidence_site.viz.pages.run import Run


@dataclass(frozen=True)
class Page:
    """One page of the site.

    Attributes:
        path: Its name in addresses; the first page of the table stands at the root.
        title: What it is called, marked for translation.
        group: Part of the menu; an empty one keeps the page out of it, its address still works.
        help: What it shows, in a sentence, marked for translation.
        parts: Gives its parts in order, for a run.
        parameters: What its address can hold besides the filters and the open record.
        shows: Kind of record that it shows and the filters narrow; empty for none. It may depend on the run.
        has_charts: Whether a chart stands near its beginning, so that the browser fetches their script early.
        own_filters: Filters whose menu stands here and on no page that does not name them too. Once chosen,
            they hold everywhere, and a chip on every page lifts them.
        holds_data: Whether all tables are handed out here, and changed ones handed in.
    """

    path: str
    title: str
    group: str
    help: str
    parts: Callable[[Run], Parts]
    parameters: tuple[Parameter, ...] = ()
    shows: str | Callable[[Run], str] = ""
    has_charts: bool = False
    own_filters: tuple[str, ...] = ()
    holds_data: bool = False

    @property
    def is_record(self) -> bool:
        """Return whether it is the page of the one record that its address names."""
        return any(parameter.name == RECORD_TABLE for parameter in self.parameters)

    def shown_kind(self, run: Run) -> str:
        """Return the kind of record that the view of a run shows; empty for none."""
        return self.shows if isinstance(self.shows, str) else self.shows(run)
