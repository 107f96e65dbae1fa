"""Names on the map: in four languages and of two times, and a place found by typing any of them."""

from __future__ import annotations

import pytest
from visiting import html_of, open_page

from evidence_site.records.load.loading import Records
from evidence_site.ui.state import store
from evidence_site.viz.maps.chosen import with_chosen_marks
from evidence_site.viz.maps.place_labels import (
    TODAY,
    Naming,
    labels,
    layer_features,
    naming_note,
)


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def drawn(records: Records, naming: Naming) -> list[str]:
    """Return the names on the map."""
    return [feature["properties"]["label"] for feature in layer_features(records, [], "light", naming)]


@pytest.mark.parametrize(("language", "expected"), [("az", "Xocalı"), ("hy", "Խոջալու"), ("ru", "Ходжалы")])
def test_the_names_stand_in_the_language_that_was_chosen(
    records: Records, language: str, expected: str
) -> None:
    assert expected in drawn(records, Naming(language))
    assert "Khojaly" in drawn(records, Naming())


def test_every_place_keeps_a_name_whatever_is_chosen(records: Records) -> None:
    for language in records.package.codes_of("place_names", "language"):
        for time in ("", TODAY):
            assert len(drawn(records, Naming(language, time))) == len(records.site.labelled_places)


def test_a_name_that_stands_in_is_marked_and_explained(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = next(iter(records.site.labelled_places))
    english = tuple(name for name in records.links.names_of[place] if name.language == "en")
    monkeypatch.setitem(records.links.names_of, place, english)  # type: ignore[arg-type]
    (name,) = [name for found, name in labels(records, Naming("hy")) if found.id == place]
    assert f"{name.text} [en]" in drawn(records, Naming("hy"))
    assert "[en]" in naming_note(records, Naming("hy"))
    assert "[en]" not in naming_note(records, Naming())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Names: English, 1992"),
        ({"names": "hy", "era": "today"}, "Names: Armenian, Today"),
        ({"names": "zz", "era": "<b>"}, "Names: English, 1992"),
    ],
)
def test_the_address_chooses_the_names_and_garbage_changes_nothing(values: dict[str, str], said: str) -> None:
    app = open_page("map", **values)
    assert not app.exception
    assert said in [menu.proto.popover.label for menu in app.get("popover")]


def test_the_list_of_places_holds_all_their_names_and_a_choice_opens_the_place(records: Records) -> None:
    app = open_page("map")
    finder = next(box for box in app.selectbox if "Find a place" in box.label)
    (khojaly,) = [option for option in finder.options if option.startswith("Khojaly · ")]
    for name in records.links.names_of["khojaly"]:
        assert name.name in khojaly
    app = finder.set_value("khojaly").run()
    assert app.query_params["place"] == "khojaly"
    assert app.query_params["sel"] == "places.khojaly"
    assert 'class="record"' in html_of(app)


def test_a_place_without_an_event_still_has_its_ring_on_the_map(records: Records) -> None:
    quiet = next(
        place for place in records.tables.places if place.lat and not records.links.events_at[place.id]
    )
    ring = with_chosen_marks(records, [], ("places", quiet.id), "light")
    marks = [mark["properties"] for mark in layer_features(records, ring, "light")]
    assert [mark["record"] for mark in marks if "record" in mark] == [f"places.{quiet.id}"]
    app = open_page("map", place=quiet.id)
    assert not app.exception
    assert "On this map: 0 of 0 events" in "".join(header.value for header in app.header)
