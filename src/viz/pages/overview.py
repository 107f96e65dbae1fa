"""Overview: what happened, attributed numbers, a glance at time, place and film, three ways on."""

from __future__ import annotations

from dataclasses import replace

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import N_, _
from evidence_site.viz.chronology.timeline import timeline_chart
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, join
from evidence_site.viz.pages.map_notes import map_origins
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    Aside,
    Columns,
    Folded,
    Group,
    Heading,
    KeyNumbers,
    OpenRecord,
    Parts,
    SiteText,
    Title,
    Words,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.overview import key_facts, screening_summary, text_sources, ways_on
from evidence_site.viz.words.prose import plain_text

_TEXT = "overview"


def _parts(run: Run) -> Parts:
    records = run.records
    chart = timeline_chart(records, run.rows("events"), "weeks", records.site.at_a_glance.when)
    hint = _("Choose a mark on the timeline or the map: its record opens here.")
    return (
        Title(_(records.site.tagline), "overview"),
        Folded(_text(run), label=_("The text of this page, with its sources")),
        key_numbers(records),
        Heading("when-and-where", _("When and where")),
        Columns((Group([chart]), Group([_places(run), map_origins(run), OpenRecord(hint)])), (1, 1)),
        Words("film", _("On film"), screening_summary(run.rows("screenings"))),
        Aside("doors", _("Where to go from here"), ways_on()),
    )


def key_numbers(records: Records) -> KeyNumbers:
    """Return the key numbers as a part of a page."""
    return KeyNumbers("numbers", _("Numbers, each a statement by its source"), key_facts(records))


def _text(run: Run) -> Parts:
    """Return the text with its sources; elsewhere than on the screen they are one part."""
    sources = text_sources(run.records, _TEXT)

    def body() -> Markup:
        return join([plain_text(run.records, _TEXT), sources])

    return [
        SiteText(_TEXT, _(run.records.site.tagline), body, level=0),
        Aside("text-sources", "", sources, level=0),
    ]


def _places(run: Run) -> MarkedMap:
    marked = event_map(run.records, run.rows("events"), run.theme)
    chart = replace(marked.chart, title=_("Places of events"))
    return replace(marked, chart=chart, anchor="places", height=380)


PAGE = Page(
    "overview",
    N_("Overview"),
    N_("The night"),
    N_("What happened, in two minutes."),
    _parts,
    shows="events",
)
