"""About: method, rules, limits, what is published, corrections, glossary."""

from __future__ import annotations

from functools import partial

from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import join
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Parts, SiteText, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.glossary import corrections, corrections_feed_link, glossary, published_counts
from evidence_site.viz.words.prose import plain_text


def _parts(run: Run) -> Parts:
    records = run.records
    corrected = join([corrections_feed_link(), corrections(records)])
    return (
        Title(_("About")),
        SiteText("about", _("About"), partial(plain_text, records, "about"), level=0),
        Words("published", _("What is published"), published_counts(records)),
        Words("corrections", _("Corrections"), corrected),
        Words("glossary", _("Glossary"), glossary(records)),
    )


PAGE = Page("about", N_("About"), N_("About"), N_("Method, rules, limits, glossary."), _parts)
