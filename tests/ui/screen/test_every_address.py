"""Every page at each value that its address can hold: on the screen, in the document, on paper.

The addresses are made from the tables of pages, choices and filters and from the records, for the shipped
data and for a made-up event alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from addresses import example_values, parameters_of
from visiting import PATHS, html_of, open_all, open_page
from whole_site import fetch

from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import CODE_FILTERS
from evidence_site.records.lessons.lesson_code import write_code
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import HOME, PAGES
from evidence_site.viz.paper.static_html import DocumentLocation, parts_html
from evidence_site.viz.paper.static_view import static_view

pytestmark = pytest.mark.every_folder

#: Values of one parameter that are tried: the first ones, for a longer list says no more.
MOST = 6


def one_by_one(records: Records, path: str) -> Iterator[dict[str, str]]:
    """The plain address of a page, and an address for each value that one parameter can hold there."""
    plain = {"table": "events", "key": records.site.main_event} if path == "record" else {}
    yield plain
    for name, parameter in parameters_of(path).items():
        values = example_values(records, parameter)
        yield from ({**plain, name: value} for value in values[:MOST] if name not in plain)
    for entry in CODE_FILTERS:
        yield from ({**plain, entry.key: code} for code in sorted(index_of(records).known[entry.key])[:1])
    yield from ({**plain, "period": period.when.text} for period in records.site.periods)
    yield {**plain, "q": "zzzz qqqq"}
    for table in KINDS:
        yield from ({**plain, "sel": f"{table}.{row.id}"} for row in list(records.table(table))[:1])


def in_pairs(records: Records, path: str) -> Iterator[dict[str, str]]:
    """Addresses in which two choices of a page meet."""
    names = [name for name in parameters_of(path) if name not in ("table", "key")]
    for first, second in zip(names, names[1:] + names[:1], strict=True):
        for one in _values(records, path, first):
            for other in _values(records, path, second):
                if first != second:
                    yield {first: one, second: other}


def _values(records: Records, path: str, name: str) -> list[str]:
    return example_values(records, parameters_of(path)[name])[:MOST]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_at_each_value_and_with_everything_on_it_open(path: str, records: Records) -> None:
    for number, values in enumerate(one_by_one(records, path)):
        app = open_page(path, **values)
        app = app if number else open_all(app)
        assert [error.message for error in app.exception] == [], values
        assert html_of(app).count("<h1") + len(app.title) == 1, values


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PATHS if len(parameters_of(path)) > 1])
def test_a_page_opens_where_two_choices_meet(path: str, records: Records) -> None:
    for values in in_pairs(records, path):
        app = open_page(path, **values)
        assert [error.message for error in app.exception] == [], values


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_what_stands_on_a_page_can_be_printed(path: str, records: Records) -> None:
    for values in one_by_one(records, path):
        view = static_view(records, path, values).on_a_sheet()
        assert str(parts_html(records, view, path, path, DocumentLocation("https://evidence.example"))), (
            values
        )


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_document_and_its_picture_are_there_at_every_address(page: Page, records: Records) -> None:
    path = "/" if page is HOME else f"/{page.path}"
    for values in one_by_one(records, page.path):
        document = fetch(path, values)
        assert document.status == 200, values
        assert records.site.name in document.text
        if page.path not in ("lessons", "record"):
            assert fetch("/api/card.png", {"view": page.path, **values}).status == 200, values


@pytest.mark.slow
def test_every_table_and_record_can_be_taken_cited_and_shown(records: Records) -> None:
    for table in records.package.tables:
        answer = fetch(f"/api/{table}.csv")
        assert answer.status == 200, table
        assert len(answer.text.splitlines()) > len(records.table(table)), table
    for table in KINDS:
        for row in list(records.table(table))[:MOST]:
            named = {"table": table, "key": row.id}
            for route in ("/api/cite", "/api/card.png", "/record"):
                assert fetch(route, named).status == 200, (route, named)


@pytest.mark.parametrize(
    "path", ["/api/selection.json", "/api/corrections.atom", "/sitemap.xml", "/robots.txt"]
)
def test_what_robots_and_programs_ask_for_is_there(path: str) -> None:
    assert fetch(path).status == 200


@pytest.mark.slow
def test_every_lesson_is_shown_step_by_step_printed_and_packed(records: Records) -> None:
    assert records.lessons
    for lesson in records.lessons:
        for role in ("teacher", "pupil"):
            for step in lesson.steps:
                app = open_page("lessons", lesson=lesson.id, step=str(step.number), role=role)
                assert [error.message for error in app.exception] == [], (lesson.id, step.number)
                assert step.title in html_of(app)
        for answers in ({}, {"answers": "1"}):
            assert fetch(f"/api/lessons/{lesson.id}.html", answers).status == 200
        assert fetch("/api/lesson.html", {"build": write_code(lesson)}).status == 200
    assert fetch("/api/lessons-kit.zip").status == 200
