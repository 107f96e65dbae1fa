"""Ways in which rows can break a rule, one or more for each; the name begins with that of the rule."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from breaking import DataCopy, Row
from expecting import Expected, breaks


def give_role(copy: DataCopy, code_list: str, code: str, role: str) -> None:
    """Give a code of the data package a role."""

    def changed(text: str) -> str:
        package: dict[str, Any] = json.loads(text)
        package["codeLists"][code_list][code]["role"] = role
        return json.dumps(package, ensure_ascii=False)

    copy.edit_text("datapackage.json", changed)


@breaks
def known_roles_a_slip_in_one(copy: DataCopy) -> list[Expected]:
    give_role(copy, "group", "men", "prt")
    return [("datapackage.json", 0, "codeLists", 'gives "men" the role "prt"', 'Did you mean "part"?')]


@breaks
def known_roles_no_measure_of_the_dead(copy: DataCopy) -> list[Expected]:
    give_role(copy, "measure", "killed", "")
    remedy = 'Write "role": "dead" beside the codes of people who died'
    return [("datapackage.json", 0, "codeLists", 'has no code with the role "dead"', remedy)]


@breaks
def unique_keys_a_row_pasted_twice(copy: DataCopy) -> list[Expected]:
    row = copy.rows("places")[4]
    line = copy.append("places", **row)
    return [("places.csv", line, "id", f'"{row["id"]}" stands already in row 6', "give it a new id")]


@breaks
def unique_keys_a_citation_given_twice(copy: DataCopy) -> list[Expected]:
    line = copy.append("citations", **copy.rows("citations")[0])
    return [("citations.csv", line, "source_id", "stands already in row 2", "Remove one row")]


def _one_of_several(copy: DataCopy) -> int:
    """Return the row of a citation of an event that has another one as well."""
    cited = Counter((row["table"], row["record_id"]) for row in copy.rows("citations"))
    return copy.line(
        "citations", lambda row: row["table"] == "events" and cited["events", row["record_id"]] > 1
    )


@breaks
def known_records_a_citation_of_an_unknown_table(copy: DataCopy) -> list[Expected]:
    line = _one_of_several(copy)
    copy.change("citations", line, table="event")
    return [("citations.csv", line, "table", '"event" is not a table.', 'Did you mean "events"?')]


@breaks
def known_records_a_citation_of_an_unknown_record(copy: DataCopy) -> list[Expected]:
    line = _one_of_several(copy)
    copy.change("citations", line, record_id=copy.rows("citations")[line - 2]["record_id"] + "x")
    return [("citations.csv", line, "record_id", "is not an id in events.csv", "Did you mean")]


@breaks
def known_records_a_correction_of_an_unknown_record(copy: DataCopy) -> list[Expected]:
    copy.change("corrections", 2, table="events", record_id="zzz")
    return [("corrections.csv", 2, "record_id", '"zzz" is not an id in events.csv', "Use one of")]


def _deleted(copy: DataCopy, table: str, key: str) -> None:
    copy.write(table, [row for row in copy.rows(table) if row["id"] != key])


@breaks
def known_references_an_event_that_is_gone(copy: DataCopy) -> list[Expected]:
    _deleted(copy, "events", "aghdam-1993")
    return [
        ("events.csv", 0, "id", "is gone or was renamed, and 9 rows refer to it: cit", "change these 9 rows")
    ]


@breaks
def known_references_a_source_that_is_gone(copy: DataCopy) -> list[Expected]:
    _deleted(copy, "sources", "trend-aghdam-2019")
    return [
        (
            "sources.csv",
            0,
            "id",
            '"trend-aghdam-2019" is gone or was renamed',
            "Put the row with this id back",
        )
    ]


@breaks
def known_references_a_figure_of_which_only_the_citation_is_left(copy: DataCopy) -> list[Expected]:
    _deleted(copy, "figures", "kh-k-073")
    line = copy.line("citations", lambda row: row["record_id"] == "kh-k-073")
    return [
        ("citations.csv", line, "record_id", '"kh-k-073" is not an id in figures.csv', "Use one of the ids")
    ]


@breaks
def known_references_a_source_written_with_underscores_in_many_rows(copy: DataCopy) -> list[Expected]:
    rows = copy.rows("citations")
    lines = [line for line, row in enumerate(rows, start=2) if row["source_id"] == "trend-aghdam-2019"]
    for line in lines:
        copy.change("citations", line, source_id="Trend_Aghdam_2019")
    return [
        (
            "citations.csv",
            line,
            "source_id",
            "is not an id in sources.csv",
            'Did you mean "trend-aghdam-2019"?',
        )
        for line in lines
    ]


@breaks
def complete_citations_the_end_of_the_file_lost(copy: DataCopy) -> list[Expected]:
    copy.write("citations", copy.rows("citations")[:800])
    return [("citations.csv", 0, "", "has no row for ", "Was the end of the file lost?")]


@breaks
def known_references_the_end_of_the_file_lost(copy: DataCopy) -> list[Expected]:
    copy.write("films", copy.rows("films")[:20])
    return [("films.csv", 0, "id", "rows refer to: ", "Was the end of the file lost?")]


@breaks
def ordered_ranges_low_above_high(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="range")
    copy.change("figures", line, low="1000", best="", high="500")
    return [
        ("figures.csv", line, "low", '1000 is greater than "high" (500)', "A range runs from low to high")
    ]


@breaks
def ordered_ranges_best_above_high(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="range")
    copy.change("figures", line, low="10", best="30", high="20")
    return [("figures.csv", line, "best", '30 is greater than "high" (20)', "swap them")]


@breaks
def ordered_ranges_an_exact_number_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="exact")
    copy.change("figures", line, low="", best="", high="")
    return [("figures.csv", line, "best", 'the qualifier is "exact"', "Fill it, or change the qualifier.")]


@breaks
def ordered_ranges_a_minimum_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="at_least")
    copy.change("figures", line, low="", best="10", high="")
    return [("figures.csv", line, "low", 'the qualifier is "at_least"', "Fill it")]


@breaks
def ordered_ranges_a_maximum_that_is_empty(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="up_to")
    copy.change("figures", line, low="", best="10", high="")
    return [("figures.csv", line, "high", 'the qualifier is "up_to"', "Fill it")]


@breaks
def ordered_ranges_a_range_with_one_end(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="range")
    copy.change("figures", line, low="10", best="", high="")
    return [("figures.csv", line, "high", 'the qualifier is "range"', "Fill it")]


@breaks
def a_part_of_a_person(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, qualifier="exact", unit="people")
    copy.change("figures", line, low="", best="12.5", high="")
    return [("figures.csv", line, "best", '"12.5" is not a whole number', "Write it in digits")]


@breaks
def stated_basis_a_number_of_dead_without_one(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, measure="killed")
    copy.change("figures", line, basis="")
    return [("figures.csv", line, "basis", "is empty for a number of people who died", "Choose one")]


@breaks
def honest_parts_a_part_of_another_source(copy: DataCopy) -> list[Expected]:
    line = copy.line("figures", lambda row: bool(row["part_of"]))
    source = copy.rows("figures")[line - 2]["source_id"]
    other = next(row["id"] for row in copy.rows("sources") if row["id"] != source)
    key = copy.rows("figures")[line - 2]["id"]
    copy.append(
        "citations", **copy.rows("citations")[0] | {"table": "figures", "record_id": key, "source_id": other}
    )
    copy.change("figures", line, source_id=other)
    return [("figures.csv", line, "part_of", "of another source or event", "Use compare_to")]


@breaks
def honest_parts_a_part_larger_than_its_whole(copy: DataCopy) -> list[Expected]:
    wholes = {row["id"]: row for row in copy.rows("figures") if row["qualifier"] == "exact"}
    line = copy.line("figures", lambda row: row["part_of"] in wholes and row["qualifier"] == "exact")
    copy.change("figures", line, best="999999", low="", high="")
    return [("figures.csv", line, "part_of", "and yet larger (999999)", "Check both numbers")]


@breaks
def compared_with_others_a_figure_with_itself(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy)
    copy.change("figures", line, compare_to=copy.rows("figures")[line - 2]["id"])
    return [("figures.csv", line, "compare_to", "points to the figure itself", "of another source")]


@breaks
def plausible_places_one_coordinate_without_the_other(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: bool(row["lat"]) and row["precision"] == "exact")
    copy.change("places", line, lon="")
    return [("places.csv", line, "lon", "the other coordinate is given", "Give both or none.")]


@breaks
def plausible_places_an_estimate_without_a_radius(copy: DataCopy) -> list[Expected]:
    line = copy.line("places", lambda row: row["precision"] == "near")
    copy.change("places", line, radius_m="")
    return [("places.csv", line, "radius_m", 'the precision is "near"', "in metres")]


@breaks
def clock_spans_an_hour_without_its_basis(copy: DataCopy) -> list[Expected]:
    line = copy.line("events", lambda row: bool(row["time_from"]))
    copy.change("events", line, time_basis="")
    return [("events.csv", line, "time_basis", "is empty beside a clock time", "report or recollection")]


@breaks
def web_addresses_one_without_a_scheme(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, url="www.example.org/a")
    return [("sources.csv", 2, "url", "is not a web address", "http:// or https://")]


@breaks
def web_addresses_one_that_runs_code(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, archive_url="javascript:alert(1)")
    return [("sources.csv", 2, "archive_url", "is not a web address", "http:// or https://")]


@breaks
def web_addresses_one_with_tracking(copy: DataCopy) -> list[Expected]:
    copy.change("citations", 2, read_at="https://example.org/a?utm_source=b")
    return [("citations.csv", 2, "read_at", "contains a tracking parameter", "begins with utm_")]


@breaks
def web_addresses_two_in_one_cell(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, url="https://example.org/a; https://example.org/b")
    return [("sources.csv", 2, "url", "holds more than one web address", "Keep one")]


@breaks
def web_addresses_one_with_a_space(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, archive_url="https://example.org/a page")
    return [("sources.csv", 2, "archive_url", "it has a space", "or write %20")]


@breaks
def dates_in_order_a_figure_said_too_early(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy, describes="1992-02-26")
    copy.change("figures", line, stated="1992-02-25")
    return [
        ("figures.csv", line, "stated", '1992-02-25 is before "describes" (1992-02-26)', "Check both dates")
    ]


@breaks
def no_dates_ahead_an_event_of_the_next_century(copy: DataCopy) -> list[Expected]:
    copy.change("events", 2, date="2192-02-26")
    return [("events.csv", 2, "date", "2192-02-26 is in the future", "Check the year")]


@breaks
def early_years_an_event_of_the_last_but_one_century(copy: DataCopy) -> list[Expected]:
    copy.change("events", 2, date="1292-02")
    return [("events.csv", 2, "date", "1292-02 is before 1900", "Check the year")]


@breaks
def known_terms_a_term_that_does_not_exist(copy: DataCopy) -> list[Expected]:
    copy.change("glossary", 2, see="stance;perspectiv")
    return [
        ("glossary.csv", 2, "see", '"perspectiv" is not an id in glossary.csv', 'Did you mean "perspective"?')
    ]


@breaks
def published_links_a_figure_of_a_draft(copy: DataCopy) -> list[Expected]:
    draft = next(row["id"] for row in copy.rows("events") if not _is_used(copy, row["id"]))
    copy.change("events", copy.line("events", lambda row: row["id"] == draft), status="draft")
    line = free_figure(copy)
    copy.change("figures", line, event_id=draft)
    return [("figures.csv", line, "event_id", f'points to "{draft}", which is a draft', "Publish that row")]


@breaks
def no_circles_a_row_that_is_its_own_part(copy: DataCopy) -> list[Expected]:
    line = copy.line("events", lambda row: not row["part_of"])
    copy.change("events", line, part_of=copy.rows("events")[line - 2]["id"])
    return [("events.csv", line, "part_of", "leads back to the row itself", "Empty it")]


@breaks
def no_circles_two_rows_that_are_parts_of_each_other(copy: DataCopy) -> list[Expected]:
    first, second = copy.rows("events")[:2]
    copy.change("events", 2, part_of=second["id"])
    copy.change("events", 3, part_of=first["id"])
    return [("events.csv", line, "part_of", "leads back to the row itself", "Empty it") for line in (2, 3)]


@breaks
def distinct_rows_the_same_number_twice(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy)
    row = copy.rows("figures")[line - 2]
    again = copy.append("figures", **row | {"id": "zz-again", "note": "", "definition": "In other words."})
    for cited in copy.rows("citations"):
        if (cited["table"], cited["record_id"]) == ("figures", row["id"]):
            copy.append("citations", **cited | {"record_id": "zz-again"})
    return [("figures.csv", again, "id", f"says the same as row {line} (event_id, source_id", "Keep one")]


@breaks
def distinct_rows_one_address_written_in_two_ways(copy: DataCopy) -> list[Expected]:
    line = copy.line("sources", lambda row: row["url"].startswith("https://www."))
    row = copy.rows("sources")[line - 2]
    url = row["url"].replace("https://www.", "http://").rstrip("/") + "/"
    again = copy.append("sources", **row | {"id": "zz-again", "title": "Another title", "url": url})
    return [("sources.csv", again, "url", f"says the same as row {line} (url)", "Keep one")]


@breaks
def distinct_rows_a_showing_entered_again(copy: DataCopy) -> list[Expected]:
    row = copy.rows("screenings")[4]
    again = copy.append(
        "screenings", **row | {"id": "zz-again", "venue": row["venue"].upper(), "note": "Again."}
    )
    copy.append("citations", **_cites(copy, "screenings", "zz-again"))
    return [
        ("screenings.csv", again, "id", "says the same as row 6 (film_id, date, place_id, venue)", "Keep one")
    ]


@breaks
def distinct_rows_a_place_under_the_same_name(copy: DataCopy) -> list[Expected]:
    row = copy.rows("places")[4]
    again = copy.append("places", **row | {"id": "zz-again", "note": "Again."})
    copy.append("citations", **_cites(copy, "places", "zz-again"))
    return [("places.csv", again, "id", "says the same as row 6 (name, kind, country)", "tells them apart")]


def _cites(copy: DataCopy, table: str, key: str) -> Row:
    return next(row for row in copy.rows("citations") if row["table"] == table) | {"record_id": key}


@breaks
def dates_in_order_a_name_that_ended_before_it_began(copy: DataCopy) -> list[Expected]:
    line = copy.line("place_names", lambda row: bool(row["valid_from"]))
    copy.change("place_names", line, valid_to="1801")
    return [("place_names.csv", line, "valid_to", '1801 is before "valid_from"', "Check both dates")]


@breaks
def dates_in_order_a_showing_before_its_film(copy: DataCopy) -> list[Expected]:
    film = next(row for row in copy.rows("films") if row["year"] and "1999" not in row["note"])
    line = copy.line("screenings", lambda row: row["film_id"] == film["id"])
    copy.change("screenings", line, date="1999-05")
    problem = f'1999-05 is before the year of "{film["id"]}"'
    return [("screenings.csv", line, "date", problem, 'in the note of "')]


@breaks
def dates_in_order_a_claim_checked_before_its_source(copy: DataCopy) -> list[Expected]:
    claim = copy.rows("claims")[0]
    line = copy.line("sources", lambda row: row["id"] == claim["source_id"])
    copy.change("sources", line, published="2026-11-30")
    return [
        ("claims.csv", number, "checked_on", "is before the published of", "Check both dates")
        for number, row in enumerate(copy.rows("claims"), start=2)
        if row["source_id"] == claim["source_id"]
    ]


@breaks
def no_dates_ahead_a_source_of_the_next_century(copy: DataCopy) -> list[Expected]:
    copy.change("sources", 2, published="2108")
    return [("sources.csv", 2, "published", "2108 is in the future: today is 2026-12-31", "Check the year")]


@breaks
def no_dates_ahead_a_correction_of_tomorrow(copy: DataCopy) -> list[Expected]:
    copy.change("corrections", 2, date="2027-01-01")
    return [("corrections.csv", 2, "date", "2027-01-01 is in the future", "Check the year")]


@breaks
def no_dates_ahead_a_census_of_the_future(copy: DataCopy) -> list[Expected]:
    copy.change("population", 2, year="2899")
    return [("population.csv", 2, "year", "2899 is in the future", "Check the year")]


@breaks
def cited_sources_a_figure_of_a_source_that_it_does_not_cite(copy: DataCopy) -> list[Expected]:
    line = free_figure(copy)
    row = copy.rows("figures")[line - 2]
    other = next(source["id"] for source in copy.rows("sources") if source["id"] != row["source_id"])
    copy.change("figures", line, source_id=other, part_of="", compare_to="")
    problem = f'"{other}" is not among the sources that this record cites'
    return [("figures.csv", line, "source_id", problem, f'record_id "{row["id"]}" and source_id "{other}"')]


@breaks
def real_corrections_one_that_changes_nothing(copy: DataCopy) -> list[Expected]:
    copy.change("corrections", 2, new=copy.rows("corrections")[0]["old"])
    return [("corrections.csv", 2, "new", "nothing changed", "or remove this row")]


@breaks
def real_corrections_one_of_an_unknown_column(copy: DataCopy) -> list[Expected]:
    line = copy.line("corrections", lambda row: row["column"] == "summary")
    copy.change("corrections", line, column="sumary")
    problem = '"sumary" is not a column of events.csv'
    return [("corrections.csv", line, "column", problem, 'Did you mean "summary"?')]


@breaks
def spelled_out_an_abbreviation_in_a_title(copy: DataCopy) -> list[Expected]:
    body = next(row for row in copy.rows("bodies") if row["spelled_out"] == "true" and row["short"])
    short = body["short"].split(";")[0]
    copy.change("events", 2, title=f"Decision of the {short}")
    remedy = f'Write "{body["name"]}"'
    return [("events.csv", 2, "title", f'"{short}" is an abbreviation', remedy)]


def free_figure(copy: DataCopy, **cells: str) -> int:
    """Return the row of a published figure with these cells that is no part and has no parts."""
    wholes = {row["part_of"] for row in copy.rows("figures")}

    def suits(row: Row) -> bool:
        free = not row["part_of"] and row["id"] not in wholes and row["status"] == "published"
        return free and all(row[name] == cell for name, cell in cells.items())

    return copy.line("figures", suits)


def _is_used(copy: DataCopy, event: str) -> bool:
    columns = {"figures": "event_id", "claims": "event_id", "events": "part_of"}
    used = {row[column] for table, column in columns.items() for row in copy.rows(table)}
    return event in used or event in (copy.folder / "site.toml").read_text(encoding="utf-8")
