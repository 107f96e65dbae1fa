"""The shipped handouts as a printer gives them, read by eye and by camera; rendered once for all tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice

import pytest
from lesson_samples import sample
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from reading_codes import PRINTED, codes_in

from evidence_site.records.lessons.lesson_code import for_pupils, read_code, write_code
from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, load
from evidence_site.viz.lessons.lesson_state import pupil_address
from evidence_site.viz.paper.handout import handout, lesson_with_views
from evidence_site.viz.paper.kit import kit_files
from evidence_site.viz.paper.static_html import DocumentLocation

pytestmark = pytest.mark.browser
SITE = "https://evidence.example"
#: Sheets of A4: what a class gets, and what whoever teaches gets for it.
MOST_SHEETS, MOST_WITH_ANSWERS = 8, 11
#: Width of the printed part of A4 in pixels, of which 96 make an inch.
_A4 = 688
#: What Markdown looks like where nobody made it into type.
_MARKDOWN = re.compile(r"\]\(|\*\*|(?<!\w)__|^#{1,6} |`|^[*+] ", re.MULTILINE)
#: What is set smaller than 9 points, apart from pictures and the list of sources.
_SMALLEST = """() => {
  const small = new Set()
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement
    if (!walk.currentNode.data.trim() || !holder.checkVisibility()) continue
    if (holder.closest('svg, .sources, .square, script, style')) continue
    if (parseFloat(getComputedStyle(holder).fontSize) * 0.75 < 8.95) small.add(holder.outerHTML.slice(0, 90))
  }
  return [...small].slice(0, 5)
}"""


@dataclass(frozen=True)
class Printed:
    """A handout on paper.

    Attributes:
        sheets: The words on each sheet.
        head: A picture of its head at 200 dpi.
        small: What is set in smaller type than can be read.
        steps: The words of each step, without its question.
    """

    lesson: Lesson
    answers: bool
    address: str
    sheets: tuple[str, ...]
    head: Image.Image
    small: tuple[str, ...]
    steps: Mapping[int, str]


@pytest.fixture(scope="session")
def shipped() -> Records:
    return load(DEFAULT_FOLDER)


@pytest.fixture(scope="session")
def paper(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        offline=True, viewport={"width": _A4, "height": 1000}, device_scale_factor=PRINTED
    )
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def printed(
    paper: Page, records: Records, lesson: Lesson, *, answers: bool, visitor: bool = False
) -> Printed:
    address = pupil_address(records, lesson, SITE)
    shown = lesson_with_views(records, lesson, visitor=visitor)
    paper.set_content(handout(records, shown, DocumentLocation(SITE), address, answers=answers))
    sheets = PdfReader(BytesIO(paper.pdf(format="A4", print_background=True))).pages
    steps = paper.locator("section.step").evaluate_all(
        "all => all.map(step => [...step.children].filter(part => !part.matches('.answer')).map("
        "part => [...part.querySelectorAll(':scope > :not(.question)')].map(one => one.textContent)"
        ".join(' ') || part.textContent).join(' '))"
    )
    return Printed(
        lesson,
        answers,
        address,
        tuple(sheet.extract_text() for sheet in sheets),
        Image.open(BytesIO(paper.locator("header").screenshot())),
        tuple(paper.evaluate(_SMALLEST)),
        dict(enumerate(steps, start=1)),
    )


@pytest.fixture(scope="session")
def handouts(paper: Page, shipped: Records) -> list[Printed]:
    """Every handout of the site, with and without answers."""
    return [
        printed(paper, shipped, lesson, answers=answers)
        for lesson in shipped.lessons
        for answers in (False, True)
    ]


def test_a_camera_reads_the_code_of_every_handout(handouts: list[Printed]) -> None:
    for one in handouts:
        assert codes_in(one.head) == [one.address], one.lesson.id
        small = one.head.resize((one.head.width // 2, one.head.height // 2), Image.Resampling.BILINEAR)
        assert codes_in(small) == [one.address], one.lesson.id
        assert "role=pupil" in one.address


def test_a_camera_reads_the_code_of_a_lesson_that_somebody_built(paper: Page, shipped: Records) -> None:
    built = replace(sample(), steps=sample().steps[:3], goals=())
    opened = read_code(write_code(built)).lesson
    assert opened
    one = printed(paper, shipped, opened, answers=True, visitor=True)
    [address] = codes_in(one.head)
    assert address == one.address
    assert read_code(address.partition("lesson=")[2]).lesson == replace(
        for_pupils(opened), id=address.partition("lesson=")[2]
    )


def test_a_camera_reads_the_code_of_a_lesson_of_the_kit(paper: Page, shipped: Records) -> None:
    [lesson, *_others] = shipped.lessons
    paper.set_content(kit_files(shipped, [lesson], SITE)[f"lessons/{lesson.id}.html"])
    paper.emulate_media(media="screen")
    picture = Image.open(BytesIO(paper.locator("#beginning").screenshot()))
    paper.emulate_media(media="print")
    assert codes_in(picture) == [pupil_address(shipped, lesson, SITE)]


def test_a_class_gets_few_sheets_in_type_that_can_be_read(handouts: list[Printed]) -> None:
    for one in handouts:
        name = f"{one.lesson.id}, answers: {one.answers}"
        assert len(one.sheets) <= (MOST_WITH_ANSWERS if one.answers else MOST_SHEETS), name
        assert one.small == (), name
        assert min(len(words) for words in one.sheets) > 200, f"{name}: a sheet is nearly empty"


def test_no_sheet_shows_markdown(handouts: list[Printed]) -> None:
    for one in handouts:
        for number, words in enumerate(one.sheets, start=1):
            assert _MARKDOWN.findall(words) == [], f"{one.lesson.id}, sheet {number}"


def test_a_sheet_has_room_for_whose_it_is(handouts: list[Printed]) -> None:
    for one in handouts:
        assert re.search(r"Name:\s+Class:\s+Date:", one.sheets[0]), one.lesson.id


def names_asked(records: Records, step: LessonStep) -> set[str]:
    """What a question names of a picture: numbers, but for years and the ends of a line; on a map, places."""
    numbers = set(
        re.findall(r"(?<!from )(?<!from 0 to )\b\d[\d,]*\b", re.sub(r"\b(?:19|20)\d\d\b", "", step.question))
    )
    places = {row.name for row in records.tables.places} if step.view.path == "map" else set()
    return numbers | {name for name in places if re.search(rf"\b{re.escape(name)}\b", step.question)}


def test_what_a_question_names_stands_on_the_sheets(handouts: list[Printed], shipped: Records) -> None:
    named = 0
    for one in handouts:
        for step in one.lesson.steps:
            known = " ".join(islice(one.steps.values(), step.number))
            missing = {name for name in names_asked(shipped, step) if name not in known}
            assert missing == set(), f"{one.lesson.id}, step {step.number}"
            named += len(names_asked(shipped, step))
    assert named > 10


def test_lines_of_a_map_have_their_dates_beside_it(handouts: list[Printed], shipped: Records) -> None:
    lines = [
        layer.label for layer in shipped.site.map_layers if layer.role in ("border", "former_line", "front")
    ]
    assert len(lines) >= 3
    for one in handouts:
        for step in one.lesson.steps:
            if step.view.path == "map" and step.view.values.get("tab", "") == "":
                assert [line for line in lines if line not in one.steps[step.number]] == []


def test_columns_to_choose_from_stand_beside_each_other(paper: Page, shipped: Records) -> None:
    lesson = next(one for one in shipped.lessons if any("compare" in step.view.address for step in one.steps))
    shown = lesson_with_views(shipped, lesson)
    paper.set_content(handout(shipped, shown, DocumentLocation(SITE), "", answers=False))
    heads = paper.locator(".compared thead th").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect())"
    )
    assert len(heads) == 3
    assert len({head["top"] for head in heads}) == 1
    assert heads[0]["right"] <= heads[1]["left"] + 1
    assert heads[-1]["right"] <= _A4
