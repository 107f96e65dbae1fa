"""An address sent to a stranger: the first request that a fresh server ever gets."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from breaking import DataCopy
from playwright.sync_api import Browser, expect
from reader import ReaderMaker
from serving import KINDS, Kind, Server

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.viz.pages.site import PAGES

pytestmark = pytest.mark.browser

FreshServer = Callable[..., Server]
MENU_GROUPS = list(dict.fromkeys(page.group for page in PAGES if page.group))


@pytest.mark.parametrize(("kind", "path"), [("streamlit", "timeline"), *((kind, "map") for kind in KINDS)])
def test_a_deep_link_as_the_very_first_request_shows_page_menu_and_filters(
    fresh_server: FreshServer, stranger: ReaderMaker, records: Records, kind: Kind, path: str
) -> None:
    chosen = {"cat": "legal.military", "side": "independent", "period": "1992"}
    reader = stranger(fresh_server(kind).address).open(path, **chosen)
    title = next(page.title for page in PAGES if page.path == path)
    reader.is_on(title)
    expect(reader.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(reader.page.get_by_test_id("stTopNavSection")).to_contain_text(MENU_GROUPS)
    selection = select(records, read_choice(records, chosen)[0])
    expect(reader.sentence).to_contain_text(
        f"Showing {selection.count('events')} of {selection.totals['events']} events"
    )
    for key in chosen:
        expect(reader.chip(key)).to_be_visible()
    assert reader.parameters() == chosen
    if path == "map":
        expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()


def test_what_the_address_cannot_mean_is_named_and_ignored(reader_with: ReaderMaker) -> None:
    reader = reader_with().open("timeline", cat="legal.nonsense", surprise="1")
    notice = reader.page.get_by_role("alert")
    expect(notice).to_contain_text("was ignored")
    expect(notice).to_contain_text("nonsense")
    expect(notice).to_contain_text("surprise")
    expect(reader.chip("cat")).to_contain_text("Legal")


def test_a_record_that_does_not_exist_answers_so_and_is_drawn_all_the_same(
    server: Server, browser: Browser
) -> None:
    """No guarded tab: the browser itself writes to the console that the document was answered with 404."""
    with browser.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"{server.address}/record?table=events&key=khojaly_1992")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("alert")).to_contain_text("There is no published record at this address.")
        expect(page.get_by_text('Did you mean "khojaly-1992"?')).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_data_that_do_not_pass_give_a_plain_page_and_an_unhealthy_server(
    fresh_server: FreshServer, browser: Browser, data_copy: DataCopy, kind: Kind
) -> None:
    """No guarded tab, as above: the document is answered with 503."""
    data_copy.change("events", 2, date="yesterday")
    server = fresh_server(kind, data_copy.folder)
    with browser.new_context() as context:
        page = context.new_page()
        opened = page.goto(f"{server.address}/timeline")
        assert opened is not None
        assert opened.status == 503
        expect(page.get_by_role("heading", level=1, name="The data could not be loaded")).to_be_visible()
        expect(page.get_by_test_id("stTopNavSection")).to_have_count(0)
        assert "yesterday" not in page.content()
    status, answer = server.fetch("/api/health")
    assert status == 503
    assert json.loads(answer)["faults"] == 1
    assert "events.csv:2" in server.said()
    assert f"the folder {data_copy.folder} does not pass the check" in server.said()
    assert server.fetch("/api/events.csv")[0] == 503
