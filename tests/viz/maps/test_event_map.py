"""Marks of events on the map: one a place, small ones above large ones."""

from __future__ import annotations

from itertools import pairwise

from evidence_site.records.load.loading import Records
from evidence_site.viz.maps.event_map import event_marks, place_marks, record_of


def test_a_place_with_more_events_is_drawn_earlier_so_that_it_never_covers_a_smaller_one(
    records: Records,
) -> None:
    marks = place_marks(records, records.tables.events)
    counts = [len(mark.events) for mark in marks]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    for one, other in pairwise(marks):
        assert len(one.events) > len(other.events) or one.place.id < other.place.id
    sizes = [mark.size for mark in event_marks(records, records.tables.events, "light")]
    assert sizes == sorted(sizes, reverse=True)


def test_a_mark_of_one_event_opens_it_and_one_of_several_the_place(records: Records) -> None:
    for mark in place_marks(records, records.tables.events):
        only = len(mark.events) == 1
        assert record_of(mark) == (f"events.{mark.events[0].id}" if only else f"places.{mark.place.id}")
