"""About: method, rules, limits, what is published, corrections, glossary."""

from evidence_site.ui.screen.page import draw_page

draw_page("about")
