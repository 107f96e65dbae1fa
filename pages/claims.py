"""Claims: sentences from a text, each checked, with the sources for it and against it."""

from evidence_site.ui.screen.page import draw_page

draw_page("claims")
