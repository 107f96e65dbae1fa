"""Lessons: each as a page to read, or step by step before a class, with live views of this site."""

from ui import address
from ui.lesson_pages import lesson_page
from ui.lesson_place import place_now
from ui.lesson_steps import draw_step
from ui.lesson_workbench import workbench
from ui.store import records

known = records()
place = place_now(known)

if place.step:
    draw_step(known, place)
elif address.value(address.BUILD) and not place.lesson:
    workbench(known)
else:
    lesson_page(known, place)
