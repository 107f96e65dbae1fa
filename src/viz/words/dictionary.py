"""The data dictionary: every table and column in the words of the data package, ready to take away."""

from __future__ import annotations

from evidence_site.records.choose.choice import Choice, write_choice
from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.formatting import number_text
from evidence_site.records.give.export import chosen_rows
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.package import Field, TableSchema
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.markup import Markup, html_table, join, listing, tag, view_address

_TYPES = {
    "string": N_("text"),
    "number": N_("number"),
    "integer": N_("whole number"),
    "boolean": N_("true or false"),
    "date": N_("day, as 1992-02-26"),
}


def package_facts(records: Records) -> Markup:
    """Return what the data are, their version and on what terms they can be used."""
    package = records.package
    version = _("Version %(version)s of the description, %(data)s of the rows.")
    given = {"version": package.version, "data": records.version}
    described = tag("p", tag("strong", _(package.title)), ". ", version % given)
    licence = tag("p", tag("strong", _("Licence")), ": ", _(records.site.licence))
    return join([described, licence])


def tables_overview(records: Records, choice: Choice) -> Markup:
    """Return every table with what a row is, its numbers of rows, and the link that gives it."""
    rows = [
        [
            tag("code", table.name),
            _download(records, table, choice),
            _(table.description),
            number_text(records.counts[table.name].total),
            number_text(records.counts[table.name].published),
        ]
        for table in records.package.tables.values()
    ]
    headings = [_("Table"), _("To take away (CSV)"), _("One row is"), _("Rows in the file"), _("Published")]
    caption = _("Only published rows are given out; drafts stay in the files.")
    if choice.active:
        caption += " " + _("Filtered: with the filters of this page; they do not apply to the other tables.")
    return html_table(headings, rows, caption)


def _download(records: Records, table: TableSchema, choice: Choice) -> Markup:
    """The same filters as on the page, where they narrow this table."""
    narrows = table.name in FILTERED and bool(choice.active)
    address = view_address(f"api/{table.path}", write_choice(choice) if narrows else {})
    count = len(chosen_rows(records, table.name, choice, {}))
    words = ngettext("%(count)s row", "%(count)s rows", count) % {"count": number_text(count)}
    if records.is_preview:  # the server would give the rows that everybody sees
        return tag("span", words)
    label = _("%(rows)s, filtered") % {"rows": words} if narrows else words
    return tag("a", label, href=address, download="")


def columns_label(table: TableSchema) -> str:
    """Return the name of a table with its number of columns."""
    words = ngettext("Column of %(table)s: %(count)s", "Columns of %(table)s: %(count)s", len(table.fields))
    return words % {"table": table.name, "count": number_text(len(table.fields))}


@remembered
def table_dictionary(records: Records, table: TableSchema) -> Markup:
    """Return every column of one table: what it means, what it can hold, and what its codes are."""
    columns = []
    for field in table.fields:
        name, values = tag("code", field.name), _values(records, field)
        columns.append([name, _(field.title), _(field.description), _kind(table, field), values])
    headings = [_("Column"), _("Title"), _("Meaning"), _("Kind of value"), _("Values")]
    return html_table(headings, columns, _("One row is: %(what)s") % {"what": _(table.description)})


def _kind(table: TableSchema, field: Field) -> str:
    words = _("date in EDTF, as 1992, 1992-02 or 1992-02-26") if field.edtf else _(_TYPES[field.type])
    words = _("one of the codes beside it") if field.code_list else words
    target = table.foreign_keys.get(field.name)
    parts = [
        words,
        _("several, separated by %(mark)s") % {"mark": field.separator} if field.separator else None,
        _("in %(unit)s") % {"unit": _(field.unit)} if field.unit else None,
        _("an id of %(table)s") % {"table": target} if target else None,
        _("always given") if field.required else _("empty means unknown"),
    ]
    return "; ".join(part for part in parts if part)


def _values(records: Records, field: Field) -> Markup:
    codes = records.package.code_lists.get(field.code_list, {})
    items = []
    for code in codes.values():
        meaning = f": {_(code.description)}" if code.description else None
        items.append(join([tag("code", code.code), f" {_(code.label)}", meaning]))
    return listing(items)
