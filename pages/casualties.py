"""Casualties: who said how many, when, and what they counted."""

from evidence_site.ui.screen.page import draw_page

draw_page("casualties")
