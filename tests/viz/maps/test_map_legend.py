"""Legends of the map: every layer and line as it is drawn, with date, source and certainty."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest

from evidence_site.records.load.loading import Records
from evidence_site.records.load.place_check import layer_file
from evidence_site.viz.maps.event_map import category_legend, event_marks
from evidence_site.viz.maps.map_layers import drawn_layers, line_words
from evidence_site.viz.maps.map_legend import (
    attributed_lines,
    base_legend,
    layer_details,
    line_legend,
    line_notes,
    precision_legend,
)
from evidence_site.viz.maps.map_marks import district_of, mark_features, place_words
from evidence_site.viz.maps.map_styles import PALETTES
from evidence_site.viz.maps.place_labels import AS_USUAL, layer_features
from evidence_site.viz.symbols import SHAPES, symbol

both_themes = pytest.mark.parametrize("theme", sorted(PALETTES))


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def pictures_of(html: str) -> list[str]:
    return [unquote(unescape(found)) for found in re.findall(r'src="([^"]*)"', html)]


@both_themes
def test_every_layer_has_its_picture_date_and_source(records: Records, theme: str) -> None:
    items = base_legend(records, theme).split("<li>")[1:]
    assert len(items) == len(records.site.map_layers)
    for layer, item in zip(records.site.map_layers, items, strict=True):
        about = layer_file(records.site, layer).metadata
        assert words_of(item).strip().startswith(f"{layer.label} ({about['date']}): ")
        assert about["source"].startswith(words_of(item).split("): ")[1].split("; seen")[0])
        assert len(pictures_of(item)) == 1


@both_themes
def test_a_piece_of_a_layer_is_drawn_as_the_map_draws_it(records: Records, theme: str) -> None:
    pictures = pictures_of(base_legend(records, theme))
    for drawn, picture in zip(drawn_layers(records, theme), pictures, strict=True):
        style = drawn.style.of(drawn.features()[0])
        for option in ("fillColor", "dashArray", "color"):
            assert option not in style or f'"{style[option]}"' in picture, drawn.layer.file


def test_the_two_themes_have_pictures_of_their_own(records: Records) -> None:
    light, dark = (pictures_of(base_legend(records, theme)) for theme in ("light", "dark"))
    assert not set(light) & set(dark)


def test_the_details_keep_meaning_source_accuracy_and_licence(records: Records) -> None:
    details = words_of(layer_details(records))
    for layer in records.site.map_layers:
        about = layer_file(records.site, layer).metadata
        for part in ("date_meaning", "source", "accuracy", "licence"):
            assert about[part] in details, (layer.file, part)


@both_themes
def test_every_line_of_the_map_is_attributed_the_claimed_one_like_the_others(
    records: Records, theme: str
) -> None:
    lines = [line for _drawn, line in attributed_lines(records, theme)]
    assert {"route", "corridor_claimed"} <= {line["kind"] for line in lines}
    legend, notes = words_of(line_legend(records, theme)), words_of(line_notes(records))
    for line in lines:
        attributed = f"{line['name']}, according to: {line['claimed_by']}"
        assert (
            f"{attributed} (certainty: {line['certainty']}, off by up to {line['uncertainty_m']:,} m)"
            in legend
        )
        assert f"{attributed}. {line['note']}" in notes
        assert all(f"key={key}" in line_notes(records) for key in line["source_ids"])


def test_every_leg_of_the_route_says_on_hover_and_in_the_notes_how_sure_it_is(records: Records) -> None:
    notes = words_of(line_notes(records))
    (route,) = (drawn for drawn in drawn_layers(records, "light") if drawn.layer.role == "route")
    legs = [line for line in route.attributed() if line["kind"] == "leg"]
    assert len(legs) > 3
    assert {leg["certainty"] for leg in legs} == {"low", "medium"}
    for leg in legs:
        name, sure = line_words(records, leg).split("\n")
        assert name == f"{leg['name']}, according to: {leg['claimed_by']}"
        assert sure == f"certainty: {leg['certainty']}, off by up to {leg['uncertainty_m']:,} m"
        assert f"{name}. {leg['note']} ({sure})" in notes
        assert all(f"key={key}" in line_notes(records) for key in leg["source_ids"])


@both_themes
def test_the_legend_says_in_words_how_sure_a_place_is(records: Records, theme: str) -> None:
    legend = precision_legend(records, theme)
    codes = records.package.code_lists["precision"]
    assert {place.precision for place in records.tables.places} <= set(codes)
    for code in codes.values():
        assert f"{code.label}: {code.description}" in words_of(legend)
    assert len(set(pictures_of(legend))) == len(codes)


# --- how places are drawn


def features_of(records: Records, *keys: str) -> list[dict[str, Any]]:
    events = [event for event in records.tables.events if event.place_id in keys]
    assert {event.place_id for event in events} == set(keys)
    return mark_features(records, event_marks(records, events, "light"), "light")


def test_an_exact_place_is_a_mark_with_a_firm_rim_and_no_more(records: Records) -> None:
    (mark,) = features_of(records, "khojaly")
    assert mark["properties"]["style"]["dashArray"] is None
    assert not mark["properties"]["hatched"]


def test_an_estimated_place_has_a_circle_of_its_radius(records: Records) -> None:
    circle, mark = features_of(records, "dahraz")
    assert circle["properties"]["metres"] == records.tables.places["dahraz"].radius_m
    assert circle["properties"]["style"]["interactive"] is False
    assert mark["properties"]["style"]["dashArray"]
    assert "Position estimated, within 700 m" in mark["properties"]["label"]


def test_a_district_that_the_table_names_is_hatched_as_it_is_today(records: Records) -> None:
    area, mark = features_of(records, "district-kalbajar")
    assert area["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert area["properties"]["hatched"]
    assert area["properties"]["style"]["interactive"] is False
    assert mark["properties"]["hatched"]
    assert "hatched: Kelbajar district as it is today" in mark["properties"]["label"]


@pytest.mark.parametrize("key", ["nkao", "khalfali", "district-mardakert"])
def test_where_no_district_is_drawn_no_border_is_invented_and_words_say_so(
    records: Records, key: str
) -> None:
    assert district_of(records, records.tables.places[key]) is None
    (mark,) = features_of(records, key)
    assert mark["geometry"]["type"] == "Point"
    assert mark["properties"]["hatched"]
    assert "which is not drawn" in mark["properties"]["label"]


def test_only_places_known_to_their_district_are_hatched(records: Records) -> None:
    for place in records.tables.places:
        if place.precision != "district":
            assert district_of(records, place) is None
            assert ("estimated" in place_words(records, place)) == (place.precision == "near")


# --- categories


@both_themes
def test_a_mark_has_the_look_of_the_one_category_of_its_place(records: Records, theme: str) -> None:
    codes = records.package.code_lists["category"]
    for mark in event_marks(records, records.tables.events, theme):
        assert mark.place
        there = {event.category for event in records.links.events_at[mark.place.id]}
        if len(there) == 1:
            code = codes[there.pop()]
            assert mark.look == (code.symbol, code.colour)
        else:
            assert mark.look == ("rings", PALETTES[theme].strong)
            for category in there:
                assert codes[category].label in mark.label


@both_themes
def test_the_legend_of_categories_is_the_code_list_and_the_mark_of_several(
    records: Records, theme: str
) -> None:
    legend = category_legend(records, theme)
    codes = records.package.code_lists["category"].values()
    for code in codes:
        assert code.label in words_of(legend)
    assert "Several categories at one place" in words_of(legend)
    assert len(set(pictures_of(legend))) == len(codes) + 1


def test_every_symbol_of_the_code_lists_has_an_outline(records: Records) -> None:
    for codes in records.package.code_lists.values():
        for code in codes.values():
            assert not code.symbol or code.symbol in SHAPES
            assert not code.symbol or SHAPES[code.symbol] in pictures_of(symbol(code))[0]


# --- names


def test_a_name_appears_from_the_zoom_that_the_settings_give_it(records: Records) -> None:
    zooms = [feature["properties"]["zoom"] for feature in layer_features(records, [], "light", AS_USUAL)]
    assert zooms == list(records.site.labelled_places.values())
    assert zooms == sorted(zooms), "the more important ones come first and win where names would overlap"
    assert zooms[0] == 6
    assert max(zooms) <= 12
