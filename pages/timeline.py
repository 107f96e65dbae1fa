"""Timeline: the whole period, the year, and the night, with the chosen record beside them."""

from evidence_site.ui.screen.page import draw_page

draw_page("timeline")
