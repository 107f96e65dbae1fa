"""A lesson built by a reader: views collected on two pages, worded, ordered, handed on, shown, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from lesson_samples import sample
from playwright.sync_api import expect
from reader import Reader, ReaderMaker

from evidence_site.records.lessons.lesson_code import read_code, write_code
from evidence_site.records.lessons.lessons import Lesson

pytestmark = pytest.mark.browser


def built(reader: Reader) -> Lesson:
    lesson = read_code(parse_qs(urlsplit(reader.page.url).query)["build"][0]).lesson
    assert lesson
    return lesson


def test_a_reader_builds_a_lesson_and_hands_it_on(reader: Reader, stranger: ReaderMaker) -> None:
    page = reader.page
    reader.open("map", tab="night")
    page.get_by_role("button", name="Add to lesson").click()
    expect(page.get_by_role("link", name="Your lesson: 1 step")).to_be_visible()

    # A link that knows nothing of the lesson takes it along all the same.
    page.get_by_role("link", name="Method, rules and limits").click()
    expect(page.get_by_role("link", name="Your lesson: 1 step")).to_be_visible()
    reader.go_to("Claims")
    page.get_by_role("button", name="Add to lesson").click()
    page.get_by_role("link", name="Your lesson: 2 steps").click()

    expect(page.get_by_role("heading", name="Build a lesson")).to_be_visible()
    page.get_by_text("2. Claims").click()
    title = page.get_by_label("Title of the step")
    title.fill("What was checked")
    title.press("Tab")
    expect(page.get_by_text("2. What was checked")).to_be_visible()
    question = page.get_by_label("Question to the class")
    question.fill("Which <b>source</b> would you read first?")
    question.press("Tab")
    page.get_by_role("button", name="Move up").click()
    expect(page.get_by_text("1. What was checked")).to_be_visible()
    # Until its run is over, the page shows the moved step where it was as well.
    reader.stands()
    expect(title).to_have_count(1)
    expect(title).to_have_value("What was checked")
    assert [step.view.path for step in built(reader).steps] == ["claims", "map"]
    assert Axe().run(page).violations_count == 0

    address = page.get_by_role("link", name="The page to hand on").get_attribute("href")
    sheet = page.get_by_role("link", name="Handout", exact=True).get_attribute("href")
    assert address
    assert sheet
    page.go_back()
    expect(page.get_by_text("1. Map")).to_be_visible()

    other = stranger()
    other.open_address(f"{other.site}/{address.removeprefix('./')}")
    expect(other.page.get_by_text("made by a visitor, not by this site")).to_be_visible()
    other.page.get_by_role("link", name="Start presenting").click()
    expect(other.page.get_by_role("heading", name="What was checked")).to_be_visible()
    expect(other.page.get_by_text("Which <b>source</b> would you read first?")).to_be_visible()
    other.page.get_by_role("button", name="Next step").click()
    expect(other.page.get_by_text("Step 2 of 2")).to_be_visible()
    expect(other.page.get_by_text("made by a visitor, not by this site")).to_be_visible()

    other.page.goto(f"{other.site}/{sheet.removeprefix('./')}")
    expect(other.page.get_by_role("heading", name="1. What was checked")).to_be_visible()
    expect(other.page.locator("figure svg[role=img]").first).to_be_visible()


def test_a_lesson_is_saved_under_its_title_opened_from_its_file_and_handed_to_the_class(
    reader: Reader, tmp_path: Path
) -> None:
    page, lesson = reader.page, replace(sample(), title="Xəritə: one night", steps=sample().steps[:3])
    reader.open("lessons", build=write_code(lesson))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file (.md)").click()
    assert saved.value.suggested_filename == "Xəritə-one-night.md"
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)

    reader.open("lessons")
    page.get_by_text("Open a saved lesson").click()
    chooser = page.get_by_label("The file of a lesson (.md)")
    picture = tmp_path / "picture.md"
    picture.write_bytes(b"\x89PNG\xff")
    chooser.set_input_files(picture)
    expect(page.get_by_text("“picture.md” is not text in UTF-8")).to_be_visible()
    chooser.set_input_files(file)
    expect(page.get_by_text(f"1. {lesson.steps[0].title}")).to_be_visible()
    assert replace(built(reader), id="", minutes=0) == replace(lesson, id="", minutes=0)

    page.get_by_text("Hand it to the class").click()
    expect(page.get_by_text("No code: this site was opened as 127.0.0.1")).to_be_visible()
    page.get_by_role("link", name="The page for pupils").click()
    expect(page.get_by_text(lesson.steps[2].question)).to_be_visible()
    expect(page.get_by_text(lesson.steps[2].answer)).to_have_count(0)
    reader.open("lessons", lesson=parse_qs(urlsplit(page.url).query)["lesson"][0], role="teacher")
    expect(page.get_by_text(lesson.steps[2].title)).to_be_visible()
    expect(page.get_by_text(lesson.steps[2].answer)).to_have_count(0)
