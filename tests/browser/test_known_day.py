"""As known on a day: stepping by hand changes address, sentence and marks together, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reader import Reader, ReaderMaker

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.viz.chart import LATER
from evidence_site.viz.numbers.known_by import days_of
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.numbers.toll import toll_of

pytestmark = pytest.mark.browser

DAY = "1992-03-03"
#: How many marks of a chart are drawn as not yet stated.
_LATER = """(chart, later) => chart._fullData
  .filter(trace => trace.opacity === later && trace.mode === 'markers')
  .reduce((sum, trace) => sum + trace.customdata.length, 0)"""


@pytest.fixture(scope="module")
def steps(records: Records) -> list[str]:
    """The days on which a number was first stated."""
    return [
        day.text
        for day in days_of(toll_of(records, shown_figures(records, select(records, Choice()))).stated)
    ]


def later_marks(reader: Reader) -> int:
    """Return how many marks of the first weeks are faint."""
    return int(reader.chart("toll-first").evaluate(_LATER, LATER))


def known(reader: Reader) -> str:
    """Return the words about the chosen day."""
    return reader.page.locator(".st-key-known-wide .known").inner_text()


def test_a_day_sent_to_a_friend_shows_the_same_words_and_marks(reader_with: ReaderMaker) -> None:
    reader = reader_with()
    reader.open("casualties", day=DAY)
    words, faint = known(reader), later_marks(reader)
    assert "First stated on 3 March 1992" in words
    assert faint > 0
    friend = reader_with().open("casualties", day=DAY)
    assert known(friend) == words
    assert later_marks(friend) == faint


def test_stepping_moves_address_words_and_marks_and_back_undoes_it(reader: Reader, steps: list[str]) -> None:
    after = steps[steps.index(DAY) + 1]
    reader.open("casualties", day=DAY)
    words, faint = known(reader), later_marks(reader)
    reader.page.get_by_role("button", name="Next day").click()
    reader.has_parameters(day=after)
    expect(reader.page.locator(".st-key-known-wide .known")).not_to_have_text(words, use_inner_text=True)
    assert later_marks(reader) <= faint
    reader.page.get_by_role("button", name="Previous day").click()
    reader.has_parameters(day=DAY)
    expect(reader.page.locator(".st-key-known-wide .known")).to_have_text(words, use_inner_text=True)
    assert later_marks(reader) == faint
    reader.page.go_back()
    reader.has_parameters(day=after)


def test_a_day_is_stepped_with_the_keyboard_alone(reader: Reader, steps: list[str]) -> None:
    reader.open("casualties", day=DAY)
    reader.page.get_by_role("button", name="Next day").focus()
    reader.page.keyboard.press("Enter")
    reader.has_parameters(day=steps[steps.index(DAY) + 1])
    reader.page.keyboard.press("Enter")
    reader.has_parameters(day=steps[steps.index(DAY) + 2])


def test_a_day_that_is_none_is_named_and_all_dates_are_shown(reader: Reader) -> None:
    reader.open("casualties", day="1992-02-31")
    expect(reader.page.get_by_role("alert").filter(has_text="1992-02-31")).to_be_visible()
    assert later_marks(reader) == 0
