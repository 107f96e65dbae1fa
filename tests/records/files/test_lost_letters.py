"""Question marks that stand for letters: an encoding that lacks a letter writes one, and nothing tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from breaking import DataCopy
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.check.folder_changes import folder_changes
from evidence_site.records.files.lost_letters import lost_letters, lost_since
from evidence_site.records.files.text_files import Files
from evidence_site.viz.review.checking import own_check

#: Encodings in which spreadsheets of several countries save; none has all the letters of the records.
LOSSY = ("ascii", "cp1252", "cp1251", "latin-1")
WORDS = st.lists(st.text("abcdeğəışçöüАБаб", min_size=2, max_size=8), min_size=1, max_size=6)


@pytest.mark.parametrize(
    "text",
    [
        "Where do those people come from?",
        "Who fired? Who says so? And how is it known?",
        "Hansı? Şuşa.",
        "What remains (if anything?) is told.",
        '"Why?" asked the reporter.',
        "https://example.org/watch?v=abc",
        "https://example.org/?/en/statement/1/",
        "https://example.org/p?12345",
        "As [the record](/record?table=events&key=a-1) says.",
        "View: /timeline?cat=legal&period=1992",
        "See https://example.org/a?b=c. Is that all?",
    ],
)
def test_a_question_and_an_address_are_left_alone(text: str) -> None:
    assert lost_letters(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("They took A?dam.", "A?dam"),
        ("In Qaraba? nobody was left.", "Qaraba?"),
        ("Xocal?, a town", "Xocal?"),
        ("?ndranik came.", "?ndranik"),
        ("?????? ????", "??????"),
        ("a word v? another", "v?"),
        ("one ? two", "?"),
        ("Qaraba\ufffd", "\ufffd"),
    ],
)
def test_a_lost_letter_is_named_with_its_word(text: str, word: str) -> None:
    found = lost_letters(text)
    assert found
    assert f'("{word}")' in found[0]


@pytest.mark.parametrize(
    "address", ["wiki/Xocal?", "wiki/Xocal?_a", "wiki/A?dam_rayonu", "a?title=A?dam", "wiki/??", "a?b=c?d=e"]
)
def test_a_lost_letter_of_an_address_is_named(address: str) -> None:
    for text in (f"https://example.org/{address}", f"See https://example.org/{address}, and others."):
        found = lost_letters(text)
        assert found
        assert "in an address" in found[0]


@given(WORDS)
def test_a_name_with_a_question_mark_is_named_wherever_it_stands(words: list[str]) -> None:
    name = " ".join(words)
    assert (lost_letters(re.sub(r"[^\x00-\x7f]", "?", name), names=True) is None) == name.isascii()


@given(WORDS, st.sampled_from(LOSSY), st.booleans())
def test_every_letter_that_was_there_before_is_missed(words: list[str], encoding: str, asks: bool) -> None:
    text = " ".join(words) + (" Why?" if asks else "")
    after = text.encode(encoding, "replace").decode(encoding)
    lost = {word for word in after.split() if "?" in word and word != "Why?"}
    assert set(lost_since(text, after)) == lost
    assert lost_since(text, text) == []


def test_the_comparison_names_every_cell_and_line_that_lost_letters(
    data_copy: DataCopy, folder: Path
) -> None:
    def saved(text: str) -> str:
        return text.encode("cp1252", "replace").decode("cp1252")

    changed = 0
    for name in ("sources.csv", "films.csv", "lessons/where.md"):
        before = (folder / name).read_text(encoding="utf-8")
        data_copy.edit_text(name, saved)
        changed += sum(map(str.__ne__, saved(before).splitlines(), before.splitlines()))
    told = folder_changes(Files(folder), Files(data_copy.folder))
    assert len({(change.file, change.record, change.row) for change in told}) == changed > 20
    assert [str(change) for change in told if not change.to_do.startswith("Lost letters (")] == []


def test_every_line_of_a_lesson_that_lost_letters_is_named(data_copy: DataCopy) -> None:
    name = "lessons/where.md"
    data_copy.edit_text(name, lambda text: text.replace("\n\n", "\n\nIn Qaraba? and A?dam.\n\n"))
    lines = (data_copy.folder / name).read_text(encoding="utf-8").split("\n")
    expected = {number for number, line in enumerate(lines, start=1) if "A?dam" in line}
    told = [fault for fault in own_check(Files(data_copy.folder))[1] if "has lost letters" in fault.problem]
    assert {(fault.file, fault.row) for fault in told} == {(name, number) for number in expected}
    assert len(expected) > 10
