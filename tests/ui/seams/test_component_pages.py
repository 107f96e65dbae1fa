"""The pages of components: each leaves with the guard before its own scripts, and in no other way."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import streamlit_folium
from answering import ask_app
from starlette.responses import PlainTextResponse
from whole_site import fetch

from evidence_site.ui.seams.component_page import ComponentChangedError, guarded
from evidence_site.ui.seams.served import COMPONENT_PAGES
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.web.request_limits import RequestLimits
from evidence_site.ui.web.static_files import files_offered

PAGES = sorted(COMPONENT_PAGES)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("base", ["", "/evidence"])
def test_the_guard_is_the_first_script_of_a_component(path: str, base: str) -> None:
    answer = fetch(f"{base}{path}", settings=replace(SETTINGS, base=base))
    assert answer.status == 200
    first = re.search(r"<script[^>]*>(.*?)</script>", answer.text, re.DOTALL)
    assert first
    assert "stopImmediatePropagation" in first[1]
    assert answer.text.count("<script") > 1, "the component's own script is still there"
    assert answer.headers["cache-control"] == "no-cache", "its scripts go with a release"


def test_the_component_of_the_map_is_among_them() -> None:
    name = streamlit_folium._component_func.name
    assert f"/component/{name}/index.html" in PAGES


def passed_on(path: str) -> bool:
    """Whether a request comes to Streamlit, which serves whatever it finds."""
    return ask_app(RequestLimits(PlainTextResponse("served"), SETTINGS), path).status == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("way", ["./{}", "/{}", "static/../{}", "", "INDEX.HTML"])
def test_no_other_way_leads_to_the_page_of_a_component(page: str, way: str) -> None:
    folder, _, name = page.rpartition("/")
    assert passed_on(page), "to the guarded one"
    assert not passed_on(f"{folder}/{way.format(name)}")


def test_of_components_nothing_is_served_that_is_not_known() -> None:
    assert not passed_on("/component/another.one/index.html")
    pages = [path for path in files_offered() if path.startswith("/component/") and path.endswith("html")]
    assert sorted(pages) == PAGES, "a page without the guard"


@pytest.mark.parametrize("html", ["<p>", "<script></script><head></head>", "<head><head>"])
def test_a_page_that_cannot_be_guarded_is_not_served(html: str) -> None:
    with pytest.raises(ComponentChangedError):
        guarded(html)
