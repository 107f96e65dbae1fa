"""Sources: every source once, how it was read, and what rests on it."""

from evidence_site.ui.screen.page import draw_page

draw_page("sources")
