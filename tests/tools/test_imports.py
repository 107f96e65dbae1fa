"""Imports of official files: what is taken, what refuses a file, what is told. All rows are invented."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records
from evidence_site.records.settings.settings_check import IMPORT_SETTINGS
from tools.imports.__main__ import main
from tools.imports.ged import LAYOUT, OUT_OF_ORDER, VIOLENCE, import_ged, release_of
from tools.imports.layout import ImportRefusedError
from tools.imports.review import Import, Review, review_of, review_text
from tools.imports.spelling import says_the_same
from tools.imports.unhcr import import_unhcr

Row = dict[str, str]

GED: dict[str, Any] = {
    "table": "conflict_events",
    "until": date(1994, 12, 31),
    "countries": [7],
    "conflicts": [900],
    "where_precision": [1, 2],
    "watched": ["11", "99"],
    "watched_note": "One event coded twice.",
    "releases": {"25.1": {"source_id": "ged-25"}},
    "source": {"type": "dataset"},
    "totals": [{"release": "25.1", "conflict": 900, "events": 2, "best": 7, "low": 7, "high": 9}],
}
EVENT: Row = {
    **dict.fromkeys(sorted([name for names in LAYOUT.needed.values() for name in names]), ""),
    "id": "11", "type_of_violence": "3", "conflict_new_id": "900", "conflict_name": "A - B", "side_a": "A",
    "side_b": "B", "where_prec": "1", "latitude": "1.50", "longitude": "2.5", "country": "Land",
    "country_id": "7", "event_clarity": "1", "date_prec": "1", "date_start": "1992-01-05 00:00:00.000",
    "date_end": "1992-01-05 00:00:00.000", "deaths_a": "1", "deaths_b": "0", "deaths_civilians": "4",
    "deaths_unknown": "0", "best": "5", "low": "5", "high": "7",
}  # fmt: skip
OTHER = EVENT | {
    "id": "12",
    "deaths_civilians": "1",
    "best": "2",
    "low": "2",
    "high": "2",
    "date_end": "1992-01-09",
}
LATER = EVENT | {"id": "13", "conflict_new_id": "1", "date_start": "2001-01-01", "date_end": "2001-01-01"}


def written(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def ged(tmp_path: Path) -> Callable[..., Import]:
    def imported(*rows: Row, present: Sequence[Row] = (), **settings: Any) -> Import:
        file = written(tmp_path / "GEDEvent_v25_1.csv", rows)
        return import_ged(file, GED | settings, present)

    return imported


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ImportRefusedError) as refusal:
        call()
    return str(refusal.value)


# --- GED


def test_rows_of_the_region_and_its_time_are_taken_under_their_release(ged: Callable[..., Import]) -> None:
    imported = ged(EVENT, OTHER, LATER)
    assert [row["id"] for row in imported.rows] == ["11", "12"]
    first, second = imported.rows
    assert first["date"] == "1992-01-05"
    assert second["date"] == "1992-01-05/1992-01-09", "an event of several days is not put on its first"
    assert (first["lat"], first["lon"]) == ("1.5", "2.5")
    assert (first["violence"], first["low"], first["best"], first["high"]) == ("one-sided", "5", "5", "7")
    assert {row["release"] for row in imported.rows} == {"25.1"}
    assert {row["source_id"] for row in imported.rows} == {imported.source["id"]} == {"ged-25"}
    assert imported.refusals == []
    assert "Rows read: 3, taken: 2." in imported.facts


def test_a_row_is_taken_for_its_country_or_for_its_conflict(ged: Callable[..., Import]) -> None:
    elsewhere = EVENT | {"id": "21", "country_id": "365"}
    neighbour = EVENT | {"id": "22", "conflict_new_id": "1"}
    neither = EVENT | {"id": "23", "country_id": "365", "conflict_new_id": "1"}
    assert [row["id"] for row in ged(elsewhere, neighbour, neither).rows] == ["21", "22"]


def test_vague_places_are_counted_and_not_taken_but_stand_in_the_totals(ged: Callable[..., Import]) -> None:
    imported = ged(EVENT, OTHER | {"where_prec": "6"})
    assert [row["id"] for row in imported.rows] == ["11"]
    assert any(fact.endswith(": 1 at precision 6.") for fact in imported.facts)
    assert imported.refusals == []


def test_other_totals_than_those_of_the_release_refuse_the_file(ged: Callable[..., Import]) -> None:
    (reason,) = ged(EVENT).refusals
    assert reason == (
        "Conflict 900 should have 2 events, best 7, low 7, high 9; "
        "the file has 1 events, best 5, low 5, high 7."
    )
    about = [total | {"about": True} for total in GED["totals"]]
    imported = ged(EVENT, totals=about)
    assert imported.refusals == []
    assert reason in imported.facts


def test_totals_of_an_unknown_release_are_told_to_be_compared_by_hand(tmp_path: Path) -> None:
    imported = import_ged(written(tmp_path / "a.csv", [EVENT]), GED, [], release="31.1")
    assert "No totals of release 31.1 are known; compare these by hand." in imported.facts
    assert imported.source["id"] == "ucdp-ged-31-1"
    assert imported.source["url"] == "", "no address is guessed"


def test_cautions_stay_with_their_rows_and_new_rows_get_those_that_a_rule_sees(
    ged: Callable[..., Import],
) -> None:
    known = {"id": "11", "flags": "Read by hand", "same_as": "12"}
    upside_down = EVENT | {"id": "14", "low": "6", "latitude": "3"}
    rows = {row["id"]: row for row in ged(EVENT, OTHER, upside_down, present=[known]).rows}
    assert (rows["11"]["flags"], rows["11"]["same_as"]) == ("Read by hand", "12")
    assert rows["12"]["flags"] == "Same place and day as event 11, which may be true or an overlap"
    assert rows["14"]["flags"] == OUT_OF_ORDER
    assert ged(EVENT, present=[known]).rows[0]["same_as"] == "", "its twin is no longer in the file"


BROKEN = {
    "type_of_violence": ("4", '"type_of_violence" is "4", not one of 1, 2, 3.'),
    "where_prec": ("8", '"where_prec" is "8"'),
    "date_prec": ("", '"date_prec" is ""'),
    "best": ("6", '"best" is 6, but the four numbers of deaths make 5.'),
    "high": ("-1", "not a whole number: high."),
    "date_start": ("1992-02-30", "not a date: 1992-02-30 or 1992-01-05."),
    "date_end": ("1991-12-31", "begins on 1992-01-05, after its end on 1991-12-31."),
    "latitude": ("91", 'latitude and longitude are "91" and "2.5".'),
}


@pytest.mark.parametrize("column", BROKEN)
def test_a_row_that_breaks_the_rules_refuses_the_file_and_is_named(
    ged: Callable[..., Import], column: str
) -> None:
    cell, words = BROKEN[column]
    said = refused(lambda: ged(OTHER, EVENT | {column: cell}))
    assert "Rows that break the rules of GED: 1." in said
    assert "record 3, id 11: " in said
    assert words in said


def test_an_id_that_stands_twice_is_named(ged: Callable[..., Import]) -> None:
    assert "record 3: id 11 stands in the file twice." in refused(lambda: ged(EVENT, EVENT))


def test_another_layout_is_refused_with_the_columns_that_differ(ged: Callable[..., Import]) -> None:
    renamed = {("deaths_civs" if name == "deaths_civilians" else name): cell for name, cell in EVENT.items()}
    del renamed["low"]
    said = refused(lambda: ged(renamed))
    assert "2 of the columns that are needed are missing" in said
    assert '"deaths_civilians" is missing. Did you mean "deaths_civs"?' in said
    assert '"low" is missing.' in said
    assert "Columns that are not known: deaths_civs." in said


def test_a_file_of_something_else_is_refused_without_guesses(ged: Callable[..., Import]) -> None:
    said = refused(lambda: ged({"land": "1", "population": "2"}))
    assert '"best" is missing.\n' in said
    assert "Columns that are not known: land, population." in said
    assert "one of the values" not in said
    fewer = {name: cell for name, cell in EVENT.items() if name != "best"}
    said = refused(lambda: ged(fewer))
    assert '1 of the columns that are needed are missing.\n  "best" is missing.\n' in said
    assert "All columns of the file: " in said
    assert "Did you mean" not in said, "a column that has its own place is not meant"


@pytest.mark.parametrize("kind", ["ged", "unhcr"])
def test_who_names_no_file_is_told_what_to_type(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([kind, "", "--release", ""])
    assert ended.value.code == 2
    assert f"name the file: make import-{kind} FILE=" in capsys.readouterr().err


def test_without_rules_for_imports_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit):
        main(["ged", "a.csv"])
    assert "imports.toml; it says which rows" in capsys.readouterr().err


def test_a_new_column_is_told_and_ignored(ged: Callable[..., Import]) -> None:
    imported = ged(EVENT | {"brand_new": "x"}, OTHER | {"brand_new": "y"})
    assert "Columns that are not known, ignored: brand_new." in imported.facts
    assert len(imported.rows) == 2


def test_a_zip_is_read_as_its_one_table(tmp_path: Path) -> None:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(EVENT))
    writer.writeheader()
    writer.writerows([EVENT | {"side_a": 'a, "quoted"\nline'}, OTHER])
    packed = tmp_path / "ged251-csv.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/GEDEvent_v25_1.csv", "\ufeff" + table.getvalue())
    imported = import_ged(packed, GED, [])
    assert imported.rows[0]["side_a"] == 'a, "quoted"\nline'
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("other.csv", "a,b")
    assert "must hold one CSV file" in refused(lambda: import_ged(packed, GED, []))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"", "columns that are needed are missing"),
        (",".join(EVENT).encode() + b"\n1,2\n", "record 2 has 2 cells where the header has"),
        (",".join(EVENT).encode() + b'\n"never closed', "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "GEDEvent_v25_1.csv"
    path.write_bytes(content)
    assert words in refused(lambda: import_ged(path, GED, []))


def test_the_release_is_read_from_the_name_or_asked_for() -> None:
    assert release_of("GEDEvent_v26_1.csv") == release_of("ged261-csv.zip") == "26.1"
    assert "RELEASE=25.1" in refused(lambda: release_of("events.csv"))


# --- UNHCR

UNHCR: dict[str, Any] = {"table": "displacement", "countries": ["AAA", "BBB"], "until": 2000, "source": {}}
PEOPLE: Row = {
    "year": "1993", "coo_name": "A", "coo_iso": "AAA", "coa_name": "B", "coa_iso": "BBB", "refugees": "1200",
    "asylum_seekers": "0", "returned_refugees": "-", "idps": "", "returned_idps": "0", "stateless": "0",
    "ooc": "0", "oip": "", "hst": "0",
}  # fmt: skip
DOWNLOADED = {
    "year": "Year", "coo_name": "Country of origin", "coo_iso": "Country of origin (ISO)",
    "coa_name": "Country of asylum", "coa_iso": "Country of asylum (ISO)",
    "refugees": "Refugees under UNHCR's mandate", "asylum_seekers": "Asylum-seekers",
    "returned_refugees": "Returned refugees", "idps": "IDPs of concern to UNHCR",
    "returned_idps": "Returned IDPss", "stateless": "Stateless persons", "ooc": "Others of concern",
    "oip": "Other people in need of international protection", "hst": "Host Community",
}  # fmt: skip


def test_numbers_of_people_are_taken_and_a_zero_makes_no_row(tmp_path: Path) -> None:
    path = written(tmp_path / "population.csv", [PEOPLE])
    imported = import_unhcr(path, UNHCR, [], "2026-06")
    (row,) = imported.rows
    assert row["id"] == "1993-aaa-bbb-refugees"
    assert (row["people"], row["series_kind"], row["source_id"]) == (
        "1200",
        "refugees",
        imported.source["id"],
    )


def test_the_download_of_the_site_is_read_like_the_api(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [{DOWNLOADED[name]: cell for name, cell in PEOPLE.items()}])
    api = written(tmp_path / "b.csv", [PEOPLE])
    assert import_unhcr(path, UNHCR, [], "2026-06").rows == import_unhcr(api, UNHCR, [], "2026-06").rows


def test_pairs_with_other_countries_end_with_the_span_and_own_pairs_go_on(tmp_path: Path) -> None:
    rows = [
        PEOPLE | {"year": "2005"},
        PEOPLE | {"year": "1999", "coa_iso": "CCC"},
        PEOPLE | {"year": "2005", "coa_iso": "CCC"},
        PEOPLE | {"coo_iso": "CCC", "coa_iso": "DDD"},
    ]
    imported = import_unhcr(written(tmp_path / "a.csv", rows), UNHCR, [], "2026-06")
    assert [row["id"] for row in imported.rows] == ["2005-aaa-bbb-refugees", "1999-aaa-ccc-refugees"]


def test_a_cell_that_is_no_number_or_a_missing_release_refuses_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [PEOPLE, PEOPLE | {"refugees": "about 5", "coa_iso": "CCC"}])
    assert "record 3: not a whole number: refugees." in refused(
        lambda: import_unhcr(path, UNHCR, [], "2026-06")
    )
    for release in ("", "June", "2026", "2026-13", "2026-06-01"):
        assert "RELEASE=2026-06" in refused(lambda release=release: import_unhcr(path, UNHCR, [], release))  # type: ignore[misc]


# --- what no release would do


@pytest.mark.parametrize(
    "name",
    [
        "GEDEvent_v26_0_7.csv",
        "GEDEvent_v25_0_12.csv",
        "GEDEvent_v26_01_26_06.csv",
        "ucdp-candidate-26.csv",
    ],
)
def test_a_file_of_candidate_events_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    file = written(tmp_path / name, [EVENT, OTHER])
    for release in ("", "26.1"):
        said = refused(lambda release=release: import_ged(file, GED, [], release))  # type: ignore[misc]
        assert "names Candidate events" in said
        assert "Take a yearly release of GED" in said
    packed = tmp_path / "ged261-csv.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(file, name)
    assert "names Candidate events" in refused(lambda: import_ged(packed, GED, []))


@pytest.mark.parametrize(
    ("release", "words"),
    [("26.0.7", "names Candidate events"), *((none, "RELEASE=25.1") for none in ("26.0", "2026", "latest"))],
)
def test_a_release_that_is_none_is_refused(tmp_path: Path, release: str, words: str) -> None:
    file = written(tmp_path / "GEDEvent_v26_1.csv", [EVENT, OTHER])
    assert words in refused(lambda: import_ged(file, GED, [], release))


@pytest.mark.parametrize("rows", [[LATER], [LATER, LATER | {"id": "14"}], []])
def test_a_file_of_candidate_events_under_another_name_is_refused_by_what_it_holds(
    tmp_path: Path, rows: list[Row]
) -> None:
    file = written(tmp_path / "GEDEvent_v26_1.csv", [*rows, EVENT])
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    said = refused(lambda: import_ged(file, GED, []))
    assert "Take a yearly release of GED" in said
    assert ("The first event of GEDEvent_v26_1.csv is of 2001-01-01" in said) == bool(rows)


@given(kept=st.integers(0, 20), added=st.integers(0, 20), gone=st.integers(0, 20))
def test_an_import_that_loses_most_ids_is_refused(records: Records, kept: int, added: int, gone: int) -> None:
    schema = records.package.tables["displacement"]
    present = [{"id": f"p{number}", "people": "1"} for number in range(kept + gone)]
    rows = [*present[:kept], *({"id": f"a{number}", "people": "2"} for number in range(added))]
    imported = Import(schema.name, "Title", rows, {"id": "s"})
    if kept >= gone:
        assert len(review_of(imported, present, schema).changes.removed) == gone
    else:
        said = refused(lambda: review_of(imported, present, schema))
        assert f"The file has {kept} of {kept + gone} rows of displacement.csv" in said
        assert "Nothing was written." in said


@pytest.mark.parametrize("beside", ["__MACOSX/._GEDEvent_v25_1.csv", ".hidden.csv", "folder/._a.csv"])
def test_what_a_computer_puts_into_a_zip_is_no_table_of_it(tmp_path: Path, beside: str) -> None:
    file = written(tmp_path / "GEDEvent_v25_1.csv", [EVENT, OTHER])
    packed = tmp_path / "ged251-csv.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(file, file.name)
        archive.writestr(beside, "a,b\n1,2\n")
    assert len(import_ged(packed, GED, []).rows) == 2


def test_a_zip_that_is_damaged_is_refused_in_words(tmp_path: Path) -> None:
    file = written(tmp_path / "GEDEvent_v25_1.csv", [EVENT, OTHER])
    packed = tmp_path / "ged251-csv.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, file.name)
    content = packed.read_bytes()
    for damaged in (
        content.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
        content[:60] + b"\xff" * 40 + content[100:],
    ):
        packed.write_bytes(damaged)
        said = refused(lambda: import_ged(packed, GED, []))
        assert "cannot be unpacked" in said or "cannot be read" in said


# --- another spelling of the same


def present_events() -> list[Row]:
    with (DEFAULT_FOLDER / "conflict_events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_ged(row: Row) -> Row:
    """A row of ours as UCDP would write it."""
    days = row["date"].split("/")
    codes = {name: code for code, name in VIOLENCE.items()}
    kept = {
        name: row[name]
        for name in ("id", "conflict_name", "side_a", "side_b", "country", "low", "best", "high")
    }
    return EVENT | kept | {
        "type_of_violence": codes[row["violence"]], "where_prec": "1", "latitude": f"{float(row['lat']):.6f}",
        "longitude": f"{float(row['lon']):.6f}", "country_id": "373", "date_start": f"{days[0]} 00:00:00.000",
        "date_end": f"{days[-1]} 00:00:00.000", "deaths_a": "0", "deaths_civilians": row["best"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "present", "same", "other"),
    [
        ("where_precision", "1-2", ["1", "2", "1-2"], ["3", "1-3", ""]),
        ("where_precision", "1", ["1", " 1"], ["1-2", "2"]),
        ("lat", "39.9", ["39.90", "39.900000", "+39.9"], ["39.91", "-39.9", ""]),
        ("best", "20", ["20", "020", "20.0"], ["21", "", "about 20"]),
        ("date", "1992-02", ["1992-02", "1992-02-01/1992-02-29"], ["1992-02~", "1992-03", "1992"]),
        ("date", "1992-01-05", ["1992-01-05/1992-01-05"], ["1992-01-05/1992-01-06"]),
        ("side_a", "Republic of A", ["Republic  of A ", "Republic\u00a0of A"], ["republic of B", ""]),
        ("side_a", "", ["", " "], ["A"]),
        ("flags", "One;Two", ["One; Two"], ["Two;One", "One"]),
    ],
)
def test_a_cell_that_says_the_same_stays_as_it_is_spelled(
    records: Records, column: str, present: str, same: Sequence[str], other: Sequence[str]
) -> None:
    schema = records.package.tables["conflict_events"]
    for cell in (*same, *other):
        imported = Import(schema.name, "Title", [{"id": "1", column: cell}], {"id": "s"})
        review = review_of(imported, [{"id": "1", column: present}], schema)
        assert bool(review.changed) == (cell in other), cell
        assert review.imported.rows[0][column] == (present if cell in same else cell)


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=3), zeros=st.integers(0, 5))
def test_a_number_is_the_same_with_zeros_at_its_end(records: Records, number: Decimal, zeros: int) -> None:
    column = records.package.tables["conflict_events"].by_name["lat"]
    assert says_the_same(column, str(number), f"{number:f}{'0' * zeros}")
    assert not says_the_same(column, str(number), str(number + 1))


# --- the review


def test_the_review_tells_every_change_and_first_what_the_texts_speak_of() -> None:
    present = [{"id": "11", "best": "4", "release": "1"}, {"id": "15", "best": "1", "release": "1"}]
    rows = [{"id": "11", "best": "5", "release": "2"}, {"id": "16", "best": "2", "release": "2"}]
    imported = Import(
        "conflict_events", "Title", rows, {"id": "s"}, watched=("11", "99"), watched_note="Why."
    )
    text = review_text(Review(imported, present))
    assert text.index("`11` **changed**: best: 4 → 5") < text.index("## Changed")
    assert "`99` is **not in the file**" in text
    assert "Rows added: 1, removed: 1, with changed cells: 1 (cells: 1); in all: 2, now: 2." in text
    assert "## Removed (1)\n\n- `15` 1" in text
    assert "## Added (1)\n\n- `16` 2" in text
    assert "release" not in text.split("## What to do with it")[0]


def test_a_review_is_written_beside_the_records_and_never_into_them(
    tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(DEFAULT_FOLDER))
    before = {path: path.read_bytes() for path in DEFAULT_FOLDER.glob("*.csv")}
    settings = (DEFAULT_FOLDER / IMPORT_SETTINGS).read_text(encoding="utf-8")
    assert all(
        f'"{row.id}"' in settings for row in records.tables.conflict_events if row.violence == "one-sided"
    )
    added = EVENT | {"country_id": "373", "id": "999999"}
    file = written(tmp_path / "GEDEvent_v26_1.csv", [*map(as_ged, present_events()), added])
    assert main(["ged", str(file), "--out", str(tmp_path / "out")]) == 0
    assert "Nothing in the data folder was changed." in capsys.readouterr().out
    assert {path: path.read_bytes() for path in before} == before
    table = (tmp_path / "out" / "conflict_events.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == (DEFAULT_FOLDER / "conflict_events.csv").read_text(encoding="utf-8").splitlines()[0]
    assert len(table) == 1 + len(records.tables.conflict_events) + 1
    changes = (tmp_path / "out" / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert changes[1:] == ["added,999999,,,"], "another spelling of the same is no change"
    assert main(["ged", str(tmp_path / "none.csv")]) == 1
