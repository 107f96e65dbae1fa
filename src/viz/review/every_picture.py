"""Every chart and map of the site as a reader meets it without a filter, and what changes in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.pages.menus import Menu, Views
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import Parts, Picture, chart_of, parts_of, pictures_of
from evidence_site.viz.pages.run import Run, run_of
from evidence_site.viz.pages.site import PAGES


@dataclass(frozen=True, eq=False)
class PlacedPicture:
    """A chart or a map, and where it stands.

    Attributes:
        page: Address of its page.
        part: What it is called on that page, the same for any records.
        view: Code of the view of the page; empty for the first.
        of: The record that it is about, if there is a picture of this kind for each of several.
    """

    page: str
    part: str
    picture: Picture
    view: str = ""
    of: str = ""

    @property
    def chart(self) -> Chart:
        """Return its rows and words."""
        return chart_of(self.picture)

    @property
    def location(self) -> tuple[str, ...]:
        """Return where it stands."""
        return self.page, self.view, self.chart.key, self.of

    @property
    def marks(self) -> tuple[Any, ...]:
        """Return the marks of a map, which its figure does not hold."""
        return tuple(self.picture.marks) if isinstance(self.picture, MarkedMap) else ()


def every_picture(records: Records) -> Iterator[tuple[str, PlacedPicture]]:
    """Give every chart and map of the site once, with a name of its own, page by page and view by view."""
    seen: dict[str, PlacedPicture] = {}
    for placed in placed_pictures(records):
        name = placed.chart.key
        if name in seen and not _is_drawn_alike(seen[name], placed):
            name = f"{name}-{placed.of or placed.view or placed.page}"
        if name not in seen:
            seen[name] = placed
            yield name, placed


def placed_pictures(records: Records) -> Iterator[PlacedPicture]:
    """Give every chart and map on every page where it stands; again only where a menu changes it."""
    for page in PAGES:
        seen: dict[str, PlacedPicture] = {}
        for codes, run, parts in every_view(records, page):
            for picture in pictures_of(parts):
                placed = _placed(page, codes, run, parts, picture)
                before = seen.setdefault(placed.chart.key, placed)
                if before is placed or not _is_drawn_alike(before, placed):
                    yield placed


def _placed(page: Page, codes: Mapping[Menu, str], run: Run, parts: Parts, picture: Picture) -> PlacedPicture:
    views = [menu.chosen_view(run) for menu in parts_of(Views, parts)]
    label, subject = "".join(_(view.label) for view in views), chart_of(picture).subject
    named = label or subject if isinstance(picture, MarkedMap) else subject
    of = [code for menu, code in codes.items() if code and not isinstance(menu, Views)]
    return PlacedPicture(page.path, named, picture, "".join(view.code for view in views), "".join(of[-1:]))


def _is_drawn_alike(one: PlacedPicture, other: PlacedPicture) -> bool:
    return one.chart.figure == other.chart.figure and one.marks == other.marks


def every_view(records: Records, page: Page) -> Iterator[tuple[Mapping[Menu, str], Run, Parts]]:
    """Give each view of a page that its menus lead to: the codes that were chosen, the run and the parts.

    Each code of a menu that changes pictures is chosen once; a menu that only stands on one view, there.
    """
    yield from _views(records, page, {}, frozenset())


def _views(
    records: Records, page: Page, codes: Mapping[Menu, str], met: frozenset[str]
) -> Iterator[tuple[Mapping[Menu, str], Run, Parts]]:
    run = run_of(records, page.path, {menu.name: code for menu, code in codes.items()})
    parts = page.parts(run)
    yield codes, run, parts
    menus = [menu for menu in parts_of(Menu, parts) if menu.changes_pictures]
    new = [menu for menu in menus if menu.name not in met]
    met_now = met | {menu.name for menu in new}
    for menu in new:
        for code in menu.options(run):
            if code != menu.unwritten(run):
                yield from _views(records, page, {**codes, menu: code}, met_now)


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
    old, new = (
        {placed.location: placed for placed in placed_pictures(records)} for records in (before, after)
    )
    changes = []
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new:
            there = new.get(name) or old[name]
            what = _("a new chart") if name in new else _("the chart is gone")
            changes.append(ChartChange(there.page, there.part, (what,), there.of))
            continue
        was, now = old[name], new[name]
        how: tuple[str, ...] = _marks(was.chart, now.chart)
        if not how and not _is_drawn_alike(was, now):
            how = (_("drawn differently"),)
        titles = (was.chart.title, now.chart.title) if was.chart.title != now.chart.title else ()
        if how or titles:
            changes.append(ChartChange(now.page, now.part, how, now.of, *titles))
    return changes


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
