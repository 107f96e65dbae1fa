"""A page that the browser translates says after every change what a fresh page says at the same address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page
from reader import PATIENCE_SECONDS, Reader, ReaderMaker, until
from serving import Server
from translation import switch_on

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, data_folder
from evidence_site.viz.pages.casualties import VIEWS
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.browser

#: All lines with a number that a reader sees of the page; words within charts are drawn and not translated.
_SAID = """() => {
  const words = [...document.querySelectorAll("svg text, svg tspan")].map(one => one.textContent.trim())
  return document.body.innerText.split("\\n").map(one => one.trim())
    .filter(one => /\\d/.test(one) && !words.includes(one))
}"""
#: Whether every word with a number has been translated.
_TRANSLATED = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement
    const kept = around.closest("font, script, style, noscript, svg, textarea, [translate=no]")
    if (!kept && /\\d/.test(texts.currentNode.data)) return false
  }
  return !!document.querySelector("font")
}"""

Step = Callable[[Reader], object]


def said(page: Page) -> list[str]:
    """Return what a page says in sentences that hold a number."""
    return list(page.evaluate(_SAID))


def true_after(reader: Reader, fresh: Reader, steps: Sequence[Step]) -> None:
    """Take the steps; after each the translated page must say what a fresh one says."""
    before = said(reader.page)
    for step in steps:
        step(reader)
        fresh.open_address(reader.page.url)
        until(
            reader.page,
            lambda: said(reader.page) == said(fresh.page) and reader.page.evaluate(_TRANSLATED),
            PATIENCE_SECONDS,
        )
        now = said(reader.page)
        assert now == said(fresh.page)
        assert reader.page.evaluate(_TRANSLATED)
        assert now != before, "this step changes no sentence"
        before = now


def filtered(records: Records) -> list[Step]:
    """A filter that narrows, a record that opens, closes, and the filter lifted."""
    category = labels_of(records, "cat")["legal"]
    title = next(event.title for event in records.tables.events if event.category == "legal")

    def narrowed(reader: Reader) -> None:
        reader.choose_in_menu("Category", category)
        reader.close_menu()
        reader.has_parameters(cat="legal")

    def opened(reader: Reader) -> None:
        reader.choose_in_list("Find an event", title)
        reader.chosen()

    def closed(reader: Reader) -> None:
        reader.close_record()
        reader.has_parameters(cat="legal")

    def lifted(reader: Reader) -> None:
        reader.chip("cat").click()
        reader.has_parameters()

    return [narrowed, opened, closed, lifted]


def tabs() -> list[Step]:
    """Each part of the page of numbers, by its button."""

    def pressed(code: str, heading: str) -> Step:
        def step(reader: Reader) -> None:
            reader.page.get_by_role("radio", name=heading, exact=True).click()
            until(reader.page, lambda: reader.parameters().get("tab") == code, PATIENCE_SECONDS)
            reader.stands()

        return step

    def next_day(reader: Reader) -> None:
        reader.page.locator(".st-key-known-day-next button").click()
        until(reader.page, lambda: "day" in reader.parameters(), PATIENCE_SECONDS)
        reader.stands()

    parts = [(view.code, view.label) for view in VIEWS.views if view.code]
    return [next_day, *[pressed(code, heading) for code, heading in parts[:3]]]


def night() -> list[Step]:
    """Hours of the night, and another page from the menu."""

    def next_hour(reader: Reader) -> None:
        before = reader.parameters().get("hour")
        reader.page.get_by_role("button", name="Next hour").click()
        until(reader.page, lambda: reader.parameters().get("hour") != before, PATIENCE_SECONDS)
        reader.stands()

    def another_page(title: str) -> Step:
        return lambda reader: reader.go_to(title)

    return [next_hour, next_hour, another_page("Claims"), another_page("Screenings")]


def lesson() -> list[Step]:
    """Steps of a lesson, by keyboard."""

    def turned(key: str, number: str) -> Step:
        def step(reader: Reader) -> None:
            reader.page.keyboard.press(key)
            until(reader.page, lambda: reader.parameters().get("step") == number, PATIENCE_SECONDS)
            reader.stands()

        return step

    return [turned("PageDown", "3"), turned("PageDown", "4"), turned("PageUp", "3")]


@pytest.mark.parametrize("journey", ["filtered", "tabs", "night", "lesson"])
def test_a_translated_page_stays_true(reader_with: ReaderMaker, records: Records, journey: str) -> None:
    reader, fresh = reader_with(), reader_with()
    switch_on(reader.page)
    if journey == "filtered":
        true_after(reader.open("timeline"), fresh, filtered(records))
    elif journey == "tabs":
        true_after(reader.open("casualties"), fresh, tabs())
    elif journey == "night":
        true_after(reader.open("map", tab="night"), fresh, night())
    elif data_folder() == DEFAULT_FOLDER:
        true_after(reader.open("lessons", lesson="how-many", step="2"), fresh, lesson())


def test_without_the_guard_a_translated_page_keeps_old_numbers(
    new_tab: Callable[[], Page], server: Server, records: Records
) -> None:
    """So the tests above can fail: one of their steps, and the script of ours is empty."""
    reader, fresh = (Reader(new_tab(), server.address) for _ in range(2))
    switch_on(reader.page)
    nothing = {"body": "", "content_type": "text/javascript"}
    reader.page.route("**/assets/translation.js", lambda route: route.fulfill(**nothing))
    reader.open("timeline")
    before = said(reader.page)
    filtered(records)[0](reader)
    fresh.open_address(reader.page.url)
    with pytest.raises(AssertionError, match="did not come to hold"):
        until(reader.page, lambda: said(reader.page) == said(fresh.page), seconds=10)
    old = set(said(reader.page)) - set(said(fresh.page))
    assert old & set(before)
    reader.page.close()
    fresh.page.close()
