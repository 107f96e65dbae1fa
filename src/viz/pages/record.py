"""Record: one record at its permanent address, with everything it connects to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE, SELECTED
from evidence_site.records.faults import did_you_mean, did_you_mean_id
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import inner_link, join, tag
from evidence_site.viz.pages import casualties, map, timeline
from evidence_site.viz.pages.menus import Accepted, Parameter
from evidence_site.viz.pages.open_record import what_else_here
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Aside, CiteRecord, Notice, Parts, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cards import brief_card, record_card

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
    return title, not_found, Words("meant", "", tag("p", _meant(run, key)), level=0)


def _record(run: Run, key: RecordKey) -> Parts:
    """Return the record under its own name; what is previewed has nothing to cite."""
    records, level = run.records, 2 if run.within else 1
    card = record_card(records, key, level=level, first=what_else_here(run, key))
    kind = _(KINDS[key[0]][0])
    return (
        *_ways(run, key),
        Words("record", kind, card, brief_card(records, key), level=0),
        *([] if records.is_preview else [CiteRecord(key)]),
    )


def _ways(run: Run, key: RecordKey) -> Parts:
    """Return links to the views that show this record."""
    chosen = run.elsewhere(**{SELECTED: ".".join(key)})
    links = [
        inner_link(_("Show on: %(page)s") % {"page": _(page.title)}, page.path, chosen)
        for page in _SHOWN_ON.get(key[0], ())
    ]
    return [Aside("ways", "", tag("p", join(links, " · ")), level=0)] if links else []


def _meant(run: Run, key: RecordKey) -> str:
    table, identity = key
    if table in KINDS:
        return did_you_mean_id(identity, run.records.table(table).ids())
    return did_you_mean(table, KINDS)


PAGE = Page(
    "record",
    N_("Record"),
    "",
    N_("One record and all it connects to."),
    _parts,
    parameters=(
        Parameter(RECORD_TABLE, Accepted(lambda records: records.package.tables)),
        Parameter(RECORD_ID, Accepted(form=".+")),
    ),
)
