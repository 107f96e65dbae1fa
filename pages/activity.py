"""Your own reading: a pupil weighs the sources for one sentence and keeps the result as a file."""

from evidence_site.ui.screen.page import draw_page

draw_page("activity")
