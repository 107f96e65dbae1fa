"""The overview: key facts as attributed statements, and the ways to the rest."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure, Screening
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_word, counted_words, range_text
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, inner_link, join, record_link, tag


def key_facts(records: Records) -> Markup:
    """Return the key facts: numbers, each as one source states it, with date and caveats."""
    figures = [
        records.tables.figures[key] for key in records.site.key_figures if key in records.tables.figures
    ]
    return tag("div", *[_key_fact(records, figure) for figure in figures], class_="key-facts")


def _key_fact(records: Records, figure: Figure) -> Markup:
    source = records.tables.sources[figure.source_id]
    counted = code_word(records, "figures", "measure", figure.measure)
    if figure.group != "all":
        group = code_word(records, "figures", "group", figure.group)
        counted = _("%(measure)s, %(group)s") % {"measure": counted, "group": group}
    stated = _("Stated %(date)s by %(who)s.") % {"date": when_text(figure.stated), "who": figure.reported_by}
    caveats = record_link(_("Source and caveats"), "figures", figure.id)
    cited = record_link(short_name(source), "sources", source.id)
    return tag(
        "div",
        tag("div", range_text(figure), class_="number"),
        tag("div", counted),
        tag("p", stated),
        tag("p", counted_words(figure), class_="quiet"),
        tag("p", caveats, " · ", cited, class_="quiet"),
    )


def text_sources(records: Records, text: str) -> Markup:
    """Return the line of sources under a text."""
    sources = [records.tables.sources[key] for key in records.site.text_sources.get(text, ())]
    links = [record_link(short_name(source), "sources", source.id) for source in sources]
    return tag("p", join([tag("b", _("Sources of this text: ")), join(links, "; ")]), class_="quiet")


def ways_on() -> Markup:
    """Return the three ways in: explore, teach, use the data."""
    entries: Sequence[tuple[str, str, str]] = (
        (
            _("Explore"),
            "explore",
            _("See time, place, kind and list on one screen; a choice in one narrows all."),
        ),
        (
            _("Teach"),
            "lessons",
            _("Lessons with live views, a handout for each, and a kit for rooms without a network."),
        ),
        (_("Use the data"), "data", _("Take any table with its sources, or see how each column is defined.")),
    )
    ways = [
        tag("div", tag("h3", inner_link(title, page, {})), tag("p", words)) for title, page, words in entries
    ]
    return tag("div", *ways, class_="doors")


def screening_summary(screenings: Sequence[Screening]) -> Markup:
    """Return how many showings are on record, how many are confirmed, and where to see them."""
    if not screenings:
        return tag("p", _("The filters leave no showing."))
    words = ngettext(
        "%(rows)s showing is on record. Confirmed by a report: %(confirmed)s; otherwise only announced.",
        "%(rows)s showings of %(films)s named films are on record, or %(runs)s if each broadcast run is "
        "counted once. Of the %(rows)s, %(confirmed)s are confirmed by a report; the others were only "
        "announced.",
        len(screenings),
    )
    counts = {
        "rows": len(screenings),
        "films": len({screening.film_id for screening in screenings if screening.film_id}),
        "runs": len({screening.run_id or screening.id for screening in screenings}),
        "confirmed": sum(screening.status == "confirmed" for screening in screenings),
    }
    words %= {name: number_text(count) for name, count in counts.items()}
    return tag("p", words, " ", inner_link(_("See the screenings"), "screenings", {}))
