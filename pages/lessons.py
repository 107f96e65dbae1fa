"""Lessons: each as a page to read, or step by step before a class, with live views of this site."""

from evidence_site.ui.screen.page import draw_page

draw_page("lessons")
