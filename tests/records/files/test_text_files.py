"""One look at every text file of a data folder: what nobody sees is named and never shown."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import pytest
from breaking import DataCopy
from hypothesis import given, settings
from hypothesis import strategies as st
from lesson_samples import sample

from evidence_site.records.characters import described, mended_positions, refused, shown
from evidence_site.records.check.tidying import tidy
from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import Files, cleaned, look_at, mended, unfinished_merge
from evidence_site.records.lessons.lesson_code import read_text
from evidence_site.records.lessons.lessons import lesson_text
from evidence_site.records.load.loading import DEFAULT_FOLDER, faults_of, load
from evidence_site.ui.state import store
from evidence_site.viz.review.checking import own_check

#: A file of every kind that the folder has, and a line in it that holds words; the numbers begin at one.
SHIPPED = Files(DEFAULT_FOLDER)
KINDS = (
    "datapackage.json", "site.toml", "imports.toml", "glossary.csv", "geo/lakes.geojson", "geo/world.geojson",
    "geo/manifest.json", "geo/README.md", "texts/en/about.md", "texts/en/overview.md", "lessons/film.md",
)  # fmt: skip
#: What is refused wherever it stands, one of each category among it.
REFUSED = (
    st.characters(categories=["Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"], exclude_characters=" \n\r\t")
    | st.sampled_from(
        "\u202e\u2066\u200b\u200f\ufeff\u00ad\u00a0\u3000\u2028\u3164\u115f\u1160\uffa0\u2800\u034f\ufe0f"
    )
).filter(lambda letter: any(refused(f"a{letter}b")))
PRINTED = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Mc"])


def with_letter(name: str, letter: str, at: float) -> tuple[bytes, int]:
    """Return a shipped file with a character somewhere among its words, and the line where it stands."""
    text = SHIPPED.read(name).decode()
    places = [
        position
        for position in range(1, len(text))
        if text[position - 1 : position + 1].isalpha() and text[position].isascii()
    ]
    place = places[int(at * (len(places) - 1))]
    return f"{text[:place]}{letter}{text[place:]}".encode(), text.count("\n", 0, place) + 1


def told(files: Files) -> list[Fault]:
    return own_check(files)[1]


@pytest.mark.slow
@settings(max_examples=25)  # each reads the whole folder
@given(name=st.sampled_from(KINDS), letter=REFUSED, at=st.floats(0, 1))
def test_a_character_that_nobody_sees_is_named_with_its_file_and_line_and_not_shown(
    name: str, letter: str, at: float
) -> None:
    served = store.loaded()
    content, line = with_letter(name, letter, at)
    records, faults = own_check(Files(DEFAULT_FOLDER, {name: content}))
    found = [fault for fault in faults if (fault.file, fault.row) == (name, line)]
    assert found, [str(fault) for fault in faults][:5]
    if line > 1 or not name.endswith(".csv"):
        assert any(f"U+{ord(letter):04X}" in fault.problem for fault in found)
    assert not any(letter in str(fault) for fault in faults)
    if records:
        shown_texts = [*records.site.texts.values(), *(lesson_text(lesson) for lesson in records.lessons)]
        maps = [json.dumps(file.features, ensure_ascii=False) for file in records.site.geo.values()]
        assert not any(letter in text for text in [*shown_texts, *maps])
    assert store.loaded() is served


@given(letter=REFUSED, before=PRINTED, after=PRINTED)
def test_it_is_refused_between_letters_that_do_not_need_it(letter: str, before: str, after: str) -> None:
    latin = f"x{letter}y"
    assert list(refused(latin)) == [1]
    assert letter not in shown(latin)
    assert letter not in described(letter)
    assert letter not in cleaned("a.md", f"{before}x{letter}y{after}")


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Sm", "Sc"])).filter(
        lambda text: not any(unicodedata.name(letter, "").endswith("FILLER") for letter in text)
    )
)
def test_letters_numbers_and_signs_of_every_script_are_let_through(text: str) -> None:
    assert list(refused(text + " \n\t")) == []


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم", "क्\u200dष", "ശ്രീ\u200d", "ක්\u200dෂ", "☀\ufe0f", "葛\U000e0100", "\u0660\u0600\u0661",
        "Ağdam, Xocalı", "Հայաստան", "Ходжалы", "line\nline\r\n\tcell",
    ],
)  # fmt: skip
def test_what_a_script_needs_is_let_through(text: str) -> None:
    assert list(refused(text)) == []


@pytest.mark.parametrize("text", ["a\u200db", "1\u200c2", "\u200c", "م\u200c\u200cی", "a\ufe0f", "1\ufe0f"])
def test_joiners_and_variations_elsewhere_are_refused(text: str) -> None:
    assert list(refused(text))


#: A refused character as each format can spell it out, where the format is read as what it means.
SPELLED: dict[str, tuple[str, ...]] = {
    "site.toml": (r"\u202e", r"\U0000202E", r"\u200B", r"\b", "&rlm;", "&#x202e;"),
    "imports.toml": (r"\u202e", "&#8238;"),
    "datapackage.json": (r"\u202e", r"\ud800", r"\udb80\udc00", r"\u0000", "&nbsp;"),
    "geo/lakes.geojson": (r"\u202e", r"\u00a0", r"\f", "&shy;"),
    "texts/en/about.md": ("&#8238;", "&#x202E;", "&nbsp;", "&ZeroWidthSpace;", "&InvisibleTimes;"),
    "lessons/film.md": ("&#8238;", "&rlm;"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "written"), [(name, one) for name, all_of in SPELLED.items() for one in all_of]
)
def test_a_character_that_is_spelled_out_is_named_too(name: str, written: str) -> None:
    text = SHIPPED.read(name).decode()
    word = {
        "site.toml": "One night",
        "imports.toml": "Very probably",
        "datapackage.json": "A place: settlement",
    }
    before = word.get(name, "Sevan" if name.endswith("geojson") else "the ")
    place = text.index(before) + 1
    content = f"{text[:place]}{written}{text[place:]}".encode()
    faults = told(Files(DEFAULT_FOLDER, {name: content}))
    line = text.count("\n", 0, place) + 1
    assert [
        fault for fault in faults if (fault.file, fault.row) == (name, line) and "spells out" in fault.problem
    ]


def test_an_escape_that_is_an_escaped_backslash_is_none() -> None:
    assert not look_at("a.json", rb'{"a": "\\u202e, \" and \n and \u00e9"}').faults
    assert not look_at("a.md", b"A path C:\\b and \\u202e in words, 4 &lt; 5 &amp; 6").faults


MARKS = (b"<<<<<<< HEAD\n", b"||||||| 5e82761\n", b"=======\n", b">>>>>>> other\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_an_unfinished_merge_is_named_and_nothing_of_the_file_is_read(name: str) -> None:
    lines = SHIPPED.read(name).splitlines(keepends=True)
    ours, base, theirs = lines[1:2], lines[1:2], lines[1:2]
    content = [*lines[:1], MARKS[0], *ours, MARKS[1], *base, MARKS[2], *theirs, MARKS[3], *lines[2:]]
    assert look_at(name, b"".join(content)).text == ""
    records, faults = own_check(Files(DEFAULT_FOLDER, {name: b"".join(content)}))
    [merge] = [fault for fault in faults if "unfinished merge" in fault.problem]
    assert (merge.file, merge.row) == (name, 2)
    if records:
        assert name not in [lesson.file for lesson in records.lessons]
        assert not any("<<<" in text for text in records.site.texts.values())


@given(kept=st.sets(st.sampled_from(range(4)), min_size=1), ending=st.sampled_from(["\n", "\r\n"]))
def test_a_merge_that_was_half_tidied_is_named_and_a_heading_is_none(kept: set[int], ending: str) -> None:
    text = "".join(f"Words{ending}{MARKS[mark].decode().strip()}{ending}" for mark in sorted(kept))
    assert bool(unfinished_merge(text)) == bool(kept & {0, 3})
    assert not unfinished_merge(f"A heading{ending}======={ending}{ending}| a | b |{ending}|||||||{ending}")


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_a_byte_order_mark_is_read_past_and_removed_by_format(
    data_copy: DataCopy, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_copy.folder / name
    before = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before)
    assert faults_of(Files(data_copy.folder))[-1] == []
    assert load(data_copy.folder)
    assert tidy(data_copy.folder) == 0
    assert path.read_bytes() == before
    assert "byte order mark removed" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_another_encoding_is_named_and_mended_where_it_is_certain(data_copy: DataCopy, name: str) -> None:
    path = data_copy.folder / name
    before = path.read_bytes()
    path.write_bytes(before.decode().encode("utf-16"))
    named = [fault for fault in told(Files(data_copy.folder)) if fault.file == name]
    assert any("is not UTF-8 text but Unicode text (UTF-16)" in fault.problem for fault in named)
    if name != "datapackage.json":  # without it nothing is known of the tables
        tidy(data_copy.folder)
        assert path.read_bytes() == before


@pytest.mark.parametrize("name", [name for name in KINDS if not name.endswith(".csv")])
@given(letter=st.sampled_from("\u200b\u00ad\ufeff\u2060\u200c\u200e\u00a0\u202f\u3000"), at=st.floats(0, 1))
def test_what_changes_nothing_that_is_read_is_mended(name: str, letter: str, at: float) -> None:
    content, _line = with_letter(name, letter, at)
    instead = " " if letter.isspace() else ""
    assert mended(look_at(name, content)) == content.decode().replace(letter, instead)


def test_format_writes_what_it_mended_and_says_so(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_copy.folder / "texts" / "en" / "about.md"
    before = path.read_bytes()
    path.write_bytes(before.replace(b" ", b"\xc2\xa0\xe2\x80\x8b", 3))
    tidy(data_copy.folder)
    assert path.read_bytes() == before
    assert capsys.readouterr().err.splitlines() == [
        "texts/en/about.md characters that are not seen removed, plain spaces written"
    ]


@given(
    letter=st.sampled_from(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0000\u001b\u2028\u3164\ue000"
    )
)
def test_what_may_change_what_is_read_is_left_for_a_person(letter: str) -> None:
    assert not mended_positions(f"3{letter}16")


def test_marks_of_direction_stay_in_a_text_that_is_written_from_right_to_left() -> None:
    assert mended_positions("3\u200e16") == {1}
    assert not mended_positions("خوجالی \u200e16")


def test_an_override_stays_in_the_file_and_format_says_nothing(data_copy: DataCopy) -> None:
    path = data_copy.folder / "texts" / "en" / "about.md"
    path.write_text(path.read_text(encoding="utf-8") + "\u202e316\n", encoding="utf-8")
    before = path.read_bytes()
    tidy(data_copy.folder)
    assert path.read_bytes() == before


@given(letter=REFUSED, spelled=st.sampled_from(["{}", "&#{};", "&&#{};#{};"]))
def test_a_lesson_that_somebody_made_is_shown_without_it_and_says_so(letter: str, spelled: str) -> None:
    written = spelled.format(letter) if spelled == "{}" else spelled.replace("{}", str(ord(letter)))
    text = lesson_text(sample()).replace("View:", "View:", 1) + f"\n\nThe number 3{written}16 of it.\n"
    opened = read_text(text, "a")
    assert opened.lesson
    assert letter not in lesson_text(opened.lesson)
    assert any(f"U+{ord(letter):04X}" in problem for problem in opened.problems)
    assert not any(letter in problem for problem in opened.problems)


def test_a_lesson_with_a_merge_says_so() -> None:
    opened = read_text(lesson_text(sample()).replace("\n## ", "\n<<<<<<< mine\n## ", 1), "a")
    assert any("unfinished merge" in problem for problem in opened.problems)


def test_what_is_spelled_out_within_itself_comes_to_an_end() -> None:
    text = "&#" * 5_000 + "x202e;" * 5_000
    assert "\u202e" not in cleaned("a.md", text)


# --- settings of the imports

WRONG: dict[str, tuple[Callable[[str], str], str, str]] = {
    "no TOML": (lambda text: text + "\nname =", "", "cannot be read from here on."),
    "a missing table": (
        lambda text: text.partition("[unhcr]")[0],
        "unhcr",
        "is missing. Add it below a line [unhcr].",
    ),
    "a missing line": (
        lambda text: text.replace("watched_note", "watched_not"),
        "ged.watched_not",
        "is no setting that the site knows.",
    ),
    "a text for a number": (
        lambda text: text.replace("events = 7\n", 'events = "7"\n'),
        "ged.totals 1.events",
        'cannot be "7". Write it as a whole number.',
    ),
    "a number for a list": (
        lambda text: text.replace("conflicts = [376, 377, 388, 396, 525, 4809]", "conflicts = 376"),
        "ged.conflicts",
        'is "376", where a list is meant.',
    ),
    "a text for a day": (
        lambda text: text.replace("until = 1994-12-31", 'until = "1994-12-31"'),
        "ged.until",
        "Write it as a day, without quotes.",
    ),
    "a list for a table": (
        lambda text: text.replace("[unhcr.source]", "[[unhcr.source]]"),
        "unhcr.source",
        "where a part of the file is meant.",
    ),
    "a release without its source": (
        lambda text: text.replace('source_id = "ucdp-ged-25-1"\n', ""),
        "ged.releases.25.1.source_id",
        "is missing.",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WRONG)
def test_the_settings_of_the_imports_are_checked(data_copy: DataCopy, way: str) -> None:
    change, column, words = WRONG[way]
    data_copy.edit_text("imports.toml", change)
    found = [fault for fault in told(Files(data_copy.folder)) if fault.file == "imports.toml"]
    assert [
        fault for fault in found if fault.column == column and words in f"{fault.problem} {fault.remedy}"
    ], found
    assert not any(fault.halts for fault in found)
    assert load(data_copy.folder)


@pytest.mark.slow
@settings(max_examples=6)  # each reads the whole folder three times
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_content_of_a_settings_file_is_said_in_words(content: bytes) -> None:
    for name in ("imports.toml", "site.toml", "datapackage.json"):
        assert isinstance(told(Files(DEFAULT_FOLDER, {name: content})), list)


def test_a_folder_without_imports_is_whole(data_copy: DataCopy) -> None:
    (data_copy.folder / "imports.toml").unlink()
    assert faults_of(Files(data_copy.folder))[-1] == []
