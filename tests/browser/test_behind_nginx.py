"""Debian's nginx with the configuration that we ship, two replicas behind it, below a path of the host."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import expect
from reader import Reader, ReaderMaker, until
from serving import Server, drawing_process, start
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bench.protocol import SUBPROTOCOLS, stream_of
from evidence_site import PROJECT
from tools.programs import NGINX, find_nginx
from tools.serving import free_port

pytestmark = pytest.mark.browser

BASE = "/evidence"
HOST = "evidence.example"
#: As long as the link of a lesson may become.
LONG = "x" * 6000

_AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back through nginx, as it was on the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Front:
    """nginx and what stands behind it."""

    port: int
    replicas: tuple[Server, Server]
    measures: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE}"

    def ask(self, path: str, come_from: str = "127.0.0.1", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=120, source_address=(come_from, 0)
        )
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", BASE + path, headers={"Host": HOST} | given)
        answer = connection.getresponse()
        found = Answer(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        )
        connection.close()
        return found


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Two replicas, and nginx before them."""
    folder = tmp_path_factory.mktemp("nginx")
    measures = free_port()
    settings = {
        "STREAMLIT_SERVER_BASE_URL_PATH": BASE,
        "ALLOWED_HOSTS": f"{HOST} 127.0.0.1",
        "MEASURES_ADDRESS": f"127.0.0.1:{measures}",
    }
    first, second = (start("uvicorn", folder / f"replica-{number}.txt", **settings) for number in (1, 2))
    replicas = first, second
    try:
        with nginx_before(replicas, folder) as port:
            yield Front(port, replicas, measures)
    finally:
        for replica in replicas:
            replica.stop()
    assert [tried for replica in replicas for tried in replica.tried_network()] == []


@contextmanager
def nginx_before(
    replicas: tuple[Server, ...], folder: Path, changes: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Run nginx before the replicas with the shipped configuration, changed as given; give its port."""
    program = find_nginx()
    if program is None:
        pytest.fail(NGINX.remedy, pytrace=False)
    port = free_port()
    configure(folder, port, replicas, changes or {})
    nginx = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        answers(port, nginx)
        yield port
    finally:
        nginx.terminate()
        nginx.wait()


def configure(folder: Path, port: int, replicas: tuple[Server, ...], changes: Mapping[str, str]) -> None:
    """Write the shipped configuration with the addresses of this test, and what goes around it."""
    text = (PROJECT / "deploy" / "nginx" / "site.conf").read_text(encoding="utf-8")
    addresses = {"listen 8080;": f"listen 127.0.0.1:{port};"} | {
        f"server site-{number}:8501 ": f"server {replica.address.removeprefix('http://')} "
        for number, replica in enumerate(replicas, start=1)
    }
    for shipped, here in {**addresses, **changes}.items():
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, here)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user), encoding="utf-8")


def answers(port: int, nginx: subprocess.Popen[bytes]) -> None:
    """Wait until nginx listens."""
    for _ in range(2000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert nginx.poll() is None, "nginx refuses the configuration"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        (path, encoding)
        for path in ("/timeline", "/api/events.csv", "/assets/leaflet/leaflet.js")
        for encoding in ("br", "gzip")
    ],
)
def test_what_the_site_packs_is_not_packed_again(front: Front, path: str, encoding: str) -> None:
    plain = front.ask(path)
    packed = front.ask(path, Accept_Encoding=encoding)
    assert plain.status == packed.status == 200
    assert packed.headers["content-encoding"] == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    assert unpack(packed.body) == plain.body
    tag = packed.headers["etag"]
    assert front.ask(path, Accept_Encoding=encoding, If_None_Match=tag).status == 304


def test_the_reader_is_told_of_tls_only_by_a_proxy_that_is_ours(front: Front) -> None:
    assert "strict-transport-security" not in front.ask("/").headers
    behind = front.ask("/timeline", X_Forwarded_Proto="https")
    assert "max-age=" in behind.headers["strict-transport-security"]
    assert (
        f"https://{HOST}{BASE}/timeline".encode() in front.ask("/sitemap.xml", X_Forwarded_Proto="https").body
    )
    stranger = front.ask("/timeline", come_from="127.0.0.2", X_Forwarded_Proto="https")
    assert "strict-transport-security" not in stranger.headers
    assert all("127.0.0.2" not in replica.said() for replica in front.replicas)


@pytest.mark.parametrize("told", [True, False])
def test_readers_behind_another_proxy_are_told_apart_only_when_its_address_is_named(
    front: Front, tmp_path: Path, told: bool
) -> None:
    one_each = {"limit_conn readers 400;": "limit_conn readers 1;"}
    named = {f"#{name}": name for name in ("set_real_ip_from", "real_ip_header", "real_ip_recursive")}
    with nginx_before(front.replicas, tmp_path, one_each | (named if told else {})) as port:
        here = replace(front, port=port)
        stream = stream_of(f"127.0.0.1:{port}").replace("/_stcore", f"{BASE}/_stcore")
        first, second = "192.0.2.1", "192.0.2.2"
        with connect(stream, subprotocols=SUBPROTOCOLS, additional_headers={"X-Forwarded-For": first}):
            assert here.ask("/api/health", X_Forwarded_For=first).status == 503
            assert here.ask("/api/health", X_Forwarded_For=second).status == (200 if told else 503)
            # Whoever is no proxy of ours says what he likes.
            assert here.ask("/api/health", "127.0.0.2", X_Forwarded_For=first).status == 200
        patience = time.monotonic() + 90
        over_tls = {"X-Forwarded-For": second, "X-Forwarded-Proto": "https"}
        while (answer := here.ask("/timeline", **over_tls)).status != 200:
            assert time.monotonic() < patience
        assert "max-age=" in answer.headers["strict-transport-security"]
        assert all(address not in replica.said() for replica in front.replicas for address in (first, second))


def test_one_address_takes_neither_all_places_nor_all_that_is_made_on_request(
    front: Front, tmp_path: Path
) -> None:
    small = {"limit_conn pages 120;": "limit_conn pages 1;", "burst=40 ": "burst=2 ", "10r/s": "1r/m"}
    with nginx_before(front.replicas, tmp_path, small) as port:
        here = replace(front, port=port)
        stream = stream_of(f"127.0.0.1:{port}").replace("/_stcore", f"{BASE}/_stcore")
        with connect(stream, subprotocols=SUBPROTOCOLS):
            with pytest.raises(InvalidStatus) as refused:
                connect(stream, subprotocols=SUBPROTOCOLS).close()
            assert refused.value.response.status_code == 503
            assert here.ask("/timeline").status == 200
        asked = [here.ask("/api/events.csv").status for _ in range(4)]
        assert asked == [200, 200, 200, 429]
        assert here.ask("/api/events.csv", "127.0.0.2").status == 200
        assert here.ask("/timeline").status == 200


def test_hosts_and_addresses_are_judged_behind_nginx_as_before_it(front: Front) -> None:
    assert front.ask("/api/health").status == 200
    assert front.ask("/api/health", Host="elsewhere.example").status == 400
    assert front.ask(f"/timeline?surprise={LONG}", Referer=f"http://{HOST}{BASE}/?{LONG}").status == 200
    assert front.ask(f"/timeline?surprise={LONG * 4}").status == 414
    assert front.ask("/_stcore/metrics").status == 404


def test_a_page_below_a_path_works_and_outlives_its_replica(front: Front, stranger: ReaderMaker) -> None:
    chosen = {"cat": "legal.military", "period": "1992", "surprise": LONG}
    reader = stranger(front.address)
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.open("map", **chosen).is_on("Map")
    map_is_drawn(reader)
    sentence = reader.sentence.inner_text()
    assert "Showing" in sentence
    for part in ("/assets/leaflet/leaflet.js", "/assets/geo/", "/static/js/", "/component/"):
        assert any(f"{BASE}{part}" in url for url in asked), part
    assert [url for url in asked if url.startswith("http") and f"{front.port}{BASE}/" not in url] == []

    drawn: list[object] = []
    reader.page.on("websocket", lambda back: back.on("framereceived", lambda part: drawn.append(part)))
    drawing = drawing_process(front.measures)
    os.kill(drawing, signal.SIGKILL)
    until(reader.page, lambda: len(drawn) > 40)
    reader.stands()
    expect(reader.sentence).to_have_text(sentence)
    assert reader.parameters() == chosen
    reader.chip("cat").click()
    expect(reader.sentence).not_to_have_text(sentence)
    map_is_drawn(reader)

    reader.go_to("Timeline")
    assert reader.page.url.startswith(f"{front.address}/timeline")
    assert reader.downloaded(reader.page.locator("a[href*='api/events.csv']").first)


def map_is_drawn(reader: Reader) -> None:
    """Wait until the map shows places on its own land."""
    expect(reader.map.locator("path.leaflet-interactive").nth(5)).to_be_attached()
