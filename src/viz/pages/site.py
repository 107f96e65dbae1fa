"""The pages of the site, in the order of its menu. Everything that walks the pages walks this table."""

from __future__ import annotations

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
