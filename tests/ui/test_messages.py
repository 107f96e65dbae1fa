"""The sentences for translators: the committed template holds all that the interface says, and no more."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from visiting import PATHS, open_all, open_page

from evidence_site.records import wording
from evidence_site.records.load.loading import load
from evidence_site.ui import navigation
from evidence_site.ui.state import store
from tools.messages import TEMPLATE, catalogue, template

Ids = set[str | tuple[str, ...]]


def _ids(found: Catalog) -> Ids:
    return {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in found if message.id
    }


@pytest.fixture(scope="module")
def committed() -> str:
    """The template as it is committed."""
    return TEMPLATE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def collected() -> Catalog:
    """The sentences as they are collected now."""
    return catalogue()


def test_the_committed_template_is_current(committed: str, collected: Catalog) -> None:
    there, now = _ids(read_po(io.StringIO(committed))), _ids(collected)
    assert (now - there, there - now) == (set(), set()), "run `make messages`"


def test_collecting_twice_gives_the_same_text(collected: Catalog) -> None:
    assert template(collected) == template(catalogue())


def test_the_template_changes_only_with_its_sentences(committed: str) -> None:
    assert "POT-Creation-Date" not in committed
    assert not re.search(r"^#: .*(:\d|\s/|\\)", committed, re.MULTILINE), "line numbers or paths of a machine"
    assert not re.search(r"\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d", committed)


def test_the_template_is_sorted(collected: Catalog) -> None:
    written = [message.id for message in read_po(io.StringIO(template(collected))) if message.id]
    first = [text if isinstance(text, str) else text[0] for text in written]
    assert first == sorted(first)


def test_every_sentence_says_where_it_stands(committed: str, repository: Path) -> None:
    for line in re.findall(r"^#: (.*)$", committed, re.MULTILINE):
        for name in line.split():
            assert (repository / name).is_file(), name


@pytest.mark.parametrize(
    "sentence",
    [
        "Casualties",
        "The night",
        "Read in full",
        "The whole page or article was read.",
        "Publisher",
        "Letter to parents",
    ],
)
def test_sentences_of_code_templates_and_data_are_collected(collected: Catalog, sentence: str) -> None:
    texts = {text for found in _ids(collected) for text in ([found] if isinstance(found, str) else found)}
    assert sentence in texts


class Listening:
    """A catalogue that notes what it is asked for."""

    def __init__(self) -> None:
        self.sentences: set[str] = set()
        self.plurals: set[tuple[str, ...]] = set()

    def gettext(self, message: str) -> str:
        self.sentences.add(message)
        return message

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        self.plurals.add((singular, plural))
        return singular if count == 1 else plural


@pytest.fixture
def listening(folder: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    """A catalogue that hears every page anew: its records are its own, so that nothing is remembered."""
    if folder != repository / "data":
        pytest.skip("another data folder brings sentences of its own")
    own, catalogue_heard = load(folder), Listening()
    monkeypatch.setattr(store, "loaded", lambda: own)
    monkeypatch.setattr(wording, "_catalogue", lambda _code: catalogue_heard)
    navigation._model.cache_clear()
    yield catalogue_heard
    navigation._model.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_for_no_sentence_that_translators_do_not_get(
    listening: Listening, collected: Catalog, path: str
) -> None:
    shown = {"table": "events", "key": store.loaded().site.main_event} if path == "record" else {}
    app = open_all(open_page(path, side="independent", surprise="x", **shown))
    assert not app.exception
    assert len(listening.sentences) > 40
    single = {found if isinstance(found, str) else found[0] for found in _ids(collected)}
    assert listening.sentences - single == set()


def test_a_page_asks_for_no_plural_that_translators_do_not_get(
    listening: Listening, collected: Catalog
) -> None:
    open_page("overview")
    assert listening.plurals
    assert listening.plurals - _ids(collected) == set()
