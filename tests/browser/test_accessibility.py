"""What assistive technology meets: axe on every page, in both themes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ReaderMaker

from ui.casualty_sections import SECTIONS
from ui.site_pages import PAGES

VIEWS = [(page.path, {}) for page in PAGES if page.path != "record"]
VIEWS += [("casualties", {"tab": section.code}) for section in SECTIONS if section.code]
VIEWS += [("record", {"table": "events", "key": "khojaly-1992"})]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(reader_with: ReaderMaker, theme: str) -> None:
    reader = reader_with(color_scheme=theme)
    found = []
    for path, parameters in VIEWS:
        reader.open(path, **parameters)
        found += [
            (path, parameters, fault["id"], [node["target"] for node in fault["nodes"]])
            for fault in Axe().run(reader.page).response["violations"]
        ]
    assert found == []
