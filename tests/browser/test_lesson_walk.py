"""Every step of every lesson as a class sees it: on three walls and on a phone, in both sizes of type."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from combinations import combinations
from lesson_layout import looked_at
from lesson_samples import sample
from playwright.sync_api import ViewportSize, expect
from reader import Reader, ReaderMaker

from evidence_site.records.lessons.lesson_code import write_code
from evidence_site.records.lessons.lessons import Lesson
from evidence_site.records.load.loading import Records, data_folder, load

pytestmark = pytest.mark.browser

WALLS: tuple[ViewportSize, ...] = (
    {"width": 1024, "height": 768},
    {"width": 1280, "height": 720},
    {"width": 1920, "height": 1080},
)
PHONE: ViewportSize = {"width": 390, "height": 844}
_A_PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile"
#: How much of a picture must be seen for it to have begun, in pixels.
_BEGUN = 20


@cache
def lessons() -> dict[str, Lesson]:
    """Every lesson of the folder, and one that a visitor has made, with a view of every kind."""
    records = load(data_folder())
    assert isinstance(records, Records)
    own = replace(sample(), id=write_code(sample()))
    return {**{lesson.id: lesson for lesson in records.lessons}, "own": own}


def walk(
    reader: Reader, lesson: Lesson, screens: tuple[ViewportSize, ...], *, starts: bool, **given: str
) -> list[str]:
    """Return what is wrong on the steps of a lesson, going through it by keyboard.

    Args:
        starts: Whether the picture of each step must begin on the first screen.
    """
    wrong: list[str] = []
    reader.page.set_viewport_size(screens[0])
    reader.open("lessons", lesson=lesson.id, step="1", **given)
    for step in lesson.steps:
        expect(reader.page.locator(".progress")).to_contain_text(f"Step {step.number} of")
        reader.stands()
        for screen in screens:
            reader.page.set_viewport_size(screen)
            seen = looked_at(reader.page)
            here = f"step {step.number}, {screen['width']} x {screen['height']} {given}: "
            wrong += [here + fault for fault in seen["faults"]]
            if starts and seen["begins"] > seen["high"] - _BEGUN:
                wrong.append(f"{here}the picture begins at {seen['begins']:.0f}")
        if step.number < len(lesson.steps):
            reader.page.keyboard.press("PageDown")
    return wrong


@pytest.mark.parametrize(("key", "size", "screen"), combinations(lessons(), ["", "large"], ["wall", "phone"]))
def test_nothing_is_cut_or_overlaps_and_on_a_wall_the_picture_begins_at_once(
    reader: Reader, stranger: ReaderMaker, key: str, size: str, screen: str
) -> None:
    given = {"size": size} if size else {}
    if screen == "wall":
        assert walk(reader, lessons()[key], WALLS, starts=True, **given) == []
    else:
        phone = stranger(viewport=PHONE, user_agent=_A_PHONE)
        assert walk(phone, lessons()[key], (PHONE,), starts=False, role="pupil", **given) == []
