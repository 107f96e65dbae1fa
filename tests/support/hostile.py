"""Records whose every free text is an attack: they pass by the check, which would refuse them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import Links
from evidence_site.records.model.package import Field, TableSchema
from evidence_site.records.model.rows import Tables
from evidence_site.records.model.tables import Table

ATTACK = "<img src=x onerror=alert(1)>"
#: Breaks out of an attribute, and an address that would run code if it became a link.
BREAKOUT = f'"><script>alert(1)</script>{ATTACK}'
RUNS_CODE = "javascript:alert(1)"
#: What Streamlit would show as formulas, emphasis, colours, links, icons and arrows where it reads Markdown.
MARKED = (
    r"# $5 and $6$ *a* __b__ ~~c~~ `d` [1] [e](//e.example) ![f](/f.png) :red[g] \h &amp; <b>"
    " https://i.example/j www.k.example l@m.example :material/close: :+1: -> -- >= 1. n"
)

_ADDRESSES = frozenset({"url", "archive_url", "read_at"})
_KEPT = frozenset({"id", "table", "record_id", "country", "time_from", "time_to", "see", "same_as"})


def hostile(records: Records) -> Records:
    """Return the records with an attack in every text column, code label, title and setting."""
    package = replace(
        records.package,
        title=BREAKOUT,
        tables={name: _hostile_schema(schema) for name, schema in records.package.tables.items()},
        code_lists={
            name: {
                code: replace(entry, label=f"{code} {ATTACK} {MARKED}", description=BREAKOUT)
                for code, entry in codes.items()
            }
            for name, codes in records.package.code_lists.items()
        },
    )
    tables = Tables(
        *[
            Table(table.name, tuple(_hostile_row(records.package.tables[table.name], row) for row in table))
            for table in records.tables
        ]
    )
    site = replace(
        records.site,
        **dict.fromkeys(("name", "tagline", "content_note", "licence", "cite_as"), BREAKOUT),
        periods=tuple(replace(period, label=f"{BREAKOUT} {MARKED}") for period in records.site.periods),
        map_layers=tuple(replace(layer, label=BREAKOUT) for layer in records.site.map_layers),
    )
    return replace(records, package=package, tables=tables, links=Links.between(tables), site=site)


def _hostile_schema(schema: TableSchema) -> TableSchema:
    fields = tuple(
        replace(field, title=f"{field.name} {ATTACK} {MARKED}", description=BREAKOUT)
        for field in schema.fields
    )
    return replace(schema, description=BREAKOUT, fields=fields)


def is_free_text(schema: TableSchema, field: Field) -> bool:
    """Return whether anything can stand in a column."""
    bound = field.code_list or field.edtf or field.name in schema.foreign_keys or field.name in _KEPT
    return field.type == "string" and not bound


def _hostile_row(schema: TableSchema, row: Any) -> Any:
    changes: dict[str, Any] = {}
    for field in schema.fields:
        if not is_free_text(schema, field):
            continue
        if field.name in _ADDRESSES:
            changes[field.name] = RUNS_CODE
        else:
            changes[field.name] = (
                (MARKED, ATTACK, BREAKOUT) if field.separator else f"{MARKED} {ATTACK} {BREAKOUT}"
            )
    return row._replace(**changes)
