"""What pupils see names no private person, whatever table holds the name; others see what the record says."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest
from visiting import open_all, open_page
from whole_site import fetch

from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, data_folder

pytestmark = pytest.mark.skipif(
    data_folder() != DEFAULT_FOLDER, reason="about the persons whom the data that ship with the site name"
)
SHIPPED = [path.stem for path in sorted((DEFAULT_FOLDER / "lessons").glob("*.md"))]


def all_of(app: AppTest) -> str:
    """Everything that a page sends to the browser: words, menus, charts, maps."""
    assert not app.exception
    return "\n".join(
        proto.SerializeToString().decode(errors="replace")
        for node in app.main
        if (proto := getattr(node, "proto", None)) is not None
    )


def named(records: Records, shown: str) -> list[str]:
    """Return the private persons whom a text names."""
    return [name for name in records.site.private_persons if name in shown]


def test_everybody_of_the_programme_who_holds_no_office_is_a_private_person(records: Records) -> None:
    """A new participant is either a group, an official, or named among the private persons."""
    groups_and_officials = {"Nasimi Aghayev"}
    told = {
        row.name for row in records.tables.participants if row.role in ("spoke", "prayed", "awarded")
    } - groups_and_officials
    assert told <= set(records.site.private_persons)


def test_every_private_person_is_replaced_in_every_table(records: Records) -> None:
    before, after = (
        {table.name: str(tuple(table)) for table in known.tables}
        for known in (records, without_private_names(records))
    )
    assert {"participants", "claims", "events", "accounts", "sources"} <= {
        name for name, rows in before.items() if named(records, rows)
    }
    assert [name for name, rows in after.items() if named(records, rows)] == []
    assert "[a speaker], Board President of J-Connect" in after["claims"]


def test_records_keep_their_ids_and_a_site_without_private_persons_its_records(records: Records) -> None:
    shown = without_private_names(records)
    assert [table.ids() for table in shown.tables] == [table.ids() for table in records.tables]
    assert without_private_names(records) is shown
    nobody = replace(records, site=replace(records.site, private_persons={}))
    assert without_private_names(nobody) is nobody


@pytest.mark.slow
@pytest.mark.parametrize("key", SHIPPED)
def test_a_pupil_reads_no_private_name_in_any_step_of_a_lesson(records: Records, key: str) -> None:
    lesson = next(lesson for lesson in records.lessons if lesson.id == key)
    assert named(records, all_of(open_page("lessons", lesson=key, role="pupil"))) == []
    for step in lesson.steps:
        app = open_all(open_page("lessons", lesson=key, step=str(step.number), role="pupil"))
        assert named(records, all_of(app)) == [], f"step {step.number}"


def test_a_pupil_weighs_no_sentence_by_a_private_name(records: Records) -> None:
    for claim in records.tables.claims:
        assert named(records, all_of(open_page("activity", claim=claim.id))) == [], claim.id


def test_whoever_teaches_and_every_visitor_reads_who_said_it(records: Records) -> None:
    assert named(records, all_of(open_all(open_page("lessons", lesson="film", step="7", role="teacher"))))
    assert named(records, all_of(open_page("timeline", sel="events.khachatryan-sentence-2023")))


@pytest.mark.parametrize("key", SHIPPED)
def test_the_handout_for_pupils_names_no_private_person(records: Records, key: str) -> None:
    assert named(records, fetch(f"/api/lessons/{key}.html").text) == []


def test_the_kit_on_a_stick_holds_no_private_name_in_the_handouts_for_pupils(records: Records) -> None:
    with ZipFile(BytesIO(fetch("/api/lessons-kit.zip").body)) as kit:
        sheets = [
            name for name in kit.namelist() if "handouts/" in name and not name.endswith("-answers.html")
        ]
        assert len(sheets) >= len(SHIPPED)
        assert [name for name in sheets if named(records, kit.read(name).decode(errors="replace"))] == []
