"""Record cards: every published record has one, with its sources, its address and a way to object."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from evidence_site.records.give.export import cell_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, dated_name, range_text, record_name
from evidence_site.viz.words.cards import record_card, report_address

pytestmark = pytest.mark.every_folder

TABLES = list(KINDS)

#: Tables whose rows need no source of their own: they are sources, our words, or our corrections.
WITHOUT_SOURCES = {"sources", "glossary", "corrections"}


@pytest.fixture(scope="session")
def cards(records: Records) -> dict[tuple[str, str], str]:
    """The card of every published record."""
    return {
        (table, row.id): str(record_card(records, (table, row.id)))
        for table in TABLES
        for row in records.table(table)
    }


def test_every_table_with_ids_has_a_kind_and_so_a_page(records: Records) -> None:
    identified = {name for name, schema in records.package.tables.items() if "id" in schema.by_name}
    assert identified == set(KINDS)


@pytest.mark.parametrize("table", TABLES)
def test_every_published_record_has_a_card(
    records: Records, cards: dict[tuple[str, str], str], table: str
) -> None:
    for row in records.table(table):
        card = cards[table, row.id]
        assert card.startswith("<article")
        assert card.count("<article") == card.count("</article>") == 1
        assert escape(record_name(records, table, row)) in card


@pytest.mark.parametrize("table", TABLES)
def test_a_card_has_its_permanent_address_and_a_report_link_with_the_id(
    records: Records, cards: dict[tuple[str, str], str], table: str
) -> None:
    for row in records.table(table):
        card = cards[table, row.id]
        assert f'href="./record?table={table}&amp;key={row.id}"' in card
        reports = [href for href in re.findall(r'href="([^"]*)"', card) if href.startswith("mailto:")]
        assert [f"{table}/{row.id}" in unquote(href) for href in reports] == [True]


@pytest.mark.parametrize("table", [table for table in TABLES if table not in WITHOUT_SOURCES])
def test_a_card_answers_how_do_we_know_this(
    records: Records, cards: dict[tuple[str, str], str], table: str
) -> None:
    for row in records.table(table):
        card = cards[table, row.id]
        assert "How do we know this?" in card
        for source in records.links.sources_of[table, row.id]:
            assert f'href="./record?table=sources&amp;key={source.id}"' in card


def test_a_source_shows_all_that_rests_on_it(records: Records, cards: dict[tuple[str, str], str]) -> None:
    for source in records.tables.sources:
        for table, key in records.links.resting_on[source.id]:
            if table in KINDS:
                assert f"table={table}&amp;key={key}" in cards["sources", source.id]


def test_a_source_without_figures_says_so(records: Records, cards: dict[tuple[str, str], str]) -> None:
    for source in records.tables.sources:
        resting = {table for table, _key in records.links.resting_on[source.id]}
        card = cards["sources", source.id]
        silent = bool(resting) and "figures" not in resting
        assert ("No figure in these records rests on this source" in card) == silent
        assert ("Nothing in these records rests on this source yet" in card) == (not resting)


def test_a_coded_event_shows_its_three_estimates_and_its_double(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    for row in records.tables.conflict_events:
        card = cards["conflict_events", row.id]
        for column in ("low", "best", "high"):
            title = records.package.tables["conflict_events"].by_name[column].title
            assert f"<dt>{title}</dt><dd>{getattr(row, column)}</dd>" in card
        if row.same_as:
            assert f"table=conflict_events&amp;key={row.same_as}" in card


def test_a_card_says_how_each_source_was_read_and_on_whose_site(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    codes = records.package.code_lists
    for citation in records.tables.citations:
        card = cards.get((citation.table, citation.record_id))
        if card is None:
            continue
        assert escape(codes["how_read"][citation.how_read].label) in card
        if citation.hosted_by != records.tables.sources[citation.source_id].perspective:
            assert f", {codes['perspective'][citation.hosted_by].host}" in card


def test_a_card_names_independent_sources_first(records: Records, cards: dict[tuple[str, str], str]) -> None:
    order = list(records.package.code_lists["perspective"])
    for (table, key), card in cards.items():
        cited = [citation.source_id for citation in records.links.citations_of[table, key]]
        if table == "figures" or len(cited) < 2:
            continue
        listed = card[card.index("How do we know this?") :]
        by_place = sorted(set(cited), key=lambda source: listed.index(f'key={source}"'))
        ranks = [order.index(records.tables.sources[source].perspective) for source in by_place]
        assert ranks == sorted(ranks), (table, key)


def test_a_figure_shows_number_definition_basis_and_who_states_it(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    for figure in records.tables.figures:
        card = cards["figures", figure.id]
        assert escape(range_text(figure)) in card
        assert f"What was counted: {escape(figure.definition.rstrip('.'))}." in card
        assert escape(figure.reported_by) in card


@pytest.mark.parametrize("table", TABLES)
def test_no_word_of_a_record_is_lost_on_its_card(
    records: Records, cards: dict[tuple[str, str], str], table: str
) -> None:
    for row in records.table(table):
        for column in ("summary", "definition", "finding", "synopsis", "text", "note", "verification_note"):
            assert escape(cell_text(getattr(row, column, None))) in cards[table, row.id], (row.id, column)


@pytest.mark.shipped_folder
def test_many_figures_stand_in_groups_by_what_they_count(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    event = records.site.main_event
    figures, card = records.links.figures_of[event], cards["events", event]
    listed = card[card.index("Figures about this event") : card.index("Parts of this event")]
    groups = {(row.measure, row.basis) for row in figures}
    assert len(groups) > 5
    codes = records.package.code_lists
    for measure, basis in groups:
        found = [row for row in figures if (row.measure, row.basis) == (measure, basis)]
        name = codes["measure"][measure].label.capitalize()
        name += f", {codes['basis'][basis].label.lower()}" if basis else ""
        group = listed.split(f"<b>{name} ({len(found)})</b>")[1].split("</ul>")[0]
        assert all(f'key={row.id}"' in group for row in found)
    assert listed.count("table=figures") == len(figures)


def test_disputed_events_show_their_accounts_the_independent_ones_first(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    for event in records.tables.events:
        accounts = records.links.accounts_of[event.id]
        card = cards["events", event.id]
        assert ("Accounts side by side" in card) == bool(accounts)
        assert all(escape(account.text) in card for account in accounts)
        for about in {account.about for account in accounts}:
            shown = [account for account in accounts if account.about == about]
            sides = [account.perspective == "independent" for account in shown]
            assert sides == sorted(sides, reverse=True), event.id
            beside = card.partition("Accounts side by side")[2]
            places = [beside.index(escape(account.text)) for account in shown]
            assert places == sorted(places), event.id


def test_accounts_of_all_sides_have_the_same_markup(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    card = cards["events", records.site.main_event]
    boxes = re.findall(r'<div class="account">(.*?)</div>', card)
    assert len(boxes) == len(records.links.accounts_of[records.site.main_event])
    assert len({re.sub(r">[^<]*<", "><", box).count("<p") for box in boxes}) == 1
    assert ' style="' not in card


def test_every_inner_link_of_a_card_leads_to_a_record(
    records: Records, cards: dict[tuple[str, str], str]
) -> None:
    for card in cards.values():
        for href in re.findall(r'href="\./record\?([^"]*)"', card):
            target = {key: values[0] for key, values in parse_qs(href.replace("&amp;", "&")).items()}
            assert target["key"] in records.table(target["table"]), target


def test_links_that_leave_the_site_open_apart_and_tell_nothing(
    cards: dict[tuple[str, str], str],
) -> None:
    for card in cards.values():
        for link in re.findall(r"<a [^>]*>", card):
            href = re.search(r'href="([^"]*)"', link)
            assert href is not None
            scheme = urlsplit(href[1].replace("&amp;", "&")).scheme
            assert scheme in ("", "http", "https", "mailto"), link
            if scheme.startswith("http"):
                assert 'rel="noopener noreferrer"' in link
                assert 'target="_blank"' in link


def test_an_unknown_record_has_no_card(records: Records) -> None:
    with pytest.raises(KeyError):
        record_card(records, ("events", "no-such-event"))


def test_a_card_beside_a_view_leaves_the_connections_to_the_record_page(records: Records) -> None:
    key = ("events", records.site.main_event)
    assert len(record_card(records, key, connections=False)) < len(record_card(records, key))


def test_the_report_address_can_be_a_web_form(records: Records) -> None:
    address = report_address(records, "Error in events/a b")
    assert address.endswith("Error%20in%20events/a%20b")


@pytest.mark.parametrize("table", TABLES)
def test_every_record_has_a_name_for_lists(records: Records, table: str) -> None:
    for row in records.table(table):
        assert dated_name(records, table, row).strip()


@pytest.mark.shipped_folder
def test_a_name_of_a_place_says_when_it_was_in_use(cards: dict[tuple[str, str], str]) -> None:
    city = re.sub(r"<[^>]+>", "", cards["places", "stepanakert"])
    assert "Stepanakert (English, read in a source, 1923 to September 2023)" in city
    assert "Khankendi (English, another name or spelling in a source, since September 2023)" in city
