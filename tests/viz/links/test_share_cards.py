"""Pictures of shared links: what they say, that all of it can be read, and the route that draws them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hostile import hostile
from PIL import Image, ImageChops
from whole_site import fetch

from evidence_site.records.choose.choice import Choice, read_choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.formatting import day_text, when_text
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, range_text, record_name
from evidence_site.ui.routes.card_routes import card_of, faces
from evidence_site.viz.links.card_picture import (
    HEIGHT,
    MARGIN,
    PAPER,
    WIDTH,
    card_png,
    set_card,
    writable,
    written_title,
)
from evidence_site.viz.links.share_card import ShareCard, record_card
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.text_widths import Faces, find_faces

MENU = [page for page in PAGES if page.group]
MAP = next(page for page in PAGES if page.path == "map")
ARMENIAN_LETTERS = "Ակնա"


@pytest.fixture(scope="module")
def type_() -> Faces:
    found = faces()
    assert found, "Streamlit keeps its typefaces elsewhere: links have no picture"
    return found


def words(card: ShareCard) -> str:
    return " ".join(line.words for line in card.lines)


def filtered(records: Records, **parameters: str) -> ShareCard:
    choice, ignored = read_choice(records, parameters)
    assert not ignored
    return card_of(records, MAP, None, choice)


def picture_of(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def ink(png: bytes) -> tuple[int, int, int, int]:
    image = picture_of(png)
    box = ImageChops.difference(image, Image.new("RGB", image.size, image.getpixel((0, 0)))).getbbox()
    assert box
    return box


def must_be_told(card: ShareCard) -> str:
    return " ".join(line.words for line in card.lines if line.whole)


def sample(records: Records) -> list[tuple[str, str]]:
    """The longest of every kind in title and in what must be told, and some of all."""
    keys: dict[tuple[str, str], None] = {}
    for table in KINDS:
        cards = {row.id: record_card(records, (table, row.id)) for row in records.table(table)}
        if cards:
            keys[table, max(cards, key=lambda key: len(cards[key].title))] = None
            keys[table, max(cards, key=lambda key: len(cards[key].alt))] = None
            keys[
                table, max(cards, key=lambda key: sum(len(p.words) for p in cards[key].lines if p.whole))
            ] = None
            keys.update({(table, key): None for key in list(cards)[::60]})
    return list(keys)


class TestWords:
    @pytest.mark.parametrize("page", MENU, ids=lambda page: page.path)
    def test_a_page_says_what_it_holds_and_from_when_the_data_are(self, page: Page, records: Records) -> None:
        card = card_of(records, page, None, Choice())
        assert (card.site, words(card)) == (records.site.name, page.help)
        assert page.title == card.title or card.title == records.site.tagline
        assert records.version in card.foot
        assert records.checked_on is not None
        assert day_text(records.checked_on) in card.foot

    def test_a_filtered_page_says_which_filters_and_what_they_leave(self, records: Records) -> None:
        said = words(filtered(records, cat="legal"))
        assert "Category: Legal." in said
        assert "Showing " in said
        assert f" of {len(records.tables.events)} events" in said
        assert "You see" not in said

    def test_a_view_of_one_side_says_so_before_anything_is_counted(self, records: Records) -> None:
        card = filtered(records, side="armenian")
        (notice,) = [line for line in card.lines if line.strong]
        seen = sum(source.perspective == "armenian" for source in records.tables.sources)
        assert notice.words == f"You see {seen} of {len(records.tables.sources)} sources: only Armenian."
        assert notice.whole

    def test_many_sources_are_counted_and_named_once(self, records: Records) -> None:
        some = sorted(records.tables.sources.ids())[:12]
        said = words(filtered(records, source=".".join(some)))
        assert f"You see {len(some)} of " in said
        assert said.count("and 9 more") == 1
        assert len(said) < 500

    def test_what_somebody_searched_for_is_not_repeated_in_the_name_of_the_site(
        self, records: Records
    ) -> None:
        card = filtered(records, q="it never happened")
        assert "never happened" not in f"{card} {card.alt}"
        assert "Narrowed by a search." in words(card)

    def test_no_number_goes_without_source_date_and_what_was_counted(self, records: Records) -> None:
        for figure in without_private_names(records).tables.figures:
            card = record_card(records, ("figures", figure.id))
            told = must_be_told(card)
            assert range_text(figure) in f"{card.title[:1].lower()}{card.title[1:]}"
            assert figure.reported_by in card.title
            assert f"tated: {when_text(figure.stated)}" in told
            assert figure.definition.rstrip(".") in told
            assert "Source" in told
            assert (figure.note or "") in told, "a caveat travels with its number"

    def test_private_persons_are_told_by_their_role(self, records: Records) -> None:
        for table in KINDS:
            for row in records.table(table):
                said = words(record_card(records, (table, row.id)))
                assert not [name for name in records.site.private_persons if name in said], row.id

    def test_a_checked_sentence_never_goes_without_its_verdict(self, records: Records) -> None:
        verdicts = records.package.code_lists["verdict"]
        for claim in records.tables.claims:
            card = record_card(records, ("claims", claim.id))
            lines = card.lines
            assert card.title.startswith("“")
            assert lines[0].strong
            assert lines[0].words == f"Verdict: {verdicts[claim.verdict].label.lower()}"
        for row in records.tables.corrections:
            if row.table == "claims":
                assert "Verdict: " in words(record_card(records, ("corrections", row.id)))

    def test_an_event_that_is_disputed_says_how_many_accounts_there_are(self, records: Records) -> None:
        main = records.site.main_event
        card = record_card(records, ("events", main))
        assert f"Disputed: {len(records.links.accounts_of[main])} accounts" in words(card)
        assert when_text(records.tables.events[main].date) in words(card)
        account = records.links.accounts_of[main][0]
        one = words(record_card(records, ("accounts", account.id)))
        assert f"One of {len(records.links.accounts_of[main])} accounts" in one

    def test_rows_that_are_coded_twice_say_so(self, records: Records) -> None:
        for row in records.tables.conflict_events:
            for flag in row.flags:
                assert flag.rstrip(".") in words(record_card(records, ("conflict_events", row.id)))

    def test_every_record_has_words_for_those_who_do_not_see_it(self, records: Records) -> None:
        for table in KINDS:
            for row in records.table(table):
                alt = record_card(records, (table, row.id)).alt
                assert len(alt) <= 420
                assert record_name(records, table, row)[1:20] in alt


class TestPictures:
    @pytest.mark.parametrize("page", MENU, ids=lambda page: page.path)
    @pytest.mark.parametrize("parameters", [{}, {"side": "azerbaijani"}], ids=["all", "one-sided"])
    def test_pages_are_drawn_inside_the_margins(
        self, page: Page, parameters: dict[str, str], records: Records, type_: Faces
    ) -> None:
        png = card_png(card_of(records, page, None, read_choice(records, parameters)[0]), type_)
        assert_inside(png)

    @pytest.mark.slow
    def test_records_are_drawn_inside_the_margins_and_nothing_that_must_be_told_is_cut(
        self, records: Records, type_: Faces
    ) -> None:
        for key in sample(records):
            card = record_card(records, key)
            drawn = " ".join(block.words for block in set_card(card, type_))
            assert written_title(type_, card) in drawn, key
            for line in card.lines:
                if line.whole:
                    assert writable(type_, line.words) in drawn, key
            assert_inside(card_png(card, type_))

    def test_long_filters_are_told_whole(self, records: Records, type_: Faces) -> None:
        card = filtered(
            records,
            source=".".join(
                sorted(index_of(records).known["source"], key=lambda code: (len(code), code))[-30:]
            ),
            side="armenian.azerbaijani.russian",
            place=".".join(sorted(index_of(records).known["place"])[:30]),
            period="1992-02-25/1992-02-26",
            q="x",
        )
        drawn = " ".join(block.words for block in set_card(card, type_))
        for line in card.lines:
            assert line.words in drawn
        assert_inside(card_png(card, type_))

    @pytest.mark.slow
    def test_every_latin_and_cyrillic_letter_of_the_records_can_be_drawn(
        self, records: Records, type_: Faces
    ) -> None:
        cards = [record_card(records, (table, row.id)) for table in KINDS for row in records.table(table)]
        letters = {letter for card in cards for letter in f"{card.title}{words(card)}{card.foot}{card.kind}"}
        for letter in letters - {" "}:
            if unicodedata.name(letter, "").startswith(("LATIN", "CYRILLIC", "DIGIT")):
                assert type_.writes(letter), letter
        for card in cards:
            for text in (written_title(type_, card), *(writable(type_, line.words) for line in card.lines)):
                assert all(map(type_.writes, text.replace(" ", ""))), text

    @pytest.mark.parametrize("text", [ARMENIAN_LETTERS, "漢字", "خوجالي", "ხოჯალი", "\U0001f54a", "\ufffe"])
    def test_no_empty_boxes(self, text: str, records: Records, type_: Faces) -> None:
        card = card_of(records, MAP, None, Choice())
        assert writable(type_, f"Letters {text} {text} here") == "Letters […] here"
        assert written_title(type_, replace(card, title=f"{text} ({text})")).startswith("A title in letters")
        assert written_title(type_, replace(card, title=f"On {text}")) == "On […]"

    def test_the_signs_of_our_own_sentences_can_be_drawn(self, type_: Faces) -> None:
        for letter in "…·“”‘’–—[]():;,.!?/№«»əğıİöüçşƏ":
            assert type_.writes(letter), letter

    @pytest.mark.slow
    def test_whatever_the_data_say_is_drawn_inside_the_margins(self, records: Records, type_: Faces) -> None:
        attacked = hostile(records)
        for table in KINDS:
            for row in list(attacked.table(table))[:1]:
                assert_inside(card_png(record_card(attacked, (table, row.id)), type_))
        card = record_card(records, ("events", records.site.main_event))
        for text in ("", "W" * 5000, "word " * 5000, "\n\t\x00"):
            lines = tuple(replace(line, words=text) for line in card.lines)
            assert_inside(card_png(replace(card, title=text, lines=lines, site=text, kind=text), type_))

    def test_the_same_card_is_the_same_file(self, records: Records, type_: Faces) -> None:
        card = card_of(records, MAP, None, Choice())
        assert card_png(card, type_) == card_png(card, type_)


def assert_inside(png: bytes) -> None:
    left, top, right, bottom = ink(png)
    assert left >= MARGIN - 4
    assert right <= WIDTH - MARGIN + 4
    assert top >= MARGIN - 16
    assert bottom <= HEIGHT - MARGIN / 2
    assert len(png) < 80_000


class TestRoute:
    @pytest.mark.parametrize(
        "asked",
        [
            {"view": "overview"},
            {"view": "map", "side": "armenian", "tab": "attacks", "sel": "events.x"},
            {"view": "explore", "q": "<b>", "period": "1992"},
        ],
    )
    def test_views_are_drawn(self, asked: dict[str, str]) -> None:
        answer = fetch("/api/card.png", asked)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
        assert picture_of(answer.body).getpixel((5, 5)) == tuple(bytes.fromhex(PAPER[1:]))

    def test_records_of_every_kind_are_drawn(self, records: Records) -> None:
        for table in KINDS:
            for row in list(records.table(table))[:1]:
                assert fetch("/api/card.png", {"table": table, "key": row.id}).status == 200

    def test_who_has_it_is_not_sent_it_again(self) -> None:
        first = fetch("/api/card.png", {"view": "map"})
        again = fetch("/api/card.png", {"view": "map"}, {"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
        other = fetch("/api/card.png", {"view": "map", "side": "armenian"})
        assert other.headers["etag"] != first.headers["etag"]

    @pytest.mark.parametrize(
        ("asked", "status", "remedy"),
        [
            ({"view": "map", "sied": "armenian"}, 400, "side"),
            ({"view": "map", "side": "armenain"}, 400, "See /data"),
            ({"view": "map", "title": "My own words"}, 400, "means nothing here"),
            ({"view": "mpa"}, 404, "map"),
            ({"view": "record"}, 404, "There is no page"),
            ({"table": "figure", "key": "x"}, 404, "figures"),
            ({"table": "figures", "key": "no-such"}, 404, "no published record"),
            ({}, 404, "no kind of record"),
        ],
    )
    def test_what_means_nothing_is_refused_with_a_remedy(
        self, asked: dict[str, str], status: int, remedy: str
    ) -> None:
        answer = fetch("/api/card.png", asked)
        assert answer.status == status
        assert remedy in answer.text
        assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("content", [None, b"no typeface"])
def test_a_release_without_typefaces_that_can_be_read_gives_none(
    content: bytes | None, tmp_path: Path
) -> None:
    if content:
        for name in ("SourceSerifVariable-Roman.ttf.x.woff2", "SourceSansVF-Upright.ttf.x.woff2"):
            (tmp_path / name).write_bytes(content)
    assert find_faces(tmp_path) is None
