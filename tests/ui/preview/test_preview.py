"""The preview of one session: what its browser hands over, what its pages show, and what stays apart."""

from __future__ import annotations

import base64
import csv
import gc
import io
import re
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import wait
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from answering import ask
from reading_labels import shown_words
from streamlit.testing.v1 import AppTest
from visiting import FRAME, PATHS, html_of, keys_of, open_all
from worst_inputs import worst_workbooks

from evidence_site.records.check.incoming import MOST_BYTES
from evidence_site.records.files.limited_process import call_in_process
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import Records
from evidence_site.records.read.table_files import read_text
from evidence_site.records.wording import DEFAULT
from evidence_site.ui.navigation import FOLDER
from evidence_site.ui.preview import checking, edit_section, preview
from evidence_site.ui.preview.preview import Preview
from evidence_site.ui.routes.data_routes import ROUTES
from evidence_site.ui.seams import exchange
from evidence_site.ui.state import store
from evidence_site.viz.pages.site import HOME, PAGES
from evidence_site.viz.review.candidate import candidate
from evidence_site.viz.review.candidate_report import Question, Report, report_of
from evidence_site.viz.review.candidate_tables import (
    MOST_SHOWN,
    change_tables,
    changes_csv,
    chart_change_list,
    fault_tables,
    faults_csv,
)

CHANGED = "Made up for this preview"


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    monkeypatch.setattr(store, "loaded", lambda: records)
    return records


@pytest.fixture(autouse=True)
def checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check in this process, which is quicker to start; what the other one does is tested by itself."""
    monkeypatch.setattr(checking, "call_in_process", lambda _limits, report, *arguments: report(*arguments))
    monkeypatch.setattr(checking, "_held", weakref.WeakSet())
    monkeypatch.setattr(checking, "_spent", deque())
    monkeypatch.setattr(exchange, "_on_their_way", weakref.WeakSet())


def told(folder: Path, records: Records, files: Mapping[str, bytes], **said: Any) -> Report:
    """What a session learns of some tables."""
    titles = {page.path: page.title for page in PAGES}
    return report_of(files, Question(records, folder, DEFAULT, titles), **said)


def with_title(folder: Path, records: Records, title: str = CHANGED) -> dict[str, bytes]:
    """The events with another title for the main one."""
    rows = list(csv.DictReader((folder / "events.csv").open(encoding="utf-8", newline="")))
    row = next(row for row in rows if row["id"] == records.site.main_event)
    row["title"] = title
    return {"events.csv": edit_section.written(rows, records.package.tables["events"])}


@cache
def _good(folder: Path, records: Records) -> Report:
    return told(folder, records, with_title(folder, records))


@pytest.fixture
def good(folder: Path, records: Records) -> Report:
    return _good(folder, records)


def visit(path: str, held: Preview | None, **parameters: str) -> AppTest:
    """Return a page of a session that has handed in something."""
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    if path != HOME.path:
        app.switch_page(str(FOLDER / f"{path}.py"))
    for name, value in parameters.items():
        app.query_params[name] = value
    if held:
        app.session_state["preview"] = held
    return app.run()


# --- pages -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_page_shows_the_candidate_with_a_banner_and_nothing_to_hand_on(good: Report, path: str) -> None:
    event = store.loaded().site.main_event
    where = {"table": "events", "key": event} if path == "record" else {"sel": f"events.{event}"}
    app = open_all(visit(path, Preview(good, is_on=True), **where))
    assert not app.exception
    said = html_of(app)
    assert "Preview: unpublished data (events.csv)." in said
    assert "preview-leave" in keys_of(app)
    assert "api/cite" not in said
    assert ".csv?" not in said
    assert 'href="./api/selection' not in said
    if path in ("record", "timeline"):
        assert CHANGED in said


def test_another_session_and_the_routes_know_nothing_of_it(good: Report, records: Records) -> None:
    event = records.site.main_event
    visit("record", Preview(good, is_on=True), table="events", key=event)
    other = visit("record", None, table="events", key=event)
    assert CHANGED not in html_of(other)
    assert "Preview:" not in html_of(other)
    answer = ask(ROUTES, "/api/events.csv", {"id": event})
    assert answer.status == 200
    assert CHANGED not in answer.text


def test_files_that_are_only_checked_change_no_page(good: Report, records: Records) -> None:
    app = visit("record", Preview(good), table="events", key=records.site.main_event)
    assert CHANGED not in html_of(app)
    assert "Preview:" not in html_of(app)


def test_leaving_brings_the_published_data_back(good: Report, records: Records) -> None:
    app = visit("record", Preview(good, is_on=True), table="events", key=records.site.main_event)
    app.button(key="preview-leave").click().run()
    assert CHANGED not in html_of(app)
    assert "preview-leave" not in keys_of(app)
    assert "is forgetting the files" in html_of(app)


def test_a_page_waits_for_files_that_its_browser_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "was_kept", lambda: True)
    app = visit("casualties", None)
    assert "handing over the files" in html_of(app)
    assert [title.value for title in app.title] == []
    app.button(key="preview-give-up").click().run()
    assert [title.value for title in app.title] == ["Casualties"]
    assert "Your browser did not hand the files over." in html_of(app)


def test_a_preview_that_cannot_be_opened_says_so_beside_the_published_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview, "was_kept", lambda: True)
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    app.session_state["preview-asked"] = "answered"
    app.session_state["preview-refused"] = "Too many."
    assert "these are the published data. Too many." in html_of(app.run())


def test_the_page_of_the_data_tells_the_difference_and_opens_all_pages(
    folder: Path, records: Records
) -> None:
    by_header = {"mine.csv": "events.csv"}
    made = told(folder, records, with_title(folder, records), left_out=("site.toml",), by_header=by_header)
    app = visit("data", Preview(made))
    said = html_of(app)
    assert "mine.csv is named like no table; by its first row it was taken for events.csv." in said
    assert "events.csv: 1 cell changed in 1 row" in said
    assert f"<ins>{CHANGED}</ins>" in said
    assert f"<del>{records.tables.events[records.site.main_event].title}</del>" in said
    assert re.search(r"<strong>Map, All events</strong>: 1 mark changed", said)
    assert "Not looked at, because it is no table: site.toml." in said
    app.button(key="preview-open").click().run()
    assert "Preview: unpublished data" in html_of(app)


def test_the_page_of_the_data_tells_every_fault(folder: Path, records: Records) -> None:
    broken = told(folder, records, with_title(folder, records, "<script>alert(1)</script>"))
    app = visit("data", Preview(broken, is_on=True))
    said = html_of(app)
    assert "1 fault" in [heading.value for heading in app.subheader]
    assert "contains HTML." in said
    assert "<script>" not in said
    assert "Preview:" not in said
    assert "preview-open" not in keys_of(app)


def test_what_is_safe_is_told_and_mended_at_a_click(folder: Path, records: Records) -> None:
    schema = records.package.tables["films"]
    rows = [cells for _line, cells in read_text(Files(folder), schema)[0].lines]
    untidy = edit_section.written([{**row, "id": f" {row['id']}"} for row in rows], schema)
    made = told(folder, records, {"films.csv": untidy})
    assert made.fault_count
    app = visit("data", Preview(made))
    assert "mended without touching a fact" in html_of(app)
    app.button(key="preview-mend").click().run()
    held = app.session_state["preview"]
    assert held.report.fault_count == 0
    assert held.report.files == {"films.csv": (folder / "films.csv").read_bytes()}
    assert "preview-mend" not in keys_of(app)


@pytest.mark.slow
def test_nothing_of_a_candidate_outlives_its_session(folder: Path, records: Records) -> None:
    held = Preview(told(folder, records, with_title(folder, records)), is_on=True)
    assert held.records
    gone = weakref.ref(held.records)
    for path in ("timeline", "casualties", "explore", "data"):
        app = open_all(visit(path, held, q=CHANGED, sel=f"events.{records.site.main_event}"))
        assert not app.exception
        del app
    del held
    visit("data", None)  # Streamlit holds what the last page of a process named until it draws another
    gc.collect()
    assert gone() is None


# --- what a browser hands over ---------------------------------------------------------------------------


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A session without a page."""
    state: dict[str, Any] = {}
    for module in (exchange, preview, edit_section):
        monkeypatch.setattr(module.st, "session_state", state)
    return state


def nested(depth: int) -> list[Any]:
    found: list[Any] = []
    for _level in range(depth):
        found = [found]
    return found


def hand(parts: Iterable[Any]) -> None:
    """Hand parts over and wait until the files were checked."""
    for part in parts:
        preview.listen("part", part)
    check = preview.st.session_state.get("preview-check")
    if check:
        wait([check.report])
    preview.settle()


def messages(
    files: Mapping[str, bytes],
    purpose: str = "drop",
    *,
    on: bool = False,
    size: int = 50_000,
    identity: str = "a",
) -> list[Any]:
    text = base64.b64encode(b"".join(files.values())).decode()
    parts = [text[start : start + size] for start in range(0, len(text), size)] or [""]
    sizes = [{"name": name, "size": len(content)} for name, content in files.items()]
    return [
        {
            "id": identity,
            "purpose": purpose,
            "on": on,
            "files": sizes,
            "at": at,
            "of": len(parts),
            "part": part,
        }
        for at, part in enumerate(parts)
    ]


@pytest.mark.usefixtures("session")
def test_files_come_in_parts_and_are_asked_for_one_by_one(folder: Path, records: Records) -> None:
    parts = messages(with_title(folder, records), size=30_000)
    assert len(parts) > 2
    for part in parts[:-1]:
        preview.listen("part", part)
        assert exchange.next_part() == {"id": "a", "at": part["at"] + 1}
        assert preview.now() is None
    hand([parts[-2], parts[0], parts[-1]])  # a part that came already changes nothing
    held = preview.now()
    assert held
    assert held.can_be_shown
    assert not held.is_on


def test_one_upload_is_one_check_and_the_browser_is_told_at_once(
    session: dict[str, Any], folder: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = [], threading.Event()

    def slowly(_limits: object, report: Any, *arguments: Any) -> Report:
        begun.append(report)
        may_end.wait()
        return report(*arguments)

    monkeypatch.setattr(checking, "call_in_process", slowly)
    parts = messages(with_title(folder, records), size=100_000)
    for part in parts:
        preview.listen("part", part)
    assert preview.is_checking()  # and yet:
    assert exchange.next_part() is None
    assert exchange.transfers() == 1
    check = session["preview-check"]
    for again in [parts[-1], *parts, parts[-1]]:
        preview.listen("part", again)
    assert session["preview-check"] is check
    assert not preview.settle()
    may_end.set()
    hand([parts[-1]])
    assert preview.now()
    hand(parts)
    assert len(begun) == exchange.transfers() == 1


def test_what_the_browser_kept_comes_back_as_it_was_shown(
    session: dict[str, Any], folder: Path, records: Records
) -> None:
    hand(messages(with_title(folder, records), "kept", on=True))
    held = preview.now()
    assert held
    assert held.is_on
    assert session["preview-asked"] == "answered"
    preview.listen("kept", {"version": held.report.version, "on": True})
    assert held.kept == held.state


@pytest.mark.slow
def test_a_preview_is_left_when_the_browser_says_so_and_does_not_come_back(
    session: dict[str, Any], folder: Path, records: Records
) -> None:
    hand(messages(with_title(folder, records), "kept", on=True))
    preview.leave()
    preview.listen("forgotten", {"order": "of another visit"})
    assert preview.is_leaving()
    preview.listen("forgotten", {"order": session["preview-left"]})
    assert not preview.is_leaving()
    hand(messages(with_title(folder, records), "kept", on=True, identity="late"))
    assert preview.now() is None
    hand(messages(with_title(folder, records), identity="again"))
    assert preview.now() is not None


def test_a_preview_that_is_left_while_it_is_checked_does_not_come_back(
    session: dict[str, Any], folder: Path, records: Records
) -> None:
    for part in messages(with_title(folder, records), "kept", on=True):
        preview.listen("part", part)
    check = session["preview-check"]
    preview.leave()
    wait([check.report])
    assert not preview.settle()
    assert preview.now() is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda part: part.pop("files"),
        lambda part: part.update(files=[{"name": "events.csv", "size": -1}]),
        lambda part: part.update(files=[{"name": "events.csv", "size": 4}]),
        lambda part: part.update(files="events.csv"),
        lambda part: part.update(part="%%%"),
        lambda part: part.update(part=None),
        lambda part: part.update(of=2, part="A" * (MOST_BYTES * 4 // 3 + 5)),
        lambda part: part.update(of="x"),
        lambda part: part.update(of=float("inf")),
        lambda part: part.update(of=0),
        lambda part: part.update(of=10**4000),
        lambda part: part.update(files=[{"name": "events.csv", "size": float("inf")}]),
        lambda part: part.update(files=[{"name": "events.csv", "size": 10**4000}]),
        lambda part: part.update(files=[[]]),
        lambda part: part.update(files=[{"name": "events.csv", "size": MOST_BYTES + 1}]),
    ],
)
@pytest.mark.usefixtures("session")
def test_a_damaged_transfer_ends_and_leaves_nothing(damage: Any) -> None:
    (part,) = messages({"events.csv": b"id\n"})
    damage(part)
    preview.listen("part", part)
    assert preview.now() is None
    assert exchange.next_part() is None


@pytest.mark.parametrize("name", ["id", "at", "of", "purpose", "on", "files", "part", "version", "order"])
def test_whatever_a_component_says_is_borne(session: dict[str, Any], name: str) -> None:
    (part,) = messages({"events.csv": b"id\n"})
    session["preview"] = Preview(SimpleNamespace(version="a"))  # type: ignore[arg-type]
    for said in (float("inf"), [], {}, nested(900), [nested(900)], 10**4000, None, "x" * 900_000):
        for kind in exchange.KINDS:
            session["key"] = {kind: {**part, name: said}}
            exchange._hear("key", kind, preview.listen)
    hand([])


@pytest.mark.usefixtures("session")
def test_a_transfer_of_which_nothing_comes_any_more_ends_and_its_memory_comes_back(
    folder: Path, records: Records
) -> None:
    first, second, *_rest = messages(with_title(folder, records), size=30_000)
    preview.listen("part", first)
    (receiving,) = exchange._on_their_way
    exchange.give_up_silent(receiving.came + exchange.SILENT_SECONDS)
    assert receiving.parts
    exchange.give_up_silent(receiving.came + exchange.SILENT_SECONDS + 1)
    assert not receiving.parts
    assert not exchange._on_their_way
    preview.listen("part", second)
    assert "Nothing came for a minute" in preview.refusal()
    assert exchange.transfers() == 1
    hand(messages(with_title(folder, records), identity="again"))
    assert preview.now()


def test_what_is_on_its_way_is_bounded_for_all_sessions_together(
    monkeypatch: pytest.MonkeyPatch, folder: Path, records: Records
) -> None:
    files = {"events.csv": b"x" * 3_000_000}
    begun = []
    for _session in range(20):
        state: dict[str, Any] = {}
        monkeypatch.setattr(exchange.st, "session_state", state)
        preview.listen("part", messages(files, size=1_000_000)[0])
        begun.append(state)
    under_way = [state for state in begun if not state.get("preview-refused")]
    assert len(under_way) == exchange.MOST_LETTERS // 4_000_000
    assert "Many files are being handed over" in begun[-1]["preview-refused"]
    under_way[0].clear()  # a session that ends gives its room to another
    monkeypatch.setattr(exchange.st, "session_state", begun[-1])
    hand(messages(with_title(folder, records), identity="again"))
    assert preview.now()


@pytest.mark.slow
@pytest.mark.usefixtures("session")
def test_a_check_that_takes_too_much_is_ended_with_a_sentence_and_the_next_is_made(
    folder: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own; the first file has a million empty rows, which are read for seconds."""
    monkeypatch.setattr(checking, "call_in_process", call_in_process)
    slow = worst_workbooks()["slow.xlsx"]
    for limits, words in (
        (replace(checking.LIMITS, seconds=1), "takes longer than this site allows"),
        (replace(checking.LIMITS, answer=1_000), "more to tell of these files than a page can show"),
    ):
        monkeypatch.setattr(checking, "LIMITS", limits)
        files = {"data.xlsx": slow} if "longer" in words else with_title(folder, records)
        hand(messages(files, size=10**7, identity=words))
        assert words in preview.refusal()
        assert preview.now() is None
    monkeypatch.setattr(checking, "LIMITS", replace(checking.LIMITS, answer=48_000_000, seconds=60))
    monkeypatch.setattr(checking, "_spent", deque())
    hand(messages(with_title(folder, records), identity="again"))
    held = preview.now()
    assert held
    assert held.records
    assert held.records.tables.events[records.site.main_event].title == CHANGED
    assert held.records.is_preview


def test_a_site_that_takes_no_files_says_how_to_check_without_it(
    session: dict[str, Any], folder: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREVIEW", "0")
    hand(messages(with_title(folder, records)))
    assert "preview-check" not in session
    assert preview.now() is None
    monkeypatch.undo()
    monkeypatch.setenv("PREVIEW", "0")
    app = visit("data", None)
    assert "This site takes no files for a check." in html_of(app)
    assert "make check" in html_of(app)


@pytest.mark.usefixtures("session")
def test_a_refused_file_says_why_and_leaves_what_was_held(folder: Path, records: Records) -> None:
    hand(messages(with_title(folder, records)))
    hand(messages({"events.exe": b"MZ"}, identity="b"))
    assert preview.refusal() == "events.exe is no CSV, zip or xlsx file."
    assert preview.now() is not None


@pytest.mark.slow
@pytest.mark.usefixtures("session")
def test_a_full_house_and_a_busy_one_refuse_with_a_sentence(
    folder: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    identities = iter("abcdefg")

    def refusal() -> str:
        hand(messages(with_title(folder, records), size=10**7, identity=next(identities)))
        return preview.refusal()

    for module, bound, least, words in (
        (preview, "MOST_PREVIEWS", 0, "Many previews are open"),
        (checking, "MOST_HELD", 0, "Many previews are open"),
        (checking, "MOST_WAITING", 0, "Other files are being checked just now"),
        (checking, "MOST_SECONDS_A_MINUTE", 0.0, "Other files are being checked just now"),
        (exchange, "MOST_LETTERS", 0, "Many files are being handed over"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, bound, least)
            assert words in refusal()
            assert preview.now() is None
    assert refusal() == ""
    assert preview.now() is not None


@pytest.mark.usefixtures("session")
def test_untidy_files_are_held_in_canonical_form_when_they_are_sound(folder: Path) -> None:
    lines = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    preview.hold({"events.csv": "\r\n".join([lines[0], *reversed(lines[1:])]).encode()})
    held = preview.now()
    assert held
    assert held.report.files == {"events.csv": (folder / "events.csv").read_bytes()}


# --- the grid --------------------------------------------------------------------------------------------


def test_what_is_done_in_the_grid_is_done_to_the_rows_it_shows(records: Records) -> None:
    schema = records.package.tables["glossary"]
    rows = [{"id": name, "term": name.upper()} for name in "abcd"]
    changes = {
        "edited_rows": {"0": {"term": " New  term ", "nonsense": 1}, 1: {"term": None}},
        "deleted_rows": [1],
        "added_rows": [{"id": "e", "term": 12.0}, {}],
    }
    found = edit_section.edited_rows(rows, [2, 3], changes, schema)
    assert [(row["id"], row["term"]) for row in found] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "New term"),
        ("e", "12"),
    ]
    assert set(found[-1]) == set(schema.by_name)


@pytest.mark.slow
def test_every_change_in_the_grid_is_checked_and_can_be_undone(
    session: dict[str, Any], folder: Path, records: Records
) -> None:
    schema = records.package.tables["figures"]
    opened = edit_section._opened(schema, "")
    assert opened
    assert len(opened.shown) == edit_section.MOST_ROWS
    text, _faults = read_text(Files(folder), schema)
    at = next(
        position for position, (_line, cells) in enumerate(text.lines[:50]) if cells["qualifier"] == "exact"
    )
    for number, is_sound in (("12", True), (None, False), ("13", True)):
        session[opened.key] = {"edited_rows": {at: {"best": number}}, "added_rows": [], "deleted_rows": []}
        edit_section._changed(schema)
        held = preview.now()
        assert held
        assert held.report.is_sound == is_sound
        assert edit_section._opened(schema, "").key == opened.key  # the grid keeps its place
    (cell,) = csv.DictReader(io.StringIO(held.report.changes_csv.text.removeprefix("\ufeff")))
    assert (cell["id"], cell["column"], cell["new"]) == (text.lines[at][1]["id"], "best", "13")


def test_a_large_table_is_not_opened_in_the_grid(good: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_section, "_opened", lambda *_given: pytest.fail("it was read"))
    monkeypatch.setattr(edit_section, "LARGEST_TABLE", len(good.files["events.csv"]) - 1)
    app = AppTest.from_function(_grid_of_events, default_timeout=120)
    app.session_state["preview"] = Preview(good)
    app.run()
    assert not app.exception
    assert "too large to be edited here" in html_of(app)


def _grid_of_events() -> None:
    from evidence_site.ui.preview import edit_section
    from evidence_site.ui.state import store

    package = store.loaded().package
    edit_section._grid(package, package.tables["events"], "")


@pytest.mark.parametrize("table", ["figures", "events", "places", "population", "sources"])
def test_each_column_is_edited_as_what_it_is(records: Records, folder: Path, table: str) -> None:
    schema = records.package.tables[table]
    rows = [cells for _line, cells in read_text(Files(folder), schema)[0].lines]
    for column in schema.fields:
        made = edit_section._column(schema, column, records.package, rows)
        kind = made["type_config"]["type"]
        assert column.description in shown_words(made["help"])
        if column.type == "boolean" or (column.code_list and not column.separator):
            assert kind == "selectbox"
        else:
            assert kind == ("number" if column.type in ("number", "integer") else "text")
    column = next(column for column in schema.fields if column.type in ("number", "integer", "string"))
    faulty = [{**rows[0], column.name: "about 40"}]
    assert edit_section._column(schema, column, records.package, faulty)["type_config"]["type"] == "text"


# --- tables ----------------------------------------------------------------------------------------------


def test_faults_of_one_kind_share_a_line_and_the_file_holds_each(folder: Path, records: Records) -> None:
    rows = list(csv.DictReader((folder / "events.csv").open(encoding="utf-8", newline="")))
    for row in rows:
        row["category"] = "militery"
    rows[0]["title"] = "=1+1"
    made = candidate(
        folder, {"events.csv": edit_section.written(rows, records.package.tables["events"])}, records.package
    )
    shown = fault_tables(made.faults)
    assert shown.count("militery") == 1
    assert "2, 3, 4, 5, 6, 7, 8, 9 and" in shown
    listed = list(csv.DictReader(io.StringIO(faults_csv(made.faults).text.removeprefix("\ufeff"))))
    assert len(listed) == len(made.faults) > len(rows)
    assert {row["file"] for row in listed} == {"events.csv"}


def test_long_differences_are_cut_and_the_file_holds_all(folder: Path, records: Records) -> None:
    rows = list(csv.DictReader((folder / "citations.csv").open(encoding="utf-8", newline="")))
    for row in rows:
        row["note"] = "=cmd"
    made = candidate(
        folder,
        {"citations.csv": edit_section.written(rows, records.package.tables["citations"])},
        records.package,
    )
    assert change_tables(made.changes).count("<ins>") == MOST_SHOWN
    assert changes_csv(made.changes).text.count("'=cmd") == len(rows)
    assert chart_change_list([], {}) == "<p>No chart and no map changes.</p>"
