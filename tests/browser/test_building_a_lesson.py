"""A lesson built by a reader: views collected on two pages, worded, ordered, handed on, shown, printed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from reader import Reader, ReaderMaker

from records.lesson_code import read_code
from records.lessons import Lesson

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
    expect(page.get_by_label("Title of the step")).to_have_value("What was checked")
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
