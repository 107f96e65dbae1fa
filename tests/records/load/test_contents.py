"""The shipped records: as many as promised, each with its source, and worded by the editorial rules."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from evidence_site.records.give.export import cell_text
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, data_folder

pytestmark = pytest.mark.skipif(
    data_folder() != DEFAULT_FOLDER, reason="promises about the data that ship with the site"
)

#: Rows that the files must hold at least, drafts included.
PROMISED = {
    "events": 145, "figures": 220, "places": 60, "films": 45, "screenings": 130, "glossary": 25, "claims": 7,
    "accounts": 120, "participants": 20, "displacement": 100, "sources": 300, "citations": 1000,
    "place_names": 240, "population": 50,
}  # fmt: skip

WORD = re.compile(r"genocid|soyq[ıi]r[ıi]m|геноцид|ցեղասպան", re.IGNORECASE)
ATTRIBUTED = re.compile(
    r"\b(according|accus\w+|alleg\w+|calls?|called|calling|claim\w*|count(s|ed)?|declar\w+|describ\w+|"
    r"named?|names|recogni\w+|resolution|said|says?|speaks? of|spoke of|terms?|termed|titles?|titled|"
    r"words?|worded|wording|writes?|wrote)\b",
    re.IGNORECASE,
)


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("table", "least"), PROMISED.items())
def test_a_table_holds_the_rows_that_were_promised(records: Records, table: str, least: int) -> None:
    assert records.counts[table].total >= least


def test_most_rows_are_published_and_the_counts_say_how_many(records: Records) -> None:
    for table, count in records.counts.items():
        assert count.published == len(records.table(table))
        assert count.published >= 0.9 * count.total, table


def test_the_conflict_rows_are_all_there_and_marked_where_they_repeat(records: Records) -> None:
    rows = records.tables.conflict_events
    assert len(rows) == 143
    repeated = [row for row in rows if row.same_as]
    assert repeated
    assert all(row.same_as in rows for row in repeated)


def test_the_incidents_of_the_casualty_dossier_are_events(records: Records) -> None:
    scopes = Counter(event.scope for event in records.tables.events)
    assert scopes["incident"] >= 22
    assert scopes["topic"] >= 1


def test_the_main_screening_is_told_with_speakers_performers_and_audience(records: Records) -> None:
    people = records.links.participants_of[records.site.main_screening]
    roles = Counter(person.role for person in people)
    assert len(people) >= 20
    assert {"spoke", "attended", "performed"} <= roles.keys()
    assert [person.order for person in people] == sorted(person.order for person in people)


def test_every_sentence_of_the_starting_text_is_checked_with_a_verdict(records: Records) -> None:
    assert {claim.verdict for claim in records.tables.claims} <= records.package.code_lists["verdict"].keys()
    assert all(claim.finding and claim.would_change for claim in records.tables.claims)
    assert any(claim.event_id == records.site.main_event for claim in records.tables.claims)


def test_disputed_events_have_their_accounts_in_order(records: Records) -> None:
    accounts = defaultdict(list)
    for account in records.tables.accounts:
        accounts[account.event_id].append(account)
    assert len(accounts) >= 59
    for event, found in accounts.items():
        orders = [account.order for account in found]
        assert len(set(orders)) == len(orders), event
        by_order = sorted(found, key=lambda account: account.order)
        independent = [position for position, row in enumerate(by_order) if row.perspective == "independent"]
        assert independent == list(range(len(independent))), f"{event}: independent accounts come first"


def test_the_main_event_has_accounts_of_both_sides_and_independent_ones(records: Records) -> None:
    found = {account.perspective for account in records.links.accounts_of[records.site.main_event]}
    assert {"independent", "azerbaijani", "armenian"} <= found


@pytest.mark.parametrize(
    "table",
    ["events", "accounts", "figures", "places", "films", "screenings", "participants", "claims",
     "conflict_events", "displacement", "population"],
)  # fmt: skip
def test_every_record_rests_on_a_source(records: Records, table: str) -> None:
    assert [row.id for row in records.table(table) if not records.links.sources_of[table, row.id]] == []


def test_nearly_every_source_is_used(records: Records) -> None:
    named = {key for ids in records.site.text_sources.values() for key in ids}
    named |= {row.source_id for row in records.tables.glossary if row.source_id}
    named |= {row.source_id for row in records.tables.place_names if row.source_id}
    sources = records.tables.sources
    idle = [row.id for row in sources if not records.links.resting_on[row.id] and row.id not in named]
    assert len(idle) <= 0.05 * len(sources)


def test_citations_say_how_and_where_the_source_was_read(records: Records) -> None:
    codes = records.package.code_lists
    for row in records.tables.citations:
        assert row.how_read in codes["how_read"]
        assert row.hosted_by in codes["perspective"]
        assert row.stance in codes["stance"]
        assert row.source_id in records.tables.sources


def test_a_source_supports_or_disputes_only_where_its_words_were_read(records: Records) -> None:
    weighed = [row for row in records.tables.citations if row.stance != "reports"]
    assert weighed
    for row in weighed:
        if row.how_read == "cited_by_other":  # then the page that quotes it is named, and a note says so
            assert row.read_at, row
            assert row.note, row


def test_every_number_of_dead_has_a_basis_and_every_figure_a_definition(records: Records) -> None:
    for figure in records.tables.figures:
        assert figure.definition
        assert figure.basis or figure.measure != "killed", figure.id


def test_bodies_and_claims_are_both_known_for_the_main_event(records: Records) -> None:
    figures = records.links.figures_of[records.site.main_event]
    bases = Counter(row.basis for row in figures if row.measure == "killed")
    assert bases["bodies"] >= 10
    assert bases["claim"] >= 10
    assert set(bases) <= records.package.code_lists["basis"].keys()


def test_numbers_that_are_no_people_say_so_in_their_unit(records: Records) -> None:
    for figure in records.tables.figures:
        if "famil" in figure.measure:
            assert figure.unit == "families", figure.id
        if "village" in figure.measure:
            assert figure.unit == "villages", figure.id
        if figure.measure == "territory":
            assert figure.unit == "percent", figure.id


def test_no_draft_and_no_withdrawn_row_is_loaded(folder: Path, records: Records) -> None:
    for table in ("events", "figures"):
        hidden = {row["id"] for row in _rows(folder, table) if row["status"] != "published"}
        assert not hidden & records.table(table).ids()
        assert not [row for row in records.tables.citations if row.table == table and row.record_id in hidden]
    assert all(row.event_id in records.tables.events for row in records.tables.accounts)


def _normal(address: str) -> str:
    """An address without what does not change the page that it opens."""
    inner = re.sub(r"^https?://web\.archive\.org/web/\w+/", "", address.strip())
    parts = urlsplit(inner if "//" in inner else f"//{inner}")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_")))
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("m.")
    return f"{host}{parts.path.rstrip('/')}?{query}#{parts.fragment}"


def test_no_source_stands_twice(records: Records) -> None:
    addresses = Counter(_normal(row.url) for row in records.tables.sources if row.url)
    assert [address for address, count in addresses.items() if count > 1] == []
    names = Counter(
        (row.title.casefold(), row.publisher.casefold(), str(row.published)) for row in records.tables.sources
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_every_address_is_a_web_address(records: Records) -> None:
    addresses = [row.url for row in records.tables.sources] + [
        row.read_at for row in records.tables.citations
    ]
    for address in filter(None, addresses):
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https"), address
        assert "." in parts.netloc, address
        assert " " not in address, address


def _published_texts(records: Records) -> Iterator[tuple[str, str]]:
    for table, schema in records.package.tables.items():
        for row in records.table(table):
            for column in schema.fields:
                yield f"{table}/{getattr(row, 'id', '')}.{column.name}", cell_text(getattr(row, column.name))
    for name, text in records.site.texts.items():
        yield f"texts/{name}", text
    site = records.site
    for name in ("name", "tagline", "content_note", "licence", "cite_as"):
        yield f"site.{name}", getattr(site, name)


def test_no_text_holds_html(records: Records) -> None:
    tags = re.compile(r"<\s*/?\s*[a-zA-Z!]|&(lt|gt|amp|nbsp|quot|#\d+);")
    addresses = ("url", "read_at", "archive_url")
    found = [name for name, text in _published_texts(records) if tags.search(text)]
    assert [name for name in found if not name.endswith(addresses)] == []


def test_774_never_stands_as_a_number(records: Records) -> None:
    alone = re.compile(r"(?<![\d.,-])774(?![\d-])")
    addresses = ("url", "read_at", "archive_url", ".id")
    found = [name for name, text in _published_texts(records) if alone.search(text)]
    assert [name for name in found if not name.endswith(addresses)] == []


def test_no_published_text_is_left_in_a_working_state(records: Records) -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|TBD|XXX|lorem ipsum)\b|\?\?")
    assert [name for name, text in _published_texts(records) if unfinished.search(text)] == []


_ADDRESS = re.compile(r"\S+\.[a-z]\S+")

#: Columns in our own words: the word stands only inside an attributed sentence.
OWN_WORDS = {
    "events": ("summary", "verification_note", "place_text"),
    "accounts": ("text",),
    "figures": ("definition", "note"),
    "films": ("synopsis", "note"),
    "screenings": ("note",),
    "participants": ("affiliation", "note"),
    "claims": ("claim", "finding", "would_change"),
    "glossary": ("definition",),
    "places": ("note",),
    "sources": ("note",),
    "citations": ("note",),
    "corrections": ("reason",),
}


def test_the_legal_word_stands_only_in_attributed_sentences(records: Records) -> None:
    own = [
        (f"{table}/{getattr(row, 'id', row[1])}.{column}", getattr(row, column) or "")
        for table, columns in OWN_WORDS.items()
        for row in records.table(table)
        for column in columns
    ] + [(f"texts/{name}", text) for name, text in records.site.texts.items()]
    bare = [
        (name, sentence)
        for name, text in own
        for sentence in re.split(r"(?<=[.!?])\s+|\n", _ADDRESS.sub("", text))
        if WORD.search(sentence) and not ATTRIBUTED.search(WORD.sub("", sentence))
    ]
    assert bare == []


def test_the_titles_of_events_in_our_words_do_not_use_the_legal_word(records: Records) -> None:
    titles = [event.title for event in records.tables.events if WORD.search(event.title)]
    assert [title for title in titles if not ATTRIBUTED.search(title)] == []


def test_the_settings_and_code_lists_do_not_use_the_legal_word(records: Records) -> None:
    site = records.site
    texts = [site.name, site.tagline, site.content_note, site.cite_as]
    texts += [period.label for period in site.periods] + [layer.label for layer in site.map_layers]
    texts += [
        f"{code.label} {code.description}"
        for codes in records.package.code_lists.values()
        for code in codes.values()
    ]
    assert [text for text in texts if WORD.search(text)] == []


def test_key_facts_are_published_statements_with_a_day_and_a_named_source(records: Records) -> None:
    assert len(records.site.key_figures) == 4
    for key in records.site.key_figures:
        figure = records.tables.figures[key]
        assert figure.reported_by
        assert figure.stated is not None
        assert figure.event_id == records.site.main_event
    assert len({records.tables.figures[key].reported_by for key in records.site.key_figures}) > 1


def test_the_overview_tells_what_happened_in_about_120_words(records: Records) -> None:
    words = records.site.texts["overview"].split()
    assert 90 <= len(words) <= 160
    assert records.site.text_sources["overview"]


def test_labelled_places_carry_their_names_in_four_languages(records: Records) -> None:
    for key in records.site.labelled_places:
        languages = {name.language for name in records.links.names_of[key]}
        assert {"en", "az", "hy", "ru"} <= languages, key


def test_places_are_in_range_and_broadcasts_have_no_dot(records: Records) -> None:
    for place in records.tables.places:
        assert (place.lat is None) == (place.lon is None)
        if place.kind == "country":
            assert place.precision == "district", place.id


def test_official_parts_are_parts_of_one_statement_and_never_larger(records: Records) -> None:
    figures = records.tables.figures
    parts = [row for row in figures if row.part_of]
    assert parts
    for part in parts:
        whole = figures.get(part.part_of)
        if whole is not None:
            assert (whole.source_id, whole.event_id) == (part.source_id, part.event_id)


def test_only_screenings_seen_in_a_report_are_confirmed(records: Records) -> None:
    statuses = Counter(row.status for row in records.tables.screenings)
    assert statuses["announced"] >= 30
    assert statuses["confirmed"] >= 80
    for row in records.tables.screenings:
        if row.status == "announced":
            assert row.attendance is None, f"{row.id}: nobody counts guests before they come"


def test_broadcast_runs_count_once(records: Records) -> None:
    runs = Counter(row.run_id for row in records.tables.screenings if row.run_id)
    assert [run for run, count in runs.items() if count > 1]
