"""Citing as a reader does it: the text of a record, the permalink of a chart, the picture of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from reader import Reader, ReaderMaker, until

from evidence_site.records.load.loading import Records

pytestmark = pytest.mark.browser

CHART_PANEL = "[class*='st-key-cite-chart-']"
#: Whether the button of the picture saves what was chosen: the picture is drawn anew after the choice.
_SAVES_SVG = f"""() => document.querySelector("{CHART_PANEL} .js-plotly-plot")
  ?._context?.toImageButtonOptions.format === "svg" """


def texts_in(reader: Reader, panel: Locator) -> list[str]:
    """Return what stands to be copied in an open panel: APA, Chicago, permanent link."""
    reader.stands()
    expect(panel.get_by_test_id("stCode")).to_have_count(3)
    return [text.strip() for text in panel.get_by_test_id("stCode").all_inner_texts()]


def open_first_chart(reader: Reader) -> tuple[Locator, list[str]]:
    """Open the citation of the first chart of a page."""
    panel = reader.page.locator(CHART_PANEL).first
    panel.locator("summary").click()
    return panel, texts_in(reader, panel)


def heading_of(reader: Reader, permalink: str) -> Locator:
    """Return the heading at which a permalink points."""
    return reader.page.locator(f"[id='{permalink.partition('#')[2]}']")


def test_a_record_is_cited_in_full_and_its_files_answer(reader: Reader, records: Records) -> None:
    figure = records.site.key_figures[0]
    reader.open("record", table="figures", key=figure)
    panel = reader.page.locator(f".st-key-cite-figures-{figure}")
    panel.locator("summary").click()
    apa, chicago, permalink = texts_in(reader, panel)
    assert permalink == f"{reader.site}/record?table=figures&key={figure}"
    assert apa.endswith(permalink)
    for text in (apa, chicago):
        assert text.startswith(records.site.cite_as)
        assert records.version in text
    for name, words in (("APA", apa), ("Chicago", chicago), ("BibTeX", "@misc{"), ("CSL-JSON", figure)):
        link = panel.get_by_role("link", name=name, exact=True)
        address = re.sub(r"^\./", f"{reader.site}/", str(link.get_attribute("href")))
        answer = reader.page.context.request.get(address)
        assert answer.ok
        assert words in answer.text()


def test_the_permalink_of_a_chart_brings_a_stranger_to_the_same_view(
    reader: Reader, stranger: ReaderMaker
) -> None:
    reader.open("casualties", side="independent")
    _, (apa, _, permalink) = open_first_chart(reader)
    assert permalink in apa
    assert "?side=independent#" in permalink
    other = stranger().open_address(permalink)
    expect(other.sentence).to_have_text(reader.sentence.inner_text())
    expect(heading_of(other, permalink)).to_have_text(heading_of(reader, permalink).inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_carries_title_sources_date_and_permalink(
    reader_with: ReaderMaker, records: Records, scheme: str
) -> None:
    reader = reader_with(color_scheme=scheme).open("screenings")
    panel, (_, _, permalink) = open_first_chart(reader)
    panel.get_by_text("SVG", exact=True).click()
    reader.stands()
    until(reader.page, lambda: bool(reader.page.evaluate(_SAVES_SVG)))
    button = panel.locator(".modebar-btn")
    button.scroll_into_view_if_needed()
    with reader.page.expect_download() as saved:
        button.click()
    assert saved.value.suggested_filename.endswith(f"{records.version}.svg")
    svg = saved.value.path().read_text(encoding="utf-8")
    words = re.sub(r"<[^>]*>", " ", svg)
    for part in ("Sources:", records.version, permalink):
        assert part in words
    assert heading_of(reader, permalink).inner_text().split(";")[0] in words
    assert "rgb(255, 255, 255)" in svg, "paper is light whatever the screen"
    assert "rgb(31, 31, 29)" in svg, "ink is dark"


def test_a_view_can_be_cited_from_the_foot_of_any_page(reader: Reader, records: Records) -> None:
    reader.open("timeline", side="independent")
    fold = reader.page.locator(".foot details")
    fold.locator("summary").click()
    link = fold.get_by_role("link", name="APA")
    address = re.sub(r"^\./", f"{reader.site}/", str(link.get_attribute("href")))
    text = reader.page.context.request.get(address).text()
    label = records.package.code_lists["perspective"]["independent"].label
    assert f"(Perspective: {label})" in text
    assert f"{reader.site}/timeline?side=independent" in text
