"""Citing: sources, records and views in four formats, the feed of corrections, the picture to take away."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as Xml

import bibtexparser
import pytest
from answering import Answer, ask
from hypothesis import given
from hypothesis import strategies as st
from visiting import PATHS, drawers_of, open_all, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.cite import citation_styles
from evidence_site.records.cite.authors import names_of
from evidence_site.records.cite.citation_styles import bibtex, csl_json, formatted
from evidence_site.records.cite.reference import (
    CslItem,
    csl_date,
    permanent_address,
    record_item,
    source_item,
)
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Correction, Source
from evidence_site.records.model.tables import Table
from evidence_site.records.names.citing import source_line
from evidence_site.records.names.naming import KINDS
from evidence_site.ui.routes.citation_routes import ROUTES
from evidence_site.ui.state import store
from evidence_site.viz.chart import Chart, layout, text_mark
from evidence_site.viz.links.citable import citable_record, citable_view, view_path
from evidence_site.viz.links.corrections_feed import corrections_feed, entry_id
from evidence_site.viz.paper.export_figure import INK, PAPER, WIDTH, export_figure
from evidence_site.viz.paper.static_view import static_view
from evidence_site.viz.text_widths import text_width
from evidence_site.viz.words.cite_links import FORMATS, cite_links, cited_title
from evidence_site.viz.words.verdicts import ALL, said_by, speaker_choices

ATOM = "{http://www.w3.org/2005/Atom}"
PRESS = Source(
    id="times-1992",
    title="Corpses on the hills & in the fields",
    publisher="The Example Times; mirror: An Archive",
    author="Ann Mary Writer, John van Doe",
    published=parse_when("1992-03-02"),
    url="https://example.org/a_b?c=1&d=50%25",
    archive_url=None,
    type="press",
    perspective="independent",
    language="en",
    how_read="full",
    licence=None,
    note=None,
)


def cited(source: Source) -> CslItem:
    """Return a source as an article of a newspaper is cited."""
    return source_item(source, "newspaper")


def texts(source: Source) -> tuple[str, str]:
    item = cited(source)
    return formatted(item, "apa"), formatted(item, "chicago")


def fields(item: CslItem) -> dict[str, str]:
    """Return what an independent reader of BibTeX finds in an entry."""
    library = bibtexparser.parse_string(bibtex(item))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("misc", item["id"])
    return {field.key: str(field.value) for field in entry.fields}


class TestSources:
    def test_a_newspaper_article(self) -> None:
        assert texts(PRESS) == (
            "Writer, A. M., & van Doe, J. (1992, March 2). Corpses on the hills & in the fields. "
            "The Example Times. https://example.org/a_b?c=1&d=50%25 [mirror: An Archive]",
            "Writer, Ann Mary, and John van Doe. 1992. “Corpses on the hills & in the fields.” "
            "The Example Times, March 2. https://example.org/a_b?c=1&d=50%25. [mirror: An Archive]",
        )

    def test_no_date_is_said_and_none_is_invented(self) -> None:
        for text in texts(PRESS._replace(published=None)):
            assert "n.d." in text
            assert "Retrieved" not in text
        assert "issued" not in cited(PRESS._replace(published=None))
        assert not {"date", "year", "month"} & set(fields(cited(PRESS._replace(published=None))))

    @pytest.mark.parametrize(
        ("written", "apa", "edtf"),
        [
            ("1992", "(1992)", "1992"),
            ("1992-03", "(1992, March)", "1992-03"),
            ("1993/1997", "(1993–1997)", "1993/1997"),
            ("1992-02-25/1992-02-26", "(1992, February)", "1992-02-25/1992-02-26"),
            ("1992-02/1992-05", "(1992)", "1992-02/1992-05"),
            ("1992-12-30/1993-01-02", "(1992–1993, December 30–January 2)", "1992-12-30/1993-01-02"),
            ("1992~", "(ca. 1992)", "1992~"),
        ],
    )
    def test_a_date_keeps_its_precision(self, written: str, apa: str, edtf: str) -> None:
        source = PRESS._replace(published=parse_when(written), publisher="The Example Times")
        assert apa in texts(source)[0]
        assert fields(cited(source))["date"] == edtf
        assert fields(cited(source))["year"] == written[:4]

    @pytest.mark.parametrize("start", ["1992", "1992-02", "1992-02-25"])
    @pytest.mark.parametrize("end", ["1992", "1992-02", "1992-02-26", "1993", "1993-05", "1993-05-06"])
    def test_no_interval_fails(self, start: str, end: str) -> None:
        for text in texts(PRESS._replace(published=parse_when(f"{start}/{end}"))):
            assert "1992" in text
            assert ("1993" in text) == end.startswith("1993")

    def test_a_body_is_not_taken_for_a_person(self) -> None:
        apa, chicago = texts(PRESS._replace(author="Example Rights Watch", type="human_rights_org"))
        assert apa.startswith("Example Rights Watch. (1992, March 2).")
        assert chicago.startswith("Example Rights Watch. 1992.")
        item = cited(PRESS._replace(author="Example Rights Watch"))
        assert fields(item)["author"] == "{Example Rights Watch}"

    def test_without_an_author_the_publisher_stands_first_and_once(self) -> None:
        source = PRESS._replace(author=None, publisher="News & Co")
        apa, chicago = texts(source)
        assert apa.startswith("News & Co. (1992, March 2). Corpses")
        assert apa.count("News & Co") == 1
        assert chicago.startswith("News & Co. 1992. “Corpses")
        assert "author" not in cited(source), "the data names none"

    def test_titles_stay_as_they_are_written(self) -> None:
        for title in ("Xocalı: kim öldürdü?", "Ходжалы {1992}", "Խոջալու", "rise of $5 & 50% v. U.S."):
            for text in texts(PRESS._replace(title=title)):
                assert title in text

    def test_quotation_marks_inside_chicago_quotes_become_single(self) -> None:
        text = texts(PRESS._replace(title='The film "A Name" shown'))[1]
        assert "“The film ‘A Name’ shown.”" in text

    def test_a_question_keeps_its_mark_without_a_full_stop(self) -> None:
        assert "“Who knew?” The Example" in texts(PRESS._replace(title="Who knew?"))[1]

    def test_brackets_are_not_torn_apart(self) -> None:
        item = cited(PRESS._replace(publisher="A Paper (agency; press archive)"))
        assert item["container-title"] == "A Paper (agency; press archive)"
        assert "note" not in item

    def test_only_a_web_address_is_cited(self) -> None:
        assert "URL" not in cited(PRESS._replace(url="javascript:alert(1)"))
        assert cited(PRESS._replace(url=None, archive_url="https://a.org/x"))["URL"] == "https://a.org/x"


class TestNames:
    @pytest.mark.parametrize(
        "name",
        ["UN Secretariat", "Times staff writer", "Someone (quoted)", "Representative of X", "Reuters",
         "ECtHR Grand Chamber", "Department of Strategy, Analysis", "Watch/Place", "Amnesty International"],
    )  # fmt: skip
    def test_bodies_and_notes_stay_whole(self, name: str) -> None:
        assert names_of(name) == [{"literal": name}]

    def test_people_are_taken_apart(self) -> None:
        assert names_of("Ann de Waal; K. Zərbalıyeva") == [
            {"family": "de Waal", "given": "Ann"},
            {"family": "Zərbalıyeva", "given": "K."},
        ]

    @given(st.text(max_size=60))
    def test_no_author_fails_and_none_is_lost(self, text: str) -> None:
        words = " ".join(" ".join(name.values()) for name in names_of(text))
        assert sorted(re.findall(r"\w+", words)) == sorted(re.findall(r"\w+", text))


class TestBibtex:
    def test_what_latex_would_read_is_escaped(self) -> None:
        item = cited(PRESS._replace(title="A & B 50% $5 #1 a_b ~ ^ \\ {c", author="R&D Staff"))
        words = r"\textasciitilde", r"\textasciicircum", r"\textbackslash", r"\textbraceleft"
        tilde, hat, back, brace = (f"{{{word}}}" for word in words)
        assert fields(item)["title"] == rf"{{A \& B 50\% \$5 \#1 a\_b {tilde} {hat} {back} {brace}c}}"
        assert fields(item)["author"] == r"{R\&D Staff}"

    def test_names_months_and_addresses(self) -> None:
        found = fields(cited(PRESS))
        assert found["author"] == "Writer, Ann Mary and van Doe, John"
        assert found["month"] in ("mar", "March", "3")
        assert "\tmonth = mar,\n" in bibtex(cited(PRESS))
        assert found["url"] == PRESS.url, "an address is read letter by letter"
        assert found["note"] == "mirror: An Archive"

    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=40))
    def test_braces_always_balance(self, title: str) -> None:
        text = bibtex(cited(PRESS._replace(title=title, publisher=title, url=f"https://a.org/{title}")))
        assert text.count("{") == text.count("}")
        assert fields(cited(PRESS._replace(title=title)))["year"] == "1992"


def test_csl_json_is_a_list_that_managers_read() -> None:
    (item,) = json.loads(csl_json(cited(PRESS)))
    assert item["issued"] == {"date-parts": [[1992, 3, 2]]}
    assert item["author"][1] == {"family": "van Doe", "given": "John"}
    assert (item["type"], item["container-title"]) == ("article-newspaper", "The Example Times")


def test_rarer_dates_give_their_first_and_last_day() -> None:
    assert csl_date(parse_when("1992-02-25/1992-03")) == {"date-parts": [[1992, 2, 25], [1992, 3]]}
    assert csl_date(parse_when("1992-XX")) == {"date-parts": [[1992, 1, 1], [1992, 12, 31]]}


class TestProcessor:
    """What the citation processor gets wrong, so that we learn when it no longer does."""

    def test_a_version_is_one_version(self, records: Records) -> None:
        for version in ("004e7adf", "12345678", "a1b2c3d4"):
            item = record_item(
                replace(records, version=version),
                "events",
                "x",
                title="T",
                kind="Event",
                address="https://a.org",
            )
            assert f"(Version {version})" in formatted(item, "apa")
            assert f"Version {version}." in formatted(item, "chicago")

    def test_no_edition_is_printed(self) -> None:
        assert "dition" not in texts(PRESS)[1]

    def test_nothing_is_imported_before_the_first_citation(self) -> None:
        assert "citeproc" not in vars(citation_styles)
        assert "bibtexparser" not in vars(citation_styles)


class TestRecords:
    def test_every_source_can_be_loaded_into_a_manager(self, records: Records) -> None:
        for source in records.tables.sources:
            item = cited(source)
            found = fields(item)
            assert found["title"]
            assert found.get("url", "").isprintable()
            assert json.loads(csl_json(item))[0] == item

    def test_sources_of_every_kind_can_be_cited_in_both_styles(self, records: Records) -> None:
        sample = {
            (source.type, source.language, bool(source.author), str(source.published)[4:5]): source
            for source in records.tables.sources
        }
        for source in list(sample.values())[::2]:
            for text in texts(source):
                assert "Retrieved" not in text
                assert not re.search(r"(\bEdition\b|None|\bnull\b|\.\.|“”|\(\))", text.replace("...", ""))
                assert (str(source.published.start.year) if source.published else "n.d.") in text

    @pytest.mark.slow
    @pytest.mark.parametrize("table", [table for table in KINDS if table != "sources"])
    def test_every_record_can_be_cited(self, records: Records, table: str) -> None:
        rows = list(records.table(table))
        for row in rows:
            item = citable_record(records, (table, row.id), "https://site.example")
            assert item["title"] == cited_title(records, table, row)
            assert item["URL"] == f"https://site.example/record?table={table}&key={row.id}"
            assert fields(item)["version"] == records.version
        for row in rows[:: max(1, len(rows) // 3)]:
            item = citable_record(records, (table, row.id), "")
            for style in ("apa", "chicago"):
                assert records.site.cite_as in formatted(item, style)
                assert records.version in formatted(item, style)

    def test_a_checked_sentence_carries_its_verdict(self, records: Records) -> None:
        for claim in records.tables.claims:
            assert "Verdict: " in citable_record(records, ("claims", claim.id), "")["title"]

    def test_the_address_of_the_site_wins_over_where_it_was_asked(self, records: Records) -> None:
        site = replace(records.site, address="https://real.example/")
        assert (
            permanent_address(site, "./record?a=b", "http://localhost/") == "https://real.example/record?a=b"
        )
        assert permanent_address(replace(site, address=""), "./x", "") == "./x"


class TestViews:
    def test_a_view_says_its_filters_and_keeps_them(self, records: Records) -> None:
        parameters = {"side": "independent", "tab": "sides", "cat": "martian"}
        item = citable_view(
            records, "casualties", parameters, "https://a.org", chart="sides", title="The finding"
        )
        label = records.package.code_lists["perspective"]["independent"].label
        assert item["title"] == f"The finding (Perspective: {label})"
        assert item["URL"] == "https://a.org/casualties?side=independent&tab=sides#sides"
        assert item["genre"] == "Chart"

    def test_the_home_page_stands_at_the_root(self, records: Records) -> None:
        assert view_path(records, "overview", {}) == "./"
        assert citable_view(records, "overview", {}, "https://a.org")["URL"] == "https://a.org/"


def get(records: Records, path: str, **parameters: str) -> Answer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "loaded", lambda: records)
        return ask(ROUTES, path, parameters)


class TestRoutes:
    @pytest.mark.parametrize(
        ("style", "media", "ending"),
        [
            ("apa", "text/plain", ""),
            ("chicago", "text/plain", ""),
            ("bibtex", "application/x-bibtex", ".bib"),
            ("csl", "application/vnd.citationstyles.csl+json", ".json"),
        ],
    )
    def test_every_format_of_a_record(self, records: Records, style: str, media: str, ending: str) -> None:
        event = records.site.main_event
        answer = get(records, "/api/cite", table="events", key=event, style=style)
        assert answer.status == 200
        assert answer.headers["content-type"] == f"{media}; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert f'filename="events-{event}{ending}"' in answer.headers.get(
            "content-disposition", f'filename="events-{event}{ending}"'
        )
        assert ("content-disposition" in answer.headers) == bool(ending)
        assert f"localhost/record?table=events&key={event}" in answer.text

    def test_a_view_with_its_filters(self, records: Records) -> None:
        answer = get(records, "/api/cite", view="casualties", side="independent", chart="toll-first")
        assert answer.status == 200
        (chart, *_) = static_view(records, "casualties", {"side": "independent"}).charts
        assert f"{chart.title} (Perspective: " in answer.text
        assert "http://localhost/casualties?side=independent#toll-first" in answer.text

    @pytest.mark.parametrize(
        ("status", "words", "parameters"),
        [
            (404, 'Did you mean "figures"?', {"table": "figurs", "key": "x"}),
            (404, "no published record", {"table": "figures", "key": "zzz"}),
            (404, 'Did you mean "casualties"?', {"view": "casualtys"}),
            (404, "no kind of record", {}),
            (400, 'Did you mean "apa"?', {"view": "claims", "style": "ap"}),
            (400, 'Did you mean "side"?', {"view": "claims", "sid": "x"}),
            (400, "filter values", {"view": "claims", "side": "martian"}),
            (400, "has its own", {"view": "claims", "title": "It never happened"}),
            (400, "has its own", {"view": "timeline", "chart": "year", "title": "It never happened"}),
            (404, "no chart", {"view": "claims", "chart": "../x"}),
            (404, "no chart", {"view": "lessons", "chart": "x"}),
            (404, 'Did you mean "night"?', {"view": "timeline", "chart": "nigth"}),
            (400, "means nothing", {"table": "events", "key": "x", "side": "independent"}),
        ],
    )
    def test_what_does_not_exist_is_refused_in_words(
        self, records: Records, status: int, words: str, parameters: dict[str, str]
    ) -> None:
        answer = get(records, "/api/cite", **parameters)
        assert answer.status == status
        assert words in answer.text
        assert answer.headers["content-type"].startswith("text/plain")

    def test_a_withdrawn_record_is_gone(self, records: Records) -> None:
        gone = replace(records, withdrawn={("events", "old"): object()})
        assert get(gone, "/api/cite", table="events", key="old").status == 410

    def test_without_data_nothing_is_cited(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "loaded", lambda: ())
            assert ask(ROUTES, "/api/cite", {}).status == 503
            assert ask(ROUTES, "/api/corrections.atom", {}).status == 503

    @given(
        st.dictionaries(
            st.sampled_from(
                ["table", "key", "view", "chart", "title", "style", "side", "period", "sel", "x"]
            ),
            st.sampled_from(["events", "claims", "overview", "apa", "bibtex", "csl", "1992"])
            | st.text(max_size=9),
        )
    )
    def test_no_address_fails(self, records: Records, parameters: dict[str, str]) -> None:
        assert get(records, "/api/cite", **parameters).status in (200, 400, 404, 410)

    def test_links_name_routes_that_answer(self) -> None:
        links = re.findall(r'href="\./(api/cite)\?([^"]+)"', cite_links({"view": "claims"}))
        assert len(links) == len(FORMATS)


class TestFeed:
    @pytest.fixture
    def feed(self, records: Records) -> Xml.Element:
        answer = get(records, "/api/corrections.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        return Xml.fromstring(answer.text.encode())

    def test_there_is_one_entry_a_correction_the_newest_first(
        self, records: Records, feed: Xml.Element
    ) -> None:
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == len(records.tables.corrections)
        days = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
        assert days == sorted(days, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == days[0]

    def test_everything_that_atom_demands_is_there(self, feed: Xml.Element) -> None:
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert (element.findtext(f"{ATOM}{name}") or "").strip(), name
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == "http://localhost/api/corrections.atom"
        assert links["alternate"] == "http://localhost/about#corrections"

    def test_ids_are_tags_unique_and_independent_of_the_server(
        self, records: Records, feed: Xml.Element
    ) -> None:
        ids = [entry.findtext(f"{ATOM}id", "") for entry in feed.findall(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)
        for found in (*ids, feed.findtext(f"{ATOM}id", "")):
            assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:corrections(/[a-z0-9-]+)?", found)
        again = Xml.fromstring(corrections_feed(records, "https://elsewhere.example/").encode())
        assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == ids

    def test_markup_and_unknown_records_do_not_break_it(self, records: Records) -> None:
        row = next(iter(records.tables.corrections))._replace(
            record_id="gone", old="<b>&", new="]]>", reason="x."
        )
        text = corrections_feed(_with_corrections(records, row), "")
        entry = Xml.fromstring(text.encode()).find(f"{ATOM}entry")
        assert entry is not None
        assert "Before: <b>&. After: ]]>. Why: x." in entry.findtext(f"{ATOM}content", "")
        assert entry.findtext(f"{ATOM}id") == entry_id(records.site, row)

    def test_no_correction_is_no_fault(self, records: Records) -> None:
        Xml.fromstring(corrections_feed(_with_corrections(records), "").encode())

    def test_about_leads_to_it(self, records: Records) -> None:
        from evidence_site.viz.words.glossary import corrections_feed_link

        assert 'href="./api/corrections.atom"' in corrections_feed_link()
        assert records


def _with_corrections(records: Records, *rows: Correction) -> Records:
    return replace(records, tables=records.tables._replace(corrections=Table("corrections", rows)))


class TestPicture:
    @pytest.fixture
    def chart(self, records: Records) -> Chart:
        rows = list(records.tables.events)[:3]
        figure = {
            "data": [{"type": "scatter", "x": ["1992-02-26"], "y": [1], "customdata": [["a"]]}],
            "layout": layout(height=300, annotations=[text_mark(0, 0, "a mark")]),
        }
        return Chart(
            key="key",
            title="A <finding> & more",
            figure=figure,
            alt="alt",
            reading="Read it so.",
            table="events",
            rows=rows,
            twin=(),
            height=300,
            notes=("A caveat.",),
        )

    @pytest.fixture
    def figure(self, records: Records, chart: Chart) -> dict[str, Any]:
        sources = source_line(records, "events", [row.id for row in chart.rows])
        return export_figure(
            chart, sources=sources, date="Checked today.", permalink="https://a.org/x?y=1#key"
        )

    def test_all_that_belongs_to_it_is_drawn_into_it(self, figure: dict[str, Any], records: Records) -> None:
        drawn = figure["layout"]["annotations"][-1]["text"].replace("<br>", " ")
        for words in ("Read it so.", "A caveat.", "Sources: ", "Checked today.", "https://a.org/x?y=1#key"):
            assert words in drawn
        assert figure["layout"]["title"]["text"] == "<b>A &lt;finding&gt; &amp; more</b>"
        assert records

    def test_its_marks_are_those_of_the_chart(self, figure: dict[str, Any], chart: Chart) -> None:
        assert figure["data"] == chart.figure["data"]
        assert figure["layout"]["annotations"][0]["text"] == "a mark"
        assert len(chart.figure["layout"]["annotations"]) == 1, "the chart on the page is untouched"

    def test_it_is_legible_on_its_own(self, figure: dict[str, Any]) -> None:
        layout = figure["layout"]
        assert (layout["paper_bgcolor"], layout["plot_bgcolor"], layout["font"]["color"]) == (
            PAPER,
            PAPER,
            INK,
        )
        assert layout["width"] == WIDTH
        json.dumps(figure)

    def test_lines_fit_and_the_picture_grows_with_them(self, chart: Chart) -> None:
        address = "https://a.org/" + "x" * 400
        short = export_figure(chart, sources="A", date="B", permalink="C")["layout"]
        long = export_figure(chart, sources="A, " * 200, date="B", permalink=address)["layout"]
        assert long["height"] > short["height"]
        lines = long["annotations"][-1]["text"].split("<br>")
        assert max(text_width(line, 13) for line in lines) <= WIDTH
        assert address in "".join(lines)

    def test_plotly_knows_every_word_of_it(self, figure: dict[str, Any]) -> None:
        import plotly.graph_objects as go

        go.Figure(figure)


class TestPages:
    @pytest.mark.parametrize("path", ["casualties", "timeline", "screenings", "overview"])
    def test_every_chart_can_be_cited(self, path: str) -> None:
        app = open_page(path)
        charts = [name for name in drawers_of(app) if name.startswith("cite-chart-")]
        assert len(charts) == len(app.get("plotly_chart"))
        assert not app.get("code"), "nothing is worked out before it is opened"
        open_all(app)
        assert not app.exception
        assert len(app.get("code")) >= 3 * len(charts)

    def test_every_page_can_be_cited(self) -> None:
        for path in PATHS:
            if path != "record":
                html = "\n".join(element.proto.body for element in open_page(path).get("html"))
                assert f'href="./api/cite?view={path}&amp;style=apa"' in html

    def test_a_record_is_cited_in_full_on_its_page(self, records: Records) -> None:
        app = open_all(open_page("record", table="sources", key=next(iter(records.tables.sources)).id))
        source = next(iter(records.tables.sources))
        assert texts(source)[0] in [code.value for code in app.code]


class TestSpeakers:
    def test_choices_count_every_claim_once(self, records: Records) -> None:
        claims = tuple(records.tables.claims)
        choices = speaker_choices(claims)
        assert next(iter(choices)) == ALL
        split = [claim for code in choices if code for claim in said_by(claims, code)]
        assert sorted(split) == sorted(said_by(claims, ALL)) == sorted(claims)

    def test_speaker_and_verdict_narrow_together(self, records: Records) -> None:
        claims = tuple(select(records, Choice()).rows["claims"])
        code = [code for code in speaker_choices(claims) if code][-1]
        app = open_page("claims", set=code)
        html = "\n".join(element.proto.body for element in app.get("html"))
        for claim in claims:
            assert (f'id="claim-{claim.id}"' in html) == (claim in said_by(claims, code))

    def test_an_unknown_speaker_is_no_fault(self) -> None:
        assert not open_page("claims", set="nobody").exception


def test_a_picture_of_one_side_says_so() -> None:
    app = open_page("casualties", tab="sides", side="independent")
    app.session_state["cite-chart-sides"] = True
    pictures = [
        chart.proto.spec for chart in app.run().get("plotly_chart") if "export-sides" in chart.proto.id
    ]
    assert len(pictures) == 1
    drawn = json.loads(pictures[0])["layout"]["annotations"][-1]["text"].replace("<br>", " ")
    assert "Filters: Perspective: Independent." in drawn
    assert re.search(r"You see \d+ of \d+ sources: only Independent", drawn)
