"""Live reload: what changed in the folder is served in one step, and what is wrong is never seen."""

from __future__ import annotations

import csv
import gc
import json
import logging
import os
import shutil
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from answering import ask
from breaking import DataCopy
from visiting import PATHS, html_of, open_all, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.files.watching import ChangeWatch, glance
from evidence_site.records.load.loading import Records, load
from evidence_site.records.memory import Memory
from evidence_site.ui.screen.page import DRAW
from evidence_site.ui.server import ROUTES
from evidence_site.ui.state import store
from evidence_site.ui.state.reloading import Watcher
from evidence_site.ui.web.measures import REGISTRY
from evidence_site.viz.pages.parts import Title
from evidence_site.viz.pages.run import Run


@pytest.fixture
def served(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[DataCopy]:
    """A copy of the data that this process serves."""
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    # To make searches ready is a third of each reload; the slow tests hold that nothing of it stays behind.
    if not request.node.get_closest_marker("slow"):
        monkeypatch.setattr(store, "search_index_of", lambda _records: None)
    store.restart()
    assert store.served_state().halting == 0
    yield data_copy
    store.restart()


@pytest.fixture
def changes() -> list[str]:
    """The versions that the watcher announced."""
    return []


@pytest.fixture
def watcher(served: DataCopy, changes: list[str]) -> Watcher:
    """A watcher of that copy, whose looks the test takes itself."""
    assert store.loaded().site.folder == served.folder
    return Watcher(lambda: changes.append(version()))


def version() -> str:
    return store.served_state().records.version if store.served_state().records else ""  # type: ignore[union-attr]


def retitle(copy: DataCopy, title: str) -> str:
    """Give an event another title and return its id."""
    copy.change("events", 2, title=title)
    return copy.rows("events")[0]["id"]


def shown_title(key: str) -> str:
    return store.loaded().tables.events[key].title


def twice(watcher: Watcher) -> None:
    """Look as often as a change needs."""
    watcher.look()
    watcher.look()


# --- good changes


def test_a_changed_file_is_served_at_the_second_look_and_not_while_it_is_written(
    watcher: Watcher, served: DataCopy, changes: list[str]
) -> None:
    before = version()
    key = retitle(served, "A first title")
    watcher.look()
    assert version() == before
    retitle(served, "A second title")
    watcher.look()
    assert version() == before
    watcher.look()
    assert shown_title(key) == "A second title"
    assert changes == [version()] != [before]
    watcher.look()
    assert len(changes) == 1


def test_a_file_that_changes_while_it_is_read_is_read_again(
    watcher: Watcher, served: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = retitle(served, "A first title")
    watcher.look()

    def load_and_write(folder: Path) -> Records:
        found = load(folder)
        retitle(served, "A second title")
        return found

    before = shown_title(key)
    with monkeypatch.context() as writing:
        writing.setattr(store, "load", load_and_write)
        watcher.look()
    assert shown_title(key) == before
    twice(watcher)
    assert shown_title(key) == "A second title"


def test_a_file_of_the_same_size_and_date_is_noticed(watcher: Watcher, served: DataCopy) -> None:
    path = served.path("events")
    found = path.stat()
    title = served.rows("events")[0]["title"]
    key = retitle(served, title[::-1])
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert path.stat().st_size == found.st_size
    twice(watcher)
    assert shown_title(key) == title[::-1]


def test_a_file_that_was_only_touched_changes_nothing(
    watcher: Watcher, served: DataCopy, changes: list[str]
) -> None:
    before = store.loaded()
    os.utime(served.path("events"))
    (served.folder / ".~lock.events.csv#").write_text("somebody", encoding="utf-8")
    twice(watcher)
    assert store.loaded() is before
    assert changes == []


@pytest.mark.slow
@pytest.mark.parametrize("file", ["site.toml", "texts/en/overview.md", "geo/lakes.geojson"])
def test_settings_texts_and_maps_are_served_anew_too(watcher: Watcher, served: DataCopy, file: str) -> None:
    before = store.loaded()
    words = {"site.toml": ('name = "', 'name = "New '), "texts/en/overview.md": ("", "New. ")}
    old, new = words.get(file, ("Sevan", "Gokcha"))
    served.edit_text(file, lambda text: text.replace(old, new, 1))
    twice(watcher)
    assert store.loaded() is not before
    assert store.loaded().site != before.site
    if file.startswith("geo/"):
        answer = ask(ROUTES, f"/assets/{file}", {})
        assert "Gokcha" in answer.text
        assert answer.headers["etag"]


def test_a_link_to_another_folder_is_followed(
    served: DataCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "current"
    link.symlink_to(served.folder)
    monkeypatch.setenv("DATA_DIR", str(link))
    watcher = Watcher(lambda: None)
    other = DataCopy(Path(shutil.copytree(served.folder, tmp_path / "next")))
    key = retitle(other, "From the other folder")
    (tmp_path / "new").symlink_to(other.folder)
    (tmp_path / "new").rename(link)
    twice(watcher)
    assert shown_title(key) == "From the other folder"


# --- bad ones


def delete(copy: DataCopy) -> None:
    copy.path("places").unlink()


def halve(copy: DataCopy) -> None:
    content = copy.path("figures").read_bytes()
    copy.path("figures").write_bytes(content[: len(content) // 2])


def other_encoding(copy: DataCopy) -> None:
    text = copy.path("events").read_text(encoding="utf-8")
    copy.path("events").write_bytes(text.encode("utf-16"))


def rename_column(copy: DataCopy) -> None:
    copy.edit_line("events", 1, lambda line: line.replace("category", "kind"))


def ten_thousand_faults(copy: DataCopy) -> None:
    rows = copy.rows("citations")
    copy.write(
        "citations", [{**row, "source_id": f"nobody-{turn}"} for turn in range(7) for row in rows[:1500]]
    )


def no_settings(copy: DataCopy) -> None:
    (copy.folder / "site.toml").write_bytes(b"\xff\xfe\x00")


def no_description(copy: DataCopy) -> None:
    (copy.folder / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")


def no_folder(copy: DataCopy) -> None:
    for path in copy.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def swap_coordinates(copy: DataCopy) -> None:
    line = copy.line("places", lambda row: bool(row["lat"]) and float(row["lat"]) < float(row["lon"]))
    place = copy.rows("places")[line - 2]
    copy.change("places", line, lat=place["lon"], lon=place["lat"])


def empty_a_map_file(copy: DataCopy) -> None:
    sorted((copy.folder / "geo").glob("*.geojson"))[0].write_bytes(b"")


def break_a_lesson(copy: DataCopy) -> None:
    (copy.folder / "lessons" / "half.md").write_text("---\ntitle: Ha", encoding="utf-8")


WAYS = (
    delete,
    halve,
    other_encoding,
    rename_column,
    ten_thousand_faults,
    no_settings,
    no_description,
    no_folder,
    swap_coordinates,
    empty_a_map_file,
    break_a_lesson,
)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", WAYS, ids=lambda way: str(way.__name__))
def test_whatever_is_wrong_the_last_good_records_stay_and_maintainers_are_told(
    spoil: Callable[[DataCopy], None],
    watcher: Watcher,
    served: DataCopy,
    changes: list[str],
    caplog: pytest.LogCaptureFixture,
    folder: Path,
) -> None:
    good, before = store.loaded(), version()
    spoil(served)
    with caplog.at_level(logging.INFO):
        twice(watcher)
        twice(watcher)
    assert store.loaded() is good
    assert changes == [before], "the faults are announced once"
    answer = ask(ROUTES, "/api/health", {})
    told = json.loads(answer.text)
    assert answer.status == 200
    assert (told["ready"], told["data_version"]) == (True, before)
    assert told["faults"] == len(store.served_state().faults) > 0
    assert {str(fault) for fault in store.served_state().faults[: store.MOST_LOGGED]} <= set(caplog.messages)
    assert not any(fault.problem in answer.text for fault in store.served_state().faults), (
        "it may quote a cell"
    )
    assert REGISTRY.get_sample_value("site_data_faults") == store.served_state().halting
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(logged) == min(told["faults"], store.MOST_LOGGED) + (told["faults"] > store.MOST_LOGGED)
    assert ask(ROUTES, "/api/events.csv", {}).status == 200

    shutil.rmtree(served.folder)
    shutil.copytree(folder, served.folder)
    with caplog.at_level(logging.INFO):
        twice(watcher)
    assert store.loaded() is good, "the same data need no new records"
    assert json.loads(ask(ROUTES, "/api/health", {}).text)["faults"] == 0
    assert caplog.messages[-1] == f"records of version {before} are served"


def test_a_site_that_started_with_a_small_fault_follows_changes_that_bring_no_new_one(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap_coordinates(data_copy)
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    store.restart()
    watcher = Watcher(lambda: None)
    try:
        assert len(store.served_state().faults) == 1
        assert store.served_state().halting == 0
        key = retitle(data_copy, "Another title")
        twice(watcher)
        assert shown_title(key) == "Another title"
        break_a_lesson(data_copy)
        retitle(data_copy, "A third title")
        twice(watcher)
        assert shown_title(key) == "Another title"
        assert store.served_state().halting == 1
        (data_copy.folder / "lessons" / "half.md").unlink()
        twice(watcher)
        assert shown_title(key) == "A third title"
    finally:
        store.restart()


def test_an_unforeseen_failure_is_a_fault_and_no_end(
    watcher: Watcher,
    served: DataCopy,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_folder: Path) -> Records:
        raise ZeroDivisionError("unforeseen")

    good = store.loaded()
    retitle(served, "Another title")
    monkeypatch.setattr(store, "load", fail)
    twice(watcher)
    assert store.loaded() is good
    assert "the log says why" in str(store.served_state().faults[0])
    assert "unforeseen" in caplog.text


def test_a_folder_that_was_never_good_is_served_when_it_is_mended(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data_copy.change("events", 2, date="yesterday")
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    store.restart()
    watcher = Watcher(lambda: None)
    try:
        assert ask(ROUTES, "/api/health", {}).status == 503
        assert ask(ROUTES, "/assets/geo/lakes.geojson", {}).status == 503
        page = open_page("timeline")
        assert [title.value for title in page.title] == ["The data could not be loaded"]
        data_copy.change("events", 2, date=before["date"])
        twice(watcher)
        assert ask(ROUTES, "/api/health", {}).status == 200
        assert [title.value for title in page.run().title] == ["Timeline"]
    finally:
        store.restart()


# --- what readers see


def test_an_open_page_keeps_its_view_and_gets_the_new_records_at_its_next_run(
    watcher: Watcher, served: DataCopy
) -> None:
    key = served.rows("events")[0]["id"]
    page = open_page("timeline", sel=f"events.{key}", cat="military")
    retitle(served, "Another title")
    twice(watcher)
    page.run()
    assert not page.exception
    assert "Another title" in html_of(page)
    assert page.session_state["sel"] == f"events.{key}"
    assert page.session_state["cat"] == "military"


def test_one_run_uses_one_version_to_its_end(
    served: DataCopy, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is renewed while a page is drawn is shown by the run after."""
    key, first, draw_title = served.rows("events")[0]["id"], store.loaded(), DRAW[Title]

    def renewing(run: Run, part: Title) -> None:
        draw_title(run, part)
        retitle(served, "Another title")
        twice(watcher)

    with monkeypatch.context() as patched:
        patched.setitem(DRAW, Title, renewing)
        page = open_page("timeline", sel=f"events.{key}")
    assert not page.exception
    assert store.loaded() is not first
    assert "Another title" not in html_of(page)
    assert "Another title" in html_of(page.run())


def test_only_a_maintainer_sees_the_faults(
    watcher: Watcher, served: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.change("events", 2, date="<b>yesterday</b>")
    twice(watcher)
    assert "yesterday" not in html_of(open_page("timeline"))
    monkeypatch.setenv("MAINTAINER", "1")
    shown = html_of(open_page("timeline"))
    assert "1 fault in the data folder. This page shows the last good records" in shown
    assert "&lt;b&gt;yesterday" in shown
    ten_thousand_faults(served)
    twice(watcher)
    shown = html_of(open_page("timeline"))
    assert shown.count("citations.csv:") < 30
    assert "`make check` lists them all." in shown


def test_tables_cards_and_documents_follow_the_new_version(watcher: Watcher, served: DataCopy) -> None:
    key = served.rows("events")[0]["id"]
    routes = {
        "/api/events.csv": {},
        "/record": {"table": "events", "key": key},
        "/api/cite": {"table": "events", "key": key, "style": "apa"},
        "/api/selection.json": {},
    }
    before = {path: ask(ROUTES, path, values) for path, values in routes.items()}
    retitle(served, "Another title")
    twice(watcher)
    for path, values in routes.items():
        after = ask(ROUTES, path, values)
        assert after.status == before[path].status == 200, path
        assert after.headers["etag"] != before[path].headers["etag"], path
        assert "Another title" in after.text, path
    rows = csv.DictReader(ask(ROUTES, "/api/events.csv", {}).body.decode("utf-8-sig").splitlines())
    assert "Another title" in {row["title"] for row in rows}


@pytest.mark.slow
def test_records_no_longer_served_are_freed(
    watcher: Watcher, served: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store.loaded()
    turn = 0
    monkeypatch.setattr(store, "load", lambda _folder: replace(good, version=f"{turn:08}", memory=Memory()))
    page = open_page("timeline")
    old: list[weakref.ref[Records]] = []
    for turn in range(50):
        os.utime(served.path("events"), (turn, turn))
        twice(watcher)
        old.append(weakref.ref(store.loaded()))
        select(store.loaded(), Choice(query=f"word {turn}"))
        if turn < len(PATHS):  # every page once: what it remembers must not outlive its records
            open_all(open_page(PATHS[turn]))
            ask(ROUTES, f"/{PATHS[turn]}", {})
        elif turn > 45:
            page.run()
    assert version() == "00000049"
    gc.collect()
    alive = [turn for turn, found in enumerate(old) if found() is not None]
    assert alive == [49], "only what is served"


# --- looking


def test_a_glance_sees_files_at_any_depth_and_an_absent_folder_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.csv").write_text("x", encoding="utf-8")
    (tmp_path / "a" / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".hidden.csv").write_text("x", encoding="utf-8")
    assert [name for name, *_ in glance(tmp_path)] == ["a/b/c.csv"]
    assert glance(tmp_path / "nowhere") == frozenset()


def test_a_folder_is_ready_once_it_stands_still(tmp_path: Path) -> None:
    looks = [glance(tmp_path)]
    for turn in range(3):
        (tmp_path / "a.csv").write_text("x" * turn, encoding="utf-8")
        looks.append(glance(tmp_path))
    quiet = ChangeWatch(looks[0])
    assert [quiet.is_ready(look) for look in (looks[0], looks[1], looks[2], looks[2], looks[2])] == [
        False,
        False,
        False,
        True,
        True,
    ]
    quiet.was_read(looks[2])
    assert not quiet.is_ready(looks[2])
