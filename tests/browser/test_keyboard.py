"""Everything by keyboard: the Tab key reaches filters, list and twin, and shows where it is."""

from __future__ import annotations

from reader import Reader

FOCUSED = """(() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const name = (element.innerText || element.getAttribute('aria-label') || element.tagName).trim();
    return [name.slice(0, 60), style.outlineStyle !== 'none' || style.boxShadow !== 'none'];
})()"""


def test_tab_reaches_filters_list_and_twin_and_the_focus_is_seen(reader: Reader) -> None:
    reader.open("timeline")
    reached = {}
    for _ in range(60):
        reader.page.keyboard.press("Tab")
        name, seen = reader.page.evaluate(FOCUSED)
        reached[name] = seen
    for wanted in ("Period", "Category", "Place", "As a table"):
        assert any(wanted in name for name in reached), (wanted, sorted(reached))
    assert all(seen for name, seen in reached.items() if name.startswith(("Period", "Category")))
