"""The documents say what is there (commands, pages, filters, tables) and speak of the project alone."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from addresses import PARAMETERS
from PIL import Image
from starlette.routing import Mount, Route

from evidence_site.records.choose.filters import FILTERS
from evidence_site.records.model.package import read_package
from evidence_site.ui.routes.document_routes import ANY_CASE, NO_PAGE
from evidence_site.ui.server import ROUTES
from evidence_site.viz.pages.site import HOME, PAGES
from tools.dictionary import DOCUMENT, MARK, renewed

NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA.md", "CITATION.cff")
IN_DOCS = ("docs/architecture.md", "docs/data.md", "docs/editing.md", "docs/threats.md", "SECURITY.md")
ALL = (*NAMES, *IN_DOCS, "data/geo/README.md")

#: Paths of a machine, addresses of registries, and words about how the project was written.
FOREIGN = re.compile(
    r"/work/|/tmp/|/root/|/home/|\bagents?\b|\bassistants?\b|\bsessions?\b(?! state)|\bprompts?\b|"
    r"pypi\.org|pythonhosted|npmjs|registry\.|index-url|localhost:(?!8501)",
    re.IGNORECASE,
)
LARGEST_PICTURE = 250_000


@pytest.fixture(scope="module")
def texts(repository: Path) -> dict[str, str]:
    """Every document by its name."""
    return {name: (repository / name).read_text(encoding="utf-8") for name in ALL}


@pytest.fixture(scope="module")
def targets(repository: Path) -> set[str]:
    """Every command of the Makefile that says what it does."""
    text = (repository / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE)) - {"help"}


def test_every_command_is_documented(texts: dict[str, str], targets: set[str]) -> None:
    assert {target for target in targets if f"make {target}" not in texts["README.md"]} == set()


@pytest.mark.parametrize("name", ALL)
def test_a_documented_command_exists(texts: dict[str, str], targets: set[str], name: str) -> None:
    named = re.findall(r"(?:^    |`)make ([a-z-]+)", texts[name], re.MULTILINE)
    assert set(named) <= targets


def test_every_threat_names_a_test_that_there_is(repository: Path) -> None:
    told = (repository / "docs" / "threats.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in told.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for threat, _bound, tests in rows:
        named = re.findall(r"`(tests/[a-z_/]+\.py)`", tests)
        assert named, threat
        assert [name for name in named if not (repository / name).exists()] == []


def test_every_page_has_its_address_and_its_picture_in_the_readme(texts: dict[str, str]) -> None:
    for page in PAGES:
        address = "/" if page is HOME else f"/{page.path}"
        assert f"**{page.title}** `{address}` {page.help}" in texts["README.md"], page.path
        assert f"(docs/pictures/{page.path}.png)" in texts["README.md"], page.path


def test_every_page_parameter_and_route_is_in_the_architecture(texts: dict[str, str]) -> None:
    text = texts["docs/architecture.md"]
    for page in PAGES:
        assert f"`/{'' if page is HOME else page.path}`" in text, page.path
    assert {name for name in PARAMETERS if f"`{name}`" not in text} == set()
    for route in ROUTES:
        assert isinstance(route, Route | Mount)
        if route.path.endswith((NO_PAGE.path, ANY_CASE.path)):
            continue  # what is answered at an address that does not exist, or in other letters
        path = "/assets/" if isinstance(route, Mount) else re.sub(r"\{(\w+):str\}", r"<\1>", route.path)
        assert f"`{path}`" in text, path


def test_every_filter_is_a_parameter_that_the_architecture_explains(texts: dict[str, str]) -> None:
    rows = re.findall(r"^\| (`.*?) \|", texts["docs/architecture.md"], re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert {entry.key for entry in FILTERS} <= explained


def test_every_table_is_in_the_head_and_in_the_dictionary(repository: Path, texts: dict[str, str]) -> None:
    head, _, made = texts["docs/data.md"].partition(MARK)
    for table in read_package(repository / "data").tables.values():
        if table.name != "place_names":
            assert f"**{table.name}**" in head, table.name
        assert f"\n## {table.name}\n" in made
        assert all(f"| `{column.name}` |" in made for column in table.fields)


def test_the_dictionary_is_current(repository: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(text, read_package(repository / "data")) == text, "run `make format`"


def test_what_is_written_by_hand_is_never_lost(repository: Path) -> None:
    package = read_package(repository / "data")
    assert renewed(f"By hand.\n\n{MARK}\nold", package).startswith(f"By hand.\n\n{MARK}\n\n# Tables")
    with pytest.raises(ValueError, match="has lost the line"):
        renewed("By hand, without the mark.", package)


def test_every_setting_of_the_site_is_explained(repository: Path, texts: dict[str, str]) -> None:
    settings = tomllib.loads((repository / "data" / "site.toml").read_text(encoding="utf-8"))
    assert {name for name in settings if f"`{name}`" not in texts["docs/data.md"]} == set()


@pytest.mark.parametrize("name", ALL)
def test_what_a_document_links_to_is_there(repository: Path, texts: dict[str, str], name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", texts[name]):
        assert (repository / name).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_a_document_names_is_there(repository: Path, texts: dict[str, str], name: str) -> None:
    folders = r"src|pages|data|docs|tests|bench|tools|locale|requirements|records|viz|ui"
    for path in re.findall(rf"(?<!New file )`((?:{folders})/[\w./-]*)`", texts[name]):
        assert (repository / path).exists() or (repository / "src" / path).exists(), path


@pytest.mark.parametrize("name", ALL)
def test_a_document_speaks_of_the_project_alone(texts: dict[str, str], name: str) -> None:
    assert [match[0] for match in FOREIGN.finditer(texts[name])] == []


@pytest.mark.parametrize("text", ["see /work/x", "an agent", "this session", "https://pypi.org/simple"])
def test_foreign_words_are_seen(text: str) -> None:
    assert FOREIGN.search(text)


@pytest.mark.parametrize(
    "phrase",
    [
        "is not UTF-8 text",
        "most likely",
        "has lost letters",
        "in scientific notation",
        "is not a column of this table",
        "says the same as row",
        "is in the future",
        "was read in a wrong encoding",
        "is read by nothing",
        "has its columns in another order",
        "is gone or was renamed",
        "is an abbreviation",
    ],
)
def test_a_fault_that_is_explained_is_worded_so(repository: Path, texts: dict[str, str], phrase: str) -> None:
    code = [path.read_text(encoding="utf-8") for path in (repository / "src" / "records").rglob("*.py")]
    assert any(phrase in text for text in code)
    assert phrase in texts["docs/editing.md"]


def test_the_citation_file_is_complete_and_names_no_person(repository: Path, texts: dict[str, str]) -> None:
    citation: dict[str, Any] = yaml.safe_load(texts["CITATION.cff"])
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((repository / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license", "date-released"} <= set(
        citation
    )
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "Khojaly 1992 contributors"}]
    assert str(citation["version"]) == project["version"] == package["version"]
    assert citation["license"] == project["license"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(citation["date-released"]))
    assert not {"doi", "identifiers"} & set(citation)


def test_the_change_log_has_the_version_of_the_project(repository: Path, texts: dict[str, str]) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert re.search(
        rf"^## {re.escape(project['version'])} \(\d{{4}}-\d\d-\d\d\)$", texts["CHANGELOG.md"], re.M
    )


def test_the_licences_name_their_terms_and_whose_they_are(texts: dict[str, str]) -> None:
    assert re.search(r"^Copyright \(c\) \d{4} The Khojaly 1992 contributors$", texts["LICENSE"], re.MULTILINE)
    assert texts["LICENSE"].startswith("MIT License\n")
    for owner in (
        "CC BY 4.0",
        "Natural Earth",
        "GeoNames",
        "UCDP",
        "UNHCR",
        "Wikipedia",
        "10.1177/0022343313484347",
    ):
        assert owner in texts["LICENSE-DATA.md"], owner


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_a_picture_is_as_wide_as_the_others_and_not_heavy(repository: Path, path: str) -> None:
    file = repository / "docs" / "pictures" / f"{path}.png"
    assert file.stat().st_size < LARGEST_PICTURE
    with Image.open(file) as picture:
        assert picture.width == 1280
        assert 600 <= picture.height <= 1300
