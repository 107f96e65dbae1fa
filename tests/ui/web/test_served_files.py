"""Files and tables leave packed, are kept where they never change, and are not sent twice."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from answering import Answer, ask_app
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes
from whole_site import fetch

from evidence_site.ui.seams.served import STREAMLIT
from evidence_site.ui.server import MIDDLEWARE, ROUTES, SETTINGS
from evidence_site.ui.web import static_files
from evidence_site.ui.web.answers import COMPRESSION
from evidence_site.ui.web.static_files import serve_prepared

UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}
SCRIPT = "static/js/chart.BsWL4Kly.js"
TABLES = ["/api/events.csv", "/api/selection.json", "/api/corrections.atom"]


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder prepared from a few small files instead of Streamlit's thousand."""
    source = tmp_path / "source"
    for name in ("js/chart.BsWL4Kly.js", "js/plain.js", "js/chart.BsWL4Kly.js.map"):
        file = source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("const words = 'again and again and again'\n" * 200, encoding="utf-8")
    (source / "font.BsWL4Kly.woff2").write_bytes(b"packed already" * 100)
    monkeypatch.setattr(static_files, "_SOURCES", {"static": source})
    static_files.prepare(tmp_path / "prepared")
    return tmp_path / "prepared"


def asked(folder: Path, path: str, **headers: str) -> Answer:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask_app(serve_prepared(Starlette(), SETTINGS, folder), path, {}, given)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_prepared_script_leaves_packed_and_is_kept_for_ever(prepared: Path, encoding: str) -> None:
    answer = asked(prepared, f"/{SCRIPT}", accept_encoding=encoding)
    assert answer.headers["content-encoding"] == encoding
    assert UNPACK[encoding](answer.body) == (prepared / SCRIPT).read_bytes()
    assert len(answer.body) < len((prepared / SCRIPT).read_bytes()) / 10
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_reader_who_unpacks_nothing_gets_the_plain_script(prepared: Path) -> None:
    answer = asked(prepared, f"/{SCRIPT}")
    assert "content-encoding" not in answer.headers
    assert answer.body == (prepared / SCRIPT).read_bytes()


def test_a_file_whose_name_does_not_change_with_its_content_is_not_kept_for_ever(prepared: Path) -> None:
    answer = asked(prepared, "/static/js/plain.js")
    assert "immutable" not in answer.headers["cache-control"]
    again = asked(prepared, "/static/js/plain.js", if_none_match=answer.headers["etag"])
    assert again.status == 304
    assert again.body == b""


def test_the_tag_of_a_prepared_script_speaks_of_its_content_however_packed(prepared: Path) -> None:
    tags = {asked(prepared, f"/{SCRIPT}", accept_encoding=way).headers["etag"] for way in ("", "gzip", "br")}
    (tag,) = tags
    assert tag.startswith('W/"')
    assert asked(prepared, f"/{SCRIPT}", accept_encoding="br", if_none_match=tag).status == 304


@pytest.mark.parametrize("encoding", ["", *sorted(UNPACK)])
def test_an_answer_says_once_what_it_varies_by(encoding: str) -> None:
    layers = [*MIDDLEWARE, *create_streamlit_middleware()]
    whole = Starlette(routes=ROUTES, middleware=layers)
    answer = ask_app(whole, "/api/events.csv", {}, {"accept-encoding": encoding})
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers.get("content-encoding", "") == encoding


def test_fonts_are_not_packed_twice_and_source_maps_stay_at_home(prepared: Path) -> None:
    assert not list(prepared.rglob("*.woff2.*"))
    assert not list(prepared.rglob("*.map*"))


def test_what_was_prepared_is_left_alone(prepared: Path) -> None:
    before = (prepared / f"{SCRIPT}.br").stat().st_mtime_ns
    static_files.prepare(prepared)
    assert (prepared / f"{SCRIPT}.br").stat().st_mtime_ns == before


def test_half_a_preparation_is_not_served_but_made_anew(prepared: Path) -> None:
    (prepared / "complete").unlink()
    (prepared / f"{SCRIPT}.br").write_bytes(b"half")
    app = Starlette()
    assert serve_prepared(app, SETTINGS, prepared) is app
    static_files.prepare(prepared)
    assert brotli.decompress((prepared / f"{SCRIPT}.br").read_bytes())


@pytest.mark.parametrize("encoding", sorted(UNPACK))
def test_without_preparation_a_script_is_packed_on_the_way(encoding: str) -> None:
    script = next((STREAMLIT / "static" / "js").glob("index.*.js"))
    files = Starlette(routes=create_streamlit_static_assets_routes(base_url=""), middleware=[COMPRESSION])
    answer = ask_app(files, f"/static/js/{script.name}", {}, {"accept-encoding": encoding})
    assert answer.headers["content-encoding"] == encoding
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.body) < script.stat().st_size / 2


@pytest.mark.parametrize("path", [*TABLES, "/assets/geo/countries.geojson"])
@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd"])
def test_the_tag_of_an_answer_speaks_of_its_content_however_packed(path: str, encoding: str) -> None:
    plain = fetch(path)
    packed = fetch(path, headers={"accept-encoding": encoding})
    opaque = plain.headers["etag"].removeprefix("W/")
    assert packed.headers["etag"].removeprefix("W/") == opaque
    if encoding:
        assert packed.headers["etag"].startswith("W/")
        assert UNPACK[encoding](packed.body) == plain.body
    for tag in (opaque, f"W/{opaque}", f'"other", W/{opaque}', "*" if path in TABLES else opaque):
        again = fetch(path, headers={"accept-encoding": encoding, "if-none-match": tag})
        assert again.status == 304, tag
        assert again.body == b""
    assert plain.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", TABLES[:2])
def test_another_choice_has_another_tag(path: str) -> None:
    tag = fetch(path).headers["etag"]
    narrowed = fetch(path, {"period": "1992-02"}, {"if-none-match": tag})
    assert narrowed.status == 200
    assert narrowed.headers["etag"] != tag


def test_a_refusal_has_no_tag_that_a_cache_could_keep() -> None:
    refused = fetch("/api/no-such-table.csv", headers={"if-none-match": "*"})
    assert refused.status == 404
    assert "etag" not in refused.headers
