"""What to read next: what rests on little stands before what rests on more."""

from __future__ import annotations

import pytest

from evidence_site.records.check.reading_queue import QueuedRecord, print_queue, reading_queue
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records


@pytest.fixture(scope="module")
def queue(records: Records) -> dict[tuple[str, str], QueuedRecord]:
    return {(entry.table, entry.id): entry for entry in reading_queue(records)}


def test_every_weak_and_every_unchecked_event_is_in_the_queue(
    records: Records, queue: dict[tuple[str, str], QueuedRecord]
) -> None:
    for event in records.tables.events:
        if event.verification in ("weak", "unchecked"):
            assert event.verification in queue["events", event.id].reasons


def test_a_record_of_several_sources_read_in_full_is_not_in_the_queue(
    records: Records, queue: dict[tuple[str, str], QueuedRecord]
) -> None:
    for key, citations in records.links.citations_of.items():
        ways = [c.how_read for c in citations]
        if len(records.links.sources_of[key]) > 1 and ways == ["full"] * len(ways):
            assert key not in queue or set(queue[key].reasons) <= {"weak", "unchecked"}


def test_second_hand_means_that_no_text_was_seen(
    records: Records, queue: dict[tuple[str, str], QueuedRecord]
) -> None:
    second_hand = {key for key, entry in queue.items() if "known second-hand only" in entry.reasons}
    assert second_hand
    for key in second_hand:
        assert {citation.how_read for citation in records.links.citations_of[key]} <= {"cited_by_other", None}


def test_the_weakest_come_first_and_the_order_is_always_the_same(records: Records) -> None:
    entries = reading_queue(records)
    assert [entry.weight for entry in entries] == sorted((entry.weight for entry in entries), reverse=True)
    assert entries == reading_queue(records)


def test_a_figure_states_one_source_and_is_not_blamed_for_it(
    queue: dict[tuple[str, str], QueuedRecord],
) -> None:
    assert not [key for key, entry in queue.items() if key[0] == "figures" and "one source" in entry.reasons]


def test_the_queue_is_printed_a_record_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_queue(DEFAULT_FOLDER) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{len(lines) - 1} records to read, those that rest on least first"
    assert "; rests on " in lines[0]
