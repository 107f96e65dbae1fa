"""A filter holds: across pages, after reload and Back, and in a link sent to a stranger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reader import PATIENCE_SECONDS, Reader, ReaderMaker, until

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.browser

MENU = [page for page in PAGES if page.group]


def label(records: Records, key: str, code: str) -> str:
    return labels_of(records, key)[code]


def begins(records: Records, **chosen: str) -> re.Pattern[str]:
    """Return how the sentence begins under a choice."""
    selection = select(records, read_choice(records, chosen)[0])
    return re.compile(
        rf"^Showing {selection.count('events')} of {selection.totals['events']} events, "
        rf"{selection.count('figures')} of {selection.totals['figures']} figures, "
    )


def title_of(records: Records, event: str) -> str:
    return records.tables.events[event].title


def test_a_filter_chosen_in_the_bar_holds_everywhere(
    reader: Reader, stranger: ReaderMaker, records: Records
) -> None:
    reader.open("overview")
    reader.choose_in_menu("Category", label(records, "cat", "legal"))
    reader.has_parameters(cat="legal").close_menu()
    expect(reader.sentence).to_have_text(begins(records, cat="legal"))
    sentence = reader.sentence.inner_text()
    for page in MENU[1:]:
        reader.go_to(page.title).has_parameters(cat="legal")
        expect(reader.sentence).to_have_text(sentence)
    reader.reload().has_parameters(cat="legal")
    expect(reader.sentence).to_have_text(sentence)
    reader.page.go_back()
    reader.is_on(MENU[-2].title).has_parameters(cat="legal")
    expect(reader.sentence).to_have_text(sentence)
    friend = stranger().open_address(reader.page.url)
    friend.is_on(MENU[-2].title)
    expect(friend.sentence).to_have_text(sentence)
    expect(friend.chip("cat")).to_contain_text(label(records, "cat", "legal"))


def test_letters_and_enter_choose_the_one_option_that_is_marked(reader: Reader) -> None:
    reader.open("timeline").open_menu("Place")
    field = reader.page.get_by_test_id("stPopoverBody").get_by_role("combobox").first
    field.press_sequentially("agh")
    options = reader.page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    first = options.first.inner_text()
    field.press("Enter")
    until(reader.page, lambda: "place" in reader.parameters(), PATIENCE_SECONDS)
    assert "." not in reader.stands().parameters()["place"], "one place and no more"
    reader.close_menu()
    expect(reader.chip("place")).to_contain_text(first)


def test_no_page_lets_go_of_the_filters(reader: Reader) -> None:
    """What holds a filter in the page stays itself: drawn anew, it would let go of it on some of the ways."""
    page = reader.open("lessons", cat="legal").page
    holders = page.locator(".st-key-address-carriers input")
    for title in ("Your own reading", "Lessons", "Map", "Lessons", "Timeline"):
        held = page.locator(".st-key-address-carriers [aria-label=cat]").element_handle()
        reader.go_to(title).has_parameters(cat="legal")
        assert held.evaluate("one => one.isConnected"), f"on the way to {title}"
    assert holders.evaluate_all("all => all.filter(one => one.ariaLabel === 'cat').length") == 1


def test_several_codes_of_several_filters_add_up(reader: Reader, records: Records) -> None:
    reader.open("timeline", cat="legal")
    reader.choose_in_menu("Category", label(records, "cat", "military"))
    reader.has_parameters(cat="legal.military").close_menu()
    reader.choose_in_menu("Perspective", label(records, "side", "independent"))
    reader.has_parameters(cat="legal.military", side="independent").close_menu()
    expect(reader.sentence).to_have_text(begins(records, cat="legal.military", side="independent"))
    expect(reader.page.get_by_test_id("stAlert").filter(has_text="You see")).to_be_visible()


def test_a_period_is_chosen_by_name_and_by_days(reader: Reader, records: Records) -> None:
    named = next(period for period in records.site.periods if period.code == "1992")
    reader.open("timeline")
    reader.choose_in_menu("Period", named.label)
    reader.has_parameters(period=named.when.text).close_menu()
    expect(reader.sentence).to_have_text(begins(records, period=named.when.text))
    reader.go_to("Map").has_parameters(period=named.when.text)
    reader.open_menu("Period")
    body = reader.page.get_by_test_id("stPopoverBody")
    expect(body.get_by_test_id("stDateInput")).to_have_count(2)
    reader.close_menu()


def test_words_search_every_kind_of_record_and_hold(reader: Reader, records: Records) -> None:
    reader.open("about")
    reader.search("regiment")
    reader.has_parameters(q="regiment")
    expect(reader.sentence).to_have_text(begins(records, q="regiment"))
    reader.go_to("Timeline").has_parameters(q="regiment")
    expect(reader.page.get_by_placeholder("Search all records")).to_have_value("regiment")
    expect(reader.sentence).to_have_text(begins(records, q="regiment"))


def test_chips_lift_one_filter_each_and_reset_lifts_all(reader: Reader, records: Records) -> None:
    reader.open("timeline", cat="legal", side="independent", q="court", sel="events.khojaly-1992")
    reader.chip("side").click()
    reader.has_parameters(cat="legal", q="court", sel="events.khojaly-1992")
    expect(reader.sentence).to_have_text(begins(records, cat="legal", q="court"))
    reader.chip("q").click()
    reader.has_parameters(cat="legal", sel="events.khojaly-1992")
    expect(reader.page.get_by_placeholder("Search all records")).to_have_value("")
    reader.lift_all()
    reader.has_parameters(sel="events.khojaly-1992")
    expect(reader.sentence).to_have_text(begins(records))
    expect(reader.page.locator(".st-key-filter-chips")).to_have_count(0)


def test_a_closed_menu_never_brings_an_old_value_back(reader: Reader, records: Records) -> None:
    reader.open("timeline")
    reader.choose_in_menu("Category", label(records, "cat", "legal"))
    reader.has_parameters(cat="legal").close_menu()
    reader.chip("cat").click()
    reader.has_parameters()
    reader.choose_in_list("Find an event", title_of(records, "khojaly-1992"))
    reader.has_parameters(sel="events.khojaly-1992")
    expect(reader.card).to_be_visible()
    reader.close_record()
    reader.has_parameters()
    reader.choose_in_menu("Perspective", label(records, "side", "independent"))
    reader.has_parameters(side="independent").close_menu()
    expect(reader.sentence).to_have_text(begins(records, side="independent"))
    reader.open_menu("Category")
    expect(reader.page.get_by_test_id("stPopoverBody").locator("[data-tag]")).to_have_count(0)


def test_a_menu_can_be_used_again_after_its_filter_was_lifted(reader: Reader, records: Records) -> None:
    reader.open("timeline")
    for code in ("legal", "military", "legal"):
        reader.choose_in_menu("Category", label(records, "cat", code))
        reader.has_parameters(cat=code).close_menu()
        expect(reader.sentence).to_have_text(begins(records, cat=code))
        reader.chip("cat").click()
        reader.has_parameters()
        expect(reader.sentence).to_have_text(begins(records))


def test_back_takes_a_choice_back(reader: Reader, records: Records) -> None:
    reader.open("timeline", cat="military")
    reader.go_to("Map")
    reader.chip("cat").click()
    reader.has_parameters()
    reader.page.go_back()
    reader.has_parameters(cat="military")
    expect(reader.sentence).to_have_text(begins(records, cat="military"))
    expect(reader.chip("cat")).to_be_visible()


def test_what_lifts_all_filters_is_taken_back_at_once(reader: Reader, records: Records) -> None:
    reader.open("timeline", cat="legal", side="independent", q="court")
    reader.lift_all()
    reader.has_parameters()
    reader.page.go_back()
    reader.has_parameters(cat="legal", side="independent", q="court")
    expect(reader.sentence).to_have_text(begins(records, cat="legal", side="independent", q="court"))


def test_what_one_page_lets_choose_stays_there(reader: Reader) -> None:
    """The page before is one step back; what was chosen there alone means nothing on the way."""
    reader.open("casualties", cat="legal", tab="sides")
    reader.go_to("Timeline").has_parameters(cat="legal")
    reader.page.go_back()
    reader.is_on("Casualties").has_parameters(cat="legal", tab="sides")


@pytest.mark.parametrize("title", ["Timeline", "Map", "Casualties", "Screenings", "Claims", "Sources"])
def test_an_empty_view_says_what_emptied_it_and_lifting_that_helps(
    reader_with: ReaderMaker, records: Records, title: str
) -> None:
    path = next(page.path for page in PAGES if page.title == title)
    reader = reader_with().open(path, q="zzzz qqqq", cat="attack_on_civilians")
    expect(reader.page.get_by_test_id("stAlert").filter(has_text="No record of this kind")).to_be_visible()
    reader.page.get_by_role("button", name=re.compile(r"^Lift “Search”")).click()
    reader.has_parameters(cat="attack_on_civilians")
    expect(reader.page.get_by_text("No record of this kind")).to_have_count(0)
    expect(reader.sentence).to_have_text(begins(records, cat="attack_on_civilians"))
