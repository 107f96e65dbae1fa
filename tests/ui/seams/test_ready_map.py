"""A prepared map hands its component what ``st_folium`` would hand it."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit_folium as component

from evidence_site.records.load.loading import Records
from evidence_site.ui.seams import ready_map
from evidence_site.ui.seams.ready_map import ready_marks, ready_tiles
from evidence_site.ui.seams.served import OF_COMPONENTS
from evidence_site.viz.maps.base_map import base_map
from evidence_site.viz.maps.event_map import event_marks
from evidence_site.viz.maps.place_labels import AS_USUAL


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Everything that the component gets, instead of a browser."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(component, "_component_func", lambda **given: calls.append(given))
    return calls


@pytest.mark.parametrize("reach", [(), ((39.9, 46.8), (40.1, 47.0))])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_component_gets_what_st_folium_would_give_it(
    records: Records, handed: list[dict[str, Any]], theme: str, reach: tuple[tuple[float, float], ...]
) -> None:
    marks = event_marks(records, tuple(records.tables.events), theme)
    ready_map.ready_map(records, theme, reach).draw(
        [ready_tiles(records), ready_marks(records, marks, theme, AS_USUAL)],
        key="map",
        height=300,
        on_choose=print,
        center=(39.9, 46.8),
    )
    component.st_folium(
        base_map(records, theme, reach),
        key="map",
        height=300,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        center=(39.9, 46.8),
        on_change=print,
    )
    layers = handed[0]["feature_group"]
    ours, theirs = ({**given, "on_change": None, "feature_group": None} for given in handed)
    assert layers.count('"record":') > 20
    assert layers.index("siteMap.online") < layers.index("siteMap.records")
    assert "user-scalable=no" in theirs["header"], "nothing is left out any more"
    assert "user-scalable" not in ours["header"], "a reader may enlarge the map's document"
    assert ours == theirs | {"header": ready_map._VIEWPORT.sub("", theirs["header"])}


def test_a_layer_uses_the_names_that_the_component_has_for_a_map_and_its_layers(records: Records) -> None:
    folder = OF_COMPONENTS[f"component/{component._component_func.name}"] / "static" / "js"
    (script,) = folder.glob("main.*.js")
    layer = ready_tiles(records)
    for name, said in (
        ("map_div", ready_map.ready_map(records, "light").texts["script"]),
        ("window.feature_group", script.read_text(encoding="utf-8")),
    ):
        assert name in layer
        assert name in said


def test_a_click_gives_the_record_that_the_mark_carries(
    records: Records, handed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    state: dict[str, Any] = {}
    monkeypatch.setattr(ready_map.st, "session_state", state)
    ready_map.ready_map(records, "light").draw([], key="map", height=300, on_choose=chosen.append)
    clicks = [None, {"last_active_drawing": None}, {"last_active_drawing": {"properties": {}}}]
    for click in [*clicks, {"last_active_drawing": {"properties": {"record": "places.shusha"}}}]:
        state[handed[0]["key"]] = click
        handed[0]["on_change"]()
    assert chosen == ["places.shusha"]
