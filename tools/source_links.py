"""Asks the address of every source whether it still answers, slowly, from the maintainer's own machine.

``make check-links`` writes ``dist/links/links.csv``. Nothing is asked of a host that forbids it
(robots.txt). There is one request at a time, seldom to the same host, and none is repeated. With
``--archive`` the Internet Archive is asked for a copy of what has none in ``sources.csv``.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import requests

from evidence_site.records.faults import did_you_mean_id
from evidence_site.records.load.loading import data_folder, load
from evidence_site.records.model.rows import Source

AGENT = "links-of-sources/1.0 (a maintainer checks the links of a bibliography; one request at a time)"
ARCHIVE = "https://archive.org/wayback/available"
#: Seconds between two requests to one host, and until a request is given up.
PAUSE, PATIENCE = 3.0, 20.0

_VERDICTS = {401: "refused", 403: "refused", 404: "gone", 410: "gone", 429: "busy", 503: "busy"}


@dataclass(frozen=True)
class Answer:
    """What became of one address; times are in UTC."""

    source_id: str
    url: str
    verdict: str
    status: str
    moved_to: str
    archive_url: str
    asked_at: str


def ask_all(
    sources: Iterable[Source], *, archive: str = "", pause: float = PAUSE, patience: float = PATIENCE
) -> Iterator[Answer]:
    """Give an answer for each source with an address, as soon as it is there.

    Args:
        archive: Address of the archive's service that knows copies; empty: it is not asked.
    """
    session = requests.Session()
    session.headers["User-Agent"] = AGENT
    free_at: dict[str, float] = {}

    def wait_for(address: str) -> None:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, free_at.get(host, 0.0) - time.monotonic()))
        free_at[host] = time.monotonic() + pause

    @cache
    def rules_of(host: str) -> RobotFileParser:
        """Return what a host allows robots; one without rules allows all."""
        rules = RobotFileParser()
        try:
            said = session.get(f"{host}/robots.txt", timeout=patience)
            rules.parse(said.text.splitlines() if said.ok else [])
        except requests.RequestException:
            rules.parse([])
        return rules

    for source in _hosts_in_turn(source for source in sources if source.url):
        address = source.url or ""
        if not rules_of(urljoin(address, "/").rstrip("/")).can_fetch(AGENT, address):
            yield _answer(source, "not asked", "robots.txt")
            continue
        wait_for(address)
        answer = _ask(session, source, address, patience)
        if archive and not answer.archive_url:
            wait_for(archive)
            answer = replace(answer, archive_url=_copy(session, archive, address, patience))
        yield answer


def _answer(source: Source, verdict: str, status: str, moved_to: str = "") -> Answer:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Answer(source.id, source.url or "", verdict, status, moved_to, source.archive_url or "", now)


def _ask(session: requests.Session, source: Source, address: str, patience: float) -> Answer:
    """Ask for the head of a page; some servers know only whole pages, of which the beginning is enough."""
    try:
        said = session.head(address, timeout=patience, allow_redirects=True)
        if not said.ok:
            with session.get(address, timeout=patience, stream=True) as said:
                pass
    except requests.RequestException as error:
        return _answer(source, "unreachable", type(error).__name__)
    moved = said.url if said.url != address else ""
    verdict = ("moved" if moved else "ok") if said.ok else _VERDICTS.get(said.status_code, "error")
    return _answer(source, verdict, str(said.status_code), moved)


def _copy(session: requests.Session, archive: str, address: str, patience: float) -> str:
    """Return the address of an archived copy, or nothing."""
    try:
        known = session.get(archive, params={"url": address}, timeout=patience).json()
        return str(known["archived_snapshots"]["closest"]["url"])
    except (requests.RequestException, ValueError, KeyError, TypeError):
        return ""


def _hosts_in_turn(sources: Iterable[Source]) -> Iterator[Source]:
    """Give the sources host by host in turn, so that none is asked twice in a row while others wait."""
    queues: dict[str, list[Source]] = {}
    for source in sources:
        queues.setdefault(urlsplit(source.url or "").netloc, []).append(source)
    return (source for turn in zip_longest(*queues.values()) for source in turn if source)


def main(arguments: Sequence[str]) -> int:
    """Ask for every source and write the report; return 1 if an address is gone or not reached."""
    parser = argparse.ArgumentParser(prog="python -m tools.source_links", description=__doc__)
    parser.add_argument("--archive", action="store_true", help="ask the Internet Archive for copies")
    parser.add_argument("--only", nargs="*", default=[], help="ids of sources")
    parser.add_argument("--out", type=Path, default=Path("dist/links/links.csv"))
    asked = parser.parse_args(arguments)
    table = load(data_folder()).tables.sources
    for key in set(asked.only) - table.ids():
        parser.error(f'there is no source "{key}". {did_you_mean_id(key, table.ids())}')
    sources = [source for source in table if not asked.only or source.id in asked.only]
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    bad = 0
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Answer))
        for answer in ask_all(sources, archive=ARCHIVE if asked.archive else ""):
            writer.writerow(astuple(answer))
            file.flush()
            if answer.verdict not in ("ok", "moved", "not asked"):
                bad += 1
                print(f"{answer.source_id}: {answer.verdict} ({answer.status}) {answer.url}")
    without = sum(not source.url for source in sources)
    print(f"{len(sources)} sources, {without} without an address, {bad} to look at: {asked.out}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
