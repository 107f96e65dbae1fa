"""Every chart and map of the site as a reader meets it without a filter, and what changes in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.timeline import timeline_chart, whole_span
from evidence_site.viz.datasets.coded_map import coded_map
from evidence_site.viz.datasets.conflict_events import coded_events_chart
from evidence_site.viz.datasets.displacement import displacement_chart
from evidence_site.viz.datasets.population_map import population_map
from evidence_site.viz.films.screening_map import screening_map
from evidence_site.viz.films.screenings import films_chart, kinds_chart
from evidence_site.viz.films.showing_years import years_chart
from evidence_site.viz.films.world import world_chart
from evidence_site.viz.maps.event_map import event_map
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.numbers.aftermath import aftermath_chart, present_chart
from evidence_site.viz.numbers.attack_map import attack_map
from evidence_site.viz.numbers.attacks import attacks_chart
from evidence_site.viz.numbers.composition import composition_chart, wholes_with_parts
from evidence_site.viz.numbers.shown import shown_figures
from evidence_site.viz.numbers.sides import sides_chart
from evidence_site.viz.numbers.toll import toll_charts, toll_of


@dataclass(frozen=True, eq=False)
class Drawn:
    """A chart and where it stands.

    Attributes:
        page: Address of its page.
        part: What it is called on that page, the same for any records.
        marks: The marks of a map, which its figure does not hold.
        of: The record that it is about, if there is a chart of this kind for each of several.
    """

    page: str
    part: str
    chart: Chart
    marks: tuple[Any, ...] = ()
    of: str = ""


def every_chart(records: Records) -> Iterator[tuple[str, Drawn]]:
    """Give every chart of the site with a name of its own."""
    selection = select(records, Choice())
    shown = shown_figures(records, selection)
    parts = (N_("by date, the first weeks"), N_("by date, since then"))
    for part, chart in zip(parts, toll_charts(records, toll_of(records, shown)), strict=True):
        yield chart.key, Drawn("casualties", part, chart)
    for whole in wholes_with_parts(records, shown):
        chart = composition_chart(records, whole)
        yield f"composition-{whole.id}", Drawn("casualties", N_("what it is made of"), chart, of=whole.id)
    events, screenings = selection.rows["events"], selection.rows["screenings"]
    night = records.tables.events[records.site.main_event].date
    for page, part, chart in (
        ("casualties", N_("by who states it"), sides_chart(records, shown)),
        ("casualties", N_("after the night"), aftermath_chart(records, shown)),
        ("casualties", N_("who was there before"), present_chart(records, shown)),
        ("casualties", N_("in the same war"), attacks_chart(records, shown)),
        ("casualties", N_("events as a data set codes them"), coded_events_chart(records)),
        ("casualties", N_("displacement"), displacement_chart(records)),
        ("timeline", N_("the night"), night_chart(records, events, night)),
        ("timeline", N_("the year"), timeline_chart(records, events, "year", records.site.focus.when)),
        ("timeline", N_("the whole period"), timeline_chart(records, events, "whole", whole_span(events))),
        ("screenings", N_("where"), world_chart(records, screenings)),
        ("screenings", N_("when"), years_chart(records, screenings)),
        ("screenings", N_("on what occasion"), kinds_chart(records, screenings)),
        ("screenings", N_("by film"), films_chart(records, screenings)),
    ):
        yield chart.key, Drawn(page, part, chart)


def every_map(records: Records) -> Iterator[tuple[str, Drawn]]:
    """Give every view of the map that needs no choice."""
    selection = select(records, Choice())
    events, figures = selection.rows["events"], selection.ids["figures"]
    maps: Mapping[str, MarkedMap] = {
        N_("all events"): event_map(records, events, "light"),
        N_("attacks on civilians"): attack_map(records, events, figures, "light"),
        N_("events as a data set codes them"): coded_map(records, "light"),
        N_("population"): population_map(records, selection, None, "light"),
        N_("screenings"): screening_map(records, selection.rows["screenings"], "light", {}),
    }
    for part, marked in maps.items():
        yield f"map of {part}", Drawn("map", part, marked.chart, tuple(marked.marks))


@dataclass(frozen=True)
class ChartChange:
    """What changes in one chart: where it stands, how, and its title if that says something else."""

    page: str
    part: str
    how: tuple[str, ...]
    of: str = ""
    title_before: str = ""
    title_after: str = ""


def chart_changes(before: Records, after: Records) -> list[ChartChange]:
    """Return every chart and map that would be drawn differently, in the order of the pages."""
    old = dict((*every_chart(before), *every_map(before)))
    new = dict((*every_chart(after), *every_map(after)))
    found = []
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new:
            there = new.get(name) or old[name]
            how = (_("a new chart"),) if name in new else (_("the chart is gone"),)
            found.append(ChartChange(there.page, there.part, how, there.of))
        elif change := _change(old[name], new[name]):
            found.append(change)
    return found


def _change(old: Drawn, new: Drawn) -> ChartChange | None:
    retitled = old.chart.title != new.chart.title
    how = _marks(old.chart, new.chart)
    if not how and (old.chart.figure != new.chart.figure or old.marks != new.marks):
        how = (_("drawn differently"),)
    if not how and not retitled:
        return None
    titles = (old.chart.title, new.chart.title) if retitled else ("", "")
    return ChartChange(new.page, new.part, how, new.of, *titles)


def _marks(old: Chart, new: Chart) -> tuple[str, ...]:
    before, after = ({row.id: row for row in chart.rows} for chart in (old, new))
    more, fewer = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    other = sum(before[key] != after[key] for key in before.keys() & after.keys())
    counted = (
        (more, ngettext("%(count)s mark more", "%(count)s marks more", more)),
        (fewer, ngettext("%(count)s mark fewer", "%(count)s marks fewer", fewer)),
        (other, ngettext("%(count)s mark changed", "%(count)s marks changed", other)),
    )
    return tuple(words % {"count": number_text(count)} for count, words in counted if count)
