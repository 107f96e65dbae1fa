"""How long a rerun of every page takes, over that of a stock empty Streamlit page in the same run.

Two servers run side by side: stock ``streamlit run`` of an empty script, as Streamlit comes without its
extras and with nothing set but headless and no statistics, and this site as ``make run`` serves it. One
reader speaks Streamlit's WebSocket protocol with both, in turn: one rerun of the stock page, one of ours.
What slows the machine down in between slows both, so the ratio of the two medians says more than the
milliseconds.

Three kinds of rerun are measured on every page, all pages for one kind before the next kind begins, so that
no page has a server that remembers much more than that of another:

- *same*: the reader did something that asks for a rerun and changes no choice;
- *new*: selections that this server has not drawn yet, on any page, each once;
- *late*: nothing changed again, when the server has drawn all of the above and remembers it.

The menu is the category; on the screenings page the country and on the sources page the perspective,
which narrow what these pages show. Time runs from sending the click to receiving ``script_finished``;
what a server does after each run counts where it keeps the answer waiting. Bytes are those of all
messages of the rerun, which Streamlit sends uncompressed; large elements that the browser still holds
are sent as references, as they are to a browser. Processor time is that of the whole process.

Not measured here: drawing in the browser and what it then fetches (``first_load.py``), several readers
at once (``sessions.py``), and the extra reruns that a map component asks for when it has loaded.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice, repeat
from urllib.parse import urlencode

from bench.process import cpu_seconds
from bench.protocol import Reader, Rerun
from evidence_site.records.load.loading import data_folder
from evidence_site.records.settings.site import read_site
from evidence_site.ui.state.site_pages import HOME
from tools.serving import Served

#: The menu that narrows what a page shows, where it is not the category.
MENUS = {"screenings": "country", "sources": "side"}
MENU = "cat"

#: Reruns before anything is measured, and the pause that lets a server finish what follows a run.
WARM_UPS, PAUSE_SECONDS = 4, 0.03

SAME, NEW, LATE = "same", "new", "late"

Move = Callable[[], Rerun]


@dataclass(frozen=True)
class Side:
    """Reruns of one of two servers that are compared, and what each took of the processor."""

    reruns: Sequence[Rerun]
    cpu_ms: float

    @property
    def median(self) -> float:
        """The time in the middle."""
        return statistics.median(rerun.milliseconds for rerun in self.reruns)

    @property
    def p95(self) -> float:
        """The time under which nineteen of twenty stay."""
        return statistics.quantiles([rerun.milliseconds for rerun in self.reruns], n=20, method="inclusive")[
            -1
        ]

    @property
    def kilobytes(self) -> float:
        """The size of all messages, in the middle."""
        return statistics.median(rerun.bytes for rerun in self.reruns) / 1000


@dataclass(frozen=True)
class Pair:
    """A page and what it is compared with, rerun in turn."""

    ours: Side
    other: Side

    @property
    def ratio(self) -> float:
        """Median over median."""
        return self.ours.median / self.other.median


#: Page to kind of rerun to what was measured.
Measured = Mapping[str, Mapping[str, Pair]]


def place(path: str) -> tuple[str, str]:
    """Return the name of a page and the query of its address, as a browser would send them."""
    return "" if path == HOME.path else path, _query(path)


def measure(stock: Served, site: Served, paths: Sequence[str], count: int) -> Measured:
    """Return the reruns of each page beside those of the stock page."""
    measured: dict[str, dict[str, Pair]] = {path: {} for path in paths}
    with ExitStack() as stack:
        still = stack.enter_context(Reader(stock.address))
        readers = {path: stack.enter_context(_reader(site, path)) for path in paths}
        for reader in (still, *readers.values()):
            _warm_up(reader)
        for kind, moves in _KINDS.items():
            for path, reader in readers.items():
                given = islice(moves(reader, MENUS.get(path, MENU)), count)
                measured[path][kind] = _in_turn(site, given, stock, still.rerun)
    return measured


def compare(small: Served, large: Served, paths: Sequence[str], count: int) -> Mapping[str, Pair]:
    """Return the reruns of each page of a site beside those of another site like it, nothing changed."""
    measured = {}
    for path in paths:
        with _reader(small, path) as theirs, _reader(large, path) as ours:
            _warm_up(theirs)
            _warm_up(ours)
            measured[path] = _in_turn(large, repeat(ours.rerun, count), small, theirs.rerun)
    return measured


def _reader(site: Served, path: str) -> Reader:
    return Reader(site.address, *place(path))


def _warm_up(reader: Reader) -> None:
    for _ in range(WARM_UPS):
        reader.rerun()


def _same(reader: Reader, _menu: str) -> Iterator[Move]:
    return repeat(reader.rerun)


def _new(reader: Reader, menu: str) -> Iterator[Move]:
    return (partial(reader.rerun, menu, chosen) for chosen in fresh(reader.menus[menu].options))


def _late(reader: Reader, menu: str) -> Iterator[Move]:
    reader.rerun(menu, ())
    return repeat(reader.rerun)


_KINDS: Mapping[str, Callable[[Reader, str], Iterator[Move]]] = {SAME: _same, NEW: _new, LATE: _late}

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


def _in_turn(site: Served, moves: Iterable[Move], stock: Served, still: Move) -> Pair:
    ours: list[Rerun] = []
    other: list[Rerun] = []
    before = cpu_seconds(site.process), cpu_seconds(stock.process)
    for move in moves:
        other.append(still())
        time.sleep(PAUSE_SECONDS)
        ours.append(move())
        time.sleep(PAUSE_SECONDS)
    used = cpu_seconds(site.process) - before[0], cpu_seconds(stock.process) - before[1]
    return Pair(Side(ours, used[0] * 1000 / len(ours)), Side(other, used[1] * 1000 / len(other)))


def plain(pair: Pair) -> dict[str, object]:
    """Return all samples, for the file."""
    return {
        "milliseconds": [round(rerun.milliseconds, 2) for rerun in pair.ours.reruns],
        "bytes": [rerun.bytes for rerun in pair.ours.reruns],
        "processor ms": round(pair.ours.cpu_ms, 2),
        "stock milliseconds": [round(rerun.milliseconds, 2) for rerun in pair.other.reruns],
        "stock processor ms": round(pair.other.cpu_ms, 2),
        "ratio": round(pair.ratio, 3),
    }
