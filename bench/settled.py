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
from collections.abc import Callable

import pandas as pd
from playwright.sync_api import Page

from evidence_site.ui.state.site_pages import HOME, PAGES
from tools.programs import chromium
from tools.serving import served

#: The filter that is lifted and set again.
FILTER, CODE = "cat", "military"

#: Notes the time of every change, in the page and in the frames of the same site, old and new.
_WATCH = """(() => {
  if (window.lastChange !== undefined) return
  window.lastChange = 0
  const note = () => { window.top.lastChange = performance.timeOrigin + performance.now() }
  const all = {subtree: true, childList: true, attributes: true, characterData: true}
  new MutationObserver(note).observe(document, all)
  note()
})()"""
#: Whether something has changed since, the script has run to its end, and all has been still for a while.
_SETTLED = """since => window.lastChange > since
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && document.querySelector('.foot')
  && performance.timeOrigin + performance.now() - window.lastChange > 500"""


def measure(page: Page, address: str, times: int) -> pd.DataFrame:
    """Return the milliseconds that opening a page, lifting its filter and setting it again take, in rows."""
    page.set_default_timeout(60_000)
    page.add_init_script(_WATCH)
    taken(page, lambda: page.goto(address))  # once, so that scripts and styles are at hand
    chip = page.locator(f".st-key-lift-{FILTER} button:visible")
    return pd.DataFrame(
        {
            "opened": taken(page, lambda: page.goto(address)),
            "filter lifted": taken(page, chip.click),
            "filter set": taken(page, page.go_back),
        }
        for _ in range(times)
    )


def taken(page: Page, act: Callable[[], object]) -> float:
    """Do something, wait until the page stands still, and return the milliseconds until its last change."""
    begin = float(page.evaluate("performance.timeOrigin + performance.now()"))
    act()
    page.wait_for_function(_SETTLED, arg=begin, polling=50)
    return float(page.evaluate("window.lastChange")) - begin


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description="Time until a page stands still in Chromium.")
    parser.add_argument("-n", "--times", type=int, default=5, help="how often each is done (default 5)")
    parser.add_argument("--page", action="append", choices=[page.path for page in PAGES], help="only this")
    options = parser.parse_args()
    found = {}
    with served() as site, chromium() as browser:
        for path in options.page or ["map"]:
            address = f"http://{site.address}/{path.removeprefix(HOME.path)}?{FILTER}={CODE}"
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            found[path] = measure(page, address, options.times).agg(["median", "max"]).unstack()
    print("Milliseconds until nothing moves any more.\n", pd.DataFrame(found).T.round().to_string(), sep="\n")


if __name__ == "__main__":
    main()
