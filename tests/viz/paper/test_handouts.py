"""Handout and kit: all that a lesson says stands in files that need nothing but themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from hostile import ATTACK
from lesson_samples import hostile_lesson, sample
from loaded import shipped_records
from whole_site import fetch

from evidence_site.records.lessons.lesson_code import write_code
from evidence_site.records.lessons.lessons import Lesson, lesson_text, parse_lesson, read_view
from evidence_site.records.load.loading import Records
from evidence_site.records.names.citing import full_name
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup
from evidence_site.viz.numbers.comparison_columns import compared_columns, is_parted, number_rows, thing_text
from evidence_site.viz.pages.parts import Words
from evidence_site.viz.paper.handout import handout, lesson_with_views, on_paper, sources_of
from evidence_site.viz.paper.kit import HOME, kit_files, kit_name, packed, views_of
from evidence_site.viz.paper.static_html import (
    MOST_ITEMS,
    MOST_ROWS,
    DocumentLocation,
    parts_html,
    placed,
    tables_html,
    with_short_lists,
)
from evidence_site.viz.paper.static_pages import beside, view_file
from evidence_site.viz.paper.static_view import StaticView, static_view

SITE = "https://evidence.example"
ADDRESS = f"{SITE}/lessons?lesson=sample"


class Reader(HTMLParser):
    """What a browser would make of a document: its texts, links, ids, and all that it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(f"{tag} {name}")
            if name == "id":
                self.ids.append(value or "")
            if tag == "a" and name == "href":
                self.links.append(value or "")
            elif name in ("src", "href", "srcset", "data", "poster", "action") and tag != "a":
                self.fetched.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def leaves(self) -> list[str]:
        """What would be asked of a network."""
        return [address for address in self.fetched if not address.startswith(("data:", "#"))]


@pytest.fixture(scope="module")
def shipped() -> Records:
    return shipped_records()


@pytest.fixture(scope="module")
def kit(shipped: Records) -> dict[str, str]:
    return kit_files(shipped, [sample()], SITE)


def sheet(records: Records, lesson: Lesson, *, answers: bool = False, visitor: bool = False) -> str:
    return handout(
        records,
        lesson_with_views(records, lesson, visitor=visitor),
        DocumentLocation(SITE),
        ADDRESS,
        answers=answers,
    )


def test_a_handout_holds_everything_that_pupils_need(shipped: Records) -> None:
    lesson = sample()
    read = Reader(sheet(shipped, lesson))
    for words in (lesson.title, lesson.content_note, *lesson.goals, *(step.title for step in lesson.steps)):
        assert words in read.text
    for step in lesson.steps:
        assert step.question in read.text
        view = static_view(shipped, step.view.path, step.view.values)
        for part in view.on_a_sheet().parts:
            title = getattr(part, "heading", "") or getattr(getattr(part, "chart", part), "title", "")
            assert title in read.text
    pictures = read.tags.count("figure")
    assert 1 < pictures <= 2 * len(lesson.steps), "what fits a sheet for each step, not the whole site"
    assert "of this view are not printed here" in read.text
    assert "Sources: " in read.text
    assert "Words explained" in read.text
    assert f"version {shipped.version}" in read.text
    assert f"{SITE}/map?tab=night" in read.text


def test_a_handout_names_every_source_of_its_pictures(shipped: Records) -> None:
    """Pupils get the publishers, whoever teaches authors, titles and dates as well."""
    sources = sources_of(shipped, [on_paper(lesson_with_views(shipped, sample()))])
    assert len(sources) > 100
    for name, answers in ((lambda source: source.publisher, False), (full_name, True)):
        text = Reader(sheet(shipped, sample(), answers=answers)).text
        assert [source.id for source in sources if " ".join(name(source).split()) not in text] == []


def test_a_sheet_holds_in_brief_what_is_long_on_the_page(shipped: Records) -> None:
    given = {"tab": "compare", "vs": "independent.azerbaijani.armenian"}
    for path, parameters in (
        ("casualties", given),
        ("claims", {}),
        ("record", {"table": "places", "key": "khojaly"}),
    ):
        view = static_view(shipped, path, parameters)
        brief = view.on_a_sheet()
        assert len(Reader(_bodies(brief)).text) < len(Reader(_bodies(view)).text) / 2
        told_so = parts_html(shipped, brief, "s1", f"./{path}", DocumentLocation(SITE))
        assert "shorter here" in told_so or "not printed here" in told_so


def test_numbers_side_by_side_stand_on_a_sheet_with_who_states_them(shipped: Records) -> None:
    """On paper nothing can be unfolded."""
    given = {"tab": "compare", "vs": "independent.azerbaijani.armenian"}
    brief = _bodies(static_view(shipped, "casualties", given).on_a_sheet())
    assert "<details" not in brief
    text = Reader(brief).text
    numbers = number_rows(shipped, compared_columns(shipped, shipped.site.main_event, given["vs"].split(".")))
    long_cells = 0
    parted = [row for row in numbers if is_parted(row)]
    for row in parted[3:]:
        assert f"stand on the site: {thing_text(shipped, parted[3].thing)}" in text, row
    for row in parted[:3]:
        for cell in row.cells:
            ends = cell if len(cell) < 6 else [*cell[:2], *cell[-2:]]
            assert [figure.id for figure in ends if f"{figure.reported_by} (" not in text] == []
            if ends is not cell:
                long_cells += 1
                assert f"… {len(cell) - 4} more, on the site …" in text
    assert long_cells


def test_a_picture_that_no_sheet_has_room_for_stays_on_the_page(shipped: Records) -> None:
    overview = static_view(shipped, "overview", {}).on_a_sheet()
    assert [part.key for part in overview.parts if isinstance(part, Words)][:2] == ["overview", "numbers"]
    assert not any(isinstance(part, Chart | MarkedMap) for part in overview.parts)
    assert overview.left == 2
    explored = static_view(shipped, "explore", {"lens": "screenings"}).on_a_sheet()
    assert sum(isinstance(part, Chart | MarkedMap) for part in explored.parts) == 2, "years and places"


def _bodies(view: StaticView) -> str:
    return "".join(part.text for part in view.parts if isinstance(part, Words))


def test_answers_stand_on_the_teachers_handout_alone(shipped: Records) -> None:
    pupils, teachers = (Reader(sheet(shipped, sample(), answers=answers)).text for answers in (False, True))
    for step in sample().steps:
        for words in filter(None, (step.answer, step.teacher_note)):
            assert words in teachers
            assert words not in pupils
    assert "Letter to parents" in teachers
    assert "Letter to parents" not in pupils


@pytest.mark.parametrize("answers", [False, True])
def test_a_handout_needs_no_network_and_no_script(shipped: Records, answers: bool) -> None:
    html = sheet(shipped, sample(), answers=answers)
    read = Reader(html)
    assert read.leaves() == []
    assert "script" not in read.tags
    assert "link" not in read.tags
    assert "@import" not in html
    assert "url(http" not in html
    assert len(read.ids) == len(set(read.ids)), "an id stands twice"
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.ids)


def test_a_table_says_how_much_of_it_is_there(shipped: Records) -> None:
    view = static_view(shipped, "casualties", {"tab": "sides"})
    chart = view.parts[0]
    [table] = tables_html(view, "s1")
    assert table.count("<tr>") == 1 + MOST_ROWS
    assert f"the first {MOST_ROWS} of {len(chart.rows)} rows" in table  # type: ignore[union-attr]


def test_nothing_in_a_visitors_lesson_becomes_part_of_the_page(shipped: Records) -> None:
    html = sheet(shipped, hostile_lesson(), answers=True, visitor=True)
    read = Reader(html)
    assert read.leaves() == []
    assert read.handlers == []
    assert "script" not in read.tags
    assert "made by a visitor, not by this site" in read.text
    assert "a view that the site does not have: /no-such-page" in read.text
    assert ATTACK in read.text, "what was written is shown as it was written"
    outside = {urlsplit(link).netloc for link in read.links if not link.startswith("#")}
    assert "example.org" not in outside
    assert not any(link.startswith("javascript") for link in read.links)


def test_links_lead_to_the_site_or_become_text() -> None:
    body = Markup('<a href="./record?table=a&amp;key=b" target="_self">in</a> <a href="#x">here</a>')
    assert placed(body, DocumentLocation(SITE)) == f'<a href="{SITE}/record?table=a&amp;key=b">in</a> here'
    assert placed(body, DocumentLocation()) == "in here"


def test_a_handout_made_where_no_phone_gets_says_so_instead_of_a_code(shipped: Records) -> None:
    html = handout(
        shipped,
        lesson_with_views(shipped, sample()),
        DocumentLocation(SITE),
        "http://127.0.0.1:8501/lessons",
        answers=False,
    )
    assert 'alt="QR code' not in html
    assert "127.0.0.1" in Reader(html).text


# --- kit -------------------------------------------------------------------------------------------------


def test_every_link_of_the_kit_leads_to_one_of_its_files(kit: dict[str, str]) -> None:
    pages = {name: Reader(text) for name, text in kit.items() if name.endswith(".html")}
    assert len(pages) > len(sample().steps)
    for name, page in pages.items():
        for link in page.links:
            file, _hash, anchor = link.partition("#")
            if urlsplit(link).scheme in ("http", "https", "mailto"):
                continue
            target = next((other for other in pages if beside(name, other) == file), name if not file else "")
            assert target, f"{name}: {link}"
            assert not anchor or anchor in pages[target].ids, f"{name}: {link}"


def test_the_kit_needs_no_network(kit: dict[str, str]) -> None:
    for name, text in kit.items():
        if name.endswith(".html"):
            assert Reader(text).leaves() == [], name
    assert sum("<script" in text for text in kit.values()) == 1, "the lesson alone has a script"


def test_the_kit_holds_all_that_it_promises(kit: dict[str, str], shipped: Records) -> None:
    lesson = sample()
    assert {"lessons/sample.html", "handouts/sample.html", "handouts/sample-answers.html"} <= set(kit)
    assert {view_file(view) for view in views_of(lesson)} <= set(kit)
    assert lesson.title in kit[HOME]
    assert "index.html" in kit["README.txt"]
    assert "\r\n" in kit["README.txt"]
    assert all(term.term in Reader(kit["words.html"]).text for term in shipped.tables.glossary)
    page = kit["lessons/sample.html"]
    assert page.count('class="step"') == len(lesson.steps) + 2
    assert page.count('<details class="teacher">') == sum(
        bool(step.answer or step.teacher_note) for step in lesson.steps
    )


def test_a_text_of_a_lesson_may_link_to_a_view_which_then_has_a_page(shipped: Records) -> None:
    text = lesson_text(sample()).replace(
        "Look first", "See [a record](/record?table=events&key=khojaly-1992)"
    )

    lesson, _faults = parse_lesson(text, "linked")
    assert lesson
    files = kit_files(shipped, [lesson])
    view, _problem = read_view("/record?table=events&key=khojaly-1992")
    assert view
    assert view_file(view) in files
    assert f'href="../{view_file(view)}">a record</a>' in files["lessons/linked.html"]


def test_what_there_is_to_notice_is_set_as_type_and_its_links_lead_somewhere(shipped: Records) -> None:
    first, *others = sample().steps
    noticed = replace(first, notice=("See [a record](/record?table=events&key=khojaly-1992), *twice*.",))
    lesson = replace(sample(), steps=(noticed, *others))
    printed = sheet(shipped, lesson)
    assert (
        f'<a href="{SITE}/record?table=events&amp;key=khojaly-1992">a record</a>, <em>twice</em>' in printed
    )
    files = kit_files(shipped, [lesson])
    view, _problem = read_view("/record?table=events&key=khojaly-1992")
    assert view
    assert f'href="../{view_file(view)}">a record</a>, <em>twice</em>' in files["lessons/sample.html"]
    assert view_file(view) in files


def test_a_step_of_the_kit_asks_before_it_tells_what_to_notice(kit: dict[str, str]) -> None:
    step = next(step for step in sample().steps if step.notice and step.question)
    page = kit["lessons/sample.html"]
    start = page.index(f'id="step-{step.number}"')
    folded = re.compile(r"<details>\s*<summary>Things to notice</summary>").search(page, start)
    assert folded
    assert page.index(step.question, start) < folded.start() < page.index(step.notice[0], folded.end())


def test_the_first_page_of_the_kit_is_called_once(kit: dict[str, str], shipped: Records) -> None:
    assert f"<title>{shipped.site.name}</title>" in kit[HOME]


def test_how_a_kind_of_picture_is_read_stands_once(shipped: Records) -> None:
    first = next(step for step in sample().steps if step.view.path == "map")
    lesson = replace(sample(), steps=tuple(replace(first, number=number) for number in (1, 2)))
    printed = Reader(sheet(shipped, lesson)).text
    view = static_view(shipped, "map", first.view.values).on_a_sheet()
    assert view.charts[0].reading
    assert printed.count(view.charts[0].reading) == 1
    assert "as the picture of step 1." in printed


def test_the_same_kit_gives_the_same_archive(kit: dict[str, str], shipped: Records) -> None:
    name = kit_name(shipped)
    assert re.fullmatch(r"[a-z0-9-]+-kit", name)
    archive = packed(kit, name)
    assert archive == packed(dict(reversed(kit.items())), name)
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert {entry.filename for entry in opened.infolist()} == {f"{name}/{file}" for file in kit}


# --- routes ----------------------------------------------------------------------------------------------


def test_a_lesson_in_a_link_is_printed_and_saved_without_a_server_keeping_it() -> None:
    code = write_code(sample())
    page = fetch("/api/lesson.html", {"build": code, "answers": "1"})
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "made by a visitor" in page.text
    assert sample().steps[0].answer in Reader(page.text).text
    file = fetch("/api/lesson.md", {"build": code})
    assert file.text == lesson_text(sample())
    assert "attachment" in file.headers["content-disposition"]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("One night: three hours", 'filename="One-night-three-hours.md"'),
        ("../../etc/passwd", 'filename="etc-passwd.md"'),
        ('a"; filename="b.exe', 'filename="a-filename-b-exe.md"'),
        ("Bir gecə", "filename=\"bir-gece.md\"; filename*=UTF-8''Bir-gec%C9%99.md"),
        ("Մեկ գիշեր", "filename=\"lesson.md\"; filename*=UTF-8''"),
        ("?!", 'filename="lesson.md"'),
        ("a" * 119, f'filename="{"a" * 60}.md"'),
    ],
)
def test_a_saved_lesson_is_named_after_its_title(title: str, named: str) -> None:
    file = fetch("/api/lesson.md", {"build": write_code(replace(sample(), title=title))})
    assert file.headers["content-disposition"].startswith(f"attachment; {named}")


@pytest.mark.parametrize(
    ("path", "parameters", "status", "words"),
    [
        ("/api/lesson.html", {}, 400, "holds no lesson"),
        ("/api/lesson.md", {"build": "b1.%%%"}, 400, "damaged"),
        ("/api/lesson.html", {"build": "b9.abc"}, 400, "another version"),
        ("/api/lesson.html", {"build": "b1." + "A" * 16_100}, 414, "too long"),
        ("/api/lessons/no-such-lesson.html", {}, 404, "There is no lesson"),
    ],
)
def test_what_is_no_lesson_says_so(path: str, parameters: dict[str, str], status: int, words: str) -> None:
    answer = fetch(path, parameters)
    assert answer.status == status
    assert words in answer.text


@pytest.mark.slow
def test_every_lesson_of_the_site_has_its_handout_and_its_place_in_the_kit(records: Records) -> None:
    for lesson in records.lessons:
        for ending in ("html", "md"):
            assert fetch(f"/api/lessons/{lesson.id}.{ending}").status == 200
    answer = fetch("/api/lessons-kit.zip")
    assert answer.status == 200
    with ZipFile(BytesIO(answer.body)) as opened:
        names = {entry.filename.partition("/")[2] for entry in opened.infolist()}
    assert {f"handouts/{lesson.id}-answers.html" for lesson in records.lessons} <= names


def test_a_long_list_is_cut_and_says_so() -> None:
    items = [f"<li>{number}</li>" for number in range(40)]
    cut = with_short_lists(Markup(f"<ul>{''.join(items)}</ul><ul>{''.join(items[:17])}</ul>"))
    assert cut.count("<li>") == MOST_ITEMS + 1 + 17
    assert f"… and {40 - MOST_ITEMS} more" in cut


def test_a_sheet_to_weigh_a_sentence_gives_no_verdict_away(shipped: Records) -> None:
    claim = next(iter(shipped.tables.claims))
    [part] = static_view(shipped, "activity", {"claim": claim.id}).parts
    read = Reader(part.text)  # type: ignore[union-attr]
    assert claim.claim.split("&")[0] in read.text
    assert claim.finding not in read.text
    assert "input" not in read.tags
    assert part.text.count('class="room"') >= 5  # type: ignore[union-attr]
