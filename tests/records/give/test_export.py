"""What is taken away: exactly the rows of the view, safe in a spreadsheet, from routes without state."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from breaking import DataCopy
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.choose.selection import select
from evidence_site.records.give.export import cell_text, chosen_rows, csv_text, narrowed, safe_cell
from evidence_site.records.load.loading import Records
from evidence_site.ui.routes.data_routes import ROUTES
from evidence_site.ui.state import store

pytestmark = pytest.mark.every_folder

FORMULAS = ("=1+1", "+1 555", "-abc", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "-1+1", "--1")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_take_for_a_formula_is_escaped(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-71.5", "46.79", "+5", "-0", "1992-02-26", "613", "", "a=b", "’=1"])
def test_numbers_dates_and_plain_words_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(10**9), 10**9))
def test_a_number_comes_back_as_it_was(number: float) -> None:
    assert float(safe_cell(cell_text(number))) == number


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    written = safe_cell(text)
    if written.startswith(("=", "+", "-", "@", "\t", "\r")):
        float(written)


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("table", ["places", "conflict_events"])
def test_coordinates_keep_their_decimals(records: Records, table: str) -> None:
    rows = list(records.table(table))
    written = _read(csv_text(records, table, rows))
    for row, cells in zip(rows, written, strict=True):
        for column in ("lat", "lon"):
            value = getattr(row, column)
            assert cells[column] == ("" if value is None else cells[column])
            assert value is None or float(cells[column]) == value


def _tables(records: Records) -> Iterator[str]:
    yield from records.package.tables


def test_every_table_round_trips_through_its_export(records: Records) -> None:
    for table in _tables(records):
        rows = list(records.table(table))
        written = _read(csv_text(records, table, rows))
        assert len(written) == len(rows)
        columns = [column.name for column in records.package.tables[table].fields]
        for row, cells in zip(rows, written, strict=True):
            assert [cells[name] for name in columns] == [
                safe_cell(cell_text(getattr(row, name))) for name in columns
            ]


def test_identified_rows_carry_their_sources_and_addresses(records: Records) -> None:
    rows = list(records.tables.figures)
    for row, cells in zip(rows, _read(csv_text(records, "figures", rows)), strict=True):
        sources = records.links.sources_of["figures", row.id]
        assert cells["sources"].count("; ") >= len(sources) - 1
        assert all(source.url in cells["source_addresses"] for source in sources if source.url)


def test_an_empty_selection_still_has_a_header(records: Records) -> None:
    header = csv_text(records, "events", []).strip().split(",")
    assert header[:2] == ["id", "date"]


@pytest.mark.parametrize("table", FILTERED)
@pytest.mark.parametrize(
    "values",
    [{}, {"cat": "legal"}, {"side": "armenian"}, {"period": "1992", "q": "february"}, {"country": "US"}],
)
def test_chosen_rows_are_the_rows_of_the_page(records: Records, table: str, values: dict[str, str]) -> None:
    choice, _ = read_choice(records, values)
    ids = select(records, choice).ids[table]
    rows = chosen_rows(records, table, choice, {})
    assert [row.id for row in rows] == [row.id for row in records.table(table) if row.id in ids]


def test_columns_narrow_and_several_values_widen(records: Records) -> None:
    figures = list(records.tables.figures)
    both = narrowed(figures, {"basis": "bodies.claim", "measure": "killed"})
    assert both == [row for row in figures if row.basis in ("bodies", "claim") and row.measure == "killed"]
    assert narrowed(figures, {"basis": ""}) == [row for row in figures if row.basis is None]
    assert narrowed(figures, {"basis": "martian"}) == []


# --- web routes --------------------------------------------------------------------------------------


def get(path: str, **parameters: str) -> SimpleNamespace:
    """Ask the routes as a browser would, without a server and without the network."""
    sent: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode(), "query_string": urlencode(parameters).encode("ascii"), "headers": [],
        "server": ("localhost", 80), "client": ("localhost", 1), "root_path": "",
    }  # fmt: skip
    asyncio.run(Starlette(routes=ROUTES)(scope, receive, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return SimpleNamespace(status=sent[0]["status"], headers=headers, body=body, text=body.decode())


@pytest.fixture
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> Records:
    """The records as what the process serves."""
    monkeypatch.setattr(store, "loaded", lambda: records)
    return records


def test_health_answers_with_the_data_version(served: Records) -> None:
    answer = get("/api/health")
    assert answer.status == 200
    told = {
        "status": "ok",
        "ready": True,
        "data_version": served.version,
        "faults": 0,
    }
    assert json.loads(answer.text) == told


def test_health_answers_503_with_the_number_of_faults(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.path("glossary").unlink()
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    store.restart()
    try:
        health, rows = get("/api/health"), get("/api/events.csv")
    finally:
        store.restart()
    assert health.status == 503
    assert json.loads(health.text)["faults"] == 2
    assert rows.status == 503
    assert sorted(caplog.messages)[0].startswith('events.csv:2 "date" "yesterday" is not a date')
    assert len([message for message in caplog.messages if ".csv" in message]) == 2


def test_a_table_comes_as_a_file_that_excel_reads_as_utf_8(served: Records) -> None:
    answer = get("/api/places.csv")
    assert answer.status == 200
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="places-{served.version}.csv"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(_read(answer.text.removeprefix("\ufeff"))) == len(served.tables.places)


def test_every_table_of_the_package_can_be_taken(served: Records) -> None:
    for table in _tables(served):
        answer = get(f"/api/{table}.csv")
        assert answer.status == 200
        assert len(_read(answer.text)) == len(served.table(table)), table


@pytest.mark.shipped_folder
def test_filters_and_columns_of_the_address_narrow_the_file(served: Records) -> None:
    answer = get("/api/figures.csv", side="independent", measure="killed", basis="bodies.names")
    rows = [
        row.id
        for row in served.tables.figures
        if row.perspective == "independent" and row.measure == "killed" and row.basis in ("bodies", "names")
    ]
    assert rows
    assert [cells["id"] for cells in _read(answer.text.removeprefix("\ufeff"))] == rows


@pytest.mark.parametrize("name", ["figuers", "event"])
def test_an_unknown_table_is_404_and_the_nearest_is_named(served: Records, name: str) -> None:
    answer = get(f"/api/{name}.csv")
    assert answer.status == 404
    assert name in answer.text
    assert "Did you mean" in answer.text
    assert served


def test_an_unknown_column_is_400_and_the_nearest_is_named(served: Records) -> None:
    answer = get("/api/figures.csv", mesure="killed")
    assert answer.status == 400
    assert 'Did you mean "measure"?' in answer.text
    assert served


@pytest.mark.parametrize("values", [{"cat": "martian"}, {"period": "soon"}, {"q": "x" * 1000}])
def test_a_filter_value_that_means_nothing_is_400(served: Records, values: dict[str, str]) -> None:
    answer = get("/api/events.csv", **values)
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text) < 400
    assert served


@given(
    name=st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=20),
    values=st.dictionaries(
        st.sampled_from(["cat", "side", "q", "period", "id", "date", "x"]), st.text(max_size=30)
    ),
)
def test_no_address_of_a_file_fails(records: Records, name: str, values: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "loaded", lambda: records)
        assert get(f"/api/{name}.csv", **values).status in (200, 400, 404)
        assert get("/api/events.csv", **values).status in (200, 400)


def test_a_refusal_is_plain_text_so_that_markup_in_an_address_stays_text(served: Records) -> None:
    answer = get("/api/<img src=x onerror=alert(1)>.csv")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert served


def test_drafts_are_not_given_out(served: Records) -> None:
    statuses = {cells["status"] for cells in _read(get("/api/events.csv").text)}
    assert statuses == {"published"}
    assert served
