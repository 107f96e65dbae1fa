"""A run that takes too much processor time is given up: it says so, and what stood before stays."""

from __future__ import annotations

import threading
from dataclasses import replace
from time import thread_time

import pytest
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page
from whole_site import fetch

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import index_of, search_index_of
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import Memory, remembered
from evidence_site.records.time_limit import OutOfTimeError, check_time, limited_to
from evidence_site.ui.routes import addressed
from evidence_site.ui.state import run_limit, store

pytestmark = pytest.mark.every_folder

GIVEN_UP = "more time than a page may at once"
LEFT_OUT = "What follows here was left out"


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records of which nothing was worked out yet but how they are searched."""
    fresh = replace(records, memory=Memory())
    index_of(fresh)
    search_index_of(fresh)
    monkeypatch.setattr(store, "loaded", lambda: fresh)


def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_limit, "MOST_SECONDS", 0.0)


def warnings(app: AppTest) -> list[str]:
    return [warning.value for warning in app.warning]


def test_a_choice_that_takes_too_long_is_taken_back_and_what_stood_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_page("timeline", q="before")
    stood, drawn = html_of(app), len(app.get("plotly_chart"))
    with monkeypatch.context() as busy:
        no_time(busy)
        app.button(key="lift-q").click().run()
    assert not app.exception
    assert [GIVEN_UP in told for told in warnings(app)] == [True]
    assert app.query_params == {"q": "before"}
    assert html_of(app) == stood
    assert len(app.get("plotly_chart")) == drawn
    app.button(key="run-again").click().run()
    assert not warnings(app)
    assert not app.exception
    assert not app.query_params
    assert html_of(app) != stood


def test_it_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("timeline", q="words")
    with monkeypatch.context() as busy:
        no_time(busy)
        app.button(key="lift-q").click().run()
    assert warnings(app)
    assert not warnings(app.run())


def test_a_page_that_nobody_has_seen_yet_keeps_what_was_drawn_and_offers_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as busy:
        no_time(busy)
        app = open_page("timeline", q="nobody has asked for this")
    assert not app.exception
    assert [LEFT_OUT in told for told in warnings(app)] == [True]
    assert html_of(app)
    app.button(key="run-again").click().run()
    assert not warnings(app)
    assert app.title[0].value == "Timeline"
    assert app.query_params["q"] == "nobody has asked for this"


def test_a_run_without_end_ends_once_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_limit, "MOST_SECONDS", 0.3)
    parts = iter(range(1000))

    @remembered
    def part(number: int) -> int:
        end = thread_time() + 0.1
        while thread_time() < end:
            pass
        return number

    monkeypatch.setattr(
        "evidence_site.ui.cards.head_and_foot.view_links", lambda _run: [part(number) for number in parts]
    )
    app = open_page("timeline")
    assert [LEFT_OUT in told for told in warnings(app)] == [True]
    assert next(parts) < 10
    assert app.title[0].value == "Timeline"


def test_an_answer_that_takes_too_long_says_so_and_is_there_later(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"q": "nobody has asked for this"}
    with monkeypatch.context() as busy:
        busy.setattr(addressed, "MOST_SECONDS", 0.0)
        refusal = fetch("/api/events.csv", asked)
    assert refusal.status == 503
    assert "takes longer than an answer may" in refusal.text
    assert refusal.headers["cache-control"] == "no-store"
    assert int(refusal.headers["retry-after"]) > 0
    assert fetch("/api/events.csv", asked).status == 200


def test_what_is_remembered_takes_no_time_and_needs_none(records: Records) -> None:
    kept = select(records, Choice(query="remembered"))
    with limited_to(0):
        assert select(records, Choice(query="remembered")) is kept
        with pytest.raises(OutOfTimeError):
            select(records, Choice(query="not remembered"))
    assert select(records, Choice(query="not remembered"))


def test_the_limit_is_that_of_one_thread() -> None:
    with limited_to(0):
        thread = threading.Thread(target=check_time)
        thread.start()
        thread.join()
        with pytest.raises(OutOfTimeError):
            check_time()
    check_time()
