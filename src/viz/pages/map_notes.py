"""What is said of a map beside its marks: how to read it, how sure places are, and what it is drawn from."""

from __future__ import annotations

from evidence_site.records.wording import _
from evidence_site.viz.maps.leaflet_layers import TILE_HOST
from evidence_site.viz.maps.map_legend import drawn_from, layer_details, line_legend, line_notes
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.pages.parts import Aside, OnlineTiles, Parts, Section, TableTwin
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.cited_sources import beside_picture


def map_notes(run: Run, marked: MarkedMap) -> Parts:
    """Return what stands below a map: its words, its layers in full, pictures from the network, its table."""
    lines = line_legend(run.records, run.theme) if marked.reach else None
    words = join([beside_picture(run.records, marked.chart), _drawn_from(run, lines)])
    offer = _(
        "The map needs no network. If you agree, your browser asks %(host)s for pictures of roads "
        "and places of today, and that server learns the network address of your machine and which "
        "part of the map you look at. Names and borders on the pictures are those of OpenStreetMap, "
        "not of this site. This holds until you take it back or leave."
    )
    return [
        Aside("map-reading", "", words, level=0),
        Section(
            "map-details",
            "",
            lambda: join([layer_details(run.records), line_notes(run.records)]),
            label=_("Accuracy of the map, and what is said about each line"),
        ),
        OnlineTiles(TILE_HOST, offer % {"host": TILE_HOST}),
        *([TableTwin(marked.chart)] if marked.chart.rows else []),
    ]


def map_origins(run: Run) -> Section:
    """Return, folded, what a small map is drawn from."""
    return Section(
        "map-origins",
        "",
        lambda: join([_drawn_from(run), layer_details(run.records)]),
        label=_("What the map is drawn from"),
    )


def _drawn_from(run: Run, lines: Markup | None = None) -> Markup:
    return tag("div", drawn_from(run.records, run.theme, [run.naming], lines), class_="quiet")
