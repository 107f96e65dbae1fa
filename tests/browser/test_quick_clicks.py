"""Clicks that overtake the answer to another, or meet a live reload: none is lost, none comes undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import pytest
from breaking import DataCopy
from playwright.sync_api import Page, WebSocketRoute, expect
from reader import PATIENCE_SECONDS, Reader, ReaderMaker, until
from serving import Server

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records, load
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.browser


@dataclass
class SlowLine:
    """The connection of a page, on which answers can be held back; clicks pass at once."""

    sent: int = 0
    _holds: bool = False
    _held: list[str | bytes] = field(default_factory=list)
    _page: WebSocketRoute | None = None

    def between(self, page: Page) -> None:
        """Stand between a page that is not open yet and its server."""
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, page: WebSocketRoute) -> None:
        server, self._page = page.connect_to_server(), page

        def ask(message: str | bytes) -> None:
            self.sent += 1
            server.send(message)

        def answer(message: str | bytes) -> None:
            self._held.append(message)
            if not self._holds:
                self.release()

        page.on_message(ask)
        server.on_message(answer)

    def hold(self) -> None:
        """Let no answer through from now on."""
        self._holds = True

    def release(self) -> None:
        """Let through what is held, and all that follows."""
        assert self._page
        self._holds, held, self._held = False, self._held, []
        for message in held:
            self._page.send(message)

    def has_answer(self) -> bool:
        """Return whether anything is held."""
        return bool(self._held)


@pytest.fixture
def line() -> SlowLine:
    """A line that no page uses yet."""
    return SlowLine()


def told(records: Records, **chosen: str) -> str:
    """Return how the sentence begins under a choice."""
    selection = select(records, read_choice(records, chosen)[0])
    return f"Showing {selection.count('events')} of {selection.totals['events']} events, "


def click(reader: Reader, line: SlowLine, act: Callable[[], None]) -> None:
    """Do something and wait until the page has asked the server for it."""
    before = line.sent
    act()
    until(reader.page, lambda: line.sent > before)
    assert line.sent > before


def holds(reader: Reader, records: Records, **wanted: str) -> None:
    """Address, sentence and chips say the same."""
    reader.has_parameters(**wanted)
    expect(reader.sentence).to_contain_text(told(records, **wanted))
    expect(reader.page.locator("[class*='st-key-lift-'] button:visible")).to_have_count(
        len(wanted) + bool(wanted)
    )


def choose_legal(reader: Reader, records: Records) -> None:
    reader.choose_in_menu("Category", labels_of(records, "cat")["legal"])


def test_a_click_before_the_answer_to_another_takes_nothing_back(
    reader: Reader, records: Records, line: SlowLine
) -> None:
    line.between(reader.page)
    reader.open("timeline", side="independent", q="court")
    line.hold()
    click(reader, line, lambda: choose_legal(reader, records))
    click(reader, line, reader.chip("side").click)
    click(reader, line, reader.chip("q").click)
    line.release()
    holds(reader, records, cat="legal")
    reader.close_menu()
    click(reader, line, reader.chip("cat").click)
    holds(reader, records)


def test_going_to_another_page_before_the_answer_keeps_the_filter(
    reader: Reader, records: Records, line: SlowLine
) -> None:
    line.between(reader.page)
    reader.open("timeline")
    reader.open_menu("Category")
    body = reader.page.get_by_test_id("stPopoverBody")
    body.get_by_role("combobox").first.click()
    line.hold()
    option = reader.page.get_by_role("option", name=labels_of(records, "cat")["legal"], exact=True)
    click(reader, line, option.first.click)
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("Escape")
    reader.page.get_by_test_id("stTopNavSection").first.click()
    click(reader, line, lambda: reader.page.get_by_role("menuitem", name="Map", exact=True).click())
    line.release()
    reader.is_on("Map")
    holds(reader, records, cat="legal")


def test_a_click_and_a_live_reload_do_not_disturb_each_other(
    fresh_server: Callable[..., Server], stranger: ReaderMaker, data_copy: DataCopy, line: SlowLine
) -> None:
    server = fresh_server("streamlit", data_copy.folder)
    reader = stranger(server.address)
    line.between(reader.page)
    reader.open("timeline", side="independent", sel="events.khojaly-1992")
    events = data_copy.line("events", lambda row: row["id"] == "khojaly-1992")

    def renew(title: str) -> Records:
        """Change the data, and wait until the page was drawn again; the page itself may not know yet."""
        data_copy.change("events", events, title=title)
        records = load(data_copy.folder)
        until(
            reader.page,
            lambda: f"records of version {records.version}" in server.said() and line.has_answer(),
            PATIENCE_SECONDS,
        )
        assert line.has_answer()
        return records

    line.hold()
    records = renew("Renewed before the click")
    click(reader, line, reader.chip("side").click)
    click(reader, line, lambda: choose_legal(reader, records))
    line.release()
    reader.has_parameters(cat="legal", sel="events.khojaly-1992")
    expect(reader.sentence).to_contain_text(told(records, cat="legal"))
    expect(reader.card_title).to_have_text("Renewed before the click")
    reader.close_menu()

    line.hold()
    click(reader, line, reader.chip("cat").click)
    records = renew("Renewed after the click")
    line.release()
    expect(reader.card_title).to_have_text("Renewed after the click")
    reader.has_parameters(sel="events.khojaly-1992")
    expect(reader.sentence).to_contain_text(told(records))
    assert dict(parse_qsl(urlsplit(reader.page.url).query)) == {"sel": "events.khojaly-1992"}
