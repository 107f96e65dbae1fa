"""Your own reading: a pupil weighs the sources for one sentence and keeps the result as a file."""

from __future__ import annotations

from functools import partial

from evidence_site.records.choose.parameters import ACTIVITY
from evidence_site.records.wording import N_, _
from evidence_site.viz.lessons.activity import activity, claim_labels, worksheet
from evidence_site.viz.pages.menus import Menu, ids
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Notice, Parts, Title, Worksheet
from evidence_site.viz.pages.run import Run

CLAIM = Menu(
    "claim", ids("claims"), N_("The sentence to weigh"), lambda run: claim_labels(run.records), look="list"
)


def _parts(run: Run) -> Parts:
    records, own = run.records, _("Your own reading")
    title = Title(own, "activity")
    claim = records.tables.claims.get(CLAIM.chosen(run))
    if claim is None:
        return title, Notice(_("There is no checked sentence here yet."))
    sheet, form = partial(worksheet, records, claim), activity(records, claim)
    return title, CLAIM, Worksheet("activity", own, sheet, level=0, form=form)


PAGE = Page(
    ACTIVITY,
    N_("Your own reading"),
    N_("In class"),
    N_("Weigh the sources for one sentence and keep what you wrote."),
    _parts,
    parameters=(CLAIM,),
)
