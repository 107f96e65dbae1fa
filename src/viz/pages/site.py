"""The pages of the site, in the order of its menu. Everything that walks the pages walks this table."""

from __future__ import annotations

from evidence_site.viz.pages import casualties, map, overview, timeline
from evidence_site.viz.pages.page import Page

PAGES: tuple[Page, ...] = (overview.PAGE, timeline.PAGE, map.PAGE, casualties.PAGE)
