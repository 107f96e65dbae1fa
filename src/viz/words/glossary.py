"""The glossary, the corrections log and what is published, as HTML."""

from __future__ import annotations

from evidence_site.records.formatting import day_text, number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.load.rules import tells_removal
from evidence_site.records.model.rows import Correction
from evidence_site.records.names.naming import KINDS, record_name
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, html_table, join, record_link, tag, view_address


def glossary(records: Records) -> Markup:
    """Return every term with its definition, in alphabetical order."""
    terms = sorted(records.tables.glossary, key=lambda term: term.term.casefold())
    pairs = [
        join(
            [
                tag("dt", tag("strong", term.term), id=f"term-{term.id}"),
                tag("dd", term.definition, _term_source(term.source_id)),
            ]
        )
        for term in terms
    ]
    return tag("dl", *pairs)


def _term_source(key: str | None) -> Markup | None:
    if key is None:
        return None
    return join([Markup(" "), record_link(_("Source"), "sources", key)])


def corrections(records: Records) -> Markup:
    """Return the public log of corrections, the newest first."""
    rows = [
        [
            day_text(row.date),
            _corrected(records, row),
            _column_title(records, row),
            row.old,
            row.new,
            row.reason,
        ]
        for row in sorted(records.tables.corrections, key=lambda row: (row.date, row.id), reverse=True)
    ]
    headings = [_("Date"), _("Record"), _("Column"), _("Before"), _("After"), _("Why")]
    return html_table(headings, rows, _("Corrections"), stacked=True)


def _corrected(records: Records, row: Correction) -> str:
    """The corrected record by its name; by its id where it is not shown, and without a link if it is gone."""
    record = records.table(row.table).get(row.record_id)
    name = record_name(records, row.table, record) if record else row.record_id
    label = f"{_(KINDS[row.table][0])}: {name}"
    return label if tells_removal(row) else record_link(label, row.table, row.record_id)


def _column_title(records: Records, row: Correction) -> str:
    column = records.package.tables[row.table].by_name.get(row.column)
    return _(column.title) if column else row.column


def corrections_feed_link() -> Markup:
    """Return the link by which a reader's program is told of every correction."""
    return tag(
        "p", tag("a", _("Follow the corrections (Atom feed)"), href=view_address("api/corrections.atom", {}))
    )


def published_counts(records: Records) -> Markup:
    """Return how many rows each table holds and how many of them the site shows."""
    rows = [
        [_(names[1]), number_text(records.counts[table].total), number_text(records.counts[table].published)]
        for table, names in KINDS.items()
    ]
    return html_table([_("Table"), _("Rows in the file"), _("Published")], rows, _("What is published"))
