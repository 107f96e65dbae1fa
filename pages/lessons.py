"""Lessons: each as a page to read, or step by step before a class, with live views of this site."""

from evidence_site.ui.lessons.lesson_pages import lesson_page
from evidence_site.ui.lessons.lesson_place import place_now
from evidence_site.ui.lessons.lesson_steps import draw_step
from evidence_site.ui.lessons.lesson_workbench import workbench
from evidence_site.ui.state import address
from evidence_site.ui.state.store import records

known = records()
place = place_now(known)

if place.step:
    draw_step(known, place)
elif address.value(address.BUILD) and not place.lesson:
    workbench(known)
else:
    lesson_page(known, place)
