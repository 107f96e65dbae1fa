"""A lesson in a link may come from anybody: it leads nowhere else, is not found, and says whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lesson_samples import sample
from visiting import html_of, open_page
from whole_site import fetch

from evidence_site.records.lessons.lesson_code import BUILD, read_code, write_code, write_pupil_code
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records
from evidence_site.viz.lessons.catalogue import letter, question_words, step_words, things_to_notice
from evidence_site.viz.lessons.roles import answer_key, pupil_lesson
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.paper.handout import handout, lesson_with_views
from evidence_site.viz.paper.static_html import DocumentLocation
from evidence_site.viz.words.prose import linked_views, markdown, prose

HERE = "https://site.example/evidence/lessons"
AWAY = "evil.example"
#: Ways to write an address that leads away, or a thing that is fetched.
DISGUISES = [
    "[order](/&#47;evil.example/x)",
    "[x](/&sol;evil.example)",
    r"[x](/\/evil.example)",
    r"[x](\/\/evil.example)",
    r"[x](\\evil.example)",
    "[x](/\t/evil.example)",
    "[x](</\\/evil.example>)",
    "[x](/%2f/evil.example)",
    "[x](%2f%2fevil.example)",
    "[x](https&colon;//evil.example)",
    "[x](&#x68;ttps://evil.example/map)",
    "[x](//evil.example/map)",
    "[x][y]\n\n[y]: //evil.example",
    "[y]\n\n[y]:\n  https://evil.example",
    "![p](/&#47;evil.example/x.png)",
    "![p][q]\n\n[q]: https://evil.example/x.png",
    "<https://evil.example/sign>",
    "<me@evil.example>",
    "[a <https://evil.example> b](/map)",
    "[![p](//evil.example/x.png)](/map)",
    "<a href=//evil.example>x</a>",
    "<img src=//evil.example/x.png>",
    "<!-- x --><iframe src=//evil.example></iframe>",
    "https://evil.example www.evil.example",
    "[x](/map#//evil.example)",
    "[x](/api/events.csv)",
    "[x](#evil.example)",
    "[x](mailto:me@evil.example)",
    "[x](tel:112)",
]
PIECES = st.sampled_from(
    [
        *(
            "[",
            "](",
            ")",
            "<",
            ">",
            "![",
            "]",
            "][",
            "]: ",
            "(",
            "\n",
            "\n\n",
            " ",
            "\\",
            "/",
            "//",
            "`",
            "*",
            "# ",
        ),
        *(
            "&#47;",
            "&sol;",
            "&#x2f;",
            "&bsol;",
            "&lpar;",
            "&colon;",
            "&Tab;",
            "&#10;",
            "%2f",
            "%5c",
            "%09",
            "\t",
        ),
        *(
            "https:",
            "HTTPS://",
            "data:",
            "javascript:",
            "mailto:",
            "www.",
            "@",
            "evil.example",
            "a",
            "?x=",
            "#",
        ),
        *(
            "/map",
            "/record?table=events&key=x",
            "./claims",
            "overview",
            "<a href=",
            "<img src=",
            "<!--",
            "-->",
        ),
    ]
)
DISGUISED = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=6).map(lambda parts: f"[x]({''.join(parts)}evil.example)"),
)


class Reading(HTMLParser):
    """What a browser makes of HTML: its elements, where its links lead, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.links: list[str] = []
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.said += data


def holds_no_way_out(html: str) -> None:
    read = Reading(html)
    assert not read.elements & {"img", "iframe", "script", "object", "form", "link", "base", "svg"}
    for link in read.links:
        there = urlsplit(urljoin(HERE, link))
        assert (there.scheme, there.netloc) == ("https", "site.example"), link
        assert re.fullmatch("[a-z]*", there.path.removeprefix("/evidence/")), link


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(text=DISGUISED)
@example(text=" ".join(DISGUISES))
def test_however_it_is_written_a_link_leads_to_a_view_of_this_site(text: str, records: Records) -> None:
    holds_no_way_out(markdown(text))
    holds_no_way_out(prose(records, text, "any"))
    assert all(re.fullmatch("[a-z]+", view.path) for view in linked_views(text))


def test_every_page_is_called_as_a_link_of_a_visitor_may_call_it() -> None:
    assert all(re.fullmatch("[a-z]+", page.path) for page in PAGES)


@pytest.mark.parametrize("text", DISGUISES)
def test_what_leads_elsewhere_stays_to_be_read(text: str) -> None:
    html = markdown(text)
    holds_no_way_out(html)
    assert [link for link in Reading(html).links if AWAY in link] == []
    if AWAY in text and "/map" not in text:
        assert AWAY in Reading(html).said, "the reader sees what was left out"


def test_links_to_views_stay_links_however_they_are_written() -> None:
    text = (
        "[a](/map?tab=night) ![b](/claims) [c](<./record?table=events&key=x y>) [d] [f](/)\n\n[d]: timeline"
    )
    assert Reading(markdown(text)).links == [
        "./map?tab=night",
        "./claims",
        "./record?table=events&key=x+y",
        "./timeline",
        "./",
    ]


def test_a_text_of_the_site_may_lead_elsewhere(records: Records) -> None:
    text = "[a](https://example.org/x) [b](/map) [c](/api/events.csv)"
    assert Reading(markdown(text, outside=True)).links == [
        "https://example.org/x",
        "./map",
        "/api/events.csv",
    ]
    assert Reading(prose(records, text, "any", outside=True)).links[0] == "https://example.org/x"


def disguised() -> Lesson:
    """A lesson with every disguise in every text."""
    words = "\n\nWhat stands between two disguises is a sentence like any other.\n\n".join(DISGUISES)
    title = f"{DISGUISES[0]} https://{AWAY} :red[x] $y$"
    steps = [
        replace(
            step, title=title, text=words, question=words, answer=words, teacher_note=words, notice=(words,)
        )
        for step in sample().steps[:2]
    ]
    return replace(sample(), title=title, steps=tuple(steps), letter=words, goals=(title,))


def test_no_form_of_a_visitors_lesson_leads_elsewhere(records: Records) -> None:
    lesson = read_code(write_code(disguised())).lesson
    assert lesson
    step = lesson.steps[0]
    drawn = [
        step_words(records, lesson, step),
        question_words(records, step),
        things_to_notice(records, step),
        letter(records, lesson) or "",
        pupil_lesson(records, lesson),
        answer_key(records, lesson),
        *[
            handout(
                records,
                lesson_with_views(records, lesson, visitor=True),
                DocumentLocation("https://x.example"),
                "",
                answers=answers,
            )
            for answers in (True, False)
        ],
    ]
    for html in drawn:
        read = Reading(html)
        assert "order (//evil.example/x)" in read.said, "it is read as Markdown"
        assert AWAY in read.said
        assert [link for link in read.links if AWAY in link] == []


def test_a_text_stays_as_it_was_typed_when_its_lesson_is_handed_on() -> None:
    lesson = read_code(write_code(disguised())).lesson
    assert lesson
    assert lesson.steps[0].text == disguised().steps[0].text
    again = read_code(write_code(lesson)).lesson
    assert again
    assert replace(again, id="") == replace(lesson, id="")


@pytest.mark.parametrize("write", [write_code, write_pupil_code])
def test_an_answer_that_holds_a_visitors_lesson_is_not_for_search_engines(
    write: Callable[[Lesson], str],
) -> None:
    code = write(sample())
    for path, asked in (
        ("/lessons", {"lesson": code}),
        ("/lessons", {"lesson": code, "step": "1", "role": "pupil"}),
        ("/lessons", {BUILD: code}),
        ("/map", {"cat": "legal", f"amp;{BUILD}": code}),
        ("/api/lesson.html", {BUILD: code}),
        ("/api/lesson.html", {BUILD: code, "answers": "1"}),
        ("/api/lesson.md", {BUILD: code}),
        ("/no-such-page", {BUILD: "damaged"}),
    ):
        assert fetch(path, asked).headers.get("x-robots-tag") == "noindex", (path, asked)


@pytest.mark.parametrize(
    ("path", "asked"),
    [("/lessons", {}), ("/lessons", {"lesson": "one-night"}), ("/map", {BUILD: ""}), ("/api/events.csv", {})],
)
def test_what_the_site_says_itself_may_be_found(path: str, asked: dict[str, str]) -> None:
    assert "x-robots-tag" not in fetch(path, asked).headers


def test_every_page_of_a_visitors_lesson_says_whose_it_is() -> None:
    code = write_code(sample())
    for asked in (
        {"lesson": code},
        {"lesson": code, "role": "pupil"},
        {"lesson": code, "step": "1"},
        {BUILD: code},
    ):
        assert "made by a visitor, not by this site" in html_of(open_page("lessons", **asked)), asked
    assert "made by a visitor, not by this site" in fetch("/api/lesson.html", {BUILD: code}).text
