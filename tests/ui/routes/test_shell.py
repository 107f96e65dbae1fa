"""What comes before any script: each page's title, description, canonical address, and all it says."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from breaking import DataCopy
from whole_site import fetch

from evidence_site.records.load.loading import Records, load
from evidence_site.records.names.naming import range_text, record_name
from evidence_site.ui.routes import card_routes
from evidence_site.ui.routes.shell import page_document
from evidence_site.ui.seams.index_html import START, ShellChangedError, shell
from evidence_site.ui.seams.served import STREAMLIT
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.state import store
from evidence_site.ui.web.settings import complete_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import HOME, PAGES

pytestmark = pytest.mark.every_folder

MENU = [page for page in PAGES if page.group]


def address(page: Page) -> str:
    return "/" if page is HOME else f"/{page.path}"


class Document(HTMLParser):
    """What a search engine takes from a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.title = "", ""
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.targets: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, name: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in given}
        if name == "html":
            self.language = attributes.get("lang", "")
        elif name == "meta":
            self.meta[attributes.get("name") or attributes.get("property", "")] = attributes.get(
                "content", ""
            )
        elif name == "link":
            self.links[attributes["rel"]] = attributes["href"]
        elif name == "a":
            self.targets.append(attributes["href"])
        if name not in {"meta", "link", "br", "hr", "img"}:
            self.open.append(name)

    def handle_startendtag(self, name: str, given: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, given)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name, f"{name} closes nothing"

    def handle_data(self, words: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += words
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append(self.open[-1])
        if "noscript" in self.open:
            self.words.append(words)


@pytest.mark.parametrize("page", MENU, ids=lambda page: page.path)
def test_each_page_has_a_document_of_its_own(page: Page, records: Records) -> None:
    found = Document(fetch(address(page)).text)
    assert found.language == "en"
    assert page.title in found.title or page is HOME
    assert records.site.name in found.title
    assert page.help in found.meta["description"]
    assert found.meta["og:title"]
    assert found.meta["og:description"] == found.meta["description"] == found.meta["twitter:description"]
    assert found.meta["twitter:card"] == "summary_large_image"
    assert found.meta["og:image"] == f"http://localhost/api/card.png?view={page.path}"
    assert found.meta["og:image"] == found.meta["twitter:image"]
    assert (found.meta["og:image:width"], found.meta["og:image:height"]) == ("1200", "630")
    assert page.help in found.meta["og:image:alt"]
    assert found.links["canonical"] == f"http://localhost{address(page)}"
    assert found.links["icon"].startswith("./assets/")
    assert found.open == []


def test_no_two_pages_share_title_or_description() -> None:
    documents = [Document(fetch(address(page)).text) for page in MENU]
    assert len({document.title for document in documents}) == len(MENU)
    assert len({document.meta["description"] for document in documents}) == len(MENU)


@pytest.mark.parametrize("page", MENU, ids=lambda page: page.path)
def test_a_reader_without_scripts_gets_text_numbers_with_sources_and_the_data(
    page: Page, records: Records
) -> None:
    found = Document(fetch(address(page)).text)
    words = " ".join(found.words)
    assert records.site.content_note in words
    for key in records.site.key_figures:
        figure = records.tables.figures[key]
        assert range_text(figure) in words
        assert figure.reported_by in words
        assert f"./record?table=figures&key={key}" in found.targets
    assert "./api/selection.json" in found.targets
    for name in records.package.tables:
        assert f"./api/{name}.csv" in found.targets
    assert found.headings[0] == "h1"
    assert found.headings.count("h1") == 1
    assert "JavaScript" not in words
    assert "_stcore" not in words


def test_every_link_of_a_document_leads_somewhere() -> None:
    targets = {target for page in MENU for target in Document(fetch(address(page)).text).targets}
    ours = sorted(target for target in targets if target.startswith("./"))
    pages_and_files = [target for target in ours if not target.startswith("./record?")]
    some_records = [target for target in ours if target.startswith("./record?")][::40]
    for target in pages_and_files + some_records:
        path, _, query = target.removeprefix(".").partition("?")
        parameters = dict(part.split("=") for part in query.split("&")) if query else {}
        assert fetch(path, parameters).status == 200, target


@pytest.mark.parametrize(("path", "table"), [("/timeline", "events"), ("/casualties", "figures")])
def test_pages_of_records_tell_every_record(path: str, table: str, records: Records) -> None:
    targets = Document(fetch(path).text).targets
    for row in records.table(table):
        assert f"./record?table={table}&key={row.id}" in targets


def test_the_text_of_the_overview_stands_there_as_written(records: Records) -> None:
    words = " ".join(Document(fetch("/").text).words)
    for paragraph in records.site.texts["overview"].split("\n\n"):
        assert paragraph in words


def test_a_record_has_title_description_and_address_of_its_own(records: Records) -> None:
    event = records.tables.events[records.site.main_event]
    found = Document(fetch("/record", {"table": "events", "key": event.id}).text)
    assert found.title.startswith(record_name(records, "events", event))
    assert found.meta["description"].startswith(event.summary)
    assert found.links["canonical"] == f"http://localhost/record?table=events&key={event.id}"
    assert event.summary in " ".join(found.words)


def test_the_picture_of_a_record_is_its_own(records: Records) -> None:
    key = records.site.key_figures[0]
    found = Document(fetch("/record", {"table": "figures", "key": key}).text)
    assert found.meta["og:image"] == f"http://localhost/api/card.png?table=figures&key={key}"
    assert records.tables.figures[key].reported_by in found.meta["og:image:alt"]
    assert "og:image" not in Document(fetch("/record", {"table": "figures", "key": "none"}).text).meta


def test_the_title_of_a_shared_claim_names_its_verdict(records: Records) -> None:
    verdicts = records.package.code_lists["verdict"]
    for claim in records.tables.claims:
        found = Document(fetch("/record", {"table": "claims", "key": claim.id}).text)
        assert found.meta["og:title"] == found.meta["twitter:title"]
        assert claim.claim in found.meta["og:title"]
        assert found.meta["og:title"].endswith(f"Verdict: {verdicts[claim.verdict].label}")


@pytest.mark.shipped_folder
def test_a_filtered_view_has_a_picture_that_says_so_and_the_address_of_the_page() -> None:
    asked = {"side": "armenian.no-such", "cat": "legal", "utm_source": "x", "tab": "night"}
    found = Document(fetch("/map", asked).text)
    assert found.meta["og:image"] == "http://localhost/api/card.png?view=map&side=armenian&cat=legal"
    assert found.meta["twitter:image"] == found.meta["og:image"]
    assert found.meta["og:image:alt"].endswith("Perspective: Armenian; Category: Legal.")
    assert found.links["canonical"] == found.meta["og:url"] == "http://localhost/map"
    assert fetch("/api/card.png", {"view": "map", "side": "armenian", "cat": "legal"}).status == 200
    plain = Document(fetch("/map").text)
    assert plain.meta["og:image"] == "http://localhost/api/card.png?view=map", "the kept one is as it was"


@pytest.mark.parametrize("name", ["q", "side", "cat", "place", "source", "period", "tab", "sel", '"><b>'])
def test_nothing_that_an_address_says_gets_into_the_head(name: str) -> None:
    attack = '"><script>alert(1)</script><meta content="'
    found = fetch("/map", {name: attack})
    document = Document(found.text)
    assert attack not in found.text
    assert "alert(1)" not in found.text
    assert document.open == []
    assert "alert(1)" not in document.meta["og:image:alt"]
    if name == "q":
        assert urlsplit(document.meta["og:image"]).path == "/api/card.png"
        assert dict(parse_qsl(urlsplit(document.meta["og:image"]).query)) == {"view": "map", "q": attack}
    else:
        assert document.meta["og:image"] == "http://localhost/api/card.png?view=map"


def test_without_typefaces_there_is_a_site_and_no_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, records: Records
) -> None:
    monkeypatch.setattr(card_routes, "faces_folder", lambda: tmp_path)
    found = Document(page_document(records, PAGES[2], "http://localhost"))
    assert found.meta["twitter:card"] == "summary"
    assert found.meta["og:title"]
    assert not [name for name in found.meta if "image" in name]
    assert fetch("/api/card.png", {"view": "map"}).status == 404


@pytest.mark.parametrize("key", ["", "no-such", '"><script>alert(1)</script>', "%00", "x" * 5000])
def test_a_record_that_is_not_there_gives_the_page_that_says_so(key: str) -> None:
    answer = fetch("/record", {"table": "events", "key": key})
    assert answer.status == 404
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert START in answer.text
    assert "alert(1)" not in answer.text


def test_a_record_that_was_withdrawn_or_never_published_is_not_there(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, citation = data_copy.rows("events")[0], data_copy.rows("citations")[0]
    for status in ("withdrawn", "draft"):
        named = {"id": f"a-{status}", "title": f"{event['title']}, {status}", "status": status}
        data_copy.append("events", **event | named)
        cited = {"id": f"cites-{status}", "table": "events", "record_id": f"a-{status}"}
        data_copy.append("citations", **citation | {name: cited[name] for name in citation if name in cited})
    changed = load(data_copy.folder)
    monkeypatch.setattr(store, "loaded", lambda: changed)
    for key in ("a-withdrawn", "a-draft"):
        assert fetch("/record", {"table": "events", "key": key}).status == 404


@pytest.mark.parametrize("named", [{"table": "nope", "key": "x"}, {"table": "nope"}, {"key": "x"}])
def test_a_table_that_is_not_there_has_no_records(named: dict[str, str]) -> None:
    assert fetch("/record", named).status == 404
    assert fetch("/record").status == 200


def test_nothing_in_the_data_can_end_the_structured_data(records: Records) -> None:
    html = fetch("/data").text
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert written is not None
    site, data_set = json.loads(written[1])
    assert site["name"] == records.site.name
    assert data_set["@type"] == "Dataset"
    assert data_set["version"] == records.version
    assert data_set["license"] == {"@type": "CreativeWork", "name": records.site.licence}
    assert {part["name"] for part in data_set["distribution"]} == set(records.package.tables)
    assert "<" not in written[1]


def test_the_public_address_wins_over_the_host_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from evidence_site.records.load.loading import data_folder
    from evidence_site.records.settings.site import read_site

    monkeypatch.setenv("SITE_ADDRESS", "https://evidence.example")
    assert read_site(data_folder()).address == "https://evidence.example"


@pytest.mark.parametrize(
    ("set_as", "base", "holds"),
    [
        ("https://evidence.example", "/evidence", "https://evidence.example/evidence"),
        ("https://evidence.example/", "/evidence", "https://evidence.example/evidence"),
        ("https://evidence.example/evidence", "/evidence", "https://evidence.example/evidence"),
        ("https://evidence.example/other", "/evidence", "https://evidence.example/other"),
        ("https://evidence.example", "", "https://evidence.example"),
        ("", "/evidence", ""),
    ],
)
def test_a_public_address_of_a_host_alone_gets_the_path_below_which_the_site_is_served(
    set_as: str, base: str, holds: str
) -> None:
    environment = {"SITE_ADDRESS": set_as}
    complete_address(replace(SETTINGS, base=base), environment)
    assert environment["SITE_ADDRESS"] == holds


def test_below_a_path_the_canonical_address_names_it() -> None:
    below = replace(SETTINGS, base="/evidence")
    found = Document(fetch("/evidence/timeline", settings=below).text)
    assert found.links["canonical"] == "http://localhost/evidence/timeline"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_the_guard_of_translated_pages_runs_before_the_scripts_of_streamlit(page: Page) -> None:
    """Scripts that are deferred, and modules, run in the order in which they stand."""
    html = fetch(address(page)).text
    scripts = re.findall(r"<script ([^>]*src=[^>]*)>", html)
    assert "./assets/translation.js" in scripts[0]
    assert "defer" in scripts[0]
    assert all("async" not in script for script in scripts)
    assert any('type="module"' in script for script in scripts[1:])
    guard = fetch("/assets/translation.js")
    assert guard.headers["content-type"].startswith("text/javascript")
    assert len(gzip.compress(guard.body)) < 2000, "it comes with every first visit"


def test_the_only_script_written_into_a_page_is_the_one_its_policy_names() -> None:
    html = fetch("/map").text
    assert re.findall(r"<script>(.*?)</script>", html, re.DOTALL) == [START]
    assert "service-desc" not in html
    assert not re.search(r'<[^>]*\son\w+="', html)


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/a/b/c",
        "/timeline/_stcore/health",
        "/wp-login.php",
        "/data/figures.csv",
        "/index.html",
        "/manifest.json",
        "/assets/nosuch.js",
        "/.well-known/security.txt",
        "/.env",
        "/a.b/c",
        "/line\nbreak.txt",
    ],
)
def test_what_is_no_page_is_said_to_be_none(path: str) -> None:
    answer = fetch(path)
    assert answer.status == 404
    found = Document(answer.text)
    up = "../" * (path.count("/") - 1) or "./"
    assert f"{up}timeline" in found.targets


@pytest.mark.parametrize("base", ["", "/evidence"])
@pytest.mark.parametrize(
    "path",
    ["/static/js/index.js", "/static/js", "/static", "/static/", "/_stcore/none", "/_stcore", "/component"],
)
def test_a_file_that_went_with_an_upgrade_is_not_there_and_never_a_page(base: str, path: str) -> None:
    answer = fetch(base + path, settings=replace(SETTINGS, base=base))
    if answer.status == 301:  # a slash at the end
        answer = fetch(answer.headers["location"], settings=replace(SETTINGS, base=base))
    assert answer.status == 404
    assert "<title>Streamlit" not in answer.text


def test_robots_are_let_in_and_told_of_every_page_and_record(records: Records) -> None:
    robots = fetch("/robots.txt").text
    assert "Disallow: /\n" not in robots
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    root = Xml.fromstring(fetch("/sitemap.xml").text)
    found = {entry.findtext("{*}loc") for entry in root}
    for page in MENU:
        assert f"http://localhost{address(page)}" in found
    for table in ("events", "figures", "sources"):
        for row in records.table(table):
            assert f"http://localhost/record?table={table}&key={row.id}" in found


@pytest.mark.parametrize(("contact", "status"), [("found@site.org", 200), ("found@site.example", 404)])
def test_whom_to_tell_of_a_weak_place_is_said_where_programs_look(
    records: Records, monkeypatch: pytest.MonkeyPatch, contact: str, status: int
) -> None:
    reached = replace(records, site=replace(records.site, contact=contact))
    monkeypatch.setattr(store, "_standing", store.ServedState(reached))
    answer = fetch("/.well-known/security.txt")
    assert answer.status == status
    if status == 200:
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        told = dict(line.split(": ", 1) for line in answer.text.splitlines())
        assert told["Contact"] == "mailto:found@site.org"
        assert told["Canonical"] == "http://localhost/.well-known/security.txt"
        assert told["Expires"] == "2027-06-29T00:00:00Z"


def test_the_mark_of_the_site_is_there_under_every_name_that_browsers_try() -> None:
    for path in ("/assets/icon.svg", "/favicon.ico"):
        assert fetch(path).headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "gone", ["<title>Streamlit</title>", "<noscript>", 'rel="service-desc"', "window.prerenderReady = false"]
)
def test_a_release_with_another_document_is_refused_at_the_start(tmp_path: Path, gone: str) -> None:
    shutil.copy(STREAMLIT / "index.html", tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert gone in html
    other = html.replace("<script>", "<script defer>") if "prerender" in gone else html.replace(gone, "<i>")
    (tmp_path / "index.html").write_text(other, encoding="utf-8")
    with pytest.raises(ShellChangedError):
        shell(tmp_path)
