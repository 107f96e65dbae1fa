"""On a phone: filters, menu and records are used by touch. That every view fits is in test_every_view."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reader import PHONE, Reader, ReaderMaker

from evidence_site.records.load.loading import Records
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(stranger: ReaderMaker) -> Reader:
    """A browser of its own: Streamlit remembers in the browser whether the menu was left open."""
    return stranger(viewport=PHONE, is_mobile=True, has_touch=True)


def test_a_filter_is_chosen_by_touch(phone: Reader, records: Records) -> None:
    phone.open("timeline")
    before = phone.sentence.inner_text()
    phone.page.locator(".st-key-filter-bar").get_by_role("button", name="Category").tap()
    body = phone.page.get_by_test_id("stPopoverBody")
    expect(body).to_be_visible()
    box = body.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    body.get_by_role("combobox").tap()
    phone.page.get_by_role("option", name=labels_of(records, "cat")["legal"], exact=True).tap()
    phone.has_parameters(cat="legal")
    expect(phone.sentence).not_to_have_text(before)
    phone.close_menu()
    phone.chip("cat").tap()
    phone.has_parameters()
    expect(phone.sentence).to_have_text(before)


def test_the_menu_is_reached_by_touch(phone: Reader) -> None:
    phone.open("timeline", cat="legal")
    phone.page.get_by_test_id("stExpandSidebarButton").tap()
    phone.page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile("Map")).tap()
    phone.is_on("Map").has_parameters(cat="legal")
    menu = phone.page.get_by_test_id("stSidebar")
    expect(menu).not_to_be_in_viewport()
    phone.page.get_by_test_id("stExpandSidebarButton").tap()
    expect(menu).to_be_in_viewport()
    phone.reload()
    expect(phone.page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(menu).not_to_be_in_viewport()


def test_a_chosen_record_is_seen_without_leaving_the_chart(phone: Reader) -> None:
    phone.open("timeline", sel="events.khojaly-1992")
    phone.chart("year").scroll_into_view_if_needed()
    expect(phone.card_title).to_be_in_viewport()
