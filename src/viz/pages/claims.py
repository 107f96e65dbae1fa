"""Claims: sentences from a text, each checked, with the sources for it and against it."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.model.rows import Claim
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup
from evidence_site.viz.pages.menus import AcceptedValues, Menu, listed
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Folded, NotApplying, NothingLeft, Parts, Section, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.glossary import code_meanings
from evidence_site.viz.words.verdicts import (
    checked_claims,
    checked_in_brief,
    claims_intro,
    claims_overview,
    said_by,
    speaker_choices,
    verdict_choices,
    with_verdict,
)


def _parts(run: Run) -> Parts:
    records, claims = run.records, run.rows("claims")
    head = (Title(_("Claims"), "claims"), NotApplying("claims"), NothingLeft("claims"))
    if not claims:
        return head
    shown = with_verdict(_theirs(run), VERDICT.chosen(run))
    whole, brief = checked_claims(records, shown), checked_in_brief(records, shown)
    meanings = _("What the verdicts mean")
    return (
        *head,
        Words("claims", _("Claims"), claims_intro(claims), level=0),
        Folded([SPEAKER, VERDICT], label=_("Whose sentences, and which verdict")),
        Section(
            "verdicts",
            meanings,
            code_meanings(records, "verdict"),
            label=meanings,
            is_printed=True,
            stays=True,
        ),
        Words("found", _("What was found"), claims_overview(records, shown), Markup(""), level=0),
        Words("checked", _("Sentences, checked."), whole, brief, level=0),
    )


SPEAKER = Menu(
    "set",
    AcceptedValues(form=r"[\w-]+", example="a-newspaper"),
    N_("Said by"),
    lambda run: speaker_choices(run.rows("claims")),
    look="list",
)


def _theirs(run: Run) -> Sequence[Claim]:
    """Return the sentences of whom the address names."""
    return said_by(run.rows("claims"), SPEAKER.chosen(run))


VERDICT = Menu(
    "by",
    listed("claims", "verdict"),
    N_("Verdict"),
    lambda run: verdict_choices(run.records, _theirs(run)),
)

PAGE = Page(
    "claims",
    N_("Claims"),
    N_("The evidence"),
    N_("Sentences, checked."),
    _parts,
    parameters=(SPEAKER, VERDICT),
    shows="claims",
)
