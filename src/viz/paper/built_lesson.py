"""What is said about a lesson that a visitor builds: where it is shown, saved and printed, and its length."""

from __future__ import annotations

from dataclasses import replace

from evidence_site.records.choose.parameters import LESSON, LESSONS, PUPIL, RECORD_ID, RECORD_TABLE, STEP
from evidence_site.records.formatting import number_text
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.lessons.lesson_code import BUILD, GOOD_LENGTH, is_code, write_code
from evidence_site.records.lessons.lessons import Lesson, LessonView
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.lessons.lesson_state import pupil_address, pupil_lesson_of, pupil_view
from evidence_site.viz.markup import Markup, inner_link, join, listing, tag, view_address
from evidence_site.viz.pages.parts import Beside, Words, chart_of
from evidence_site.viz.pages.site import RECORD
from evidence_site.viz.paper.qr_code import qr_code
from evidence_site.viz.paper.static_view import static_view


def view_title(records: Records, view: LessonView) -> str:
    """Return a title for a step that shows a view: its record, or its page and what it shows."""
    records = without_private_names(records)
    table, key = (view.values.get(name, "") for name in (RECORD_TABLE, RECORD_ID))
    if view.path == RECORD.path and table in records.package.tables and key in records.table(table):
        return record_name(records, table, records.table(table)[key])
    shown = static_view(records, view.path, view.values)
    first = next((part for part in shown.parts if not isinstance(part, Beside)), None)
    title = "" if first is None else first.heading if isinstance(first, Words) else chart_of(first).title
    more = title if title != shown.title else shown.narrowed
    return f"{shown.title}: {more}" if more else shown.title


def visitor_note() -> Markup:
    """Return what stands on every form of a lesson that a visitor made."""
    made = _("This lesson was made by a visitor, not by this site. Its pictures and sources are the site's.")
    return tag("p", made, class_="visitor")


def built_ways(lesson: Lesson, code: str) -> Markup:
    """Return the links to the forms of a lesson that is being built."""
    ways = [
        inner_link(_("Show it to a class"), LESSONS, {LESSON: code, STEP: "1"}),
        inner_link(_("The page to hand on"), LESSONS, {LESSON: code}),
        *_files(replace(lesson, id=code)),
    ]
    return tag("nav", listing(ways, class_="legend"), aria_label=lesson.title)


def lesson_files(lesson: Lesson, role: str) -> Markup:
    """Return the links to what can be printed and kept of a lesson, shipped or of a visitor."""
    code = lesson.id if is_code(lesson.id) else write_code(lesson)
    change = inner_link(_("Change this lesson"), LESSONS, {BUILD: code})
    links = [_handout(lesson)] if role == PUPIL else [*_files(lesson), change]
    return tag("nav", listing(links, class_="legend"), aria_label=_("To print and to keep"))


def for_the_class(records: Records, lesson: Lesson, base: str) -> Markup:
    """Return the pupils' link to a lesson that is being built, with its QR code.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    words = _(
        "This link and its code hold no answers, no notes and no letter, so that no pupil can read them."
    )
    way = inner_link(_("The page for pupils"), *pupil_view(lesson))
    return join([tag("p", words), tag("p", way), qr_code(pupil_address(records, lesson, base))])


def _files(lesson: Lesson) -> list[Markup]:
    return [
        _handout(lesson),
        _sheet(_("Handout with answers"), _file(lesson, "html", answers="1")),
        tag("a", _("Save as a file (.md)"), href=_file(lesson, "md"), download=""),
    ]


def _handout(lesson: Lesson) -> Markup:
    return _sheet(_("Handout"), _file(pupil_lesson_of(lesson), "html"))


def _sheet(label: str, address: str) -> Markup:
    return tag("a", label, href=address, target="_blank", rel="noopener")


def _file(lesson: Lesson, ending: str, **given: str) -> str:
    if is_code(lesson.id):
        return view_address(f"api/lesson.{ending}", {BUILD: lesson.id, **given})
    return view_address(f"api/lessons/{lesson.id}.{ending}", given)


def offline_kit() -> Markup:
    """Return where all lessons are had for a computer without a network."""
    words = _("All lessons as files for a stick: they need a browser, but no network and no server.")
    kit = tag("a", _("Download the kit (ZIP)"), href=view_address("api/lessons-kit.zip", {}), download="")
    return tag("p", words, " ", kit)


def length_words(length: int) -> Markup:
    """Return how long the link of a lesson is, and whether it passes everywhere."""
    given = {"length": number_text(length), "most": number_text(GOOD_LENGTH)}
    if length <= GOOD_LENGTH:
        words = ngettext(
            "The link has %(length)s sign; up to %(most)s in all pass through every browser and message.",
            "The link has %(length)s signs; up to %(most)s in all pass through every browser and message.",
            length,
        )
        return tag("p", words % given, class_="quiet")
    words = ngettext(
        "The link has %(length)s sign. Some programs cut links of more than %(most)s: hand on the file too.",
        "The link has %(length)s signs. Some programs cut links of more than %(most)s: hand on the file too.",
        length,
    )
    return tag("p", words % given, class_="notice", role="status")
