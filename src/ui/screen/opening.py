"""Records on the screen: found, opened, and what the filters have left of them."""

from __future__ import annotations

from evidence_site.ui.cards.cite_panel import record_citation
from evidence_site.ui.cards.record_drawer import record_drawer
from evidence_site.ui.cards.record_list import named_list
from evidence_site.ui.filters.filter_notices import empty_notice, not_applying
from evidence_site.ui.filters.stated_by import only_stated_by
from evidence_site.viz.pages.parts import CiteRecord, Emptied, Find, NotApplying, OpenRecord, StatedBy
from evidence_site.viz.pages.run import Run


def find(_run: Run, part: Find) -> None:
    """Draw the list in which a record is found by typing."""
    named_list(part.table, part.names, part.label)


def open_record(run: Run, part: OpenRecord) -> None:
    """Draw the record that is open."""
    record_drawer(run.records, part.prompt)


def idle_filters(run: Run, part: NotApplying) -> None:
    """Say which of the chosen filters do not narrow this kind of record."""
    not_applying(run.selection, part.table)


def emptied(run: Run, part: Emptied) -> None:
    """Say which filter emptied the view, and offer to lift it."""
    empty_notice(run.records, run.selection, part.table)


def stated_by(run: Run, _part: StatedBy) -> None:
    """Draw the choice of whose statements are shown."""
    only_stated_by(run.records)


def cite_record(run: Run, part: CiteRecord) -> None:
    """Draw how a record is cited, folded away."""
    record_citation(run.records, part.key)
