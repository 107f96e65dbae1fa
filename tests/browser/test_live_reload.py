"""A visitor clicks on while a maintainer breaks a file under a server of two processes, and mends it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from breaking import DataCopy
from playwright.sync_api import expect
from reader import ReaderMaker, until
from serving import Server

from evidence_site.records.load.loading import load

pytestmark = pytest.mark.browser

FreshServer = Callable[..., Server]
PROCESSES = 2


def test_a_visitor_notices_no_broken_file_and_keeps_the_view_when_it_is_mended(
    fresh_server: FreshServer,
    stranger: ReaderMaker,
    data_copy: DataCopy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", str(PROCESSES))
    records = load(data_copy.folder)
    key = records.site.main_event
    place = data_copy.line("events", lambda row: row["id"] == key)
    title = data_copy.rows("events")[place - 2]["title"]
    server = fresh_server("uvicorn", data_copy.folder)
    reader = stranger(server.address).open("timeline", period="1992")

    def all_told(words: str) -> bool:
        """Whether each process wrote something to the log."""
        return server.said().replace("\\", "").count(words) == PROCESSES

    until(reader.page, lambda: all_told(f"records of version {records.version}"))
    good = data_copy.path("events").read_bytes()
    data_copy.path("events").write_bytes(good[: len(good) // 2])
    data_copy.edit_line("glossary", 1, lambda line: line.replace("term", "word"))
    until(reader.page, lambda: all_told('glossary.csv:1 "term"'))
    assert all_told('glossary.csv:1 "term"'), server.said()

    reader.choose_in_list("Find an event", title[:30])
    assert reader.chosen() == ("events", key)
    expect(reader.card_title).to_have_text(title)
    rows = reader.open_twin(reader.twins()[0])
    expect(rows.first).to_be_visible()
    reader.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 300)")
    parameters, sentence = reader.parameters(), reader.sentence.inner_text()
    status, health = server.fetch("/api/health")
    assert (status, json.loads(health)["data_version"]) == (200, records.version)
    assert json.loads(health)["faults"] > 0
    assert server.fetch("/api/events.csv")[0] == 200
    expect(stranger(server.address).open("timeline", period="1992").sentence).to_have_text(sentence)

    data_copy.path("events").write_bytes(good)
    data_copy.change("events", place, title=f"{title}, mended")
    data_copy.edit_line("glossary", 1, lambda line: line.replace("word", "term"))
    expect(reader.card_title).to_have_text(f"{title}, mended")
    reader.stands()
    assert reader.parameters() == parameters
    expect(reader.sentence).to_have_text(sentence)
    expect(rows.first).to_be_visible()
    assert reader.page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 300
    mended = f"records of version {load(data_copy.folder).version}"
    until(reader.page, lambda: all_told(mended))
    assert all_told(mended), server.said()
    assert json.loads(server.fetch("/api/health")[1])["faults"] == 0
