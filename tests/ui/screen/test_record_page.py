"""The page of one record: its card, the ways from it, or why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_site.records.load.loading import Records
from evidence_site.viz.pages.parts import Aside, CiteRecord, Notice, Parts, Title, Words, parts_of
from evidence_site.viz.pages.record import PAGE
from evidence_site.viz.pages.run import run_of

pytestmark = pytest.mark.every_folder


def parts_at(records: Records, table: str, key: str, within: str = "") -> Parts:
    return PAGE.parts(run_of(records, "record", {"table": table, "key": key}, within=within))


def card_of(parts: Parts) -> Words:
    (card,) = (part for part in parts_of(Words, parts) if part.key == "record")
    return card


def test_a_withdrawn_record_says_so_and_shows_nothing_of_it(records: Records) -> None:
    withdrawn = replace(records, withdrawn={("events", "old"): object()})
    title, notice = parts_at(withdrawn, "events", "old")
    assert isinstance(title, Title)
    assert isinstance(notice, Notice)
    assert notice.is_warning
    assert "withdrawn" in notice.words


def test_an_address_with_a_slip_names_the_record_that_is_meant(records: Records) -> None:
    key = max(records.tables.events.ids(), key=len)
    (meant,) = parts_of(Words, parts_at(records, "events", key.replace("-", "_")))
    assert key in meant.text


def test_a_record_leads_to_the_pages_that_show_it_with_it_open(records: Records) -> None:
    event = records.site.main_event
    (ways,) = parts_of(Aside, parts_at(records, "events", event))
    for page in ("timeline", "map"):
        assert f'href="./{page}?sel=events.{event}"' in ways.text


def test_within_a_lesson_a_record_lies_one_level_lower_and_narrows_no_other_page(records: Records) -> None:
    place = next(key for key in records.tables.places.ids() if records.links.events_at[key])
    alone = card_of(parts_at(records, "places", place)).text
    within = card_of(parts_at(records, "places", place, "lessons")).text
    assert alone.count("<h1") == 1
    assert "<h1" not in within
    assert 'class="what-else"' in alone
    assert 'class="what-else"' not in within


def test_what_is_previewed_is_not_offered_to_be_cited(records: Records) -> None:
    event = records.site.main_event
    assert parts_of(CiteRecord, parts_at(records, "events", event))
    assert not parts_of(CiteRecord, parts_at(replace(records, is_preview=True), "events", event))
