"""Explore: time, place, kind and list on one screen; a choice in one narrows all the others."""

from evidence_site.ui.screen.page import draw_page

draw_page("explore")
