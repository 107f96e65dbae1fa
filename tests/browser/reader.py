"""A reader before the site: opens pages, chooses, clicks, and waits for what follows."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from inspect import getsource
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from playwright.sync_api import Error, FrameLocator, Locator, Page, ViewportSize, expect

from evidence_site.viz.pages.site import HOME, PAGES

_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
#: Whether a page stands. Asked often: Playwright looks ever more seldom for what it expects.
_STANDS = f"""() => {{
  const feet = document.querySelectorAll('.foot')
  return feet.length === 1 && feet[0].checkVisibility() && !!document.querySelector('{_IDLE}')
}}"""
#: Whether every Plotly chart in a part of the page is drawn, and there is one.
_DRAWN = """parts => {
  const charts = parts.flatMap(part => [...part.querySelectorAll('.js-plotly-plot')])
  return charts.length > 0 && charts.every(chart => chart.querySelector('.main-svg'))
}"""
PATIENCE_SECONDS = 90
#: After all that patience the expectations only say what is missing.
_AFTERWARDS_MS = 15_000
PHONE: ViewportSize = {"width": 360, "height": 740}
_GROUPS = {page.title: page.group for page in PAGES}


@dataclass(frozen=True)
class Mark:
    """A mark in a chart: the record that it opens, its place on the screen, the distance to the next."""

    record: str
    x: float
    y: float
    apart: float


@dataclass(frozen=True)
class Reader:
    """One tab of a browser, and the address of the site."""

    page: Page
    site: str

    # --- going somewhere

    def open(self, path: str = HOME.path, **parameters: str) -> Reader:
        """Open a page of the site at its address and wait until it stands."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self.open_address(f"{self.site}/{'' if path == HOME.path else path}{query}")

    def open_address(self, address: str) -> Reader:
        """Open a full address and wait until the page stands."""
        self.page.goto(address)
        return self.stands()

    def reload(self) -> Reader:
        """Load the page anew, in a new session."""
        self.page.reload()
        return self.stands()

    def stands(self) -> Reader:
        """Wait until the script of the page has run to its end."""
        until(self.page, lambda: self.page.evaluate(_STANDS), PATIENCE_SECONDS)
        foot = self.page.locator(".foot")
        expect(foot.last).to_be_visible(timeout=_AFTERWARDS_MS)
        expect(self.page.locator(_IDLE)).to_be_attached(timeout=_AFTERWARDS_MS)
        expect(foot).to_have_count(
            1, timeout=_AFTERWARDS_MS
        )  # for a moment the page before can stand beside the new one
        return self

    def go_to(self, title: str) -> Reader:
        """Choose a page in the menu."""
        self.page.get_by_test_id("stTopNavSection").filter(has_text=_GROUPS[title]).first.click()
        self.page.get_by_role("menuitem", name=title, exact=True).click()
        return self.is_on(title).stands()

    def is_on(self, title: str) -> Reader:
        """Wait until a page is shown, by the title of the window."""
        expect(self.page).to_have_title(re.compile(rf"^{re.escape(title)} · "))
        return self

    # --- the address

    def parameters(self) -> dict[str, str]:
        """Return the parameters of the address."""
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    def has_parameters(self, **wanted: str) -> Reader:
        """Wait until the address holds exactly these parameters, and the page stands."""
        try:
            self.page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == wanted)
        except Exception as late:
            raise AssertionError(f"wanted {wanted}, the address is {self.page.url}") from late
        return self.stands()

    # --- filters

    @property
    def sentence(self) -> Locator:
        """The sentence that says how much is shown."""
        return self.page.locator("p.sentence")

    def chip(self, key: str) -> Locator:
        """Return the button that lifts one filter."""
        return self.page.locator(f".st-key-lift-{key} button:visible")

    def lift_all(self) -> None:
        """Click the button that lifts every filter."""
        self.page.locator(".st-key-lift-all button:visible").click()

    def open_menu(self, label: str) -> None:
        """Open the menu of a filter."""
        bar = self.page.locator(".st-key-filter-bar")
        bar.get_by_role("button", name=re.compile(rf"^{label}( · \d+)?$")).click()

    def close_menu(self) -> None:
        """Close the menu that is open."""
        options = self.page.get_by_role("listbox")
        if options.count():
            self.page.keyboard.press("Escape")
            expect(options).to_have_count(0)
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_test_id("stPopoverBody")).to_have_count(0)

    def choose_in_menu(self, label: str, option: str) -> None:
        """Open the menu of a filter, choose one of its codes by its label, and leave the menu open."""
        self.open_menu(label)
        body = self.page.get_by_test_id("stPopoverBody")
        field = body.get_by_role("combobox").first
        field.click()
        field.press_sequentially(option)
        self.page.get_by_role("option", name=option, exact=True).first.click()

    def search(self, words: str) -> None:
        """Search the whole site."""
        field = self.page.get_by_placeholder("Search all records")
        field.fill(words)
        field.press("Enter")

    # --- records

    @property
    def card(self) -> Locator:
        """The card of the record that is open."""
        return self.page.locator("article.record")

    @property
    def card_title(self) -> Locator:
        """The name on that card."""
        return self.card.locator(".card-title")

    def choose_in_list(self, label: str, words: str) -> None:
        """Choose a record in the list beside a view, with the keyboard alone."""
        field = self.page.get_by_role("combobox", name=label)
        field.focus()
        field.press_sequentially(words)
        expect(self.page.get_by_role("option").first).to_contain_text(words, ignore_case=True)
        field.press("Enter")

    def close_record(self) -> None:
        """Close the record beside the view."""
        self.page.locator(".st-key-drawer-close button:visible").click()

    # --- charts and maps

    def chart(self, key: str) -> Locator:
        """Return a Plotly chart by its key, when it is drawn."""
        same = f'[class*="st-key-chart-{key} "], [class*="st-key-chart-{key}-"]'
        until(self.page, lambda: self.page.locator(same).evaluate_all(_DRAWN), PATIENCE_SECONDS)
        chart = self.page.locator(same).locator(".js-plotly-plot")
        expect(chart.locator(".main-svg").first).to_be_visible()
        # While it is drawn anew a chart has no marks for a moment.
        until(self.page, lambda: chart.evaluate("chart => Boolean(chart._fullData)"), PATIENCE_SECONDS)
        return chart

    def marks(self, key: str) -> list[Mark]:
        """Return the marks of a chart that open a record, where they are now."""
        return [Mark(**mark) for mark in self.chart(key).evaluate(MARKS)]

    def click_mark(self, key: str, record: str) -> None:
        """Click the mark of a record in a Plotly chart."""
        mark = self._mark(key, record)
        self.page.mouse.wheel(0, 1)  # whoever moves the page is left alone by what leads to the chosen mark
        self.page.get_by_test_id("stMain").evaluate("(main, y) => main.scrollBy(0, y - 450)", mark.y)
        mark = self._resting_mark(key, record)
        self.page.mouse.move(mark.x, mark.y)
        expect(self.chart(key).locator(".hoverlayer .hovertext").first).to_be_visible()
        self.page.mouse.click(mark.x, mark.y)

    def _mark(self, key: str, record: str) -> Mark:
        return next(mark for mark in self.marks(key) if mark.record == record)

    def _resting_mark(self, key: str, record: str) -> Mark:
        """Return a mark when it no longer moves: what is drawn above it can still push it down."""
        seen = [self._mark(key, record)]

        def rests() -> bool:
            seen.append(self._mark(key, record))
            return seen[-1] == seen[-2]

        until(self.page, rests)
        return seen[-1]

    def ids_drawn(self, key: str) -> set[str]:
        """Return the ids of all records that a chart draws."""
        return set(self.chart(key).evaluate(_IDS))

    def twins(self) -> list[str]:
        """Return the keys of all charts with a table twin, in their order on the page."""
        found = self.page.locator("[class*='st-key-twin-']").evaluate_all(
            "all => all.map(one => one.className.match(/st-key-twin-(\\S+)/)[1])"
        )
        return list(found)

    @property
    def map(self) -> FrameLocator:
        """The frame in which the map of the region is drawn; while it is replaced, the one that comes."""
        return self.page.frame_locator('iframe[src*="folium"]').last

    # --- tables

    def chosen(self) -> tuple[str, str]:
        """Wait until a record is chosen and return its table and id."""
        self.page.wait_for_url(lambda url: "sel" in dict(parse_qsl(urlsplit(url).query)))
        table, _, key = self.parameters()["sel"].partition(".")
        self.stands()
        return table, key

    def open_twin(self, key: str) -> Locator:
        """Open the table twin of a chart and return its rows."""
        twin = self.page.locator(f".st-key-twin-{key}")
        twin.locator("summary").click()
        return twin.locator("tbody tr")

    def downloaded(self, link: Locator) -> list[dict[str, str]]:
        """Return the rows that a download link gives."""
        address = urljoin(self.page.url, str(link.get_attribute("href")))
        answer = self.page.context.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        assert answer.headers["content-type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


#: Where the marks of a chart lie on the screen, and how far each is from the next of another record.
MARKS = """chart => {
  const box = chart.getBoundingClientRect(), found = []
  for (const trace of chart._fullData) {
    if (trace.type !== 'scatter' || !trace.customdata || !/markers|text/.test(trace.mode || '')) continue
    const across = chart._fullLayout['xaxis' + (trace.xaxis || 'x').slice(1)]
    const down = chart._fullLayout['yaxis' + (trace.yaxis || 'y').slice(1)]
    trace.x.forEach((at, i) => {
      const record = [trace.customdata[i]].flat()[0]
      const x = box.x + across._offset + across.d2p(at), y = box.y + down._offset + down.d2p(trace.y[i])
      if (record) found.push({record, x, y})
    })
  }
  for (const one of found) {
    const others = found.filter(other => other.record !== one.record)
    one.apart = Math.min(1e6, ...others.map(other => Math.hypot(other.x - one.x, other.y - one.y)))
  }
  return found
}"""

_IDS = """chart => chart._fullData.flatMap(trace => Array.from(trace.customdata || []))
  .map(held => [held].flat()[0]).filter(Boolean)"""


# Makes a reader; the keywords say what is special about the browser (viewport, color_scheme ...).
ReaderMaker = Callable[..., Reader]


def until(page: Page, holds: Callable[[], bool], seconds: int = PATIENCE_SECONDS) -> None:
    """Wait until something holds; the page's policy lets no script wait inside it.

    A page that is left while it is asked is asked again.

    Raises:
        AssertionError: If it does not come to hold in so many seconds.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Error):
            if holds():
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"this did not come to hold in {seconds} s: {getsource(holds).strip()}")
