"""Explore: time, place, kind and list on one screen; a choice in one narrows all the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evidence_site.records.choose.choice import write_choice
from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.choose.selection import Selection, facet, resting_sources, select
from evidence_site.records.dates import When
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.names.naming import KINDS, record_name
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart, Column
from evidence_site.viz.chronology.strip import (
    HEIGHT,
    bins_table,
    chosen_spans,
    outside_domain,
    strip_alt,
    strip_bins,
    strip_doing,
    strip_figure,
    strip_meaning,
)
from evidence_site.viz.films.world import world_chart
from evidence_site.viz.maps.chosen import chosen_rows
from evidence_site.viz.maps.event_map import event_map, event_marks
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, html_table, join, listing, tag, view_address
from evidence_site.viz.pages.menus import ERA, NAMES, AcceptedValues, Menu, Parameter, fixed
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    Aside,
    Bars,
    Columns,
    FilterMenu,
    Folded,
    Group,
    Heading,
    Narrow,
    NotApplying,
    NothingLeft,
    OpenRecord,
    Parts,
    Picture,
    RecordPages,
    RecordSteps,
    Row,
    Section,
    Share,
    SmallPicture,
    Strip,
    Title,
    Words,
    chart_of,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.filter_labels import labels_of, none_to_count
from evidence_site.viz.words.lenses import (
    LENSES,
    MOST_BARS,
    Lens,
    counted_words,
    dates_of,
    in_order,
    lens_labels,
    map_doing,
    map_meaning,
    places_table,
    whole_domain,
)

#: Codes of a filter that go on a sheet for a class.
_BARS_ON_A_SHEET = 4


def _parts(run: Run) -> Parts:
    lens, strip = _lens(run), _strip(run)
    choosing = [_counted(run), LENS]
    brushing = [
        Aside("brushing", "", _quiet(strip_doing(lens.when), chart_of(strip.picture).reading), level=0),
        Narrow([SPAN if lens.when == "period" else FilterMenu(lens.when)]),
    ]
    fold = _("What is counted, and how to choose")
    folded = [*choosing, *brushing] if run.within else choosing  # a step of a lesson has one fold
    return (
        Row([Title(_("Explore")), Folded(folded, label=fold)], "view-tools", alignment="bottom"),
        NotApplying(lens.table),
        NothingLeft(lens.table),
        Row(
            [Heading("dates", _("By date"), "small"), *([] if run.within else brushing)],
            "strip-tools",
            alignment="bottom",
        ),
        strip,
        Columns(
            (
                Group([Heading("where", _("By place"), "small"), *_map(run, lens)]),
                Group(
                    [
                        Heading("what", _("By kind and source"), "small"),
                        *(_bars(run, key, lens.table) for key in lens.bars),
                    ]
                ),
                Group([Heading("list", _("Each record"), "small"), *_list(run, lens)], "beside"),
            ),
            (5, 3, 4),
        ),
        _tables(run, lens, strip.domain),
        Share(lambda: _downloads(run)),
    )


def _lens(run: Run) -> Lens:
    return LENSES[LENS.chosen(run)]


def _counted(run: Run) -> Words:
    """Say what the selection holds and on how many sources it rests."""
    words = counted_words(run.selection, len(resting_sources(run.records, run.selection)))
    return Words("counted", _("Explore"), tag("p", words, class_="counted"), level=0, says_changes=True)


def _quiet(*sentences: str) -> Markup:
    return tag("p", " ".join(sentences), class_="quiet")


# --- time ------------------------------------------------------------------------------------------------


def _periods(run: Run) -> Mapping[str, str]:
    """Return what the strip can show; of showings it shows all years."""
    named = {period.code: _(period.label) for period in run.records.site.periods}
    return {"": _("All years"), **named} if _lens(run).when == "period" else {}


def _around(run: Run, lens: Lens) -> Selection:
    """Return the selection without its choice of time, which the strip shows as a choice."""
    return select(run.records, run.choice.without(lens.when))


def _strip(run: Run) -> Strip:
    """Return the records by date, of the period of the address or all years, with those counted as rows."""
    records, lens = run.records, _lens(run)
    periods = {period.code: period.when for period in records.site.periods}
    domain = periods.get(SPAN.chosen(run)) or whole_domain(records, lens.table)
    around = _around(run, lens)
    ids, dates = around.ids[lens.table], dates_of(records, lens.table)
    outside = outside_domain(records, ids, lens.table, domain)
    chosen = chosen_spans(run.selection, lens.when)
    lit = chosen_rows(records, lens.table, run.chosen)
    chart = Chart(
        key="when",
        subject=_("by date"),
        title=_("By date"),
        figure=strip_figure(records, ids, lens.table, domain, chosen, lit, run.theme),
        alt=strip_alt(strip_bins(records, ids, lens.table, domain), outside),
        reading=strip_meaning(outside, lit),
        doing=strip_doing(lens.when),
        table=lens.table,
        rows=[records.table(lens.table)[key] for key in in_order(records, around, lens.table)],
        twin=[
            Column(_("Date"), lambda row: when_text(dates[row.id])),
            Column(_("Record"), lambda row: record_name(records, lens.table, row)),
        ],
        height=HEIGHT,
    )
    return Strip(chart, lens.when, domain)


def _tables(run: Run, lens: Lens, domain: When) -> Section:
    """Return what the strip and the map show as tables; bars and list are text as they stand."""

    def body() -> Markup:
        ids = _around(run, lens).ids[lens.table]
        dates = bins_table(strip_bins(run.records, ids, lens.table, domain))
        return join([dates, places_table(run.records, _anywhere(run), lens.table)])

    return Section("explore-twins", "", body, label=_("The strip and the map as tables"))


# --- place -----------------------------------------------------------------------------------------------


def _anywhere(run: Run) -> Selection:
    """Return the selection without its choice of places, which stay on the map."""
    return select(run.records, run.choice.without("place"))


def _map(run: Run, lens: Lens) -> Parts:
    words = _quiet(map_meaning(lens), map_doing())
    return SmallPicture(_places(run, lens)), Aside("map-reading", "", words, level=0)


def _places(run: Run, lens: Lens) -> Picture:
    """The places of all kinds of record are those of events; showings lie all over the world."""
    anywhere = _anywhere(run)
    if lens.map == "world":
        return world_chart(run.records, anywhere.rows["screenings"])
    told = run.selection.ids["events"] if "place" in run.choice.active else None
    return _region(run.records, anywhere, told, lens, run.theme)


@remembered
def _region(
    records: Records, anywhere: Selection, told: frozenset[str] | None, lens: Lens, theme: str
) -> MarkedMap:
    located = [event for event in anywhere.rows["events"] if event.place_id]
    marked = event_map(records, located, theme)
    return replace(
        marked,
        chart=replace(marked.chart, reading=map_meaning(lens)),
        marks=event_marks(records, located, theme, told),
        height=400,
    )


# --- kind and list ---------------------------------------------------------------------------------------


def _bars(run: Run, key: str, table: str) -> Bars:
    """Return the most frequent codes, as many as stand open on the screen, and how many more there are."""
    counts, labels = facet(run.records, run.selection, key, table), labels_of(run.records, key)
    heading = _(BY_KEY[key].label)

    def first(most: int) -> Markup:
        more = len(counts) - most
        words = ngettext("%(count)s more", "%(count)s more", more) % {"count": number_text(more)}
        rows = [[labels[code], number_text(count)] for code, count in list(counts.items())[:most]]
        shown = html_table([heading, _(KINDS[table][1])], rows, heading) if rows else none_to_count()
        return join([shown, tag("p", words) if more > 0 else None])

    # Names of sources are too long to stand beside anything on paper.
    brief = Markup("") if key == "source" else first(_BARS_ON_A_SHEET)
    return Bars(f"bars-{key}", heading, lambda: first(MOST_BARS), brief, filter=key, table=table)


def _list(run: Run, lens: Lens) -> Parts:
    """Return the records in the order of their dates, and the open one with its neighbours."""
    ids = in_order(run.records, run.selection, lens.table)
    opened = [RecordSteps(lens.table, ids), OpenRecord("")] if run.chosen else []
    return *opened, RecordPages(lens.table, ids)


def _downloads(run: Run) -> Markup:
    """Every file carries the sources of its rows and what must be known to read them."""
    choice, links = write_choice(run.choice), []
    for table in LENSES:
        count = run.selection.count(table)
        rows = ngettext("%(kind)s (CSV, %(count)s row)", "%(kind)s (CSV, %(count)s rows)", count)
        words = rows % {"kind": _(KINDS[table][1]), "count": number_text(count)}
        links.append(tag("a", words, href=view_address(f"api/{table}.csv", choice), download=""))
    whole = _("The whole selection with its sources and caveats (JSON)")
    links.append(tag("a", whole, href=view_address("api/selection.json", choice), download=""))
    return join([tag("p", _("Download this selection"), class_="quiet"), listing(links)])


LENS = Menu(
    "lens",
    fixed(*LENSES),
    N_("Count and list"),
    lambda _run: lens_labels(),
    is_labelled=False,
    changes_pictures=True,
)
SPAN = Menu(
    "scale",
    AcceptedValues(lambda records: [period.code for period in records.site.periods]),
    N_("On the strip"),
    _periods,
    look="list",
    is_labelled=False,
)

PAGE = Page(
    "explore",
    N_("Explore"),
    N_("The evidence"),
    N_("Time, place, kind and list on one screen; a choice in one narrows all."),
    _parts,
    parameters=(LENS, SPAN, Parameter("page", AcceptedValues(form=r"[0-9]+", example="2")), NAMES, ERA),
    shows=LENS.chosen,
    has_charts=True,
)
