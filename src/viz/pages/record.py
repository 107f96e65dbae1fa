"""Record: one record at its permanent address, with everything it connects to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE, SELECTED, VIEW_OF
from evidence_site.records.faults import did_you_mean, did_you_mean_id
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup, inner_link, join, tag, view_address
from evidence_site.viz.pages import casualties, map, timeline
from evidence_site.viz.pages.menus import AcceptedValues, Parameter
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Aside, CiteRecord, Notice, Parts, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cards import brief_card, record_card
from evidence_site.viz.words.what_else import Narrowing, what_else

#: Kinds of record that another page can show, and which page.
_SHOWN_ON: Mapping[str, Sequence[Page]] = {
    "events": (timeline.PAGE, map.PAGE),
    "places": (map.PAGE,),
    "figures": (casualties.PAGE,),
}


def _parts(run: Run) -> Parts:
    records, title = run.records, Title(_("Record"))
    key = table, identity = run.parameters.get(RECORD_TABLE, ""), run.parameters.get(RECORD_ID, "")
    if key in records.withdrawn:
        gone = _("This record was withdrawn. Its address stays; the corrections say why.")
        return title, Notice(gone, is_warning=True)
    if table in KINDS and identity in records.table(table):
        return _record(run, key)
    if not table and not identity:
        words = _("Every record has an address of its own. Open one from any chart, list or source.")
        return title, Notice(words)
    not_found = Notice(_("There is no published record at this address."), is_warning=True)
    meant = did_you_mean(table, KINDS)
    if table in KINDS:
        meant = did_you_mean_id(identity, records.table(table).ids())
    return title, not_found, Words("meant", "", tag("p", meant), level=0)


def _record(run: Run, key: RecordKey) -> Parts:
    """Return the record under its own name; what is previewed has nothing to cite."""
    records, level = run.records, 2 if run.within else 1
    card = record_card(records, key, level=level, first=what_else_here(run, key))
    kind = _(KINDS[key[0]][0])
    chosen = run.elsewhere(**{SELECTED: ".".join(key)})
    views = [
        inner_link(_("Show on: %(page)s") % {"page": _(page.title)}, page.path, chosen)
        for page in _SHOWN_ON.get(key[0], ())
    ]
    return (
        *([Aside("ways", "", tag("p", join(views, " · ")), level=0)] if views else []),
        Words("record", kind, card, brief_card(records, key), level=0),
        *([] if records.is_preview else [CiteRecord(key)]),
    )


PAGE = Page(
    "record",
    N_("Record"),
    "",
    N_("One record and all it connects to."),
    _parts,
    parameters=(
        Parameter(RECORD_TABLE, AcceptedValues(lambda records: records.package.tables)),
        Parameter(RECORD_ID, AcceptedValues(form=".+")),
    ),
)


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
