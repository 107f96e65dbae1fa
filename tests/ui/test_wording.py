"""Every sentence of the interface can be translated: with a marked catalogue all of it comes out marked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from addresses import PARAMETERS, view_addresses
from babel import Locale
from babel.messages.extract import extract_from_dir
from streamlit.testing.v1 import AppTest
from visiting import PATHS, html_of, open_all, open_page

from evidence_site.records import formatting, wording
from evidence_site.records.formatting import day_text, number_text
from evidence_site.records.give.export import cell_text
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records, load
from evidence_site.ui import navigation
from evidence_site.ui.state import store

KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}


class Marked:
    """A catalogue that puts every message in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return f"⟦{singular if count == 1 else plural}⟧"


@pytest.fixture(scope="module")
def messages(repository: Path) -> list[tuple[str, int, Any]]:
    """File, line and message of everything that is marked for translation."""
    found = []
    for folder in ("src", "pages"):
        for file, line, message, *_ in extract_from_dir(
            repository / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.append((f"{folder}/{file}", line, message))
    return found


def test_there_is_an_interface_to_translate(messages: list[tuple[str, int, Any]]) -> None:
    assert len({str(message) for _, _, message in messages}) > 150


def test_placeholders_are_named_so_that_words_can_change_their_order(
    messages: list[tuple[str, int, Any]],
) -> None:
    for file, line, message in messages:
        for text in [message] if isinstance(message, str) else message:
            assert not re.search(r"%[sdf]|\{\w*\}", text), f"{file}:{line}"


def test_the_singular_needs_no_placeholder_that_the_plural_lacks(
    messages: list[tuple[str, int, Any]],
) -> None:
    for file, line, message in messages:
        if not isinstance(message, str):
            one, many = (set(re.findall(r"%\((\w+)\)", text)) for text in message)
            assert one <= many, f"{file}:{line}"


def test_no_sentence_is_built_before_it_is_translated(repository: Path) -> None:
    for folder in ("src", "pages"):
        for path in sorted((repository / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\b(_|N_|ngettext)\(\s*f[\"']", text), path.name


@pytest.fixture(scope="module")
def own(folder: Path) -> Records:
    """Records of their own, so that nothing remembered in English is shown."""
    return load(folder)


@pytest.fixture(scope="module")
def data(own: Records) -> str:
    """Everything that is data and stands in its own language."""
    return _data_of(own)


@pytest.fixture
def marked(own: Records, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """The records under the marked catalogue."""
    monkeypatch.setattr(store, "loaded", lambda: own)
    monkeypatch.setattr(wording, "_catalogue", lambda _code: Marked())
    for forget in (navigation._model.cache_clear, formatting._when_text.cache_clear):
        forget()
    yield own
    for forget in (navigation._model.cache_clear, formatting._when_text.cache_clear):
        forget()


def _data_of(records: Records) -> str:
    """Everything that is data and stands in its own language."""
    cells = [
        cell_text(value) for table in records.tables for row in table for value in row if value is not None
    ]
    english = Locale.parse("en_GB")
    names = [*english.territories.values(), *english.languages.values()]
    ids = [
        f"{table.name} {column.name}" for table in records.package.tables.values() for column in table.fields
    ]
    codes = [code for codes in records.package.code_lists.values() for code in codes]
    layers = [text for layer in records.site.map_layers for text in _layer_texts(records, layer.file)]
    tables = [table.path for table in records.package.tables.values()]
    texts = [*records.site.texts.values(), *map(_lesson_text, records.lessons)]
    return _plain("\n".join([*_FORMATS, *cells, *names, *ids, *codes, *layers, *tables, *texts]))


def _lesson_text(lesson: Lesson) -> str:
    """Everything that a lesson says about itself and in its steps."""
    steps = [
        text
        for step in lesson.steps
        for text in (step.title, step.text, step.question, step.answer, *step.notice, step.teacher_note)
    ]
    return "\n".join(
        [
            lesson.title,
            lesson.age,
            ", ".join(lesson.tags),
            lesson.content_note,
            *lesson.goals,
            *steps,
            lesson.letter,
        ]
    )


def _layer_texts(records: Records, file: str) -> Iterator[str]:
    """Everything written in one file of the base map: about the whole and about each feature."""
    layer = json.loads((records.site.folder / "geo" / file).read_text(encoding="utf-8"))
    for described in (layer["metadata"], *(feature["properties"] for feature in layer["features"])):
        yield from (str(value) for value in described.values())


def _plain(text: str) -> str:
    """Words alone: without numbers, months and signs, which a locale writes in its own way."""
    return re.sub(r"[\s\W_\d]+", " ", re.sub(rf"\b({_MONTHS})\b", " ", text)).casefold()


#: Names of formats are the same in every language.
_FORMATS = ("BibTeX", "CSL-JSON", "RIS", "CSV", "JSON", "EDTF", "WGS 84", "Atom", "RSS", "PNG", "SVG")

_MONTHS = r"January|February|March|April|May|June|July|August|September|October|November|December"


def _unmarked(text: str) -> str:
    """Return what is left of a text without what was translated."""
    text = re.sub(r"^\./\S*$", "", text, flags=re.MULTILINE)  # an address of this site
    return _without_translated(re.sub(r"(⟦[^⟦⟧]*…)", r"\1⟧", text))  # a label may have been cut


def _without_translated(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def _is_data(text: str, data: str) -> bool:
    """Whether each part of a text stands in the data, or says nothing."""
    parts = re.split(r"[\n;:|·…()●◇■]|\s[–-]\s|, |\. ", text)
    return all(_plain(part).strip() in data for part in parts)


def _nodes(html: str) -> Iterator[str]:
    html = re.sub(r"<style>.*?</style>|<code>.*?</code>", "", html, flags=re.DOTALL)
    html = _without_translated(html)  # a sentence may have a link inside
    yield from (unescape(node) for node in re.split(r"<[^>]*>", html))
    yield from (unescape(text) for text in re.findall(r'(?:aria-label|alt|title)="([^"]*)"', html))


_SHOWN = ("text", "hovertext", "ticktext", "title")


def _chart_texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key in _SHOWN:
            yield unescape(re.sub(r"</?[a-z]+[^>]*>", "\n", value).replace("⟦\n", "⟦"))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _chart_texts(inner, name if name != "text" else "text")
    elif isinstance(value, list):
        for inner in value:
            yield from _chart_texts(inner, key)


def _widget_texts(app: AppTest) -> Iterator[str]:
    for kind in ("button", "multiselect", "selectbox", "text_input", "date_input", "expander", "popover",
                 "button_group", "segmented_control", "pills"):  # fmt: skip
        for widget in app.get(kind):
            if getattr(widget, "key", None) in PARAMETERS:
                continue  # the hidden carriers of the address
            proto = widget.proto.popover if kind == "popover" else widget.proto
            for name in ("label", "help", "placeholder"):
                yield getattr(proto, name, "")
    for kind in ("title", "header", "subheader", "caption", "info", "warning"):
        for element in app.get(kind):
            yield element.value


def _texts_of(app: AppTest) -> Iterator[str]:
    yield from _nodes(html_of(app))
    yield from _widget_texts(app)
    for chart in app.get("plotly_chart"):
        yield chart.proto.alt
        spec = json.loads(chart.proto.spec)
        yield from _chart_texts(spec)
        if spec["layout"].get("showlegend"):
            yield from (trace.get("name", "") for trace in spec["data"])


ADDRESSES: list[tuple[str, dict[str, str]]] = [
    *view_addresses(),
    *[(path, {"q": "zzzz", "side": "russian", "surprise": "x"}) for path in PATHS],
    *[(path, {**values, "scale": "log"}) for path, values in view_addresses() if path == "casualties"],
    ("casualties", {"side": "armenian"}),
    ("casualties", {"day": "1992-03-05"}),
    ("map", {"tab": "night", "hour": "1992-02-26T02:00"}),
    ("map", {"tab": "displaced", "year": "1993", "cat": "legal"}),
    ("map", {"names": "hy", "era": "today", "place": "garadaghly"}),
    ("explore", {"lens": "figures", "sel": "figures.kh-k-045"}),
    ("explore", {"lens": "screenings", "shown": "2015.2017"}),
    ("screenings", {"scale": "near", "period": "1992"}),
    ("screenings", {"sel": "places.london", "shown": "2016", "held": "confirmed", "by": "place"}),
    ("timeline", {"sel": "events.no-such-event"}),
    ("record", {"table": "events", "key": "no-such-event"}),
]


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("⟦Events⟧: ⟦%(count)s of ⟦events⟧⟧, 1992", True),
        ("A sentence that nobody marked", False),
        ("⟦Events⟧ and nobody marked this", False),
        ("⟦A label that was cu…", True),
    ],
)
def test_what_bypasses_translation_is_seen(data: str, text: str, passes: bool) -> None:
    assert _is_data(_unmarked(text), data) == passes


@pytest.mark.slow
@pytest.mark.parametrize(("path", "values"), ADDRESSES)
def test_nothing_that_a_page_says_bypasses_translation(
    marked: Records, data: str, path: str, values: dict[str, str]
) -> None:
    app = open_all(open_page(path, **values))
    assert not app.exception
    known = data + _plain(" ".join(values.values()))  # what the reader wrote
    bare = {text.strip() for text in _texts_of(app) if not _is_data(_unmarked(text), known)}
    assert marked
    assert bare == set()


@pytest.mark.parametrize("table", ["events", "figures", "places", "films", "screenings", "claims", "sources"])
def test_nothing_on_a_card_bypasses_translation(marked: Records, data: str, table: str) -> None:
    rows = list(marked.table(table))
    for row in rows[:: max(1, len(rows) // 4)]:
        app = open_page("record", table=table, key=row.id)
        bare = {text.strip() for text in _nodes(html_of(app)) if not _is_data(_unmarked(text), data)}
        assert bare == set(), row.id


def test_numbers_and_days_follow_the_locale_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(wording.LOCALES, "az", "az_AZ")
    assert wording.use_language("az") == "az"
    try:
        assert wording.locale() == "az_AZ"
        assert number_text(1324.5) == "1.324,5"
        assert day_text(date(1992, 2, 26)) == "26 fevral 1992"
    finally:
        wording.use_language("en")
    assert number_text(1324.5) == "1,324.5"


def test_an_unknown_language_is_english() -> None:
    assert wording.use_language("xx") == "en"
    assert wording.locale() == "en_GB"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["overview", "casualties", "screenings", "about"])
def test_dates_and_numbers_of_a_page_follow_the_locale(
    folder: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    own = load(folder)
    monkeypatch.setattr(store, "loaded", lambda: own)
    monkeypatch.setitem(wording.LOCALES, "en", "de_DE")
    app = open_all(open_page(path))
    assert not app.exception
    html = html_of(app)
    assert re.search(r"\d\.? (Januar|Februar|März|Mai|Juni|Juli|Oktober|November|Dezember) \d{4}", html)
    sentence = re.search(r"Showing .*?</p>", html)
    assert sentence is not None
    total = number_text(len(own.tables.sources))
    assert total in sentence[0]


def test_the_empty_sentence_stays_empty() -> None:
    assert wording._("") == ""
