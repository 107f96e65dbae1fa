"""The pages of the site, in the order of its menu. Everything that walks the pages walks this table."""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.choose.parameters import LESSONS, RECORD_ID, RECORD_TABLE, SELECTED
from evidence_site.records.lessons.lessons import LessonView
from evidence_site.viz.pages import (
    about,
    activity,
    casualties,
    claims,
    data,
    explore,
    lessons,
    map,
    overview,
    record,
    screenings,
    sources,
    timeline,
)
from evidence_site.viz.pages.page import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    timeline.PAGE,
    map.PAGE,
    casualties.PAGE,
    claims.PAGE,
    explore.PAGE,
    sources.PAGE,
    screenings.PAGE,
    lessons.PAGE,
    activity.PAGE,
    about.PAGE,
    data.PAGE,
    record.PAGE,
)
#: The page at the root of the site.
HOME = PAGES[0]
BY_PATH: Mapping[str, Page] = {page.path: page for page in PAGES}
#: What pages let a reader choose besides the filters; a record is not chosen on a page, it is one.
VIEW_PARAMETERS: tuple[str, ...] = tuple(
    dict.fromkeys(
        parameter.name
        for page in PAGES
        for parameter in page.parameters
        if parameter.name not in (RECORD_TABLE, RECORD_ID)
    )
)


def link_path(page: Page) -> str:
    """Return the path of a page as links of the site write it."""
    return "" if page is HOME else page.path


def is_page(view: LessonView) -> bool:
    """Return whether a step of a lesson can show a view: any page but the lessons themselves."""
    return view.path in BY_PATH and view.path != LESSONS


def known_parameters(path: str) -> list[str]:
    """Return the parameters that a page knows: filters, the open record, and its own."""
    own = [parameter.name for parameter in BY_PATH[path].parameters]
    return [*BY_KEY, *([] if RECORD_TABLE in own else [SELECTED]), *own]


def meant(view: LessonView) -> dict[str, str]:
    """Return the parameters of a view that its page knows."""
    known = known_parameters(view.path) if is_page(view) else ()
    return {name: held for name, held in view.parameters if name in known}
