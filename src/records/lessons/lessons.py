"""Lessons as data: one Markdown file each, read into steps, with every fault named, and written back.

A file begins with what is said about the lesson (YAML between two lines of ``---``). Every heading
``## Title`` begins a step; ``# Any words`` begins the letter to parents, which goes on to the end. Within a
step a line that begins with ``View:``, ``Minutes:``, ``Question:``, ``Answer:``, ``Notice:`` or
``Teacher note:`` begins that part; everything else is the text. A backslash before such a line keeps it text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

import yaml

from evidence_site.records.faults import Fault, Problem, did_you_mean
from evidence_site.records.files.text_files import Files
from evidence_site.records.query_string import parse_query
from evidence_site.records.read.cells import HTML_TAG

#: The folder of the lessons within the data folder, and the ending of their files.
FOLDER, ENDING = "lessons", ".md"

#: The page that is meant by an address without a path.
_HOME = "overview"

#: How long the whole file and each part may be, in characters, and how many of a kind there may be.
MOST_OF_A_FILE, MOST_STEPS, MOST_LISTED = 64_000, 40, 12
MOST_OF: Mapping[str, int] = {
    "title": 120,
    "age": 40,
    "minutes": 4,
    "goals": 300,
    "content_note": 1200,
    "tags": 60,
    "View": 2400,
    "Minutes": 4,
    "text": 2500,
    "Question": 1200,
    "Answer": 1500,
    "Notice": 400,
    "Teacher note": 1500,
    "letter": 6000,
}

#: What is said about a lesson, in the order in which it is written.
_ABOUT = ("title", "age", "minutes", "content_note", "goals", "tags")
_LISTS = ("goals", "tags")
#: Parts of a step besides its text, in the order in which they are written.
_PARTS = ("View", "Minutes", "Question", "Answer", "Notice", "Teacher note")
_ONE_LINE = ("View", "Minutes")

_FENCE = "---"
_NAMED = re.compile(rf"[\"']?(?P<name>{'|'.join(_ABOUT)})[\"']?\s*:")
_STEP = re.compile(r"##(?:[ \t]+(?P<title>.*))?")
_LETTER = re.compile(r"#(?:[ \t].*)?")
_PART = re.compile(
    rf"(?:\*\*)?(?P<name>{'|'.join(_PARTS)})[ \t]*(?:\*\*)?:(?:\*\*)?(?P<rest>.*)", re.IGNORECASE
)
_ALMOST = re.compile(r"(?:\*\*)?(?P<name>\w+(?: \w+)?)(?:\*\*)?[ \t]*:")
_ITEM = re.compile(r"[-*+][ \t]+(?P<text>.*)")
_KEEPS_TEXT = re.compile(r"\\+")


@dataclass(frozen=True)
class LessonView:
    """A view of the site: the page, and the parameters of its address."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.parameters)

    @property
    def address(self) -> str:
        """The address of the view as it is written in a lesson: ``/casualties?tab=sides``."""
        query = urlencode(self.parameters)
        return f"/{self.path}?{query}" if query else f"/{self.path}"


@dataclass(frozen=True)
class LessonStep:
    """One step: what is said and asked beside one view.

    Attributes:
        text: Markdown.
        notice: Things to notice in the view.
        answer: For the teacher: what an answer may hold.
        lines: Where the step and its parts stand in the file, by name.
    """

    number: int
    title: str
    text: str
    view: LessonView
    minutes: int
    question: str = ""
    answer: str = ""
    teacher_note: str = ""
    notice: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        id: Name of its file without the ending.
        age: For whom it is, in words.
        minutes: How long it takes; the minutes of the steps add up to it.
        content_note: What it is about and how to opt out; stands before everything else.
        letter: The letter to parents, as Markdown.
        lines: Where what is said about the lesson stands in the file, by name.
    """

    id: str
    title: str
    age: str
    minutes: int
    goals: tuple[str, ...]
    content_note: str
    tags: tuple[str, ...]
    steps: tuple[LessonStep, ...]
    letter: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def file(self) -> str:
        """The file within the data folder."""
        return lesson_file(self.id)


def lesson_file(key: str) -> str:
    """Return the name of a lesson's file within the data folder."""
    return f"{FOLDER}/{key}{ENDING}"


#: The lesson files of a data folder; folders in ``lessons/`` are kept for translations.
LESSONS = f"{FOLDER}/*{ENDING}"


def read_lessons(files: Files) -> tuple[tuple[Lesson, ...], tuple[Lesson, ...], list[Fault]]:
    """Return the lessons of a data folder that have no fault, what was read of others, and all faults."""
    lessons: list[Lesson] = []
    faulty: list[Lesson] = []
    faults: list[Fault] = []
    for name in files.names(LESSONS):
        lesson: Lesson | None = None
        try:
            looked = files.text(name)
        except OSError:
            found = [_fault(Path(name).stem, 0, "", "cannot be read.", "Put the file back.")]
        else:
            found = list(looked.faults)
            if not found:
                lesson, found = parse_lesson(looked.text, Path(name).stem)
        faults += found
        if lesson:
            (faulty if found else lessons).append(lesson)
    return tuple(lessons), tuple(faulty), faults


def parse_lesson(text: str, key: str) -> tuple[Lesson | None, list[Fault]]:
    """Return a lesson as far as it can be read, and what is wrong with it.

    A step that cannot be read is left out; without a readable beginning, or without any step, there is no
    lesson. Nothing raises, whatever the text.

    Args:
        key: Id of the lesson, for its faults.
    """
    if len(text) > MOST_OF_A_FILE:
        problem = f"has {len(text)} characters."
        return None, [_fault(key, 0, "", problem, f"Shorten it to {MOST_OF_A_FILE}.")]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    about, start, faults = _front(key, lines)
    if about is None:
        return None, faults
    steps, letter, found = _body(key, lines[start:], start + 1)
    faults += found
    if not steps:
        if not found:
            remedy = 'Begin each step with a line "## Title".'
            faults.append(_fault(key, 0, "", "has no step.", remedy))
        return None, faults
    return Lesson(id=key, **about, steps=tuple(steps), letter=letter), faults


def _fault(key: str, line: int, column: str, problem: str, remedy: str) -> Fault:
    return Fault(lesson_file(key), line, column, problem, remedy, halts=False)


# --- what is said about the lesson -----------------------------------------------------------------------


class _Words(yaml.BaseLoader):
    """YAML that holds nothing but words, lists and names: no types to guess, no references to follow."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse references (&, *), with which a short file could hold millions of words."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem_mark=self.get_mark())
        return super().compose_node(parent, index)

    def fetch_flow_collection_start(self, token: Any) -> None:
        """Refuse brackets within brackets: they mean nothing here, and ten thousand of them take a second."""
        if self.flow_level:
            raise RecursionError
        super().fetch_flow_collection_start(token)


def _front(key: str, lines: Sequence[str]) -> tuple[dict[str, Any] | None, int, list[Fault]]:
    """Return what is said about the lesson, the position of the line after it, and its faults."""
    remedy = f'Begin the file with a line "{_FENCE}", then title, age and so on, then "{_FENCE}" again.'
    ends = [position for position, line in enumerate(lines) if line.rstrip() == _FENCE][:2]
    if len(ends) < 2 or ends[0] != 0:
        return None, 0, [_fault(key, 1, "", "does not begin with what is said about the lesson.", remedy)]
    try:
        given = yaml.load("\n".join(lines[1 : ends[1]]), _Words)  # words only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = "cannot be read from here on."
        where = mark.line + 2 if mark else 1
        return None, 0, [_fault(key, where, "", problem, "Put text with colons, quotes, & or * into quotes.")]
    except RecursionError:
        return None, 0, [_fault(key, 1, "", "is nested too deeply.", "Write names, texts and lists.")]
    if not isinstance(given, dict):
        return None, 0, [_fault(key, 1, "", "says nothing about the lesson.", remedy)]
    about, faults = _about(key, given, _lines_of(lines[1 : ends[1]]))
    return about, ends[1] + 1, faults


def _lines_of(front: Sequence[str]) -> Mapping[str, int]:
    """Return the line of the file on which each name stands first."""
    found: dict[str, int] = {}
    for number, line in enumerate(front, start=2):
        if named := _NAMED.match(line):
            found.setdefault(named["name"], number)
    return MappingProxyType(found)


def _about(
    key: str, given: Mapping[Any, Any], lines: Mapping[str, int]
) -> tuple[dict[str, Any] | None, list[Fault]]:
    faults = [
        _fault(key, 1, str(name)[:40], "is not known here.", did_you_mean(str(name), _ABOUT))
        for name in given
        if name not in _ABOUT
    ]
    about: dict[str, Any] = {"lines": lines}
    for name in _ABOUT:
        about[name], problem = _given(name, given.get(name))
        if problem:
            faults.append(_fault(key, lines.get(name, 1), name, *problem))
    readable = about["title"] and about["minutes"]
    return (about if readable else None), faults


def _given(name: str, value: Any) -> tuple[Any, Problem | None]:
    """Return one thing that is said about a lesson, and what is wrong with it."""
    if name in _LISTS:
        items = [value] if isinstance(value, str) and value else value
        if not items:
            return (), ("is missing.", f'Add "{name}:" and below it a line "  - …" for each.')
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            return (), ("is not a list of texts.", 'Write each on a line of its own: "  - …".')
        entries = tuple(item.strip() for item in items)
        return entries, _list_problem(name, entries)
    if value is None or value == "":
        return (0 if name == "minutes" else ""), ("is missing.", f'Add a line "{name}: …".')
    if not isinstance(value, str):
        return (0 if name == "minutes" else ""), ("is not a text.", f'Write it as "{name}: …".')
    words = value.strip()
    if name == "minutes":
        return _minutes(words)
    return words, _text_problem(name, words)


def _minutes(words: str) -> tuple[int, Problem | None]:
    number = words.split()[0] if words else ""
    if re.fullmatch(r"[0-9]{1,3}", number) and int(number):
        return int(number), None
    return 0, (f'"{words[:20]}" is no number of minutes.', "Write a whole number from 1 to 999.")


def _text_problem(name: str, words: str) -> Problem | None:
    if len(words) > MOST_OF[name]:
        return f"has {len(words)} characters.", f"Shorten it to {MOST_OF[name]}."
    if HTML_TAG.search(words):
        return "contains HTML.", "Write plain text; Markdown gives lists, links and stress."
    return None


def _list_problem(name: str, items: Sequence[str]) -> Problem | None:
    if len(items) > MOST_LISTED:
        return f"has {len(items)} entries.", f"Keep the {MOST_LISTED} that matter most."
    return next((problem for item in items if (problem := _text_problem(name, item))), None)


# --- steps and letter ------------------------------------------------------------------------------------


@dataclass
class _Draft:
    """A step while it is read: its title, its parts as lines, and where each begins."""

    title: str
    parts: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def words(self, name: str) -> str:
        return "\n".join(self.parts.get(name, ())).strip()


def _body(key: str, lines: Sequence[str], first: int) -> tuple[list[LessonStep], str, list[Fault]]:
    """Return the steps that can be read, the letter, and the faults."""
    drafts, letter, letter_line, faults = _drafts(key, lines, first)
    if len(drafts) > MOST_STEPS:
        faults.append(_fault(key, 0, "", f"has {len(drafts)} steps.", f"Keep {MOST_STEPS} of them."))
        drafts = drafts[:MOST_STEPS]
    steps: list[LessonStep] = []
    for draft in drafts:
        step, found = _step(key, len(steps) + 1, draft)
        faults += found
        if step:
            steps.append(step)
    if problem := _text_problem("letter", letter):
        faults.append(_fault(key, letter_line, "letter", *problem))
    return steps, letter, faults


def _drafts(key: str, lines: Sequence[str], first: int) -> tuple[list[_Draft], str, int, list[Fault]]:
    drafts: list[_Draft] = []
    faults: list[Fault] = []
    part, lost = "text", 0
    for number, line in enumerate(lines, start=first):
        if heading := _STEP.fullmatch(line):
            drafts.append(_Draft((heading["title"] or "").strip(), lines={"step": number}))
            part = "text"
        elif _LETTER.fullmatch(line):
            return drafts, "\n".join(lines[number - first + 1 :]).strip(), number, faults
        elif drafts:
            part = _add(drafts[-1], part, number, line)
        elif line.strip() and not lost:
            lost = number
            remedy = 'Begin the first step above it with a line "## Title".'
            faults.append(_fault(key, number, "", "stands before the first step.", remedy))
    return drafts, "", 0, faults


def _add(draft: _Draft, part: str, number: int, line: str) -> str:
    """Put a line where it belongs, and return the part to which the next line belongs."""
    named = _PART.fullmatch(line)
    if named is None:
        if line.strip():
            draft.lines.setdefault(part, number)
        slashes = _KEEPS_TEXT.match(line)
        is_kept = slashes and _is_structure(line[slashes.end() :])
        draft.parts.setdefault(part, []).append(line[1:] if is_kept else line)  # without the backslash
        return part
    name = named["name"].capitalize()
    draft.lines.setdefault(name, number)
    kept = draft.parts.setdefault(name, [])
    if name in _ONE_LINE:
        kept.append(named["rest"].strip())
        return "text"
    kept += ["", named["rest"].lstrip()]
    return name


def _is_structure(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_STEP, _LETTER, _PART))


def _step(key: str, number: int, draft: _Draft) -> tuple[LessonStep | None, list[Fault]]:
    """Return a step, if it has a title and a view, and what is wrong with it."""
    faults: list[Fault] = []
    whole = draft.lines["step"]

    def wrong(name: str, problem: Problem | None) -> None:
        if problem:
            named = (f"of step {number} {problem[0]}", problem[1])
            faults.append(_fault(key, draft.lines.get(name, whole), name, *named))

    notice = _items(draft.parts.get("Notice", ()))
    for name in ("text", "Question", "Answer", "Teacher note"):
        wrong(name, _text_problem(name, draft.words(name)))
    wrong("Notice", _list_problem("Notice", notice))
    wrong("title", _text_problem("title", draft.title) if draft.title else _NO_TITLE)
    view, problem = _one_view(draft)
    wrong("View", problem)
    minutes, problem = _minutes(draft.words("Minutes")) if "Minutes" in draft.parts else (0, _NO_MINUTES)
    wrong("Minutes", problem)
    if view is None or not draft.title:
        return None, faults
    return LessonStep(
        number=number,
        title=draft.title,
        text=draft.words("text"),
        view=view,
        minutes=minutes,
        question=draft.words("Question"),
        answer=draft.words("Answer"),
        teacher_note=draft.words("Teacher note"),
        notice=notice,
        lines=MappingProxyType(draft.lines),
    ), faults


_NO_TITLE: Problem = ("is missing.", 'Write it behind the signs: "## Title".')
_NO_MINUTES: Problem = ("is missing.", 'Add a line "Minutes: 5".')


def _one_view(draft: _Draft) -> tuple[LessonView | None, Problem | None]:
    found = draft.parts.get("View", [])
    if not found:
        lines = draft.parts.get("text", ())
        names = [match["name"] for line in lines if (match := _ALMOST.match(line))]
        near = get_close_matches("View", names, n=1, cutoff=0.6)
        ending = f' Did you mean "View:" by "{near[0]}:"?' if near else ""
        return None, ("is missing.", f'Add a line "View: /page?…", as the address bar shows it.{ending}')
    if len(found) > 1:
        return None, ("stands twice.", "Keep one view in a step, or make two steps.")
    return read_view(found[0])


def read_view(text: str) -> tuple[LessonView | None, Problem | None]:
    """Return the view that an address names, as the address bar of a browser shows it or from its last slash.

    >>> read_view("https://example.org/site/casualties?tab=sides")[0]
    LessonView(path='casualties', parameters=(('tab', 'sides'),))
    """
    words = text.strip().strip("<>`")
    try:
        if not words or len(words) > MOST_OF["View"] or re.search(r"\s", words):
            raise ValueError(words)
        parts = urlsplit(words)
    except ValueError:
        return None, (f'"{words[:40]}" is no address of a view.', "Copy it from the address bar.")
    query = parse_query(parts.query)
    if query.repeated:
        return None, (f'has "{query.repeated[0]}" twice, with different values.', "Keep one of them.")
    path = parts.path.rstrip("/").rpartition("/")[2] or _HOME
    return LessonView(path, tuple((name, held) for name, held in query.parameters.items() if held)), None


def _items(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the entries of a list; a line without a sign in front goes on with the entry before."""
    items: list[list[str]] = []
    for line in lines:
        words = line.strip()
        if item := _ITEM.fullmatch(words):
            items.append([item["text"].strip()])
        elif words and items:
            items[-1].append(words)
        elif words:
            items.append([words])
    return tuple(text for item in items if (text := " ".join(item).strip()))


# --- writing ---------------------------------------------------------------------------------------------


def lesson_text(lesson: Lesson) -> str:
    """Return the file of a lesson; reading it gives the same lesson."""
    about = {name: getattr(lesson, name) for name in _ABOUT}
    written = {name: list(held) if name in _LISTS else held for name, held in about.items()}
    front = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=108)
    parts = [_FENCE, front.rstrip("\n"), _FENCE, ""]
    for step in lesson.steps:
        parts += [*_step_lines(step), ""]
    if lesson.letter:
        parts += ["# Letter to parents", "", lesson.letter, ""]
    return "\n".join(parts)


def _step_lines(step: LessonStep) -> Iterator[str]:
    yield f"## {step.title}"
    yield f"View: {step.view.address}"
    yield f"Minutes: {step.minutes}"
    if step.text:
        yield ""
        yield from map(_kept, step.text.split("\n"))
    parts = {
        "Question": step.question,
        "Answer": step.answer,
        "Notice": "".join(f"\n- {item}" for item in step.notice),
        "Teacher note": step.teacher_note,
    }
    for name, words in parts.items():
        if words:
            first, *others = words.split("\n")
            yield ""
            yield f"{name}: {first}" if first else f"{name}:"
            yield from map(_kept, others)


def _kept(line: str) -> str:
    """Return a line with a backslash before it if it would begin something else."""
    slashes = _KEEPS_TEXT.match(line)
    return f"\\{line}" if _is_structure(line[slashes.end() :] if slashes else line) else line
