"""Where the records of a selection lie: how many at each place, whatever kind they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.wording import _
from evidence_site.viz.markup import html_table


def place_of(records: Records, row: Any) -> str | None:
    """Return the id of the place of a record: its own, or that of the event it is about."""
    if hasattr(row, "place_id"):
        return row.place_id or None
    event = records.tables.events.get(row.event_id)
    return event.place_id if event else None


@remembered
def counted_places(records: Records, selection: Selection, table: str) -> Counter[str | None]:
    """Return the number of selected records of a kind at each place; None counts those without one."""
    return Counter(place_of(records, row) for row in selection.rows[table])


def places_table(records: Records, selection: Selection, table: str) -> str:
    """Return the records of a selection by place as a table, the places with most first."""
    counts = counted_places(records, selection, table)
    places = records.tables.places
    rows = [
        [places[key].name if key and key in places else _("No place"), number_text(count)]
        for key, count in counts.most_common()
    ]
    return html_table([_("Place"), _("Records")], rows, _("Records by place"))
