"""Prints the handouts of all lessons into ``dist/handouts`` as PDF, A4 and Letter, with headless Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from evidence_site import PROJECT
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records, data_folder, load
from evidence_site.viz.lessons.lesson_state import pupil_address
from evidence_site.viz.paper.handout import handout, lesson_with_views
from evidence_site.viz.paper.static_html import DocumentLocation
from tools.programs import chromium

FOLDER = PROJECT / "dist" / "handouts"
SHEETS = ("A4", "Letter")


def site_of(records: Records) -> str:
    """Return the address to which files that are made at release lead: ``SITE``, or that of ``site.toml``."""
    return (os.environ.get("SITE") or records.site.address).rstrip("/")


def documents(records: Records, lessons: Sequence[Lesson]) -> Iterator[tuple[str, str]]:
    """Give every handout with the name of its file, without an ending."""
    site = site_of(records)
    for lesson in lessons:
        shown, address = lesson_with_views(records, lesson), pupil_address(records, lesson, site)
        for ending, answers in (("", False), ("-answers", True)):
            yield (
                f"{lesson.id}{ending}",
                handout(records, shown, DocumentLocation(site), address, answers=answers),
            )


def print_handouts(browser: Browser, records: Records, lessons: Sequence[Lesson], folder: Path) -> list[Path]:
    """Print the handouts; every request is refused, so that no PDF can hold anything from outside."""
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(offline=True)
    page = context.new_page()
    written = []
    for name, html in documents(records, lessons):
        page.set_content(html)
        for sheet in SHEETS:
            path = folder / f"{name}-{sheet.lower()}.pdf"
            page.pdf(path=path, format=sheet, print_background=True, tagged=True, outline=True)
            written.append(path)
    context.close()
    return written


def main() -> None:
    """Print all handouts and say where they lie."""
    records = load(data_folder())
    with chromium() as browser:
        written = print_handouts(browser, records, records.lessons, FOLDER)
    print(f"{len(written)} files in {FOLDER}")


if __name__ == "__main__":
    main()
