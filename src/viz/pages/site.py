"""The pages of the site, in the order of its menu. Everything that walks the pages walks this table."""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.choose.filters import BY_KEY, Filter
from evidence_site.records.choose.parameters import LESSONS, SELECTED
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
#: The page at the root of the site, and the one of a record.
HOME = PAGES[0]
RECORD = next(page for page in PAGES if page.is_record)
BY_PATH: Mapping[str, Page] = {page.path: page for page in PAGES}
#: What pages let a reader choose besides the filters; a record is not chosen on a page, it is one.
VIEW_PARAMETERS: tuple[str, ...] = tuple(
    dict.fromkeys(parameter.name for page in PAGES if not page.is_record for parameter in page.parameters)
)


def link_path(page: Page) -> str:
    """Return the path of a page as links of the site write it."""
    return "" if page is HOME else page.path


def path_of_view(view: LessonView) -> str:
    """Return the path of a view as links write it, whether there is such a page or not."""
    return link_path(BY_PATH[view.path]) if view.path in BY_PATH else view.path


def has_menu(page: Page, entry: Filter) -> bool:
    """Return whether the menu of a filter stands on a page."""
    is_own = any(entry.key in other.own_filters for other in PAGES)
    return entry.has_menu and (entry.key in page.own_filters or not is_own)


def is_page(view: LessonView) -> bool:
    """Return whether a step of a lesson can show a view: any page but the lessons themselves."""
    return view.path in BY_PATH and view.path != LESSONS


def known_parameters(path: str) -> list[str]:
    """Return the parameters that a page knows: filters, the open record, and its own."""
    page = BY_PATH[path]
    own = [parameter.name for parameter in page.parameters]
    return [*BY_KEY, *([] if page.is_record else [SELECTED]), *own]


def meant(view: LessonView) -> dict[str, str]:
    """Return the parameters of a view that its page knows."""
    known = known_parameters(view.path) if is_page(view) else ()
    return {name: held for name, held in view.parameters if name in known}
