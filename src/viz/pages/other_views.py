"""What stands on the pages of claims, of exploring, of sources, of films, and on those about the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence_site.records.choose.facets import facet, resting_sources
from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.choose.selection import Selection, select
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart, Column
from evidence_site.viz.chronology.strip import (
    HEIGHT,
    chosen_spans,
    outside_domain,
    strip_alt,
    strip_bins,
    strip_figure,
    strip_meaning,
)
from evidence_site.viz.films.programme import main_programme
from evidence_site.viz.films.screenings import films_chart, kinds_chart
from evidence_site.viz.films.showing_years import years_chart
from evidence_site.viz.films.world import NEAR, WORLD, world_chart
from evidence_site.viz.lessons.activity import claim_labels, worksheet
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.region_map import event_marks
from evidence_site.viz.markup import Markup, html_table, join, tag
from evidence_site.viz.pages.view_parts import BARS, THEME, Asked, Part, Words
from evidence_site.viz.words.bibliography import (
    grouping_choices,
    is_one_shelf,
    reading_meanings,
    reading_table,
    shelf_list,
    shelves,
)
from evidence_site.viz.words.cards import brief_card, record_card
from evidence_site.viz.words.dictionary import package_facts, tables_overview
from evidence_site.viz.words.filter_labels import labels_of, none_to_count
from evidence_site.viz.words.glossary import glossary, published_counts
from evidence_site.viz.words.lenses import (
    LENSES,
    MOST_BARS,
    Lens,
    counted_words,
    dates_of,
    in_order,
    map_meaning,
    whole_domain,
)
from evidence_site.viz.words.prose import plain_text
from evidence_site.viz.words.verdicts import (
    checked_claims,
    checked_in_brief,
    claims_intro,
    claims_overview,
    said_by,
    speaker_choices,
    verdict_choices,
    verdict_meanings,
    with_verdict,
)

#: The part of a view that is itself room to write.
WORKSHEET = "activity"
#: Codes of a filter that go on a sheet for a class.
_BARS_ON_A_SHEET = 4


def claims(asked: Asked) -> Sequence[Part | None]:
    """Return the checked sentences that the address leaves."""
    records, claims = asked.records, asked.rows("claims")
    if not claims:
        return ()
    theirs = said_by(claims, asked.code("set", tuple(speaker_choices(claims))))
    shown = with_verdict(theirs, asked.code("by", tuple(verdict_choices(records, theirs))))
    return (
        Words("claims", _("Claims"), claims_intro(claims)),
        Words("verdicts", _("What the verdicts mean"), verdict_meanings(records)),
        Words("found", _("What was found"), claims_overview(records, shown), Markup("")),
        Words(
            "checked",
            _("Sentences, checked."),
            checked_claims(records, shown),
            checked_in_brief(records, shown),
        ),
    )


def explore(asked: Asked) -> Sequence[Part | None]:
    """Return the views of one selection."""
    records, selection = asked.records, asked.selection
    lens = LENSES[asked.code("lens", tuple(LENSES))]
    return (
        Words(
            "counted",
            _("Explore"),
            tag("p", counted_words(selection, len(resting_sources(records, selection)))),
        ),
        _strip(asked, lens),
        _lens_map(asked, lens),
        *[_bars(records, selection, key, lens) for key in lens.bars],
    )


def _strip(asked: Asked, lens: Lens) -> Chart:
    """The strip with the records that it counts as its rows."""
    records = asked.records
    periods = {period.code: period.when for period in records.site.periods if lens.when == "period"}
    domain = periods.get(asked.parameters.get("scale", "")) or whole_domain(records, lens.table)
    around = select(records, asked.selection.choice.without(lens.when))
    ids, dates = around.ids[lens.table], dates_of(records, lens.table)
    outside = outside_domain(records, ids, lens.table, domain)
    chosen = chosen_spans(asked.selection, lens.when)
    lit = chosen_rows(records, lens.table, asked.chosen)
    return Chart(
        key="when",
        title=_("By date"),
        figure=strip_figure(records, ids, lens.table, domain, chosen, lit, THEME),
        alt=strip_alt(strip_bins(records, ids, lens.table, domain), outside),
        reading=strip_meaning(outside, lit & ids),
        table=lens.table,
        rows=[records.table(lens.table)[key] for key in in_order(records, around, lens.table)],
        twin=[
            Column(_("Date"), lambda row: when_text(dates[row.id])),
            Column(_("Record"), lambda row: record_name(records, lens.table, row)),
        ],
        height=HEIGHT,
    )


def _lens_map(asked: Asked, lens: Lens) -> Part:
    """The places of all kinds of record are those of events; showings lie all over the world."""
    records = asked.records
    anywhere = select(records, asked.selection.choice.without("place"))
    if lens.map == "world":
        return world_chart(records, anywhere.rows["screenings"], "")
    told = asked.selection.ids["events"] if "place" in asked.selection.choice.active else None
    located = [event for event in anywhere.rows["events"] if event.place_id]
    marked = event_map(records, located, THEME)
    return replace(
        marked,
        chart=replace(marked.chart, reading=map_meaning(lens)),
        marks=event_marks(records, located, THEME, told),
    )


def _bars(records: Records, selection: Selection, key: str, lens: Lens) -> Words:
    """The most frequent codes, as many as stand open on the page, and how many more there are."""
    counts, labels = facet(records, selection, key, lens.table), labels_of(records, key)
    heading = _(BY_KEY[key].label)
    rows = [[labels[code], number_text(count)] for code, count in counts.items()]

    def first(most: int) -> Markup:
        more = len(rows) - most
        words = ngettext("%(count)s more", "%(count)s more", more) % {"count": number_text(more)}
        table = (
            html_table([heading, _(KINDS[lens.table][1])], rows[:most], heading) if rows else none_to_count()
        )
        return join([table, tag("p", words) if more > 0 else None])

    # Names of sources are too long to stand beside anything on paper.
    brief = Markup("") if key == "source" else first(_BARS_ON_A_SHEET)
    return Words(f"{BARS}{key}", heading, first(MOST_BARS), brief)


def sources(asked: Asked) -> Sequence[Part | None]:
    """Return how the sources were read, and those that stand open."""
    records, sources = asked.records, asked.rows("sources")
    if not sources:
        return ()
    found = shelves(records, sources, asked.code("by", tuple(grouping_choices())))
    open_ones = found if is_one_shelf(sources) else found[:1]
    return (
        Words("how-read", _("How the sources were read"), reading_table(records, sources)),
        Words("meanings", _("What the ways of reading mean"), reading_meanings(records)),
        *[
            Words(shelf.key, shelf.label, shelf_list(records, shelf.sources), Markup(""))
            for shelf in open_ones
        ],
    )


def screenings(asked: Asked) -> Sequence[Part | None]:
    """Return what stands on the page of films and showings."""
    records, rows = asked.records, asked.rows("screenings")
    programme = Words("told", _("One screening in full"), main_programme(records))
    if not rows:
        return (programme,)
    around = select(records, asked.selection.choice.without("shown")).rows["screenings"]
    chosen = chosen_rows(records, "screenings", asked.chosen)
    return (
        world_chart(records, rows, asked.code("scale", (WORLD, NEAR)), chosen),
        years_chart(records, rows, around),
        kinds_chart(records, rows),
        films_chart(records, rows),
        programme,
    )


def about(asked: Asked) -> Sequence[Part | None]:
    """Return the text about the site with its glossary."""
    records = asked.records
    return (
        Words("about", _("About"), plain_text(records, "about")),
        Words("published", _("What is published"), published_counts(records)),
        Words("glossary", _("Glossary"), glossary(records)),
    )


def data(asked: Asked) -> Sequence[Part | None]:
    """Return what the data package says of itself."""
    return (
        Words("data", _("Data"), package_facts(asked.records)),
        Words("tables", _("Tables"), tables_overview(asked.records, asked.selection.choice)),
    )


def activity(asked: Asked) -> Sequence[Part | None]:
    """Return the sentence that is weighed, with what is asked about it and room to write."""
    claim = asked.code("claim", tuple(claim_labels(asked.records)))
    if not claim:
        return ()
    row = asked.records.tables.claims[claim]
    return (Words(WORKSHEET, _("Your own reading"), worksheet(asked.records, row)),)


def record(asked: Asked) -> Sequence[Part | None]:
    """Return the record that the address names."""
    table, key = asked.parameters.get("table", ""), asked.parameters.get("key", "")
    if table not in KINDS or key not in asked.records.table(table):
        return ()
    card, brief = (make(asked.records, (table, key)) for make in (record_card, brief_card))
    return (Words("record", _(KINDS[table][0]), card, brief),)
