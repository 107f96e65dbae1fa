"""A process that takes one page: its reader goes on, a newcomer gets the facts and waits for room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Response, expect
from reader import ReaderMaker, until
from serving import Server, counted

from tools.serving import free_port

pytestmark = pytest.mark.browser


def test_the_reader_who_is_here_follows_links_and_a_newcomer_waits(
    fresh_server: Callable[..., Server], stranger: ReaderMaker, browser: Browser
) -> None:
    measures = free_port()
    server = fresh_server("uvicorn", MOST_SESSIONS="1", MEASURES_ADDRESS=f"127.0.0.1:{measures}")
    reader = stranger(server.address).open("record", table="events", key="khojaly-1992")
    with browser.new_context() as context:
        newcomer = context.new_page()
        answers: list[Response] = []
        newcomer.on("response", lambda answer: answers.append(answer))
        newcomer.goto(f"{server.address}/timeline")
        expect(newcomer.get_by_text("Many readers are here just now")).to_be_visible()
        newcomer.get_by_role("link", name="Try again now").click()
        until(newcomer, lambda: len([one for one in answers if "/timeline" in one.url]) == 2)
        assert [one.status for one in answers if "/timeline" in one.url] == [503, 503]

        links = reader.page.locator(".record a[href^='./']")
        with reader.page.expect_navigation() as followed:
            links.first.click()
        assert followed.value.status == 200
        reader.stands()

        reader.page.goto("about:blank")
        counted(measures, 0)
        newcomer.get_by_role("link", name="Try again now").click()
        expect(newcomer.get_by_role("heading", level=1, name="Timeline")).to_be_visible()
