"""Sources: every source once, how it was read, and what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from evidence_site.records.model.rows import Source
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup
from evidence_site.viz.pages.menus import Menu, fixed
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Heading, NotApplying, NothingLeft, Parts, Section, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.bibliography import (
    GROUPINGS,
    grouping_choices,
    is_one_shelf,
    reading_table,
    reading_title,
    shelf_list,
    shelves,
)
from evidence_site.viz.words.glossary import code_meanings

GROUPING = Menu("by", fixed(*GROUPINGS), N_("Group the sources"), lambda _run: grouping_choices())


def _parts(run: Run) -> Parts:
    records, sources = run.records, run.rows("sources")
    head = (Title(_("Sources"), "sources"), NotApplying("sources"), NothingLeft("sources"))
    if not sources:
        return head
    meanings = _("What the ways of reading mean")
    return (
        *head,
        Words("how-read", reading_title(sources), reading_table(records, sources)),
        Words("meanings", meanings, code_meanings(records, "how_read"), level=0),
        Heading("bibliography", _("Bibliography")),
        GROUPING,
        *_shelves(run, sources),
    )


def _shelves(run: Run, sources: Sequence[Source]) -> Parts:
    """Return the sources in folds of a readable length; the first stands open, or all if they are few."""
    few = is_one_shelf(sources)
    return [
        Section(
            f"shelf-{shelf.key}",
            shelf.label,
            partial(shelf_list, run.records, shelf.sources),
            Markup(""),
            label=shelf.label,
            is_open=few or position == 0,
        )
        for position, shelf in enumerate(shelves(run.records, sources, GROUPING.chosen(run)))
    ]


PAGE = Page(
    "sources",
    N_("Sources"),
    N_("The evidence"),
    N_("Every source and what rests on it."),
    _parts,
    parameters=(GROUPING,),
    shows="sources",
)
