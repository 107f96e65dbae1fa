"""Text from data is never markup, wherever it is shown: every free text is an attack here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import folium
import pytest
from addresses import view_addresses
from hostile import ATTACK, BREAKOUT, MARKED, hostile, is_free_text
from reading_labels import labels_of, shown_words
from visiting import html_of, open_all, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS
from evidence_site.ui.routes import TEMPLATES
from evidence_site.ui.state import store
from evidence_site.viz.films.lists import film_list, screening_table
from evidence_site.viz.films.programme import programme
from evidence_site.viz.films.tours import tour_list, tours
from evidence_site.viz.maps.base_map import base_map
from evidence_site.viz.maps.event_map import event_marks
from evidence_site.viz.maps.leaflet_layers import FetchedLayer, records_layer
from evidence_site.viz.maps.map_styles import RoleStyle
from evidence_site.viz.maps.place_labels import layer_features
from evidence_site.viz.markup import html_table, inner_link, join, link, listing, tag
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.symbols import legend
from evidence_site.viz.templates import render
from evidence_site.viz.words.bibliography import entry
from evidence_site.viz.words.cards import record_card
from evidence_site.viz.words.cited_sources import figure_sources
from evidence_site.viz.words.dictionary import package_facts
from evidence_site.viz.words.glossary import code_meanings, corrections, glossary, published_counts
from evidence_site.viz.words.overview import key_facts, text_sources
from evidence_site.viz.words.search_results import search_results
from evidence_site.viz.words.verdicts import checked_claims


@pytest.fixture(scope="module")
def bad(records: Records) -> Records:
    """The records with an attack in every free text."""
    return hostile(records)


def assert_harmless(html: str) -> None:
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert not re.search(r"href=[\"']?\s*javascript:", html, re.IGNORECASE)
    for element in re.findall(r"<[a-zA-Z][^<>]*>", html):
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', element)), element


def test_the_attack_stands_in_every_text_column(bad: Records) -> None:
    for name, schema in bad.package.tables.items():
        for field in schema.fields:
            if is_free_text(schema, field):
                values = {str(getattr(row, field.name)) for row in bad.table(name)}
                assert all("onerror" in value or "javascript" in value for value in values), (
                    name,
                    field.name,
                )


def test_the_assertion_sees_an_attack_that_is_alive() -> None:
    for html in (ATTACK, BREAKOUT, '<a href="javascript:alert(1)">x</a>', '<b class="x" onclick="y">'):
        with pytest.raises(AssertionError):
            assert_harmless(f"<p>{html}</p>")


def test_documents_escape_what_is_no_markup() -> None:
    html = render(
        TEMPLATES, "light.html", title=ATTACK, body=BREAKOUT, head=tag("meta", name=ATTACK, content=BREAKOUT)
    )
    assert_harmless(html)
    assert html.count("onerror") >= 2, "the words are still there to be read"
    assert '<p class="a">b</p>' in render(
        TEMPLATES, "light.html", title="", body=tag("p", "b", class_="a"), head=""
    )


@pytest.mark.parametrize("table", KINDS)
def test_cards_are_escaped(bad: Records, table: str) -> None:
    for row in bad.table(table):
        card = str(record_card(bad, (table, row.id)))
        assert_harmless(card)
        assert "onerror" in unescape(card), "the words are still there to be read"


def _markup(bad: Records) -> Iterator[tuple[str, str]]:
    tables = bad.tables
    selection = select(bad, Choice())
    shown = shown_figures(bad, selection)
    yield "claims", checked_claims(bad, list(tables.claims))
    yield "verdicts", code_meanings(bad, "verdict")
    yield "bibliography", join([entry(bad, source) for source in tables.sources])
    yield "sources of figures", figure_sources(bad, shown.rows)
    yield "films", film_list(bad, tables.films)
    yield "screenings", screening_table(bad, list(tables.screenings))
    yield "tours", tour_list(bad, tours(tables.screenings))
    for screening in list(tables.screenings)[::10]:
        yield screening.id, programme(bad, screening)
    yield "main screening", programme(bad, tables.screenings[bad.site.main_screening])
    yield "glossary", glossary(bad)
    yield "corrections", corrections(bad)
    yield "counts", published_counts(bad)
    yield "key facts", key_facts(bad)
    yield "text sources", text_sources(bad, "overview")
    yield "package", package_facts(bad)
    yield "search", search_results(bad, selection)
    for codes in bad.package.code_lists.values():
        yield "legend", legend(codes.values())


def test_lists_tables_and_texts_are_escaped(bad: Records) -> None:
    for name, html in _markup(bad):
        assert str(html), name
        assert_harmless(str(html))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_is_escaped(bad: Records, theme: str) -> None:
    marks = event_marks(bad, bad.tables.events, theme)
    html = base_map(bad, theme).get_root().render() + records_layer(layer_features(bad, marks, theme))
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "onerror" in html, "the marks carry their labels"


def test_a_layer_of_the_map_takes_no_markup_from_its_settings() -> None:
    drawn = folium.Map(tiles=None)
    styles = {"color": BREAKOUT}
    address = f'/assets/geo/"+alert(1)+"{BREAKOUT}.geojson'
    look = RoleStyle(styles, {BREAKOUT: styles})
    FetchedLayer(address, 1, look, {ATTACK: BREAKOUT}, ()).add_to(drawn)
    drawn.get_root().render()
    script = drawn.get_root().script.render()
    assert script.count("onerror") > 5, "the words are still there"
    assert ATTACK not in script
    assert "</script" not in script
    assert '"+alert(1)+"' not in script


#: Pages on which data reach a widget that reads Markdown.
LABELLED = frozenset({"explore", "casualties", "screenings", "record"})


@pytest.mark.slow
@pytest.mark.parametrize(("path", "view"), view_addresses())
def test_pages_their_charts_and_everything_that_opens_are_escaped(
    bad: Records, monkeypatch: pytest.MonkeyPatch, path: str, view: dict[str, str]
) -> None:
    monkeypatch.setattr(store, "loaded", lambda: bad)
    event = bad.site.main_event
    app = open_page(
        path,
        sel=f"events.{event}",
        table="events",
        key=event,
        side="azerbaijani",
        q="img",
        odd=MARKED,
        **view,
    )
    open_all(app)
    assert not app.exception
    assert_harmless(html_of(app))
    labels = list(labels_of(app))
    assert any("k.example" in label for label in labels) or path not in LABELLED
    for label in labels:
        shown_words(label)
    for chart in app.get("plotly_chart"):
        spec = json.loads(chart.proto.spec)
        if not spec["layout"].get("showlegend"):
            spec["data"] = [{**trace, "name": ""} for trace in spec["data"]]  # then no name is shown
        for text in _texts(spec):
            assert "<img" not in text
            assert "<script" not in text


def test_tags_escape_children_and_attributes() -> None:
    assert ATTACK not in tag("p", ATTACK, title=BREAKOUT)
    assert tag("p", ATTACK) == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"
    assert_harmless(tag("a", ATTACK, href=BREAKOUT))
    assert_harmless(listing([ATTACK, BREAKOUT]))
    assert_harmless(html_table([ATTACK], [[BREAKOUT]], ATTACK))
    assert_harmless(inner_link(ATTACK, "record", {"table": BREAKOUT, "key": ATTACK}))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        " javascript:alert(1)",
        "vbscript:x",
        "//x",
        "x",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert "<a" not in link("words", address)
    assert '<a href="https://example.org/"' in link("words", "https://example.org/")
