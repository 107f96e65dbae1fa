"""The data dictionary: every table and column in the words of the data package, ready to take away."""

from __future__ import annotations

from records.export import chosen_rows
from records.filters import FILTERED, Choice, write_choice
from records.formatting import number_text
from records.loading import Records
from records.package import Field, TableSchema
from records.wording import N_, _
from viz.markup import Markup, html_table, join, listing, tag, view_address

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
    version = _("Version %(version)s of the description, %(data)s of the rows.") % {
        "version": package.version,
        "data": records.version,
    }
    return join(
        [
            tag("p", tag("strong", _(package.title)), ". ", version),
            tag("p", tag("strong", _("Licence")), ": ", _(records.site.licence)),
        ]
    )


def table_label(records: Records, table: TableSchema) -> str:
    """Return a table's name with its number of published rows."""
    count = records.counts[table.name].published
    return _("%(table)s: %(count)s rows") % {"table": table.name, "count": number_text(count)}


def table_dictionary(records: Records, table: TableSchema, choice: Choice) -> Markup:
    """Return one table: what a row is, how many there are, how to take them, and every column."""
    count = records.counts[table.name]
    rows = _("%(total)s rows in %(file)s, %(published)s of them published; drafts are not given out.") % {
        "total": number_text(count.total),
        "published": number_text(count.published),
        "file": table.path,
    }
    columns = [
        [
            tag("code", field.name),
            _(field.title),
            _(field.description),
            _kind(table, field),
            _values(records, field),
        ]
        for field in table.fields
    ]
    headings = [_("Column"), _("Title"), _("Meaning"), _("Kind of value"), _("Values")]
    caption = _("Columns of %(table)s") % {"table": table.name}
    return join(
        [
            tag("p", _("One row is: %(what)s") % {"what": _(table.description)}),
            tag("p", rows),
            _download(records, table, choice),
            html_table(headings, columns, caption),
        ]
    )


def _download(records: Records, table: TableSchema, choice: Choice) -> Markup:
    """The same filters as on the page, where they narrow this table."""
    narrows = table.name in FILTERED and bool(choice.active)
    address = view_address(f"api/{table.path}", write_choice(choice) if narrows else {})
    count = number_text(len(chosen_rows(records, table.name, choice, {})))
    label = _("Download %(file)s: %(count)s rows") % {"file": table.path, "count": count}
    note = _("with the filters of this page") if narrows else _("all published rows")
    if choice.active and table.name not in FILTERED:
        note = _("all published rows; the filters do not apply to this table")
    return tag("p", tag("a", label, href=address, download=""), f" ({note})")


def _kind(table: TableSchema, field: Field) -> str:
    words = _("date in EDTF, as 1992, 1992-02 or 1992-02-26") if field.edtf else _(_TYPES[field.type])
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
    return listing(
        [
            join(
                [
                    tag("code", code.code),
                    f" {_(code.label)}",
                    f": {_(code.description)}" if code.description else None,
                ]
            )
            for code in codes.values()
        ]
    )
