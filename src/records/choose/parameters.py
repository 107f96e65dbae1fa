"""The names of parameters and of pages that more than one room must know."""

from __future__ import annotations

#: The record that is open beside a view, as ``table.id``.
SELECTED = "sel"
#: The table and id that the record page shows.
RECORD_TABLE, RECORD_ID = "table", "key"
#: The lesson that is open, its step, for whom it is shown, and how large.
LESSON, STEP, ROLE, SIZE = "lesson", "step", "role", "size"
#: Who reads a lesson: whoever teaches, with all that is known; a pupil, without answers.
TEACHER, PUPIL = "teacher", "pupil"
#: The page of lessons: it shows other pages within itself, and cannot show itself.
LESSONS = "lessons"
#: The page on which pupils write.
ACTIVITY = "activity"
#: Kind of record to the page that shows it under the filters.
VIEW_OF = {"events": "timeline", "figures": "casualties", "screenings": "screenings"}
