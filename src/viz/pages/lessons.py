"""Lessons: each as a page to read, or step by step before a class, with live views of this site."""

from __future__ import annotations

from functools import partial

from evidence_site.records.choose.parameters import LESSON, LESSONS, PUPIL, ROLE, SIZE, STEP, TEACHER
from evidence_site.records.wording import N_, _
from evidence_site.viz.lessons.catalogue import catalogue
from evidence_site.viz.pages.menus import AcceptedValues, Parameter, fixed
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Lessons

PAGE = Page(
    LESSONS,
    N_("Lessons"),
    N_("In class"),
    N_("Lessons of forty minutes, to present or to read."),
    lambda run: [Lessons("lessons", _("Lessons"), partial(catalogue, run.records), level=0)],
    parameters=(
        Parameter(LESSON, AcceptedValues(lambda records: [lesson.id for lesson in records.lessons])),
        Parameter(STEP, AcceptedValues(form=r"[1-9][0-9]?", example="1")),
        Parameter(ROLE, fixed(TEACHER, PUPIL)),
        Parameter(SIZE, fixed("large")),
    ),
)
