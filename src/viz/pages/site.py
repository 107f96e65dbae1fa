"""The pages of the site, in the order of its menu. Everything that walks the pages walks this table."""

from __future__ import annotations

from evidence_site.viz.pages import casualties, explore, screenings, timeline
from evidence_site.viz.pages.page import Page

PAGES: tuple[Page, ...] = (timeline.PAGE, casualties.PAGE, explore.PAGE, screenings.PAGE)
