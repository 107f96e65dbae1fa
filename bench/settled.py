"""How long a page takes in a real browser until nothing moves any more: opened, and after a filter changed.

    python -m bench.settled --page map
    DATA_DIR=/tmp/many python -m bench.settled --page map --page timeline

Chromium opens a page of a server that was started for this, under one category of events. Then, several
times, that filter is lifted by its chip and set again by going back, as a reader would. Time runs from
the start of the opening or the click to the last change of anything on the page or in a frame of it,
before half a second without any. So drawing counts, and what is fetched for it; a picture that is
painted later on a canvas does not, and none of these pages has one.

Nothing is asserted. The medians say what a reader waits; they hold for this machine alone.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Page, sync_playwright

from evidence_site.ui.state.site_pages import HOME, PAGES
from tools.browser import ARGUMENTS, find_browser
from tools.serving import REPOSITORY, serving

#: The filter that is lifted and set again.
FILTER, CODE = "cat", "military"
_QUIET_MS = 500
_PATIENCE_MS = 60_000

#: Notes the time of every change, in the page and in the frames of the same site, old and new.
_WATCH = """() => {
  if (window.lastChange !== undefined) return
  window.lastChange = 0
  const note = () => { window.top.lastChange = performance.timeOrigin + performance.now() }
  const all = {subtree: true, childList: true, attributes: true, characterData: true}
  new MutationObserver(note).observe(document, all)
  note()
}"""
#: Whether something has changed since, the script has run to its end, and all has been still for a while.
_SETTLED = f"""since => window.lastChange > since
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('.foot')
  && performance.timeOrigin + performance.now() - window.lastChange > {_QUIET_MS}"""

Milliseconds = list[float]


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description="Time until a page stands still in Chromium.")
    parser.add_argument("-n", "--times", type=int, default=5, help="how often each is done (default 5)")
    parser.add_argument("--page", action="append", choices=[page.path for page in PAGES], help="only this")
    options = parser.parse_args()
    paths = [page.path for page in PAGES if page.path in (options.page or ["map"])]
    with serving(REPOSITORY / "app.py") as site:
        print(table({path: measure(f"http://{site}", path, options.times) for path in paths}))


def measure(site: str, path: str, times: int) -> Mapping[str, Milliseconds]:
    """Return what opening a page, lifting its filter and setting it again take, in milliseconds."""
    address = f"{site}/{'' if path == HOME.path else path}?{FILTER}={CODE}"
    taken: dict[str, Milliseconds] = {"opened": [], "filter lifted": [], "filter set": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(_PATIENCE_MS)
        page.add_init_script(f"({_WATCH})()")
        _taken(page, lambda: page.goto(address))  # once, so that scripts and styles are at hand
        for _ in range(times):
            taken["opened"].append(_taken(page, lambda: page.goto(address)))
            chip = page.locator(f".st-key-lift-{FILTER} button:visible")
            taken["filter lifted"].append(_taken(page, chip.click))
            taken["filter set"].append(_taken(page, page.go_back))
        browser.close()
    return taken


def _taken(page: Page, act: Callable[[], object]) -> float:
    """Do something, wait until the page stands still, and return how long it took until its last change."""
    begin = float(page.evaluate("performance.timeOrigin + performance.now()"))
    act()
    page.wait_for_function(_SETTLED, arg=begin, polling=50)
    return float(page.evaluate("window.lastChange")) - begin


def table(measured: Mapping[str, Mapping[str, Milliseconds]]) -> str:
    """Return the medians as one table, a row for every page."""
    kinds: Sequence[str] = list(next(iter(measured.values())))
    lines = ["Milliseconds until nothing moves any more; median (slowest).", ""]
    lines.append(f"{'page':14}" + "".join(f" | {kind:^16}" for kind in kinds))
    for path, taken in measured.items():
        cells = (f"{statistics.median(taken[kind]):8.0f} ({max(taken[kind]):5.0f})" for kind in kinds)
        lines.append(f"{path:14}" + "".join(f" | {cell:>16}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
