"""Overview: what happened, attributed numbers, a glance at time, place and film, three ways on."""

from evidence_site.ui.screen.page import draw_page

draw_page("overview")
