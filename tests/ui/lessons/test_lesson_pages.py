"""The lessons on the site: catalogue, whole lesson, every step with its live view, and nonsense."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from addresses import NASTY
from breaking import DataCopy
from lesson_samples import sample
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page
from whole_site import fetch
from worst_inputs import NESTED

from evidence_site.records.lessons.lesson_code import for_pupils, is_code, read_code, write_code
from evidence_site.records.lessons.lessons import Lesson, LessonView
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, data_folder, load
from evidence_site.ui.state import runs, store
from evidence_site.viz.lessons.activity import activity
from evidence_site.viz.maps.base_map import base_map
from evidence_site.viz.paper.enlarged import enlarged
from evidence_site.viz.words.prose import markdown, prose

pytestmark = pytest.mark.skipif(
    data_folder() != DEFAULT_FOLDER, reason="about the lessons that ship with the site"
)

SHIPPED = [path.stem for path in sorted((DEFAULT_FOLDER / "lessons").glob("*.md"))]


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def lesson_of(records: Records, key: str) -> Lesson:
    return next(lesson for lesson in records.lessons if lesson.id == key)


def sound(app: AppTest) -> str:
    assert [error.message for error in app.exception] == []
    return html_of(app)


def in_bar(app: AppTest, view: LessonView) -> bool:
    return all(app.query_params[name] == value for name, value in view.parameters)


def test_the_catalogue_names_every_lesson_with_its_content_note(records: Records) -> None:
    assert {"one-night", "how-many", "where", "film"} <= set(SHIPPED)
    html = sound(open_page("lessons"))
    for lesson in records.lessons:
        assert lesson.title.split(":")[0] in html
        assert f"lesson={lesson.id}" in html
    assert html.count("may sit it out") + html.count("sit it out without") >= len(SHIPPED)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_lesson_has_what_a_teacher_needs_and_its_forms_keep_apart(records: Records, key: str) -> None:
    lesson = lesson_of(records, key)
    assert lesson.minutes == 40
    assert 6 <= len(lesson.steps) <= 9
    assert "without giving a reason" in lesson.content_note
    assert "side of a people or a state" in lesson.letter
    whole = sound(open_page("lessons", lesson=key))
    assert whole.index("Before you begin") < whole.index("Goals") < whole.index("Steps")
    assert "Dear parents" in whole
    answers, pupil = (sound(open_page("lessons", lesson=key, role=role)) for role in ("teacher", "pupil"))
    assert answers.count("What an answer may hold") == len(lesson.steps)
    assert answers.count("For the teacher") >= len(lesson.steps)
    for html in (whole, pupil):
        assert "What an answer may hold" not in html
    assert pupil.count("Open this step with its view") == len(lesson.steps)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_step_shows_its_view_and_nothing_of_it_is_ignored(records: Records, key: str) -> None:
    lesson = lesson_of(records, key)
    app = open_page("lessons", lesson=key, step="1", role="pupil")
    for step in lesson.steps:
        html = sound(app)
        assert f"Step {step.number} of {len(lesson.steps)}" in html
        assert step.title in html
        assert in_bar(app, step.view)
        assert not app.title, "the step has the title"
        assert app.header or 'class="card-title"' in html, "the view has a heading of its own below it"
        assert "means nothing" not in " ".join(box.value for box in app.warning)
        assert "does not exist" not in html
        assert "What an answer may hold" not in html
        assert 'class="leave-lesson"' in html
        if step.number < len(lesson.steps):
            app.button("lesson-next").click().run()
    assert app.button("lesson-next").disabled


def test_the_teacher_sees_notes_and_time_that_the_class_does_not(records: Records) -> None:
    lesson = lesson_of(records, "how-many")
    notes, wall = (
        sound(open_page("lessons", lesson="how-many", step="3", role=role)) for role in ("teacher", "")
    )
    for words in ("What an answer may hold", "For the teacher", "15 of 40 minutes", lesson.steps[3].title):
        assert words in notes
        assert words not in wall


def smallest(**given: str) -> int:
    app = open_page("lessons", lesson="how-many", step="3", **given)
    sizes = re.findall(r'"font": ?\{"size": ?([0-9.]+)', app.get("plotly_chart")[0].proto.spec)
    return round(min(float(size) for size in sizes))


def test_the_wall_shows_charts_in_larger_type_and_larger_still_on_request() -> None:
    assert (smallest(role="teacher"), smallest(), smallest(size="large")) == (13, 16, 20)


def test_a_phone_that_opens_the_link_of_the_class_gets_charts_in_its_own_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Enlarged labels of a chart are cut off where there are 360 pixels."""
    monkeypatch.setattr(runs, "is_phone", lambda: True)
    assert smallest() == 13


def test_names_on_a_map_can_be_read_from_the_back_row(records: Records) -> None:
    script = base_map(records, "light", (), 16).get_root().render()
    assert ".leaflet-tooltip { font-size: 16px; }" in script


def test_what_a_class_changes_in_a_view_is_part_of_the_link_and_of_the_way_out(records: Records) -> None:
    app = open_page("lessons", lesson="how-many", step="3", tab="sides", side="armenian")
    html = sound(app)
    assert app.query_params["side"] == "armenian"
    [out] = re.findall(r'<a href="([^"]*)" target="_self" class="leave-lesson"', html)
    assert out == "./casualties?side=armenian&amp;tab=sides"
    app.button("lesson-next").click().run()
    assert "side" not in app.query_params, "the filters of a step end with it"
    assert app.query_params["vs"] == lesson_of(records, "how-many").steps[3].view.values["vs"]


@pytest.mark.parametrize("value", ["nonsense", "-1", "0", "99", *NASTY[:4], "x" * 10_000])
def test_an_address_that_means_nothing_falls_back_with_a_word(value: str) -> None:
    html = sound(open_page("lessons", lesson=value, step=value, role=value, size=value))
    assert "There is no lesson" in html
    html = sound(open_page("lessons", lesson="where", step=value, role=value, size=value))
    assert "has no step" in html
    assert "<script>alert" not in html


def test_a_step_whose_view_is_gone_says_so_and_goes_on(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_copy.edit_text("lessons/where.md", lambda text: text.replace("View: /map\n", "View: /mapp\n", 1))
    broken = load(data_copy.folder)
    monkeypatch.setattr(store, "loaded", lambda: broken)
    app = open_page("lessons", lesson="where", step="1")
    assert "/mapp, does not exist any more" in sound(app)
    app.button("lesson-next").click().run()
    assert "Step 2 of 8" in sound(app)


def test_a_site_without_lessons_says_so(data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(Path(data_copy.folder) / "lessons")
    none = load(data_copy.folder)
    monkeypatch.setattr(store, "loaded", lambda: none)
    assert "There is no lesson here yet." in sound(open_page("lessons"))


def test_terms_are_explained_once_in_a_block_and_never_in_headings_or_links(records: Records) -> None:
    text = "# The basis\n\nThe basis, again a basis. [basis](/claims)\n\n- Basis of a list\n\n`basis` <b> ![x](https://x.org/y.png)"
    html = prose(records, text, "any")
    assert html.count('role="tooltip"') == 2
    assert re.search(r"<h1>The basis</h1>", html)
    assert ">basis</a>" in html
    assert "<code>basis</code>" in html
    assert "&lt;b&gt;" in html
    assert "<img" not in html
    ids = re.findall(r'id="([^"]+)"', html)
    assert sorted(re.findall(r'aria-describedby="([^"]+)"', html)) == sorted(ids)
    assert len(set(ids)) == 2
    assert 'href="./claims"' in html


@pytest.mark.parametrize("sign", [sign for sign in NESTED if "amp" not in sign])
def test_what_is_made_of_signs_is_no_markdown_and_stays_as_it_was_typed(records: Records, sign: str) -> None:
    text = sign * 400
    typed = f"<p>{escape(text)}</p>"
    assert markdown(text) == typed
    assert typed in prose(records, text, "any")


def test_no_text_of_the_site_or_of_a_lesson_is_taken_for_signs(records: Records) -> None:
    texts = [
        *records.site.texts.values(),
        *(step.text for lesson in records.lessons for step in lesson.steps),
    ]
    assert texts
    assert [text for text in texts if text and markdown(text) == f"<p>{escape(text)}</p>"] == []


def test_a_term_from_data_stays_text(data_copy: DataCopy) -> None:
    line = data_copy.line("glossary", lambda row: row["id"] == "basis")
    data_copy.change("glossary", line, in_text='a "b" & c', definition='One & "two"')
    html = prose(load(data_copy.folder), 'Before a "b" & c after.', "any")
    assert 'class="term-word" aria-describedby="any-1-basis">a &quot;b&quot; &amp; c</button>' in html
    assert "One &amp; &quot;two&quot;" in html


def test_a_chart_grows_as_a_whole_and_its_data_do_not() -> None:
    figure = {
        "data": [{"x": [10], "y": [20], "marker": {"size": [8, 4], "line": {"width": 1}}, "text": ["a"]}],
        "layout": {"height": 100, "font": {"size": 13}, "xaxis": {"range": [0, 5]}, "margin": {"l": 8}},
    }
    grown = enlarged(figure, 2)
    assert grown["data"][0] == {
        "x": [10],
        "y": [20],
        "marker": {"size": [16, 8], "line": {"width": 1}},
        "text": ["a"],
    }
    assert grown["layout"] == {
        "height": 200,
        "font": {"size": 26},
        "xaxis": {"range": [0, 5]},
        "margin": {"l": 16},
    }
    assert figure["layout"]["height"] == 100


def test_the_form_asks_for_source_count_and_certainty_and_tells_no_verdict(records: Records) -> None:
    for claim in records.tables.claims:
        html = activity(records, claim)
        assert claim.finding[:40] not in html
        for asked in ("Which source?", "count or say", "How does it know?", "How sure are you?", "Why?"):
            assert f"{asked}" in html
        names = re.findall(r'name="([^"]+)"', html)
        assert set(names) == {"ground-1", "ground-2", "sure"}
    assert "<form" not in html, "nothing that a browser would send"
    app = open_page("activity", claim="cc-g")
    assert "26 February 1992" in sound(app)
    assert not app.text_input or all("Source 1" not in box.label for box in app.text_input)


def test_the_script_of_the_site_is_served_and_allowed() -> None:
    answer = fetch("/assets/site.js")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    page = fetch("/lessons", {"lesson": "where", "step": "2"})
    assert '<script src="./assets/site.js" defer' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


# --- what pupils get -------------------------------------------------------------------------------------


def told_teachers_alone(lesson: Lesson) -> list[str]:
    """Return words that no pupil may read: a line of each answer and of each note, as HTML holds it."""
    texts = [words for step in lesson.steps for words in (step.answer, step.teacher_note) if words]
    return [escape(max(re.split(r"[\n\[\]*\"]", words), key=len).strip(), quote=False) for words in texts]


def lessons_in(address: str) -> list[Lesson]:
    """Return the lessons that an address carries."""
    held = dict(parse_qsl(urlsplit(unescape(address)).query))
    codes = [held[name] for name in ("lesson", "build") if is_code(held.get(name, ""))]
    return [lesson for code in codes if (lesson := read_code(code).lesson)]


def as_given(records: Records, key: str) -> Lesson:
    """Return a lesson of the site, or one of a visitor with words for each part."""
    if key != "own":
        return lesson_of(records, key)
    own = replace(
        sample(),
        letter="Dear parents, a letter.",
        steps=tuple(
            replace(step, answer=f"The answer is {step.number}.", teacher_note=f"A note on {step.number}.")
            for step in sample().steps
        ),
    )
    return replace(own, id=write_code(own))


@pytest.mark.parametrize("key", [*SHIPPED, "own"])
def test_a_pupils_pages_links_and_files_hold_no_answer(records: Records, key: str) -> None:
    lesson = as_given(records, key)
    secrets = told_teachers_alone(lesson)
    for_teachers = sound(open_page("lessons", lesson=lesson.id, role="teacher"))
    assert sum(words in for_teachers for words in secrets) >= len(lesson.steps)
    app = open_page("lessons", lesson=lesson.id, role="pupil")
    pages = [(app, sound(app)), *pupil_steps(lesson)]
    for page, html in pages:
        links = re.findall(r'href="([^"]*)"', html)
        bar = f"./lessons?{urlencode(dict(page.query_params))}"
        carried = [held for link in (*links, bar) for held in lessons_in(link)]
        assert all(held == replace(for_pupils(held), id=held.id) for held in carried)
        assert carried or key != "own"
        assert [words for words in secrets if words in html] == []
        for offered in ("Start presenting", "with answers", "notes and answers", "Change this lesson", ".md"):
            assert offered not in html
        for link in links:
            if "/api/" in link and "lesson" in link:
                asked = urlsplit(unescape(link))
                answer = fetch(asked.path.removeprefix("."), dict(parse_qsl(asked.query)))
                assert answer.status == 200
                assert [words for words in secrets if words in answer.text] == []


def pupil_steps(lesson: Lesson) -> list[tuple[AppTest, str]]:
    numbers = (str(step.number) for step in lesson.steps[:3])
    apps = [open_page("lessons", lesson=lesson.id, step=number, role="pupil") for number in numbers]
    return [(app, sound(app)) for app in apps]


def test_whoever_teaches_gets_answers_and_files_of_an_own_lesson_and_a_link_for_pupils(
    records: Records,
) -> None:
    own = as_given(records, "own")
    html = sound(open_page("lessons", lesson=own.id))
    assert "Handout with answers" in html
    assert "Save as a file (.md)" in html
    [for_class] = re.findall(r'href="([^"]*role=pupil[^"]*)"', html)
    assert [held.steps[0].answer for held in lessons_in(for_class)] == [""]
    assert len(for_class) < len(own.id)


@pytest.mark.parametrize("path", ["lessons", "activity"])
def test_the_document_without_scripts_holds_no_answer(records: Records, path: str) -> None:
    for lesson in records.lessons:
        text = fetch(f"/{path}", {"lesson": lesson.id, "role": "pupil"}).text
        assert [words for words in told_teachers_alone(lesson) if words in text] == []
        assert "answers=1" not in text
    if path == "activity":
        assert [claim.id for claim in records.tables.claims if claim.finding[:40] in text] == []
