"""Handouts and kit as a teacher has them: files on a stick, no server, every request refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lesson_samples import sample
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, load
from tools.handouts import SHEETS, print_handouts
from tools.kit import write_kit

pytestmark = pytest.mark.browser
_SHORT = ("When it happened", "Who states a number", "Checked sentences")


@pytest.fixture(scope="module")
def shown() -> Records:
    """The shipped records with the lesson of the tests as their only one, and a short one."""
    steps = [step for step in sample().steps if step.title in _SHORT]
    numbered = tuple(replace(step, number=number) for number, step in enumerate(steps, start=1))
    short = replace(sample(), id="short", title="Three steps", steps=numbered)
    return replace(load(DEFAULT_FOLDER), lessons=(sample(), short))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab whose every request but those for files is refused, and noted as a fault."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield tab
    context.close()
    assert faults == []


def heading_in_sight(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_in_viewport()


def no_fault(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_lesson_runs_from_a_stick_by_keys(shown: Records, page: Page, tmp_path: Path) -> None:
    write_kit(shown, tmp_path, tmp_path / "no-pdf")
    [home] = tmp_path.glob("*-kit/index.html")
    page.goto(home.as_uri())
    no_fault(page)
    page.get_by_role("link", name=sample().title).click()
    heading_in_sight(page, sample().title)
    heading_in_sight(page, "What this lesson is for")
    expect(page.get_by_text("Before you begin")).to_be_visible()
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    no_fault(page)
    for position, key in enumerate(["ArrowRight", "PageDown", "ArrowRight", "PageDown"]):
        page.keyboard.press(key)
        heading_in_sight(page, sample().steps[position].title)
        expect(page.get_by_text(f"{position + 1} of {len(sample().steps)}", exact=True)).to_be_visible()
        expect(page.locator("section.step.now svg[role=img]").first).to_be_visible()
    page.keyboard.press("PageUp")
    heading_in_sight(page, sample().steps[2].title)
    notes = page.locator("section.now details.teacher")
    expect(notes).not_to_have_attribute("open", "")
    page.keyboard.press("n")
    expect(notes.get_by_text(sample().steps[2].answer)).to_be_visible()
    no_fault(page)
    page.reload()
    heading_in_sight(page, sample().steps[2].title)
    page.get_by_role("link", name="All lessons").click()
    heading_in_sight(page, "Lessons")
    page.set_viewport_size({"width": 360, "height": 740})
    for file in home.parent.rglob("*.html"):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, file.name


def test_a_handout_reads_from_disk_and_prints_on_both_sheets(
    shown: Records, page: Page, browser: Browser, tmp_path: Path
) -> None:
    write_kit(shown, tmp_path, tmp_path / "no-pdf")
    [file] = tmp_path.glob("*-kit/handouts/short.html")
    page.goto(file.as_uri())
    no_fault(page)
    expect(page.locator("figure svg[role=img]").first).to_be_visible()
    expect(page.get_by_text("As a table: the first 20 of").first).to_be_visible()
    written = print_handouts(browser, shown, shown.lessons[1:], tmp_path / "pdf")
    assert len(written) == 2 * len(SHEETS)
    for path in written:
        pages = PdfReader(path).pages
        words = [" ".join(part.extract_text().split()) for part in pages]
        assert 5 <= len(pages) <= 20
        assert min(len(text) for text in words) > 20, "a page is empty"
        whole = " ".join(words)
        for step in shown.lessons[1].steps:
            assert step.title in whole
            assert step.question[:40] in whole
        assert ("What an answer may hold" in whole) == ("answers" in path.name)
        wide = float(pages[0].mediabox.width)
        assert wide == pytest.approx(612 if "letter" in path.name else 595, abs=1)


def test_the_kit_fits_every_window_and_its_pictures_begin_on_the_first_screen(
    page: Page, tmp_path: Path
) -> None:
    """With the lesson that has the widest view of all: columns of words beside each other."""
    records = load(DEFAULT_FOLDER)
    widest = next(
        lesson
        for lesson in records.lessons
        if any("tab=compare" in step.view.address for step in lesson.steps)
    )
    write_kit(replace(records, lessons=(widest,)), tmp_path, tmp_path / "no-pdf")
    [home] = tmp_path.glob("*-kit/index.html")
    lesson = home.parent / "lessons" / f"{widest.id}.html"
    for width, height in ((390, 780), (1024, 768), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(lesson.as_uri())
        for step in widest.steps:
            page.keyboard.press("ArrowRight")
            heading_in_sight(page, step.title)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, step.title)
            view = page.locator(".step.now .view > *").first
            assert width < 1000 or view.evaluate("one => one.getBoundingClientRect().top") < height / 2
        for file in home.parent.rglob("*.html"):
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, file.name)
