"""Nothing that a page does changes the records that all readers share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from time import process_time
from timeit import repeat
from typing import Any

import pytest
from visiting import PATHS, open_all, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import index_of, search_index_of
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records, load
from evidence_site.records.model.tables import Table
from evidence_site.ui.state import store


def fingerprint(records: Records) -> str:
    """Return a digest of every row, link, code and index entry."""
    links = {name: sorted(map(str, getattr(records.links, name).items())) for name in vars(records.links)}
    index = index_of(records)
    parts: list[Any] = [
        [[list(map(str, row)) for row in table] for table in records.tables],
        sorted(links.items()),
        sorted(
            (str(key), sorted(codes), sorted(map(sorted, codes.values())))
            for key, codes in index.codes.items()
        ),
        sorted((table, sorted(texts.items())) for table, texts in search_index_of(records).texts.items()),
        str(records.package),
        str(records.site),
    ]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


@pytest.fixture(scope="module")
def own(folder: Any) -> Records:
    """Records of this module alone, so that no other test can have changed them."""
    return load(folder)


@pytest.mark.slow
def test_drawing_every_page_leaves_every_row_as_it_was(own: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "loaded", lambda: own)
    before = fingerprint(own)
    event, screening = own.site.main_event, own.site.main_screening
    for path in PATHS:
        for values in ({}, {"side": "armenian", "period": "1992"}, {"q": "zzzz"}, {"sel": f"events.{event}"}):
            open_all(open_page(path, **values))
    for tab in ("sides", "made-of", "afterwards", "elsewhere"):
        open_page("casualties", tab=tab, scale="log")
    open_page("record", table="screenings", key=screening)
    assert fingerprint(own) == before


CHANGES: dict[str, Callable[[Records], Any]] = {
    "a row": lambda records: setattr(next(iter(records.tables.events)), "title", "x"),
    "a table by position": lambda records: records.tables.events.__setitem__(0, None),  # type: ignore[attr-defined]
    "the tables": lambda records: setattr(records.tables, "events", None),
    "the records": lambda records: setattr(records, "version", "x"),
    "the site": lambda records: setattr(records.site, "name", "x"),
    "the links": lambda records: setattr(records.links, "sources_of", {}),
    "a code": lambda records: setattr(records.package.code_lists["basis"]["bodies"], "label", "x"),
    "a column": lambda records: setattr(records.package.tables["events"].fields[0], "title", "x"),
    "a table's ids": lambda records: records.tables.events._by_id.__setitem__("x", None),  # type: ignore[index]
    "a selection": lambda records: setattr(select(records, Choice()), "ids", {}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_cannot_be_changed_by_hand(own: Records, what: str) -> None:
    with pytest.raises((AttributeError, TypeError, FrozenInstanceError)):
        CHANGES[what](own)


def test_a_table_is_walked_in_file_order_and_looked_up_by_id(own: Records) -> None:
    events = own.tables.events
    first = next(iter(events))
    assert events[first.id] is first
    assert first.id in events
    assert events.get("no-such-id") is None
    assert events.get(None) is None
    assert events.ids() == {event.id for event in events}
    assert len(events) == len(list(events))
    with pytest.raises(KeyError):
        events["no-such-id"]
    assert len(Table("empty")) == 0


def test_a_lookup_that_finds_nothing_keeps_nothing(own: Records) -> None:
    sizes = {name: len(getattr(own.links, name)) for name in vars(own.links)}
    assert own.links.accounts_of["no-such-id"] == ()
    assert own.links.sources_of["events", "no-such-id"] == ()
    assert {name: len(getattr(own.links, name)) for name in vars(own.links)} == sizes


def test_loading_twice_gives_equal_records(own: Records, folder: Any) -> None:
    again = load(folder)
    assert fingerprint(again) == fingerprint(own)
    assert again.version == own.version


def test_loading_takes_less_than_a_second_of_the_processor(folder: Any) -> None:
    assert min(repeat(lambda: load(folder), timer=process_time, number=1, repeat=3)) < 1.0
