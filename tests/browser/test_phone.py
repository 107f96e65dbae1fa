"""What a reader on a phone meets: every page fits its width."""

from __future__ import annotations

import pytest
from conftest import PHONE, ReaderMaker

from ui.site_pages import PAGES

WIDTHS = """(() => {
    const main = document.querySelector('[data-testid=stMain]');
    return [main.scrollWidth, main.clientWidth];
})()"""


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_page_fits_a_phone_and_has_one_title(reader_with: ReaderMaker, path: str) -> None:
    parameters = {"table": "events", "key": "khojaly-1992"} if path == "record" else {}
    reader = reader_with(viewport=PHONE).open(path, **parameters)
    wide, seen = reader.page.evaluate(WIDTHS)
    assert wide <= seen + 1, f"{path} scrolls sideways"
    assert reader.page.locator("h1").count() == 1
    reader.open_menu("Category")
