"""Without a pointer: Tab reaches all that can be done, one sees where one is, and Enter does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from reader import Reader

from evidence_site.records.load.loading import Records
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.browser

#: The element in focus: its name, whether one sees the focus (a caret will do), whether it is uncovered.
_FOCUS = """() => {
  const one = document.activeElement, plain = one.cloneNode(true)
  plain.querySelectorAll('[data-testid=stIconMaterial]').forEach(icon => icon.remove())
  const name = one.getAttribute('aria-label') || one.labels?.[0]?.textContent || plain.textContent
  const look = () => {
    const style = getComputedStyle(one)
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor,
            style.textDecorationLine].join()
  }
  const typing = one.tagName === 'INPUT', focused = look()
  if (!typing) one.blur()
  const seen = typing || look() !== focused
  if (!typing) one.focus({focusVisible: true})
  const box = one.getBoundingClientRect()
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20))
  const uncovered = !!top && (one.contains(top) || top.contains(one))
  return {tag: one.tagName, name: name.trim(), seen, uncovered}
}"""


@dataclass(frozen=True)
class Stop:
    """Where the focus is."""

    tag: str
    name: str
    seen: bool
    uncovered: bool


def stops(page: Page, most: int = 120) -> Iterator[Stop]:
    """Press Tab again and again, and say where the focus is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = Stop(**page.evaluate(_FOCUS))
        if stop.tag == "BODY":
            return
        yield stop


def reach(page: Page, name: str) -> Stop:
    """Press Tab until an element of this name is in focus."""
    return next(stop for stop in stops(page) if stop.name.startswith(name))


def test_tab_reaches_everything_in_the_order_of_the_page(reader: Reader) -> None:
    reader.open("timeline", cat="legal.attack_on_civilians", sel="events.khojaly-1992")
    names = [stop.name for stop in stops(reader.page, 45)]
    wanted = (
        *("Skip to main content", "The night", "About"),
        *("Period", "Perspective", "Category", "Film", "Search", "Category: ", "Reset all"),
        *("As a table: ", "Download these ", "Find an event", "Close this record"),
    )
    rest = iter(names)
    for name in wanted:
        assert any(found.startswith(name) for found in rest), f"{name!r} is not reached in {names}"


@pytest.mark.parametrize("path", ["timeline", "casualties", "map"])
def test_one_sees_where_one_is(reader: Reader, path: str) -> None:
    reader.open(path, cat="legal.attack_on_civilians")
    passed = [stop for stop in stops(reader.page, 40) if stop.tag not in ("MAIN", "IFRAME")]
    assert len(passed) > 15
    assert [stop for stop in passed if not stop.seen] == []
    assert [stop for stop in passed if not stop.uncovered] == []


def test_a_filter_is_chosen_and_left_with_the_keyboard_alone(reader: Reader, records: Records) -> None:
    label = labels_of(records, "cat")["legal"]
    reader.open("timeline")
    reach(reader.page, "Category")
    reader.page.keyboard.press("Enter")
    body = reader.page.get_by_test_id("stPopoverBody")
    expect(body).to_be_visible()
    reach(reader.page, "Category")
    expect(body.get_by_role("combobox")).to_be_focused()
    reader.page.keyboard.type(label)
    expect(reader.page.get_by_role("option", name=label, exact=True)).to_be_visible()
    reader.page.keyboard.press("Enter")
    reader.has_parameters(cat="legal").close_menu()
    assert reach(reader.page, "Category: ").name == f"Category: {label}"
    reader.page.keyboard.press("Enter")
    reader.has_parameters()


def test_a_table_twin_is_opened_and_scrolled_with_the_keyboard(reader: Reader) -> None:
    reader.open("timeline")
    reach(reader.page, "As a table: ")
    reader.page.keyboard.press("Enter")
    table = reader.page.locator("[class*='st-key-twin-'] .scroll").first
    expect(table).to_be_visible()
    heading = table.get_attribute("aria-label") or ""
    assert heading
    assert reach(reader.page, heading).name == heading


def test_the_first_stop_skips_to_the_content(reader: Reader) -> None:
    reader.open("timeline")
    reach(reader.page, "Skip to main content")
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator(".st-key-filter-bar").get_by_role("button", name="Period")).to_be_focused()


#: The chosen and the other controls of their kind, with the line around each.
_CHOICES = """() => [...document.querySelectorAll("button[role=radio], [role=option], [role=menuitem]")]
  .filter(one => one.checkVisibility()).map(one => {
    const style = getComputedStyle(one)
    const line = style.outlineStyle === "none" ? "" : `${style.outlineStyle} ${style.outlineWidth}`
    return [one.getAttribute("aria-checked") === "true", line]
  })"""


def test_what_is_chosen_is_told_by_a_line_where_the_system_sets_all_colours(reader: Reader) -> None:
    reader.page.emulate_media(forced_colors="active")
    reader.open("casualties", side="independent")
    expect(reader.page.get_by_role("radio", checked=True).first).to_be_visible()
    choices = reader.page.evaluate(_CHOICES)
    chosen, others = ({line for is_chosen, line in choices if is_chosen is which} for which in (True, False))
    assert len(choices) > 6
    assert others == {""}
    assert chosen
    assert "" not in chosen
