"""Building a lesson without a browser: collect views, word and order them, open what was saved."""

from __future__ import annotations

import re

from lesson_samples import sample
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.lessons.lesson_code import BUILD, MOST_LENGTH, read_code, write_code
from evidence_site.records.lessons.lessons import Lesson, LessonView, lesson_text
from evidence_site.records.load.loading import Records
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.paper.built_lesson import view_title


def code_of(app: AppTest) -> str:
    held = app.query_params.get(BUILD, "")
    return held[0] if isinstance(held, list) else held


def built(app: AppTest) -> Lesson:
    lesson = read_code(code_of(app)).lesson
    assert lesson
    return lesson


def open_step(app: AppTest, number: int) -> AppTest:
    turn = app.session_state["build-turn"]
    app.session_state[f"build-step-{turn}-{number}"] = True
    return app.run()


def field(app: AppTest, number: int, part: str) -> str:
    return f"build-{app.session_state['build-turn']}-{number}-{part}"


def test_a_view_is_collected_with_its_filters_and_goes_along_to_the_next_page() -> None:
    app = open_page("casualties", tab="sides", side="independent", sel="figures.kh-k-045")
    app.button(key="build-add").click().run()
    assert not app.exception
    [step] = built(app).steps
    assert step.view.path == "casualties"
    assert step.view.values == {"tab": "sides", "side": "independent", "sel": "figures.kh-k-045"}
    assert "Your lesson: 1 step" in html_of(app)
    app = open_page("claims", build=code_of(app))
    app.button(key="build-add").click().run()
    assert [step.view for step in built(app).steps] == [step.view, LessonView("claims")]
    assert "Your lesson: 2 steps" in html_of(app)


def test_a_link_that_lost_its_end_says_so_before_more_is_added() -> None:
    code = write_code(sample())
    app = open_page("casualties", build=code[: len(code) * 3 // 4])
    assert re.search(r"Your lesson: \d+ step", html_of(app))
    assert "The link is damaged" in html_of(app)


def test_a_record_gives_its_step_its_own_name(records: Records) -> None:
    key, event = next(iter((row.id, row) for row in records.tables.events))
    view = LessonView("record", (("table", "events"), ("key", key)))
    assert view_title(records, view) == event.title
    narrowed = view_title(records, LessonView("explore", (("lens", "figures"), ("side", "armenian"))))
    assert "Perspective: Armenian" in narrowed


def test_every_view_can_be_collected_and_no_other_page() -> None:
    for page in PAGES:
        app = open_page(page.path, **({"table": "events", "key": "x"} if page.path == "record" else {}))
        keys = [button.key for button in app.button]
        assert ("build-add" in keys) == (page.path != "lessons"), page.path


def test_steps_are_worded_ordered_and_removed() -> None:
    app = open_page("lessons", build=write_code(sample()))
    assert not app.exception
    titles = [step.title for step in sample().steps]
    open_step(app, 2)
    app.text_input(key=field(app, 2, "title")).set_value("Another title").run()
    app.text_area(key=field(app, 2, "question")).set_value("What <b>changed</b>?").run()
    app.number_input(key=field(app, 2, "minutes")).set_value(7).run()
    step = built(app).steps[1]
    assert (step.title, step.question, step.minutes) == ("Another title", "What <b>changed</b>?", 7)
    assert built(app).minutes == 43
    app.button(key="build-up-2").click().run()
    assert [step.title for step in built(app).steps][:3] == ["Another title", titles[0], titles[2]]
    open_step(app, 3)
    app.button(key="build-remove-3").click().run()
    assert [step.title for step in built(app).steps][:3] == ["Another title", titles[0], titles[3]]
    assert not app.exception
    app.text_input(key=f"build-{app.session_state['build-turn']}-title").set_value("Mine").run()
    assert built(app).title == "Mine"
    assert app.text_input(key=f"build-{app.session_state['build-turn']}-title").value == "Mine"


def test_a_saved_lesson_is_opened_by_pasting_it() -> None:
    app = open_page("lessons")
    app.text_area(key="build-pasted").set_value("no lesson at all").run()
    app.button(key="build-open").click().run()
    assert "does not begin with what is said about the lesson" in html_of(app)
    app.text_area(key="build-pasted").set_value(lesson_text(sample())).run()
    app.button(key="build-open").click().run()
    assert not app.exception
    assert [step.title for step in built(app).steps] == [step.title for step in sample().steps]


def test_a_damaged_link_says_so_and_opens_what_can_be_read() -> None:
    app = open_page("lessons", build=write_code(sample())[:900])
    assert "The link is damaged" in html_of(app)
    assert any(sample().steps[0].title in box.label for box in app.expander)
    assert "Your lesson" not in html_of(open_page("lessons", build="b1.nothing"))


def test_a_lesson_that_no_longer_fits_stays_as_it_was() -> None:
    code = write_code(sample())
    app = open_page("lessons", build=code)
    for number in range(1, 9):
        open_step(app, number)
        noise = "".join(
            chr(0x4E00 + (number * 7919 + position * position * 31) % 20_000) for position in range(2400)
        )
        app.text_area(key=field(app, number, "text")).set_value(noise).run()
        assert len(code_of(app)) <= MOST_LENGTH
    assert len(built(app).steps) == len(sample().steps)
    assert not app.exception


def test_a_visitors_lesson_is_shown_like_one_of_the_site_and_marked() -> None:
    code = write_code(sample())
    whole, step = open_page("lessons", lesson=code), open_page("lessons", lesson=code, step="2")
    for app in (whole, step):
        assert not app.exception
        assert "made by a visitor, not by this site" in html_of(app)
    assert sample().steps[4].title in html_of(whole)
    assert sample().steps[1].question in html_of(step)
    assert f"{len(sample().steps)}" in html_of(step)
    broken = open_page("lessons", lesson="b7.abc")
    assert "another version of the site" in html_of(broken)
