"""What is wrong with lessons beside the records: views that are gone or empty, minutes, number of steps.

None of it halts the site: a step whose view is gone says so, and all else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from evidence_site.records.choose.choice import IgnoredValue, form_of
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import BY_KEY, CODE_FILTERS, FILTERED
from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE
from evidence_site.records.choose.selection import emptied_by
from evidence_site.records.faults import Fault, Problem, did_you_mean, did_you_mean_id
from evidence_site.records.lessons.lessons import Lesson, LessonStep, LessonView, read_view
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import ngettext
from evidence_site.viz.pages.run import SELECTED, run_of
from evidence_site.viz.pages.site import BY_PATH, is_page, known_parameters

#: How many steps a lesson of a data folder has.
FEWEST, MOST = 6, 9

_LINK = re.compile(r"\[[^\]]*\]\(\s*(?P<address>[^)\s]*)[^)]*\)")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def lesson_faults(records: Records) -> list[Fault]:
    """Return every fault of the lessons that only shows beside the records."""
    whole = [fault for lesson in records.lessons for fault in _faults(records, lesson)]
    return [*whole, *[fault for lesson in records.faulty_lessons for fault in _step_faults(records, lesson)]]


def view_problems(records: Records, view: LessonView) -> Iterator[Problem]:
    """Give what is wrong with a view and what to do about it."""
    if not is_page(view):
        yield f'names the page "{view.path}", which does not exist.', did_you_mean(view.path, BY_PATH)
        return
    values = view.values
    known = known_parameters(view.path)
    for name in values:
        if name not in known:
            yield f'names "{name}", which the page {view.path} does not know.', did_you_mean(name, known)
    yield from _choices(records, view.path, values)
    yield from _records_named(records, values)
    run = run_of(records, view.path, values)
    for entry in run.ignored:
        yield _ignored(records, entry)
    kind = BY_PATH[view.path].shown_kind(run)
    if kind and not run.selection.count(kind):
        lifted = ", ".join(f'"{key}"' for key, _ in emptied_by(records, run.choice, kind)[:3])
        remedy = f"Leave out {lifted}." if lifted else "Choose wider filters."
        yield f"leaves no record of the table {kind}.", remedy


def _choices(records: Records, path: str, values: Mapping[str, str]) -> Iterator[Problem]:
    for parameter in BY_PATH[path].parameters:
        name, accepted = parameter.name, parameter.accepts
        for wrong in parameter.unknown(records, values[name]) if name in values else ():
            remedy = f'Write it as "{accepted.example}".'
            if accepted.codes:
                remedy = _suggested(records, wrong, accepted.codes(records))
            yield f'has "{wrong[:60]}" as "{name}", which means nothing on the page {path}.', remedy


def _records_named(records: Records, values: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the records that an address names: the one that is open, or the page's own."""
    table, _, key = values.get(SELECTED, "").partition(".")
    named = [(table, key)] if SELECTED in values else []
    if RECORD_TABLE in values or RECORD_ID in values:
        named.append((values.get(RECORD_TABLE, ""), values.get(RECORD_ID, "")))
    for table, key in named:
        if table not in records.package.tables:
            known = did_you_mean(table, records.package.tables)
            yield f'names the table "{table}", which does not exist.', known
        elif key not in records.table(table):
            ids = records.table(table).ids()
            yield f'names "{key}", which is no published record of {table}.', did_you_mean_id(key, ids)


def _suggested(records: Records, value: str, known: Iterable[str]) -> str:
    """Return what is meant perhaps; where records are named, only for a slip of the hand."""
    codes = frozenset(known)
    names_records = any(codes & records.table(name).ids() for name in FILTERED)
    return did_you_mean_id(value, codes) if names_records else did_you_mean(value, codes)


def _ignored(records: Records, entry: IgnoredValue) -> Problem:
    problem = f'has "{entry.value[:60]}" as "{entry.key}", which means nothing.'
    if BY_KEY[entry.key] in CODE_FILTERS:
        return problem, _suggested(records, entry.value, index_of(records).known[entry.key])
    return problem, form_of(entry.key) or "Write it as the address bar shows it."


def _faults(records: Records, lesson: Lesson) -> Iterator[Fault]:
    total = sum(step.minutes for step in lesson.steps)
    if total != lesson.minutes:
        problem = f"is {lesson.minutes}, but the steps add up to {total}."
        remedy = "Change it or the minutes of the steps."
        yield _fault(lesson, lesson.lines.get("minutes", 1), "minutes", problem, remedy)
    if not FEWEST <= len(lesson.steps) <= MOST:
        remedy = f"Keep {FEWEST} to {MOST}: a lesson of one hour holds no more."
        words = ngettext("has %(count)s step.", "has %(count)s steps.", len(lesson.steps))
        yield _fault(lesson, 0, "", words % {"count": len(lesson.steps)}, remedy)
    yield from _step_faults(records, lesson)
    for problem, remedy in _link_problems(records, lesson.letter):
        yield _fault(lesson, 0, "letter", problem, remedy)


def _step_faults(records: Records, lesson: Lesson) -> Iterator[Fault]:
    for step in lesson.steps:
        for problem, remedy in view_problems(records, step.view):
            yield _of_step(lesson, step, "View", problem, remedy)
        texts = {
            "text": step.text,
            "Question": step.question,
            "Answer": step.answer,
            "Teacher note": step.teacher_note,
            "Notice": "\n".join(step.notice),
        }
        for name, words in texts.items():
            for problem, remedy in _link_problems(records, words):
                yield _of_step(lesson, step, name, problem, remedy)


def _link_problems(records: Records, words: str) -> Iterator[Problem]:
    """What is wrong with the links in a text: they lead to views of the site, which name their sources."""
    for link in _LINK.finditer(words):
        address = link["address"]
        if _OUTSIDE.match(address):
            yield f'links to "{address[:60]}", outside the site.', "Link to the record of that source."
            continue
        view, problem = read_view(address)
        if problem:
            yield problem
        elif view:
            yield from view_problems(records, view)


def _of_step(lesson: Lesson, step: LessonStep, name: str, problem: str, remedy: str) -> Fault:
    line = step.lines.get(name, step.lines.get("step", 0))
    return _fault(lesson, line, name, f"of step {step.number} {problem}", remedy)


def _fault(lesson: Lesson, line: int, column: str, problem: str, remedy: str) -> Fault:
    return Fault(lesson.file, line, column, problem, remedy, halts=False)
