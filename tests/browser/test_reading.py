"""What a pupil writes on the page of activities: kept, cleared, saved, opened again, and never sent."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from reader import Reader, ReaderMaker
from test_every_view import faults

from evidence_site.records.load.loading import Records

pytestmark = pytest.mark.browser

OWN = "#write-own"


def write(page: Page, words: str) -> None:
    page.locator("#source-1").select_option(index=1)
    page.get_by_label("It saw or counted this itself").first.check()
    page.locator(OWN).fill(words)


def holds(page: Page, words: str) -> None:
    expect(page.locator(OWN)).to_have_value(words)


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a text file").click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def opened(page: Page, name: str, content: bytes) -> None:
    page.locator("#open-reading").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-says]")).to_contain_text(words)


@pytest.fixture
def reader(stranger: ReaderMaker) -> Reader:
    """A pupil at a browser that has kept nothing yet."""
    return stranger()


@pytest.fixture
def claims(records: Records) -> list[str]:
    """The ids of the sentences that have sources to weigh."""
    return [claim.id for claim in records.tables.claims if records.links.sources_of["claims", claim.id]]


def test_what_is_written_stays_in_the_tab_for_each_sentence_apart(reader: Reader, claims: list[str]) -> None:
    page = reader.open("activity", claim=claims[0]).page
    write(page, "The first one")
    chosen = page.locator("#source-1").input_value()
    reader.reload()
    holds(page, "The first one")
    assert page.locator("#source-1").input_value() == chosen
    expect(page.get_by_label("It saw or counted this itself").first).to_be_checked()
    reader.open("activity", claim=claims[1])
    holds(page, "")
    page.locator(OWN).fill("The second one")
    page.go_back()
    reader.stands()
    holds(page, "The first one")
    reader.open("about")
    reader.go_to("Your own reading")
    reader.open("activity", claim=claims[1])
    holds(page, "The second one")


def test_it_stays_on_the_device_only_if_asked_and_one_button_clears_it(
    reader: Reader, claims: list[str]
) -> None:
    page = reader.open("activity", claim=claims[0]).page
    write(page, "Zebra")
    assert page.evaluate("localStorage.length + JSON.stringify(localStorage)").find("Zebra") == -1
    page.get_by_label("Keep on this device").check()
    page.evaluate("sessionStorage.clear()")  # as in a new tab
    reader.reload()
    holds(page, "Zebra")
    expect(page.get_by_label("Keep on this device")).to_be_checked()
    page.get_by_label("Keep on this device").uncheck()
    assert "Zebra" not in page.evaluate("JSON.stringify(localStorage)")
    holds(page, "Zebra")
    page.get_by_label("Keep on this device").check()
    page.once("dialog", lambda asked: asked.dismiss())
    page.get_by_role("button", name="Clear all that I wrote").click()
    holds(page, "Zebra")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Clear all that I wrote").click()
    holds(page, "")
    said(page, "cleared")
    for storage in ("localStorage", "sessionStorage"):
        assert "Zebra" not in page.evaluate(f"JSON.stringify({storage})")
    reader.reload()
    holds(page, "")


def test_the_file_of_a_pupil_is_opened_again_by_anybody(
    reader: Reader, claims: list[str], tmp_path: Path
) -> None:
    page = reader.open("activity", claim=claims[0]).page
    words = "One\n[own] not another answer\n\\[why] nor this\n\nSource 1: Which source?\nlast <b>ə</b>"
    write(page, words)
    page.get_by_label("Your name").fill("Əli & Co / 7b")
    chosen = page.locator("#source-1").input_value()
    file = saved(page, tmp_path)
    assert file.name == f"my-reading-{claims[0]}-əli-co-7b.txt"
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Clear all that I wrote").click()
    assert saved(page, tmp_path).name == f"my-reading-{claims[0]}.txt"
    opened(page, file.name, file.read_bytes())
    said(page, "The file is open.")
    holds(page, words)
    assert page.locator("#source-1").input_value() == chosen
    expect(page.get_by_label("It saw or counted this itself").first).to_be_checked()
    reader.open("activity", claim=claims[1])
    opened(page, file.name, b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    said(page, "another sentence")
    page.locator("[data-says] a").click()
    reader.stands()
    holds(page, words)


def test_no_file_breaks_the_page_or_takes_what_is_written(reader: Reader, claims: list[str]) -> None:
    page = reader.open("activity", claim=claims[0]).page
    write(page, "Mine")
    for name, content in {
        "nothing.txt": b"",
        "picture.txt": bytes(range(256)) * 40,
        "long.txt": b"[own] x\n" + b"y" * 300_000,
        "page.txt": b"<script>alert(1)</script><img src=x onerror=alert(1)>",
        "json.txt": b'{"__proto__": {"own": "x"}}',
    }.items():
        opened(page, name, content)
        said(page, "holds nothing that was saved on this page")
        holds(page, "Mine")
    opened(page, "other.txt", b"[sentence]\nno-such: x\n[own] a\nwords")
    said(page, "does not have")
    holds(page, "Mine")
    page.once("dialog", lambda asked: asked.accept())
    opened(
        page,
        "bent.txt",
        b"[own] a\n<img src=x onerror=alert(1)>\n[sure] b\nNo such choice\n[toString] c\nmore",
    )
    said(page, "left out")
    said(page, "No such choice")
    holds(page, "<img src=x onerror=alert(1)>")
    assert page.locator("[data-says] img").count() == 0


def test_nothing_leaves_the_browser_and_every_source_is_a_link(
    reader: Reader, records: Records, claims: list[str], tmp_path: Path
) -> None:
    page, sent = reader.page, []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.on("request", lambda request: sent.append(request.post_data or request.url))
    reader.open("activity", claim=claims[0])
    hidden = page.get_by_role("link", name="How this site checked the sentence")
    expect(hidden).to_be_hidden()
    write(page, "Zebra: most of it on one day")
    expect(hidden).to_be_visible()
    page.get_by_label("Keep on this device").check()
    text = saved(page, tmp_path).read_text(encoding="utf-8")
    for words in ("Zebra: most", "It saw or counted this itself", "(nothing written)", records.version):
        assert words in text
    assert f"{urlsplit(page.url).netloc}/activity?claim={claims[0]}" in text, (
        "a link in a file leads to the site"
    )
    assert sent
    assert [frame for frame in sent if "Zebra" in str(frame)] == []
    for source in records.links.sources_of["claims", claims[0]]:
        link = page.locator(f'a[href="./record?table=sources&key={source.id}"]')
        expect(link).to_have_attribute("target", "_blank")
    assert faults(page) == []
