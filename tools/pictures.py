"""Takes the pictures of the README: one of each page, at 1280 pixels, light, as a reader first sees it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page

from evidence_site import PROJECT
from evidence_site.records.load.loading import data_folder
from evidence_site.records.settings.site import Site, read_site
from evidence_site.viz.pages.site import PAGES
from tools.programs import chromium
from tools.serving import served

FOLDER = PROJECT / "docs" / "pictures"
WIDTH = 1280

#: A picture that is larger keeps only 256 colours.
LARGEST_BYTES = 250_000

_READY = "[data-testid=stApp][data-test-script-state=notRunning]"
_SETTLING_MS = 2500


@dataclass(frozen=True)
class View:
    """One picture: its name, the address, where on the page it begins, and how high it is."""

    name: str
    address: str
    begins_at: str = "h1"
    height: int = 900


def views(site: Site) -> list[View]:
    """Return what is taken: every page, some with the main event or a figure open, or higher than others."""
    event = urlencode({"sel": f"events.{site.main_event}"})
    figure = urlencode({"table": "figures", "key": site.key_figures[1]})
    taken = [
        View("overview", "", begins_at=""),
        View("timeline", f"timeline?{event}", height=1000),
        View("map", f"map?{event}"),
        View("casualties", "casualties", height=1200),
        View("explore", "explore?period=1992", height=1000),
        View("screenings", "screenings", height=1000),
        View("lessons", "lessons?lesson=how-many&step=3", begins_at="", height=1000),
        View("record", f"record?{figure}"),
    ]
    known = {view.name: view for view in taken}
    return [known.get(page.path, View(page.path, page.path)) for page in PAGES]


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served() as site, chromium("--font-render-hinting=none") as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": 2000}, color_scheme="light")
        for view in views(read_site(data_folder())):
            file = FOLDER / f"{view.name}.png"
            file.write_bytes(_small(_taken(page, f"http://{site.address}/{view.address}", view)))
            print(f"{file.relative_to(PROJECT)}: {file.stat().st_size // 1000} kB")


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
    """Return a picture without loss if it is small enough, else with the colours that cover most of it."""
    exact, reduced = io.BytesIO(), io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.save(exact, "PNG", optimize=True)
    if exact.tell() < LARGEST_BYTES:
        return exact.getvalue()
    image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        reduced, "PNG", optimize=True
    )
    return reduced.getvalue()


if __name__ == "__main__":
    main()
