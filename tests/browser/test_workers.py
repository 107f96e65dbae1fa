"""Several processes on one port: a page outlives the one that drew it, and the site stops when told to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from reader import ReaderMaker, until
from serving import Server, counted, drawing_process, open_pages, start
from websockets.sync.client import connect

from bench.protocol import SUBPROTOCOLS, Conversation, stream_of
from tools.serving import free_port

pytestmark = pytest.mark.browser

#: How long a page may stand still after its process died.
BACK_IN_SECONDS = 10
#: Messages that only a page drawn from its beginning takes.
MANY = 40
CHOSEN = {"cat": "legal.military", "period": "1992"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """Two processes at one port, both ready, and the first port of their measures; they stop when told to."""
    measures = free_port()
    log = tmp_path_factory.mktemp("workers") / "log.txt"
    server = start("workers", log, MEASURES_ADDRESS=f"127.0.0.1:{measures}")
    while len(open_pages(measures)) < 2 or server.said().count("startup complete") < 2:
        assert server.process.poll() is None, server.said()
        time.sleep(0.1)
    yield server, measures
    server.process.terminate()
    assert server.process.wait(timeout=30) == 0
    assert "Traceback" not in server.said()
    assert server.tried_network() == []


def test_a_class_that_comes_in_the_same_second_is_spread_over_the_processes(site: tuple[Server, int]) -> None:
    server, measures = site
    counted(measures, 0)  # the pages of the tests before are gone
    host = server.address.removeprefix("http://")
    with ExitStack() as pupils:
        for _ in range(24):
            pupil = pupils.enter_context(connect(stream_of(host), subprotocols=SUBPROTOCOLS))
            pupil.send(Conversation(host, "about").request())
        assert min(counted(measures, 24).values()) >= 3


def test_every_line_of_the_log_is_json_from_the_first_on(site: tuple[Server, int]) -> None:
    lines = [json.loads(line) for line in site[0].said().splitlines()]
    said = [line["message"] for line in lines]
    assert sum(message.startswith("Started server process") for message in said) >= 2
    assert all({"at", "level", "from"} <= set(line) for line in lines)


def test_a_second_site_at_the_same_port_is_refused(site: tuple[Server, int]) -> None:
    port = site[0].address.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "evidence_site.ui.web.workers", "--port", port],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {port}" in second.stderr


def test_a_page_comes_back_by_itself_when_its_process_is_killed(
    site: tuple[Server, int], stranger: ReaderMaker
) -> None:
    server, measures = site
    reader = stranger(server.address).open("map", **CHOSEN)
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()
    sentence = reader.sentence.inner_text()
    assert re.search(r"Showing \d+ of \d+ events", sentence)
    drawing = drawing_process(measures)

    drawn: list[object] = []
    reader.page.on("websocket", lambda back: back.on("framereceived", lambda part: drawn.append(part)))
    os.kill(drawing, signal.SIGKILL)
    until(reader.page, lambda: len(drawn) > MANY, seconds=BACK_IN_SECONDS)
    assert len(drawn) > MANY, "the page was not drawn again"
    reader.stands()
    expect(reader.sentence).to_have_text(sentence)
    assert reader.parameters() == CHOSEN
    assert drawing_process(measures) != drawing

    reader.chip("cat").click()
    reader.has_parameters(period=CHOSEN["period"])
    expect(reader.sentence).not_to_have_text(sentence)
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()
    while len(open_pages(measures)) < 2:
        reader.page.wait_for_timeout(100)
