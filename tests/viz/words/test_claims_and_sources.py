"""Claims, bibliography and data dictionary: complete, told evenly, and safe against what cells may hold."""

from __future__ import annotations

from html import unescape

import pytest
from breaking import DataCopy

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.choose.selection import select
from evidence_site.records.faults import DataFaultsError
from evidence_site.records.load.loading import Records, load
from evidence_site.records.model.package import Code, Field
from evidence_site.records.model.rows import Claim
from evidence_site.viz.words.bibliography import (
    GROUPINGS,
    SHELF_LENGTH,
    entry,
    hosted_note,
    is_one_shelf,
    reading_table,
    reading_title,
    shelf_list,
    shelves,
)
from evidence_site.viz.words.cited_sources import citation_line, citation_list
from evidence_site.viz.words.dictionary import package_facts, table_dictionary, tables_overview
from evidence_site.viz.words.glossary import code_meanings
from evidence_site.viz.words.verdicts import (
    ALL,
    checked_claim,
    checked_claims,
    claims_intro,
    claims_overview,
    verdict_choices,
    with_verdict,
)

Claims = tuple[Claim, ...]
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def claims(records: Records) -> Claims:
    return tuple(records.tables.claims)


class TestVerdicts:
    def test_a_verdict_outside_the_list_cannot_be_loaded(self, data_copy: DataCopy) -> None:
        data_copy.change("claims", 2, verdict="proven")
        with pytest.raises(DataFaultsError) as caught:
            load(data_copy.folder)
        assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
            ("claims.csv", 2, "verdict")
        ]

    def test_choices_count_every_claim_once(self, records: Records, claims: Claims) -> None:
        choices = verdict_choices(records, claims)
        assert next(iter(choices)) == ALL
        assert set(choices) - {ALL} == set(records.package.code_lists["verdict"])
        split = [claim for code in choices if code for claim in with_verdict(claims, code)]
        assert sorted(split) == sorted(with_verdict(claims, ALL)) == sorted(claims)

    def test_every_verdict_is_defined(self, records: Records) -> None:
        text = code_meanings(records, "verdict")
        for code in records.package.code_lists["verdict"].values():
            assert code.description in text

    def test_a_claim_carries_all_that_belongs_to_it(self, records: Records, claims: Claims) -> None:
        for claim in claims:
            text = unescape(checked_claim(records, claim))
            verdict = records.package.code_lists["verdict"][claim.verdict]
            for words in (claim.claim, claim.speaker, claim.finding, claim.would_change, verdict.description):
                assert words in text
            assert f'table=claims&key={claim.id}"' in text
            for citation in records.links.citations_of["claims", claim.id]:
                # A claim that is known through its refutation names that source twice: where, and against it.
                twice = citation.source_id == claim.source_id and citation.stance != "reports"
                assert text.count(f'table=sources&key={citation.source_id}"') == 1 + twice

    def test_for_and_against_stand_in_the_same_markup(self, records: Records, claims: Claims) -> None:
        text = checked_claim(records, claims[0])
        assert text.count('class="account"') == 2
        assert text.index("Sources for it") < text.index("Sources against it")

    def test_reports_are_counted_neither_for_nor_against(self, records: Records, claims: Claims) -> None:
        for claim in claims:
            text = checked_claim(records, claim)
            both = text[text.index("Sources for it") : text.index("Permanent address")]
            sides = both.split("<details>")[0]
            stances = {
                citation.stance
                for citation in records.links.citations_of["claims", claim.id]
                if f'key={citation.source_id}"' in sides
            }
            assert stances <= {"supports", "disputes"}

    def test_the_overview_leads_to_every_claim(self, records: Records, claims: Claims) -> None:
        table, below = claims_overview(records, claims), checked_claims(records, claims)
        for claim in claims:
            assert f'href="#claim-{claim.id}"' in table
            assert below.count(f'id="claim-{claim.id}"') == 1

    def test_no_claim_is_no_fault(self, records: Records) -> None:
        assert "No checked sentence" in checked_claims(records, ())
        assert claims_intro(()).startswith("<p>0 sentences")

    def test_data_is_escaped(self, records: Records, claims: Claims) -> None:
        claim = claims[0]._replace(claim=EVIL, speaker=EVIL, finding=EVIL, would_change=EVIL)
        assert "<img" not in checked_claim(records, claim)
        assert "<img" not in claims_overview(records, (claim,))


class TestCitations:
    def test_independent_sources_come_first(self, records: Records, claims: Claims) -> None:
        order = list(records.package.code_lists["perspective"])
        sources = records.tables.sources
        for claim in claims:
            citations = records.links.citations_of["claims", claim.id]
            text = citation_list(records, citations, "")
            ranks = [
                (text.index(f'key={cited.source_id}"'), order.index(sources[cited.source_id].perspective))
                for cited in citations
            ]
            assert [rank for _place, rank in sorted(ranks)] == sorted(rank for _place, rank in ranks)

    def test_reading_on_another_side_is_said(self, records: Records) -> None:
        cited = next(
            row
            for row in records.tables.citations
            if row.hosted_by != records.tables.sources[row.source_id].perspective and row.read_at
        )
        text = citation_line(records, cited)
        assert f", {records.package.code_lists['perspective'][cited.hosted_by].host}" in text
        assert "Open the copy that was read" in text

    def test_nothing_is_said_in_words(self, records: Records) -> None:
        assert citation_list(records, (), "None.") == "<p>None.</p>"

    def test_notes_are_escaped(self, records: Records) -> None:
        cited = records.tables.citations
        assert "<img" not in citation_line(records, next(iter(cited))._replace(note=EVIL, locator=EVIL))


class TestBibliography:
    @pytest.mark.parametrize("by", GROUPINGS)
    def test_every_source_appears_once(self, records: Records, by: str) -> None:
        found = [
            source.id for shelf in shelves(records, records.tables.sources, by) for source in shelf.sources
        ]
        assert sorted(found) == sorted(records.tables.sources.ids())

    @pytest.mark.parametrize("by", GROUPINGS)
    def test_shelves_are_short_and_apart(self, records: Records, by: str) -> None:
        found = shelves(records, records.tables.sources, by)
        assert all(0 < len(shelf.sources) <= SHELF_LENGTH for shelf in found)
        assert all(len({getattr(source, by) for source in shelf.sources}) == 1 for shelf in found)
        assert len({shelf.key for shelf in found}) == len(found)

    def test_independent_sources_come_first(self, records: Records) -> None:
        assert (
            shelves(records, records.tables.sources, "perspective")[0].sources[0].perspective == "independent"
        )

    def test_labels_hold_nothing_that_markdown_reads(self, records: Records) -> None:
        source = next(iter(records.tables.sources))
        many = [source._replace(id=f"s-{i}", publisher="[x](http://y) *a* `b` <i>") for i in range(60)]
        for shelf in shelves(records, many, "perspective"):
            assert not set("[]*`<>_#|$") & set(shelf.label)

    def test_every_entry_says_how_it_was_read_and_what_rests_on_it(self, records: Records) -> None:
        for source in records.tables.sources:
            text = entry(records, source)
            assert records.package.code_lists["how_read"][source.how_read].label in text
            assert f"table=sources&amp;key={source.id}" in text
            resting = records.links.resting_on[source.id]
            assert (f"{len(resting)} record" if resting else "No record") in text

    def test_show_only_leads_to_a_page_with_something_to_show(self, records: Records) -> None:
        kinds = {
            "timeline": "events",
            "casualties": "figures",
            "screenings": "screenings",
            "claims": "claims",
        }
        for source in records.tables.sources:
            text = entry(records, source)
            for page, kind in kinds.items():
                if f"./{page}?source={source.id}" in text:
                    assert select(records, Choice(codes=(("source", (source.id,)),))).count(kind)

    def test_a_mirror_of_another_side_is_named(self, records: Records) -> None:
        sources, citations = records.tables.sources, records.tables.citations
        hosted = {row.source_id for row in citations if row.hosted_by != sources[row.source_id].perspective}
        for source in records.tables.sources:
            assert (hosted_note(records, source) is not None) == (source.id in hosted)

    def test_the_table_adds_up(self, records: Records) -> None:
        text = reading_table(records, tuple(records.tables.sources))
        assert f"<td>{len(records.tables.sources)}</td></tr></tbody>" in text
        full = sum(1 for source in records.tables.sources if source.how_read == "full")
        assert reading_title(tuple(records.tables.sources)).startswith(f"{full} of ")

    def test_few_sources_stand_open(self, records: Records) -> None:
        assert is_one_shelf(tuple(records.tables.sources)[:SHELF_LENGTH])
        assert not is_one_shelf(tuple(records.tables.sources)[: SHELF_LENGTH + 1])

    def test_data_is_escaped_and_only_web_addresses_are_links(self, records: Records) -> None:
        source = next(iter(records.tables.sources))
        evil = source._replace(title=EVIL, author=EVIL, publisher=EVIL, note=EVIL, licence=EVIL)
        text = shelf_list(records, [evil._replace(url="javascript:alert(1)")])
        assert "<img" not in text
        assert "javascript:" not in text


class TestDictionary:
    def test_every_column_and_code_is_described(self, records: Records) -> None:
        for table in records.package.tables.values():
            text = table_dictionary(records, table)
            for field in table.fields:
                assert f"<code>{field.name}</code>" in text
                for code in records.package.code_lists.get(field.code_list, {}):
                    assert f"<code>{code}</code>" in text

    def test_every_table_can_be_taken_with_its_rows_counted(self, records: Records) -> None:
        text = tables_overview(records, Choice())
        for name, count in records.counts.items():
            assert f'href="./api/{name}.csv"' in text
            assert f"<td>{count.published:,}</td>" in text

    def test_links_carry_the_filters_where_they_apply(self, records: Records) -> None:
        text = tables_overview(records, Choice(query="agdam"))
        for name in records.package.tables:
            address = f"./api/{name}.csv?q=agdam" if name in FILTERED else f"./api/{name}.csv"
            assert f'href="{address}"' in text

    def test_the_licence_is_stated(self, records: Records) -> None:
        assert "CC BY 4.0" in package_facts(records)

    def test_descriptions_are_escaped(self, records: Records) -> None:
        table = records.package.tables["claims"]
        field = Field("x", "string", EVIL, EVIL, {}, unit=EVIL)
        evil = type(table)("claims", "Claim", "claims.csv", EVIL, False, (field,), ("x",), {})
        assert "<img" not in table_dictionary(records, evil)
        assert Code("a", EVIL).label == EVIL
