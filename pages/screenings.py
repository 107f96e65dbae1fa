"""Screenings: where and when the films were shown, and the one screening that is told in full."""

from evidence_site.ui.screen.page import draw_page

draw_page("screenings")
