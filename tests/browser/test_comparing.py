"""Side by side: columns are chosen, stand in the address, and say the same to a friend."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from reader import Reader, ReaderMaker

from evidence_site.records.load.loading import Records
from evidence_site.viz.numbers.comparison_columns import column_labels, comparable_sources, first_columns

pytestmark = pytest.mark.browser


def table(reader: Reader) -> Locator:
    """Return the comparison."""
    return reader.page.locator(".comparison")


def test_columns_sent_to_a_friend_say_the_same(reader_with: ReaderMaker, records: Records) -> None:
    reader = reader_with()
    main = records.site.main_event
    two = comparable_sources(records, main)[:2]
    reader.open("casualties", tab="compare", vs=".".join(two))
    for code in two:
        expect(table(reader)).to_contain_text(column_labels(records, main)[code].split(":")[-1].strip())
    friend = reader_with().open("casualties", tab="compare", vs=".".join(two))
    expect(table(friend)).to_have_text(table(reader).inner_text(), use_inner_text=True)


def test_a_column_is_added_and_the_address_follows(reader: Reader, records: Records) -> None:
    main = records.site.main_event
    at_first = first_columns(records, main)
    labels = column_labels(records, main)
    new = next(code for code in comparable_sources(records, main) if code not in at_first)
    reader.open("casualties", tab="compare")
    before = table(reader).inner_text()
    field = reader.page.get_by_role("combobox", name="Sources or perspectives")
    field.click()
    field.press_sequentially(labels[new][:40])
    reader.page.get_by_role("option", name=labels[new], exact=True).first.click()
    reader.has_parameters(tab="compare", vs=".".join([*at_first, new]))
    expect(table(reader)).not_to_have_text(before, use_inner_text=True)
    reader.page.go_back()
    reader.has_parameters(tab="compare")
    expect(table(reader)).to_have_text(before, use_inner_text=True)


def test_an_unknown_source_is_named_and_ignored(reader: Reader, records: Records) -> None:
    two = comparable_sources(records, records.site.main_event)[:2]
    reader.open("casualties", tab="compare", vs=".".join([*two, "no-such-source"]))
    expect(reader.page.locator(".ignored")).to_contain_text("“no-such-source”")
    expect(table(reader)).to_be_visible()
