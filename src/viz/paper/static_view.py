"""What of a page goes on paper: its pictures and texts for any address of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.chosen import with_chosen, with_chosen_marks
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.maps.place_labels import Naming
from evidence_site.viz.pages.parts import (
    AnyPart,
    Aside,
    Beside,
    Picture,
    Section,
    Tool,
    Words,
    all_parts,
    chart_of,
)
from evidence_site.viz.pages.run import Run, run_of
from evidence_site.viz.pages.site import BY_PATH
from evidence_site.viz.words.filter_labels import filters_in_words, one_sided_words

#: Height of the pictures that fit a sheet with the words of a step, in pixels.
_ROOM = 600
#: What is printed: texts and pictures.
Printed = Picture | Words


@dataclass(frozen=True, eq=False)
class StaticView:
    """A page as its address makes it, without a reader to choose.

    Attributes:
        title: Name of its page.
        narrowed: Its filters in words; empty for none.
        caution: What must be known of a view of one side; empty for any other.
        naming: How its maps call places.
        left: How many parts of the page are left out here.
        is_brief: Whether its words are shorter here than on the page.
    """

    path: str
    title: str
    narrowed: str
    caution: str
    naming: Naming
    parts: tuple[Printed, ...]
    left: int = 0
    is_brief: bool = False

    @property
    def charts(self) -> list[Chart]:
        """Return the rows and words of each picture."""
        return [chart_of(part) for part in self.parts if not isinstance(part, Words)]

    def on_a_sheet(self) -> StaticView:
        """Return what goes on a sheet for a class: pictures while there is room, and words in brief.

        A picture with which the page begins stands whatever its size; one without a row does not.
        """
        room, kept = _ROOM, list[Printed]()
        parts = [part for part in self.parts if isinstance(part, Words) or chart_of(part).rows] or self.parts
        for part in parts:
            if isinstance(part, Words):
                kept += [part] if part.brief is None else [replace(part, body=part.brief)]
            elif all(isinstance(before, Beside) for before in kept) or _height(part) <= room:
                room -= _height(part)
                kept.append(part)
            else:
                room = 0
        shown = tuple(part for part in kept if not _is_empty(part))
        brief = any(isinstance(part, Words) and part.brief is not None for part in shown)
        return replace(self, parts=shown, left=self.left + len(self.parts) - len(shown), is_brief=brief)


def static_view(records: Records, path: str, parameters: Mapping[str, str]) -> StaticView:
    """Return what stands on a page at an address; values that mean nothing are as if they were not there.

    Raises:
        KeyError: If no page has this path.
    """
    page, run = BY_PATH[path], run_of(records, path, parameters)
    printed = [_as_chosen(run, part) for part in map(printed_part, all_parts(page.parts(run))) if part]
    return StaticView(
        path,
        _(page.title),
        filters_in_words(records, run.choice),
        one_sided_words(records, run.selection),
        run.naming,
        tuple(part for part in printed if not _is_empty(part)),
    )


def printed_part(part: AnyPart) -> Printed | None:
    """Return what of a part stands without a screen: what helps to choose is left out, and what is folded."""
    if isinstance(part, Tool):
        return part.picture
    if isinstance(part, Section):
        return part if part.is_open or part.is_printed else None
    if isinstance(part, Words):
        return None if isinstance(part, Aside) else part
    return part if isinstance(part, (Chart, MarkedMap)) else None


def _as_chosen(run: Run, part: Printed) -> Printed:
    """Return a part with the marks of the open record set apart."""
    if isinstance(part, Words):
        return part
    if isinstance(part, MarkedMap):
        return replace(part, marks=with_chosen_marks(run.records, part.marks, run.chosen, run.theme))
    return with_chosen(run.records, part, run.chosen)


def _height(part: Picture) -> int:
    if isinstance(part, MarkedMap):
        return part.paper_height
    return int(part.figure["layout"].get("height", 0)) if part.figure else 0


def _is_empty(part: Printed) -> bool:
    return isinstance(part, Words) and not part.text
