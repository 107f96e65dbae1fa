"""Takes the pictures of the README from a running site: `python tools/pictures.py http://localhost:8501`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.browser import find_browser

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWS = {
    "overview": "",
    "timeline": "timeline?sel=events.khojaly-1992",
    "map": "map?sel=events.khojaly-1992",
    "casualties": "casualties",
    "screenings": "screenings",
    "claims": "claims",
    "sources": "sources",
    "record": "record?table=figures&key=kh-k-045",
}


def main(address: str) -> None:
    """Write one picture of each main page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 960}, color_scheme="light")
        for name, path in VIEWS.items():
            page.goto(f"{address}/{path}")
            page.wait_for_selector(".foot")
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            page.wait_for_timeout(2000)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
