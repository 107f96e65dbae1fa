"""Record: one record at its permanent address, with everything it connects to."""

from evidence_site.ui.screen.page import draw_page

draw_page("record")
