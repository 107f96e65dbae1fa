"""A lesson of the kit: its steps in one file, led through by keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, join, tag
from evidence_site.viz.paper.handout import (
    Told,
    appendix,
    asked,
    foot,
    for_the_teacher,
    in_lesson,
    lesson_head,
    lesson_notes,
    things_to_notice,
    view_html,
)
from evidence_site.viz.paper.paper import document
from evidence_site.viz.paper.qr_code import qr_code
from evidence_site.viz.paper.static_html import Place


@cache
def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def lesson_page(records: Records, lesson: Told, place: Place, ways: Markup, address: str) -> str:
    """Return all steps in one file: with its script one at a time, without it one below the other.

    Args:
        address: Full address of the lesson for pupils; empty if nobody knows it.
        ways: Links to the other pages of the kit.
    """
    total = len(lesson.lesson.steps)
    steps = []
    for step, view in lesson.shown():
        progress = _("%(number)s of %(total)s") % {"number": step.number, "total": total}
        told = list(for_the_teacher(step, place))
        words = tag(
            "div",
            tag("p", progress, class_="progress quiet"),
            tag("h2", step.title, tabindex="-1"),
            in_lesson(step.text, place),
            asked(step, place),
            _folded(_("Things to notice"), [things_to_notice(step, place)] if step.notice else []),
            _folded(_("For the teacher"), told, "teacher"),
            class_="task",
        )
        shown = tag("div", view_html(records, step.view, view, f"s{step.number}", place), class_="view")
        steps.append(tag("section", words, shown, class_="step", id=f"step-{step.number}"))
    notes = lesson_notes(records, lesson)
    code = qr_code(address, _("This lesson on your own screen")) if address else None
    body = join(
        [
            ways,
            tag("header", lesson_head(records, lesson)),
            tag("main", tag("section", notes, code, id="beginning", class_="step"), *steps),
            _keys(),
            tag("div", appendix(records, lesson, tables=""), id="end", class_="step"),
            foot(records),
        ]
    )
    return document(
        f"{lesson.lesson.title} · {_(records.site.name)}",
        body,
        script=_read("kit.js"),
        style=_read("kit.css"),
    )


def _folded(summary: str, content: Sequence[Markup], class_: str | None = None) -> Markup | None:
    return tag("details", tag("summary", summary), *content, class_=class_) if content else None


def _keys() -> Markup:
    """The buttons, which the script brings to life; without it they are not there."""
    buttons = {
        "back": _("Back"),
        "on": _("Next"),
        "notes": _("Notes for the teacher"),
        "large": _("Larger type"),
        "all": _("All steps"),
    }
    made = [tag("button", words, type="button", data_do=name) for name, words in buttons.items()]
    return tag("div", *made, class_="steps", hidden="")
