"""The keys of a lesson: after any choice in any control, faster than steps are drawn, and out again."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from reader import Reader, until
from serving import Server

from evidence_site.records.load.loading import DEFAULT_FOLDER, data_folder

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(data_folder() != DEFAULT_FOLDER, reason="about the lessons that ship with the site"),
]


#: A list closes when the page below it scrolls, as it does to what gets the focus; the next frame says so.
_SCROLLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def stands_at(reader: Reader, step: int) -> None:
    expect(reader.page.locator(".progress")).to_contain_text(f"Step {step} of")
    until(reader.page, lambda: reader.parameters()["step"] == str(step))
    reader.stands()


def on_and_back(reader: Reader, step: int) -> None:
    """A clicker leads on from a step, and back to it."""
    reader.page.keyboard.press("PageDown")
    stands_at(reader, step + 1)
    reader.page.keyboard.press("PageUp")
    stands_at(reader, step)


def leaves(reader: Reader) -> None:
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_url(lambda url: urlsplit(url).path != "/lessons")


@contextmanager
def while_nothing_answers(server: Server) -> Iterator[None]:
    """Let the server stand still: whatever is pressed meanwhile is pressed before a step is drawn."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def open_the_list(reader: Reader) -> None:
    field = reader.page.get_by_role("combobox", name="As known on")
    field.focus()
    reader.page.evaluate(_SCROLLED)
    field.press("ArrowDown")
    expect(reader.page.get_by_role("option").first).to_be_visible()


def choose_in_list(reader: Reader) -> None:
    options = reader.page.get_by_role("option")
    open_the_list(reader)
    options.nth(1).click()
    expect(options).to_have_count(0)


def choose_in_list_by_keyboard(reader: Reader) -> None:
    open_the_list(reader)
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("option")).to_have_count(0)


def choose_a_segment(reader: Reader) -> None:
    reader.page.locator(".st-key-lesson-view summary").first.click()
    reader.page.get_by_role("radio", name="Tenfold steps").click()


def open_a_fold(reader: Reader) -> None:
    reader.page.locator(".st-key-lesson-text summary").first.click()


def click_a_chart(reader: Reader) -> None:
    reader.page.locator(".st-key-lesson-view .js-plotly-plot").first.click(position={"x": 60, "y": 20})


def click_the_map(reader: Reader) -> None:
    """The pointer stays over the map, so the keys stay in its frame."""
    frame = reader.page.locator(".st-key-lesson-view iframe").first
    expect(reader.map.locator("path.leaflet-interactive").first).to_be_attached()
    frame.click(position={"x": 30, "y": 200})
    until(reader.page, lambda: bool(reader.page.evaluate("document.activeElement.tagName === 'IFRAME'")))


def choose_in_a_box(reader: Reader) -> None:
    """The box of the names on the map stays open: it is no list in which keys choose."""
    reader.page.locator(".st-key-lesson-view summary").first.click()
    reader.page.get_by_role("button", name="Names:").click()
    reader.page.get_by_test_id("stPopoverBody").get_by_role("radio").nth(1).click()
    until(reader.page, lambda: "names" in reader.parameters())


def choose_pills(reader: Reader) -> None:
    """Several may be chosen of them, by mouse and by keyboard."""
    view = reader.page.locator(".st-key-lesson-view")
    view.locator("summary").first.click()
    pills = view.get_by_role("toolbar", name="Only stated by").get_by_role("button")
    pills.nth(0).click()
    until(reader.page, lambda: "side" in reader.parameters())
    pills.nth(1).focus()
    reader.page.keyboard.press("Space")
    until(reader.page, lambda: "." in reader.parameters()["side"])


def choose_several(reader: Reader) -> None:
    """In a list of several: one taken away by mouse, one added by keyboard, and the list stays in hand."""
    view = reader.page.locator(".st-key-lesson-view")
    view.locator("summary", has_text="What is compared").click()
    chosen = view.get_by_role("group", name="Selected values").get_by_role("button")
    many = chosen.count()
    chosen.last.click()
    expect(chosen).to_have_count(many - 1)
    field = view.get_by_role("combobox", name="Sources or perspectives")
    field.press("ArrowDown")
    expect(reader.page.get_by_role("option").first).to_be_visible()
    reader.page.keyboard.press("Enter")
    until(reader.page, lambda: "vs" not in reader.parameters())  # all three again, as the step has it
    reader.page.keyboard.press("Escape")  # the list stays open for more, and lies over the rest
    expect(chosen).to_have_count(many)


@pytest.mark.parametrize(
    ("lesson", "step", "uses"),
    [
        ("how-many", 5, [choose_in_list, choose_in_list_by_keyboard, choose_a_segment, open_a_fold]),
        ("how-many", 2, [click_a_chart, choose_pills]),
        ("how-many", 4, [choose_several]),
        ("where", 5, [click_the_map, choose_in_a_box]),
    ],
)
def test_a_clicker_works_after_any_choice_in_any_control(
    reader: Reader, lesson: str, step: int, uses: list[Callable[[Reader], None]]
) -> None:
    reader.open("lessons", lesson=lesson, step=str(step))
    for use in uses:
        use(reader)
        reader.stands()
        on_and_back(reader, step)
    uses[0](reader)
    reader.stands()
    leaves(reader)


def test_arrows_move_the_lesson_where_the_control_does_not_need_them(reader: Reader) -> None:
    reader.open("lessons", lesson="how-many", step="5")
    choose_in_list(reader)
    reader.stands()
    reader.page.keyboard.press("ArrowRight")
    stands_at(reader, 6)
    reader.page.keyboard.press("ArrowLeft")
    stands_at(reader, 5)
    open_the_list(reader)
    reader.page.keyboard.press("PageDown")
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("option")).to_have_count(0)
    stands_at(reader, 5)


def test_no_press_is_lost_while_a_step_is_on_its_way(reader: Reader, server: Server) -> None:
    page = reader.open("lessons", lesson="how-many", step="1").page
    with while_nothing_answers(server):
        for _press in range(3):
            page.keyboard.press("PageDown")
    stands_at(reader, 4)
    with while_nothing_answers(server):
        for key in ("PageDown", "PageDown", "ArrowLeft", "PageUp", "PageUp"):
            page.keyboard.press(key)
    stands_at(reader, 3)
    with while_nothing_answers(server):
        for _click in range(2):
            page.locator(".st-key-lesson-next button").click()
    stands_at(reader, 5)
    for _press in range(12):
        page.keyboard.press("PageDown")
    stands_at(reader, 8)


def test_escape_leaves_also_while_a_step_is_on_its_way(reader: Reader, server: Server) -> None:
    page = reader.open("lessons", lesson="how-many", step="2").page
    with while_nothing_answers(server):
        page.keyboard.press("PageDown")
        page.keyboard.press("Escape")
    page.wait_for_url(lambda url: urlsplit(url).path == "/casualties")
    reader.stands()
