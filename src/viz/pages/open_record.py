"""The record that is open: what else belongs to it, with links that narrow a view to that."""

from __future__ import annotations

from evidence_site.records.choose.parameters import SELECTED, VIEW_OF
from evidence_site.records.model.links import RecordKey
from evidence_site.viz.markup import Markup, view_address
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.what_else import Narrowing, what_else


def what_else_here(
    run: Run, key: RecordKey, shown: str = "", address: str = "", **further: str
) -> Markup | None:
    """Return what else belongs to a record, with links that narrow this view or lead to one.

    Args:
        shown: The kind of record that this view shows and the filters narrow; empty for none.
        address: Where this view stands in the site.
        further: What its address holds besides the parameters of the run.
    """

    def address_of(one: Narrowing) -> str:
        if one.kind == shown:
            is_so = run.choice.by_key.get(one.name) == (one.value,)
            kept = {name: held for name, held in run.parameters.items() if name != "page"}
            return "" if is_so else view_address(address, {**kept, one.name: one.value, **further})
        if run.within:  # a lesson is not left for it
            return ""
        found = run.elsewhere(**{one.name: one.value, SELECTED: ".".join(key)})
        return view_address(VIEW_OF[one.kind], found)

    return what_else(run.records, key, run.choice, address_of)
