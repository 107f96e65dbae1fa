"""Takes the pictures of the README: one of each page, at 1280 pixels, light, as a reader first sees it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools.browser import find_browser
from tools.serving import REPOSITORY, serving

FOLDER = REPOSITORY / "docs" / "pictures"
WIDTH = 1280

#: Colours a picture keeps: enough for flat paper, few enough for small files.
COLOURS = 128
LARGEST_BYTES = 250_000

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--font-render-hinting=none",
]
_READY = "[data-testid=stApp][data-test-script-state=notRunning]"
_SETTLING_MS = 2500


@dataclass(frozen=True)
class View:
    """One picture: its name, the address, where on the page it begins, and how high it is."""

    name: str
    address: str = ""
    begins_at: str = ""
    height: int = 900


VIEWS: tuple[View, ...] = (
    View("overview"),
    View("timeline", "timeline?sel=events.khojaly-1992"),
    View("map", "map?sel=events.khojaly-1992"),
    View("casualties", "casualties"),
    View("claims", "claims"),
    View("sources", "sources"),
    View("screenings", "screenings"),
    View("about", "about"),
    View("data", "data"),
    View("record", "record?table=figures&key=kh-k-045"),
)


def main() -> int:
    """Write every picture and return 0, or 1 if there is no browser."""
    path = find_browser()
    if path is None:
        print("No Chromium; `python -m tools.browser` says what to install.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(REPOSITORY / "app.py") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": WIDTH, "height": 1600}, color_scheme="light")
        for view in VIEWS:
            file = FOLDER / f"{view.name}.png"
            file.write_bytes(_small(_taken(page, f"http://{site}/{view.address}", view)))
            print(f"{file.relative_to(REPOSITORY)}: {file.stat().st_size // 1000} kB")
        browser.close()
    return 0


def _taken(page: Page, address: str, view: View) -> bytes:
    page.goto(address)
    page.wait_for_selector(".foot", state="attached")
    page.wait_for_selector(_READY)
    page.wait_for_timeout(_SETTLING_MS)
    top = 0.0
    if view.begins_at and (box := page.locator(view.begins_at).first.bounding_box()):
        top = max(0.0, box["y"] - 16)
    return page.screenshot(clip={"x": 0, "y": top, "width": WIDTH, "height": view.height})


def _small(picture: bytes) -> bytes:
    """Return a picture with few colours; they are steady from one taking to the next."""
    out = io.BytesIO()
    flat = Image.open(io.BytesIO(picture)).convert("RGB")
    flat.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
