"""What stands on a view: its charts, maps and words for any address of the site, without Streamlit.

The pages draw the same builders and let a reader choose; here the address alone decides. A test opens
every page at every choice and compares what it draws with what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import N_, _
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.chosen import with_chosen, with_chosen_marks
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.maps.place_labels import Naming, read_naming
from evidence_site.viz.pages import night_views, number_views, other_views
from evidence_site.viz.pages.view_parts import THEME, Asked, Build, Part, Picture, Words, chart_of
from evidence_site.viz.words.filter_labels import filters_in_words, one_sided_words

#: Height of the pictures that fit a sheet with the words of a step, in pixels.
_ROOM = 600


@dataclass(frozen=True, eq=False)
class StaticView:
    """A view as its address makes it.

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
    parts: tuple[Part, ...]
    left: int = 0
    is_brief: bool = False

    @property
    def charts(self) -> list[Chart]:
        """Return the rows and words of each picture."""
        return [chart_of(part) for part in self.parts if not isinstance(part, Words)]

    def on_a_sheet(self) -> StaticView:
        """Return what goes on a sheet for a class: pictures while there is room, and words in brief.

        The first part stands whatever its size; a picture without a row does not.
        """
        room, kept = _ROOM, list[Part]()
        parts = [part for part in self.parts if isinstance(part, Words) or chart_of(part).rows] or self.parts
        for part in parts:
            if isinstance(part, Words):
                kept += [part] if part.brief is None else [replace(part, body=part.brief)]
            elif not kept or _height(part) <= room:
                room -= _height(part)
                kept.append(part)
            else:
                room = 0
        told = tuple(part for part in kept if not _is_empty(part))
        brief = any(isinstance(part, Words) and part.brief is not None for part in told)
        return replace(self, parts=told, left=self.left + len(self.parts) - len(told), is_brief=brief)


def static_view(records: Records, path: str, parameters: Mapping[str, str]) -> StaticView:
    """Return what stands on a page at an address; values that mean nothing are as if they were not there.

    Raises:
        KeyError: If no view has this path.
    """
    title, build = VIEWS[path]
    selection = select(records, read_choice(records, parameters)[0])
    asked = Asked(records, selection, parameters)
    parts = [_as_chosen(asked, part) for part in build(asked) if part is not None and not _is_empty(part)]
    return StaticView(
        path,
        _(title),
        filters_in_words(records, selection.choice),
        one_sided_words(records, selection),
        read_naming(records, parameters.get("names", ""), parameters.get("era", "")),
        tuple(parts),
    )


def _as_chosen(asked: Asked, part: Part) -> Part:
    """Return a part with the marks of the open record set apart."""
    if isinstance(part, Words):
        return part
    if isinstance(part, MarkedMap):
        return replace(part, marks=with_chosen_marks(asked.records, part.marks, asked.chosen, THEME))
    return with_chosen(asked.records, part, asked.chosen)


def _height(part: Picture) -> int:
    if isinstance(part, MarkedMap):
        return part.paper_height
    return int(part.figure["layout"].get("height", 0)) if part.figure else 0


def _is_empty(part: Part) -> bool:
    return isinstance(part, Words) and not part.body


#: Path to the name of the page and to what stands on it.
VIEWS: Mapping[str, tuple[str, Build]] = {
    "overview": (N_("Overview"), night_views.overview),
    "timeline": (N_("Timeline"), night_views.timeline),
    "map": (N_("Map"), night_views.map_view),
    "casualties": (N_("Casualties"), number_views.casualties),
    "claims": (N_("Claims"), other_views.claims),
    "explore": (N_("Explore"), other_views.explore),
    "sources": (N_("Sources"), other_views.sources),
    "screenings": (N_("Screenings"), other_views.screenings),
    "activity": (N_("Your own reading"), other_views.activity),
    "about": (N_("About"), other_views.about),
    "data": (N_("Data"), other_views.data),
    "record": (N_("Record"), other_views.record),
}
