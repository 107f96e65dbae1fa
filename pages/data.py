"""Data: every table and column, with its rows to take away under the filters of the page."""

from evidence_site.ui.screen.page import draw_page

draw_page("data")
