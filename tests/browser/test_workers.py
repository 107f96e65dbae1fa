"""Several processes on one port: a page outlives the one that drew it, and the site stops when told to."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from reader import ReaderMaker, until
from serving import Server, free_port, open_pages

pytestmark = pytest.mark.browser

FreshServer = Callable[..., Server]

#: How long a page may stand still after its process died.
BACK_IN_SECONDS = 10
#: Messages that only a page drawn from its beginning takes.
MANY = 40
CHOSEN = {"cat": "legal.military", "period": "1992"}


def test_a_page_comes_back_by_itself_when_its_process_is_killed(
    fresh_server: FreshServer, stranger: ReaderMaker
) -> None:
    measures = free_port()
    server = fresh_server("workers", MEASURES_ADDRESS=f"127.0.0.1:{measures}")
    reader = stranger(server.address).open("map", **CHOSEN)
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()
    sentence = reader.sentence.inner_text()
    assert re.search(r"Showing \d+ of \d+ events", sentence)
    (drawing,) = [process for process, pages in open_pages(measures).items() if pages]

    drawn: list[object] = []
    reader.page.on("websocket", lambda back: back.on("framereceived", lambda part: drawn.append(part)))
    os.kill(drawing, signal.SIGKILL)
    until(reader.page, lambda: len(drawn) > MANY, seconds=BACK_IN_SECONDS)
    assert len(drawn) > MANY, "the page was not drawn again"
    reader.stands()
    expect(reader.sentence).to_have_text(sentence)
    assert reader.parameters() == CHOSEN
    (other,) = [process for process, pages in open_pages(measures).items() if pages]
    assert other != drawing

    reader.chip("cat").click()
    reader.has_parameters(period=CHOSEN["period"])
    expect(reader.sentence).not_to_have_text(sentence)
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()

    reader.page.close()
    server.process.terminate()
    assert server.process.wait(timeout=30) == 0
    assert "Traceback" not in server.said()
