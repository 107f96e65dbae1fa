"""Map: where it happened, with the chosen record beside it."""

from evidence_site.ui.screen.page import draw_page

draw_page("map")
