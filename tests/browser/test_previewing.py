"""A preview before publishing, with two processes on one port: one tab sees it, whichever process draws."""

from __future__ import annotations

import csv
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from reader import Reader, ReaderMaker, until
from serving import Server, drawing_process

from evidence_site.records.check.tidying import canonical_csv
from evidence_site.records.load.loading import Records
from evidence_site.ui.preview.edit_section import written
from evidence_site.viz.review.every_picture import every_picture
from tools.serving import free_port

pytestmark = pytest.mark.browser

BACK_IN_SECONDS = 10
MANY = 20
NUMBER = 123_456


def a_number(records: Records) -> str:
    """The id of a number of the first chart that can be changed without breaking a rule."""
    drawn = dict(every_picture(records))["toll-first"]
    return next(
        row.id
        for row in drawn.chart.rows
        if row.qualifier == "exact" and not row.part_of and not records.links.parts_of_figure[row.id]
    )


def drop(reader: Reader, content: bytes) -> None:
    """Hand in the figures, once the place for files says what it is."""
    expect(reader.page.locator(".zone label")).to_contain_text("One or several tables")
    file = {"name": "figures.csv", "mimeType": "text/csv", "buffer": content}
    reader.page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]


def leave_it(reader: Reader) -> None:
    """Leave the preview, and come again as soon as the page says that it is left."""
    reader.page.get_by_role("button", name="Leave the preview").click()
    for gone in ("Preview: unpublished data", "is forgetting the files", f"{NUMBER:,}"):
        expect(reader.page.get_by_text(gone)).to_have_count(0)
    reader.reload()
    expect(reader.page.get_by_text("Preview: unpublished data")).to_have_count(0)
    expect(reader.page.get_by_text(f"{NUMBER:,}")).to_have_count(0)


def test_a_file_is_checked_compared_previewed_and_taken_away(
    fresh_server: Callable[..., Server], stranger: ReaderMaker, folder: Path, records: Records
) -> None:
    measures = free_port()
    server = fresh_server("workers", MEASURES_ADDRESS=f"127.0.0.1:{measures}")
    schema = records.package.tables["figures"]
    identity = a_number(records)
    with (folder / schema.path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = [row | {"best": str(NUMBER)} if row["id"] == identity else row for row in reversed(rows)]
    broken = [row | {"qualifier": "exakt", "stated": "26.02.1992"} for row in changed]
    reader = stranger(server.address).open("data")
    page = reader.page
    leave = page.get_by_role("button", name="Leave the preview")

    # A broken file: each fault as what it is, and nothing to open.
    drop(reader, written(broken, schema))
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ faults$"))).to_be_visible()
    expect(page.get_by_text('Did you mean "exact"?').first).to_be_visible()
    expect(page.get_by_role("button", name="Open all pages with these files")).to_have_count(0)

    # A file that is no table: one sentence, and what was handed in before stays.
    page.locator("input[type=file]").set_input_files(
        [{"name": "data.docx", "mimeType": "x", "buffer": b"PK"}]  # type: ignore[list-item]
    )
    expect(page.get_by_role("alert")).to_have_text("data.docx is no CSV, zip or xlsx file.")

    # A sound one: the difference, and the file in canonical form.
    drop(reader, written(changed, schema))
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    expect(page.locator("ins", has_text=str(NUMBER))).to_be_visible()
    expect(page.get_by_text(re.compile("^Casualties, by date, [^:]+: 1 mark changed"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save figures.csv").click()
    assert download.value.suggested_filename == "figures.csv"
    assert (
        Path(download.value.path()).read_bytes()
        == canonical_csv(written(changed, schema).decode(), schema).encode()
    )

    # This tab on every page, by a menu and by an address; another tab of the same browser not.
    page.get_by_role("button", name="Open all pages with these files").click()
    expect(leave).to_be_visible()
    reader.go_to("Casualties")
    reader.open("casualties", sel=f"figures.{identity}")
    expect(reader.card.get_by_text(f"{NUMBER:,}").first).to_be_visible()
    expect(leave).to_be_visible()
    expect(page.get_by_text("Cite or save this chart")).to_have_count(0)
    other = Reader(_another_tab(page.context), server.address).open("casualties", sel=f"figures.{identity}")
    expect(other.card).to_be_visible()
    expect(other.page.get_by_text(f"{NUMBER:,}")).to_have_count(0)
    expect(other.page.get_by_role("button", name="Leave the preview")).to_have_count(0)
    other.page.close()
    assert str(NUMBER) not in server.fetch(f"/api/figures.csv?id={identity}")[1]

    # Its process dies: another one asks the browser for the files.
    drawing = drawing_process(measures)
    drawn: list[object] = []
    page.on("websocket", lambda back: back.on("framereceived", lambda part: drawn.append(part)))
    os.kill(drawing, signal.SIGKILL)
    until(page, lambda: len(drawn) > MANY, seconds=BACK_IN_SECONDS)
    reader.stands()
    expect(leave).to_be_visible()
    expect(reader.card.get_by_text(f"{NUMBER:,}").first).to_be_visible()

    # Left: gone from the pages, the browser and the next visit, even if the browser's storage hangs then.
    page.evaluate("() => { IDBFactory.prototype.open = () => new EventTarget() }")
    leave_it(reader)
    assert "preview" not in {cookie["name"] for cookie in page.context.cookies()}  # type: ignore[typeddict-item]

    # Left by the visit that handed the file in.
    reader.open("data")
    drop(reader, written(changed, schema))
    page.get_by_role("button", name="Open all pages with these files").click()
    reader.go_to("Casualties")
    leave_it(reader)
    page.close()
    assert "Traceback" not in server.said()


def _another_tab(context: BrowserContext) -> Page:
    return context.new_page()
