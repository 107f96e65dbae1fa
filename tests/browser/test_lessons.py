"""Lessons in a browser: each from first to last step by keyboard, with nothing outside the machine to ask.

The site is drawn by its server, so the connection to that server stays; any other request fails the test.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from lesson_layout import laid_out
from playwright.sync_api import expect
from reader import PHONE, Reader, until
from test_every_view import darken, drawn, faults, headings_are_in_order

from evidence_site.records.lessons.lessons import Lesson, LessonStep
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, data_folder

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(data_folder() != DEFAULT_FOLDER, reason="about the lessons that ship with the site"),
]

SHIPPED = [path.stem for path in sorted((DEFAULT_FOLDER / "lessons").glob("*.md"))]

#: Words on the screen that are smaller than a size, with their size; the map lies in a frame of its own.
_SMALLER = """least => {
  const found = []
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), one = walk.currentNode.parentElement
    if (!text || one.closest('style, .unseen, [role=tooltip], [data-testid=stIconMaterial], option')) continue
    if (!one.checkVisibility({visibilityProperty: true})) continue
    const size = parseFloat(getComputedStyle(one).fontSize)
    if (size < least - 0.1) found.push(`${size} ${text.slice(0, 40)} ${one.outerHTML.slice(0, 80)}`)
  }
  return [...new Set(found)]
}"""

_SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth)
}"""


def lesson_of(records: Records, key: str) -> Lesson:
    return next(lesson for lesson in records.lessons if lesson.id == key)


def stands_at(reader: Reader, lesson: Lesson, step: LessonStep) -> None:
    """The step is shown, its view is drawn, and the address says both."""
    expect(reader.page.locator(".progress")).to_contain_text(f"Step {step.number} of {len(lesson.steps)}")
    expect(reader.page.locator(".st-key-lesson-words h1")).to_have_text(step.title)
    reader.has_parameters(lesson=lesson.id, step=str(step.number), **step.view.values)
    drawn(reader.page)
    expect(reader.page.locator(".st-key-lesson-view h2").first).to_be_visible()


@pytest.mark.parametrize("key", SHIPPED)
def test_a_lesson_runs_from_start_to_end_by_keyboard(reader: Reader, records: Records, key: str) -> None:
    lesson, page = lesson_of(records, key), reader.page
    reader.open("lessons", lesson=key)
    page.get_by_role("link", name="Start presenting").click()
    for step in lesson.steps:
        stands_at(reader, lesson, step)
        expect(page.get_by_test_id("stHeader")).to_be_hidden()
        expect(page.locator(".st-key-filter-bar")).to_have_count(0)
        assert page.evaluate(_SMALLER, 16) == []
        if step.number < len(lesson.steps):
            page.keyboard.press(("PageDown", "ArrowRight")[step.number % 2])
    page.keyboard.press("PageUp")
    stands_at(reader, lesson, lesson.steps[-2])
    page.keyboard.press("Escape")
    view = lesson.steps[-2].view
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{'' if view.path == 'overview' else view.path}")
    reader.has_parameters(**view.values)
    expect(page.locator(".st-key-filter-bar")).to_be_visible()


def test_a_step_forward_is_one_step_back_and_shows_what_was_seen(reader: Reader, records: Records) -> None:
    lesson, page = lesson_of(records, "how-many"), reader.page
    reader.open("lessons", lesson=lesson.id)
    page.get_by_role("link", name=lesson.steps[1].title).click()
    for step in lesson.steps[1:5]:
        stands_at(reader, lesson, step)
        page.keyboard.press("PageDown")
    stands_at(reader, lesson, lesson.steps[5])
    for step in reversed(lesson.steps[1:5]):
        page.go_back()
        stands_at(reader, lesson, step)
    page.go_back()
    reader.has_parameters(lesson=lesson.id)
    expect(page.get_by_role("link", name="Start presenting")).to_be_visible()


def test_an_address_of_a_step_without_its_view_shows_the_view_also_when_gone_back_to(
    reader: Reader, records: Records
) -> None:
    lesson = lesson_of(records, "how-many")
    reader.open("lessons", lesson=lesson.id, step="2")
    stands_at(reader, lesson, lesson.steps[1])
    reader.page.keyboard.press("PageDown")
    stands_at(reader, lesson, lesson.steps[2])
    for _back in ("to the step", "to its address as it was opened"):
        reader.page.go_back()
        stands_at(reader, lesson, lesson.steps[1])


def test_keys_belong_to_whoever_types_and_charts_stay_live(reader: Reader, records: Records) -> None:
    lesson, page = lesson_of(records, "how-many"), reader.page
    reader.open("lessons", lesson=lesson.id, step="5", role="teacher")
    expect(page.locator(".teacher")).to_contain_text("What an answer may hold")
    page.locator(".st-key-known-day-next button").click()
    until(page, lambda: reader.parameters()["day"] != "1992-02-28")
    changed = reader.stands().parameters()
    reader.reload()
    assert reader.parameters() == changed, "what was changed in a view is part of the link"
    reader.open("lessons", lesson=lesson.id, step="8")
    page.locator("#write-own").fill("Some words")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("PageUp")
    expect(page.locator(".progress")).to_contain_text("Step 8 of 8")
    page.locator(".st-key-lesson-size button").click()
    until(page, lambda: reader.parameters().get("size") == "large")
    reader.stands()
    assert page.evaluate(_SMALLER, 20) == []


def test_a_filter_holds_on_the_way_out_of_a_lesson_and_on(reader: Reader) -> None:
    reader.open("lessons", lesson="how-many", step="3", cat="legal", tab="sides")
    reader.page.keyboard.press("Escape")
    reader.is_on("Casualties").has_parameters(cat="legal", tab="sides")
    reader.go_to("Lessons").has_parameters(cat="legal")
    reader.go_to("Your own reading").has_parameters(cat="legal")


@pytest.mark.parametrize("role", ["", "teacher"])
def test_axe_finds_no_fault_in_a_step_and_it_fits_a_phone(reader: Reader, role: str) -> None:
    given = {"lesson": "where", "step": "2", **({"role": role} if role else {})}
    reader.open("lessons", **given)
    headings_are_in_order(reader.page)
    assert faults(reader.page) == []
    darken(reader.page)
    assert faults(reader.page) == []
    reader.page.set_viewport_size(PHONE)
    until(reader.page, lambda: reader.page.evaluate(_SIDEWAYS) <= 1)
    assert reader.page.evaluate(_SIDEWAYS) <= 1


def test_a_class_sees_words_of_the_night_beside_its_map_and_the_view_in_the_upper_half(
    reader: Reader,
) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 800})
    reader.open("lessons", lesson="one-night", step="2")
    told = page.get_by_text("(recollection)", exact=False).locator("visible=true").first
    expect(told).to_be_visible()
    frame = page.locator(".st-key-lesson-view iframe").first
    until(page, lambda: (frame.bounding_box() or {"height": 0})["height"] > 100)
    view, area, words = (one.bounding_box() for one in (page.locator(".st-key-lesson-view"), frame, told))
    assert view
    assert area
    assert words
    assert words["x"] >= area["x"] + area["width"]
    assert words["y"] < area["y"] + area["height"]
    assert view["y"] < 400


@pytest.mark.parametrize("step", ["2", "3", "5", "6"])
def test_a_class_sees_numbers_drawn_without_scrolling(reader: Reader, step: str) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 800})
    reader.open("lessons", lesson="how-many", step=step)
    chart = page.locator(".st-key-lesson-view .stPlotlyChart").first
    expect(chart.locator(".main-svg").first).to_be_visible()
    box = chart.bounding_box()
    assert box
    assert box["y"] < 700
    note = page.get_by_text("This page is about how many people were killed", exact=False)
    expect(note).to_be_hidden()
    page.get_by_text("Content note, and what the page shows", exact=False).click()
    expect(note).to_be_visible()


def test_a_term_is_explained_by_pointer_keyboard_and_finger_and_moves_nothing(reader: Reader) -> None:
    page = reader.open("lessons", lesson="where", step="5", role="pupil").page
    term = page.locator(".st-key-lesson-text .term").first
    word, meaning = term.get_by_role("button"), term.get_by_role("tooltip", include_hidden=True)
    expect(meaning).to_be_hidden()
    word.scroll_into_view_if_needed()
    places = laid_out(page)
    word.hover()
    expect(meaning).to_be_visible()
    assert laid_out(page) == places
    page.mouse.move(5, 5)
    expect(meaning).to_be_hidden()
    word.focus()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(page.locator(".progress")).to_contain_text("Step 5")  # the first Escape closes the meaning alone
    page.set_viewport_size(PHONE)
    word.click()
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
