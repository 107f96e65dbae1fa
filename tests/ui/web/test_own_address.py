"""A class finds a site that was opened on one machine; proxies are known over either version of IP."""

from __future__ import annotations

import pytest
import streamlit
from streamlit import net_util
from whole_site import fetch

from evidence_site.ui.web.own_address import as_others_see

THERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A machine in a network, and what the site on it was told to listen to."""
    listens = getattr(request, "param", "0.0.0.0")
    option = streamlit.get_option
    monkeypatch.setattr(
        streamlit, "get_option", lambda name: listens if name == "server.address" else option(name)
    )
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: THERE)


@pytest.mark.parametrize(
    ("base", "client", "found"),
    [
        ("http://localhost:8501", None, f"http://{THERE}:8501"),
        ("http://localhost:8501/evidence", "127.0.0.1", f"http://{THERE}:8501/evidence"),
        ("http://127.0.0.1", "::ffff:127.0.0.1", f"http://{THERE}"),
        ("http://[::1]:8501", "::1", f"http://{THERE}:8501"),
        ("http://192.0.2.9:8501", "192.0.2.44", "http://192.0.2.9:8501"),
        ("http://localhost:8080", "172.17.0.1", "http://localhost:8080"),
        ("https://evidence.example", "127.0.0.1", "https://evidence.example"),
        ("", None, ""),
    ],
)
def test_only_a_reader_on_the_machine_itself_is_told_where_others_find_it(
    base: str, client: str | None, found: str
) -> None:
    assert as_others_see(base, client) == found


@pytest.mark.parametrize("machine", ["127.0.0.1", "", "localhost", "192.0.2.7"], indirect=True)
def test_a_site_that_does_not_listen_everywhere_is_where_it_was_asked() -> None:
    assert as_others_see("http://localhost:8501", None) == "http://localhost:8501"


def test_a_machine_without_a_network_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "127.0.0.1")
    assert as_others_see("http://localhost:8501", None) == "http://localhost:8501"


def test_what_is_answered_names_where_others_find_it() -> None:
    sitemap = fetch("/sitemap.xml", headers={"host": "localhost:8501"}, client="127.0.0.1").text
    assert f"<loc>http://{THERE}:8501/timeline</loc>" in sitemap
    assert "localhost" not in sitemap


@pytest.mark.parametrize(("proxy", "believed"), [("::ffff:127.0.0.1", True), ("::ffff:192.0.2.1", False)])
def test_a_proxy_that_comes_over_both_versions_of_ip_is_believed_by_its_address(
    proxy: str, believed: bool
) -> None:
    answer = fetch("/timeline", headers={"x-forwarded-proto": "https"}, client=proxy)
    assert ("strict-transport-security" in answer.headers) is believed
