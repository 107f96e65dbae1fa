"""Widths of words: what is measured has room where it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.records.load.loading import Records
from evidence_site.viz.text_widths import cut, faces_folder, find_faces, letter_width, text_width, wrap

WORDS = st.text("abcdefgh WMil.·—əğЖщ", max_size=200)


def test_no_title_of_the_records_is_drawn_wider_than_measured(records: Records) -> None:
    faces = find_faces(faces_folder())
    assert faces, "Streamlit keeps its typefaces elsewhere: widths of text are guessed"
    for row in (*records.tables.events, *records.tables.sources, *records.tables.films):
        assert faces.texts(26).width(row.title) <= text_width(row.title, 26) * 1.01, row.title


@pytest.mark.parametrize("letter", ["a", "W", "ş", "—", "ə", "Ж"])
def test_without_the_typeface_letters_have_a_width_all_the_same(letter: str, tmp_path: Path) -> None:
    assert 0.2 < letter_width(letter, folder=tmp_path) < 1.2
    assert letter_width(letter, bold=True, folder=tmp_path) >= letter_width(letter, folder=tmp_path)


@given(WORDS, st.integers(20, 400))
def test_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = wrap(text, room, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= room + 1e-6 for line in lines)


def test_a_text_is_cut_between_words() -> None:
    assert cut("one two three", 8, len) == "one two…"
    assert cut("one two", 8, len) == "one two"
    assert cut("abcdefghijkl", 8, len) == "abcdefg…"
