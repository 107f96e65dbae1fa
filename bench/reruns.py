"""How long a rerun of every page takes, over that of a stock empty Streamlit page in the same run.

Two servers are started side by side: stock ``streamlit run`` of an empty script with nothing set but
headless and no statistics, and this site as ``make run`` serves it. One reader speaks Streamlit's
WebSocket protocol with both, in turn: one rerun of the stock page, one of ours. What slows the machine
down in between slows both, so the ratio of the two medians says more than the milliseconds.

Three kinds of rerun are measured on every page:

- *nothing changed*: the reader did something that asks for a rerun and changes no choice;
- *seen before*: two selections in a menu of the filter bar, in turn, both drawn before;
- *new*: selections that this server has not drawn yet, each once.

At the end the first page is measured once more, to see whether a server that has drawn much grows slow.

The menu is the category; on the screenings page the country and on the sources page the perspective,
which narrow what these pages show. Time runs from sending the click to receiving ``script_finished``.
Streamlit's own garbage collection after each run is part of it, on both sides. Bytes are those of all
messages of the rerun, which Streamlit sends uncompressed; large elements that the browser still holds
are sent as references, as they are to a browser.

Not measured here: drawing in the browser and what it then fetches (``first_load.py``), several readers
at once (``sessions.py``), and the extra reruns that a map component asks for when it has loaded.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle, islice, repeat
from pathlib import Path
from urllib.parse import urlencode

from bench.protocol import Reader, Rerun
from records.loading import data_folder
from records.site import read_site
from ui.site_pages import HOME

STOCK = Path(__file__).parent / "stock" / "empty.py"
RESULTS = Path(__file__).parent / "results"

#: The menu that narrows what a page shows, where it is not the category.
MENUS = {"screenings": "country", "sources": "side"}
MENU = "cat"

#: Reruns before anything is measured, and the pause that lets a server finish what follows a run.
WARM_UPS, PAUSE_SECONDS = 4, 0.03

Move = Callable[[], Rerun]
#: Reruns of the page and, in turn with them, of the stock page.
Pairs = tuple[list[Rerun], list[Rerun]]
#: Page to kind of rerun to what was measured.
Measured = dict[str, dict[str, Pairs]]


def place(path: str) -> tuple[str, str]:
    """Return the name of a page and the query of its address, as a browser would send them."""
    return "" if path == HOME.path else path, _query(path)


def measure(
    stock: str, site: str, paths: Sequence[str], count: int, *, same_page: bool = False
) -> tuple[Measured, Pairs]:
    """Return the reruns of each page, and those of the first page once more at the end.

    All pages are measured for one kind before the next kind begins, so that no page has a server that
    remembers much more than that of another.

    Args:
        same_page: The other server is this site too: each page against itself, nothing changed.
    """
    if same_page:
        return _side_by_side(stock, site, paths, count), ([], [])
    measured: Measured = {path: {} for path in paths}
    with ExitStack() as stack:
        still = stack.enter_context(Reader(stock))
        readers = {path: stack.enter_context(_reader(site, path)) for path in paths}
        for reader in (still, *readers.values()):
            for _ in range(WARM_UPS):
                reader.rerun()
        for kind, moves in KINDS.items():
            for path, reader in readers.items():
                given = moves(reader, MENUS.get(path, MENU))
                measured[path][kind] = _in_turn(islice(given, count), still)
        first = readers[paths[0]]
        first.rerun(MENUS.get(paths[0], MENU), ())
        return measured, _in_turn(islice(_same(first, ""), count), still)


def _side_by_side(other: str, site: str, paths: Sequence[str], count: int) -> Measured:
    measured: Measured = {}
    for path in paths:
        with _reader(site, path) as ours, _reader(other, path) as theirs:
            for reader in (ours, theirs):
                for _ in range(WARM_UPS):
                    reader.rerun()
            measured[path] = {"nothing changed": _in_turn(islice(_same(ours, ""), count), theirs)}
    return measured


def _reader(site: str, path: str) -> Reader:
    return Reader(site, *place(path))


def _same(reader: Reader, _menu: str) -> Iterator[Move]:
    return repeat(reader.rerun)


def _seen(reader: Reader, menu: str) -> Iterator[Move]:
    two = [(option,) for option in reader.menus[menu].options[:2]]
    for chosen in two * 2:
        reader.rerun(menu, chosen)
    return (partial(reader.rerun, menu, chosen) for chosen in cycle(two))


def _new(reader: Reader, menu: str) -> Iterator[Move]:
    return (partial(reader.rerun, menu, chosen) for chosen in fresh(reader.menus[menu].options))


KINDS: Mapping[str, Callable[[Reader, str], Iterator[Move]]] = {
    "nothing changed": _same,
    "seen before": _seen,
    "new": _new,
}

_used: set[tuple[str, ...]] = set()
_chance = random.Random(1)


def fresh(options: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give selections of two to five options that were not given yet, until none can be found.

    They are the same from one measurement to the next.
    """
    misses = 0
    while misses < 1000:
        size = _chance.randint(2, min(5, len(options)))
        chosen = tuple(sorted(_chance.sample(options, size)))
        misses = misses + 1 if chosen in _used else 0
        if not misses:
            _used.add(chosen)
            yield chosen


def _query(path: str) -> str:
    """Return what the address of a page must name: the record page shows the main event."""
    main_event = read_site(data_folder()).main_event
    return urlencode({"table": "events", "key": main_event}) if path == "record" else ""


def _in_turn(moves: Iterable[Move], still: Reader) -> Pairs:
    ours: list[Rerun] = []
    stock: list[Rerun] = []
    for move in moves:
        stock.append(still.rerun())
        time.sleep(PAUSE_SECONDS)
        ours.append(move())
        time.sleep(PAUSE_SECONDS)
    return ours, stock


def median(reruns: Sequence[Rerun]) -> float:
    """Return the time in the middle."""
    return statistics.median(rerun.milliseconds for rerun in reruns)


def _p95(reruns: Sequence[Rerun]) -> float:
    return statistics.quantiles([rerun.milliseconds for rerun in reruns], n=20, method="inclusive")[-1]


def _bytes(reruns: Sequence[Rerun]) -> float:
    return statistics.median(rerun.bytes for rerun in reruns)


def table(measured: Measured) -> str:
    """Return the one table: a row for the stock page, a row for every page."""
    stock = {kind: [rerun for page in measured.values() for rerun in page[kind][1]] for kind in KINDS}
    heads = "".join(f" | {kind:^28}" for kind in KINDS)
    names = "".join(f" | {'median':>7}{'p95':>7}{'ratio':>6}{'kB':>8}" for _ in KINDS)
    lines = [
        "Rerun time in ms; ratio of medians over the stock empty page, rerun in turn; kB of messages.",
        "",
        f"{'':14}{heads}",
        f"{'page':14}{names}",
        f"{'stock, empty':14}{''.join(cell(stock[kind], stock[kind]) for kind in KINDS)}",
    ]
    lines += [f"{path:14}{''.join(cell(*kinds[kind]) for kind in KINDS)}" for path, kinds in measured.items()]
    return "\n".join(lines)


def cell(ours: Sequence[Rerun], stock: Sequence[Rerun]) -> str:
    """Return median, p95, ratio and size as one cell of the table."""
    middle = median(ours)
    ratio = middle / median(stock)
    return f" | {middle:7.1f}{_p95(ours):7.1f}{ratio:6.2f}{_bytes(ours) / 1000:8.1f}"


def plain(ours: Sequence[Rerun], stock: Sequence[Rerun]) -> dict[str, list[float]]:
    """Return all samples, for the file."""
    return {
        "milliseconds": [round(rerun.milliseconds, 2) for rerun in ours],
        "bytes": [rerun.bytes for rerun in ours],
        "stock milliseconds": [round(rerun.milliseconds, 2) for rerun in stock],
    }
