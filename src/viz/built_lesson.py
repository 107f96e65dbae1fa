"""What is said about a lesson that a visitor builds: where it is shown, saved and printed, and its length."""

from __future__ import annotations

from records.formatting import number_text
from records.lesson_code import BUILD, GOOD_LENGTH
from records.lessons import Lesson, LessonView
from records.loading import Records
from records.wording import _
from viz.markup import Markup, inner_link, listing, tag, view_address
from viz.static_html import part_title
from viz.views import static_view


def view_title(records: Records, view: LessonView) -> str:
    """Return a title for a step that shows a view: its page and what stands first on it."""
    shown = static_view(records, view.path, view.values)
    first = next((part_title(part) for part in shown.parts), "")
    return f"{shown.title}: {first}" if first and first != shown.title else shown.title


def built_ways(lesson: Lesson, code: str) -> Markup:
    """Return the links to the forms of a lesson that is being built."""
    sheet = {BUILD: code}
    ways = [
        inner_link(_("Show it to a class"), "lessons", {"lesson": code, "step": "1"}),
        inner_link(_("The page to hand on"), "lessons", {"lesson": code}),
        _file(_("Handout"), "lesson.html", sheet),
        _file(_("Handout with answers"), "lesson.html", {**sheet, "answers": "1"}),
        tag("a", _("Save as a file (.md)"), href=view_address("api/lesson.md", sheet), download=""),
    ]
    return tag("nav", listing(ways, class_="legend"), aria_label=lesson.title)


def _file(label: str, name: str, parameters: dict[str, str]) -> Markup:
    address = view_address(f"api/{name}", parameters)
    return tag("a", label, href=address, target="_blank", rel="noopener")


def length_words(length: int) -> Markup:
    """Return how long the link of a lesson is, and whether it passes everywhere."""
    given = {"length": number_text(length), "most": number_text(GOOD_LENGTH)}
    if length <= GOOD_LENGTH:
        words = _("The link has %(length)s signs; up to %(most)s pass through every browser and message.")
        return tag("p", words % given, class_="quiet")
    words = _(
        "The link has %(length)s signs. Some programs cut links of more than %(most)s: hand on the file too."
    )
    return tag("p", words % given, class_="notice", role="status")
