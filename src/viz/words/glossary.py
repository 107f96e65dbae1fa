"""The glossary, what codes mean, the log of corrections and what is published, as HTML."""

from __future__ import annotations

from evidence_site.records.formatting import day_text, number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.load.rules import tells_removal
from evidence_site.records.model.rows import Correction
from evidence_site.records.names.naming import KINDS, record_name
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, facts, html_table, record_link, tag, view_address


def glossary(records: Records) -> Markup:
    """Return every term with its definition, in alphabetical order."""
    pairs = []
    for term in sorted(records.tables.glossary, key=lambda term: term.term.casefold()):
        source = [" ", record_link(_("Source"), "sources", term.source_id)] if term.source_id else []
        pairs.append(tag("dt", tag("strong", term.term), id=f"term-{term.id}"))
        pairs.append(tag("dd", term.definition, *source))
    return tag("dl", *pairs)


def code_meanings(records: Records, code_list: str) -> Markup:
    """Return what each code of a list means."""
    codes = records.package.code_lists[code_list].values()
    return facts([(_(code.label), _(code.description)) for code in codes])


def corrections(records: Records) -> Markup:
    """Return the public log of corrections, the newest first."""
    rows = []
    for row in sorted(records.tables.corrections, key=lambda row: (row.date, row.id), reverse=True):
        column = records.package.tables[row.table].by_name.get(row.column)
        title = _(column.title) if column else row.column
        rows.append([day_text(row.date), _corrected(records, row), title, row.old, row.new, row.reason])
    headings = [_("Date"), _("Record"), _("Column"), _("Before"), _("After"), _("Why")]
    return html_table(headings, rows, _("Corrections"), stacked=True)


def _corrected(records: Records, row: Correction) -> str:
    """The corrected record by its name; by its id where it is not shown, and without a link if it is gone."""
    record = records.table(row.table).get(row.record_id)
    name = record_name(records, row.table, record) if record else row.record_id
    label = f"{_(KINDS[row.table][0])}: {name}"
    return label if tells_removal(row) else record_link(label, row.table, row.record_id)


def corrections_feed_link() -> Markup:
    """Return the link to the feed that tells a reader's program of every correction."""
    address = view_address("api/corrections.atom", {})
    return tag("p", tag("a", _("Follow the corrections (Atom feed)"), href=address))


def published_counts(records: Records) -> Markup:
    """Return how many rows each table holds and how many of them the site shows."""
    rows = [
        [_(names[1]), number_text(records.counts[table].total), number_text(records.counts[table].published)]
        for table, names in KINDS.items()
    ]
    return html_table([_("Table"), _("Rows in the file"), _("Published")], rows, _("What is published"))
