"""Legends of the map: its layers with date and source, its lines with who says so, and how places are known.

All of it is made from the settings of the map and from what its files say about themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import layer_file
from evidence_site.records.memory import remembered
from evidence_site.records.names.citing import short_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.maps.map_layers import DrawnLayer, certainty_words, drawn_layers, line_name
from evidence_site.viz.maps.map_styles import PALETTES, Palette, Style
from evidence_site.viz.maps.place_labels import Naming, naming_note
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.symbols import SHAPES, picture

_WIDE, _HIGH = 40, 14
_EDGE = {"stroke": "#808080", "stroke_opacity": "0.5"}
#: A hatched piece of the drawing, in the colour that is filled in.
_HATCH = "M-2 10 10 -2M2 16 18 0M10 16 26 0M18 16 34 0M26 16 42 0"


# --- layers of the map -----------------------------------------------------------------------------------


@remembered
def base_legend(records: Records, theme: str) -> Markup:
    """Return the legend of the map without records: each layer as it is drawn, its date, its source."""
    items = []
    for drawn in drawn_layers(records, theme):
        about, features = drawn.file.metadata, drawn.features()
        # The name of a source stands before the first comma or colon; the whole text is in the details.
        source = about.get("source", "").replace(": ", ", ").split(", ")[0]
        words = tag(
            "span",
            tag("b", _(drawn.layer.label)),
            f" ({about.get('date') or _('date not stated')}): ",
            source or _("source not stated"),
            _("; seen when the map is near") if drawn.style.from_zoom else None,
        )
        first = next(filter(drawn.is_seen, features), features[0])
        items.append(join([swatch(drawn.style.of(first), PALETTES[theme]), " ", words]))
    return listing(items, class_="legend lines")


@remembered
def dated_lines(records: Records, theme: str, zoom: float) -> Markup:
    """Return the legend of the lines that a map draws at a zoom: each with its label, which says its date."""
    items = []
    for drawn in drawn_layers(records, theme):
        if zoom >= drawn.style.from_zoom and not drawn.style.ground and not drawn.attributed():
            piece = swatch(drawn.style.of(drawn.features()[0]), PALETTES[theme])
            items.append(join([piece, " ", tag("span", _(drawn.layer.label))]))
    return listing(items, class_="legend")


@remembered
def layer_details(records: Records) -> Markup:
    """Return the layers of the map in full: what the date means, source, licence, accuracy."""
    items = []
    for drawn in drawn_layers(records, "light"):
        about = drawn.file.metadata
        said = [about.get(key) for key in ("date_meaning", "source", "accuracy", "licence")]
        sentences = [text if text.endswith(".") else f"{text}." for text in said if text]
        heading = f"{_(drawn.layer.label)} ({about.get('date') or _('date not stated')}). "
        items.append(join([tag("b", heading), " ".join(sentences)]))
    return listing(items, class_="quiet")


def left_out_words(records: Records) -> Markup:
    """Return which parts of the map could not be drawn; empty when all of it is."""
    drawn = {one.layer.file for one in drawn_layers(records, "light")}
    words = []
    for layer in records.site.map_layers:
        missing = len(layer_file(records.site, layer).left_out)
        label = {"layer": _(layer.label), "count": missing}
        if layer.file not in drawn:
            words.append(_("%(layer)s: not drawn, its file is missing or faulty.") % label)
        elif missing:
            faulty = ngettext(
                "%(layer)s: %(count)s faulty part is not drawn.",
                "%(layer)s: %(count)s faulty parts are not drawn.",
                missing,
            )
            words.append(faulty % label)
    return listing(words, class_="notice") if words else Markup("")


# --- lines that somebody speaks of -----------------------------------------------------------------------


def attributed_lines(records: Records, theme: str = "light") -> list[tuple[DrawnLayer, Mapping[str, Any]]]:
    """Return every line and area that the map draws after what somebody says, with its layer."""
    return [
        (drawn, line)
        for drawn in drawn_layers(records, theme)
        for line in drawn.attributed()
        if drawn.is_seen(line)
    ]


@remembered
def line_legend(records: Records, theme: str) -> Markup:
    """Return the legend of the map's lines: each with those after whose account it is drawn, and how sure."""
    items = []
    for drawn, line in attributed_lines(records, theme):
        sure = certainty_words(records, line)
        words = tag("span", _attributed(line), f" ({sure})" if sure else None)
        items.append(join([swatch(drawn.style.of(line), PALETTES[theme]), " ", words]))
    return listing(items, class_="legend lines")


@remembered
def line_notes(records: Records) -> Markup:
    """Return what is said about each line of the map, by its side and by others, with its sources."""
    lines = [_line_note(records, line) for _drawn, line in attributed_lines(records)]
    legs = [
        _line_note(records, line)
        for drawn in drawn_layers(records, "light")
        for line in drawn.attributed()
        if not drawn.is_seen(line)
    ]
    parts = join([tag("p", tag("b", _("Leg by leg"))), listing(legs, class_="lines")]) if legs else None
    return join([listing(lines, class_="lines"), parts])


def _attributed(line: Mapping[str, Any]) -> Markup:
    who = _(", according to: %(who)s") % {"who": line["claimed_by"]}
    return tag("span", tag("b", line_name(line)), who)


def _line_note(records: Records, line: Mapping[str, Any]) -> Markup:
    known = records.tables.sources
    sources = [known[key] for key in (line.get("source_ids") or ()) if key in known]
    links = join([record_link(short_name(source), "sources", source.id) for source in sources], "; ")
    cited = tag("div", _("Sources: "), links, class_="quiet") if links else None
    sure = certainty_words(records, line)
    return join([_attributed(line), ". ", str(line.get("note") or ""), f" ({sure})" if sure else None, cited])


# --- how places are known --------------------------------------------------------------------------------


@remembered
def precision_legend(records: Records, theme: str) -> Markup:
    """Return how the map draws what is known of a place: the code list in words, with little pictures."""
    mark, land = PALETTES[theme].mark, PALETTES[theme].land
    around = tag(
        "circle",
        cx="20", cy="7", r="6.4", fill=mark, fill_opacity="0.15", stroke=mark, stroke_dasharray="3 3",
    )  # fmt: skip
    pictures = {
        "exact": tag("circle", cx="20", cy="7", r="5", fill=mark),
        "near": join([around, tag("circle", cx="20", cy="7", r="3", fill=mark)]),
        "district": tag("path", d=_HATCH, stroke=mark, stroke_width="1.6"),
    }
    items = []
    for code, entry in records.package.code_lists["precision"].items():
        if code in pictures:
            words = tag("span", tag("b", _(entry.label)), ": ", _(entry.description))
            items.append(join([_on_ground(pictures[code], land), " ", words]))
    return listing(items, class_="legend lines")


def drawn_from(
    records: Records, theme: str, namings: Iterable[Naming], lines: Markup | None = None
) -> Markup:
    """Return how sure places are, each layer of a map as it is drawn, and whose names stand on it.

    Args:
        namings: How the maps that are spoken of call places.
        lines: The legend of the lines, where it does not stand right under the map.
    """
    notes = dict.fromkeys(naming_note(records, naming) for naming in namings)
    return join(
        [
            tag("p", tag("b", _("How sure a place is"))),
            precision_legend(records, theme),
            tag("p", tag("b", _("What the map is drawn from"))),
            base_legend(records, theme),
            lines,
            left_out_words(records),
            *[tag("p", note) for note in notes],
        ]
    )


# --- pictures --------------------------------------------------------------------------------------------


def swatch(style: Style, palette: Palette) -> Markup:
    """Return a piece of a line or an area as the map draws it, on the ground on which it lies."""
    stroke = {
        "stroke": style.get("color") if style.get("stroke", True) else None,
        "stroke_width": str(style.get("weight", 1)),
        "stroke_dasharray": style.get("dashArray"),
        "stroke_opacity": str(style.get("opacity", 1)),
    }
    if "fillColor" in style or style.get("fill"):
        fill = {"fill": style.get("fillColor") or style["color"], "fill_opacity": str(style["fillOpacity"])}
        piece = tag("path", d="M4 2H36V12H4Z", **stroke, **fill)
    else:
        piece = tag("path", d="M1 7H39", fill="none", **stroke)
    return _on_ground(piece, palette.sea if style.get("fillColor") == palette.land else palette.land)


def _on_ground(drawing: Markup, ground: str) -> Markup:
    under = tag("path", d=f"M0 0H{_WIDE}V{_HIGH}H0Z", fill=ground, **_EDGE)
    return picture(join([under, drawing]), _WIDE, _HIGH)


def mark_legend(looks: Iterable[tuple[str, str, str]], theme: str) -> Markup:
    """Return the legend of marks: shape, colour and words of each, in order."""
    ground = tag("path", d="M0 0H16V16H0Z", fill=PALETTES[theme].land)
    items = []
    for shape, colour, words in looks:
        mark = tag(
            "path", d=SHAPES[shape], fill=colour, fill_opacity="0.6", stroke=colour, stroke_width="1.5"
        )
        items.append(tag("span", picture(join([ground, mark]), 16, 16), " ", words))
    return listing(items, class_="legend")
