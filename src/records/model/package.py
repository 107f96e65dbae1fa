"""The data package: the single description of every table, read from ``datapackage.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from evidence_site.records.faults import DataFaultsError
from evidence_site.records.files.text_files import Files

#: The file that describes all others.
DESCRIPTION = "datapackage.json"
#: The roles that codes of a list can have, and what each means.
CODE_ROLES: Mapping[str, Mapping[str, str]] = {
    "measure": {
        "dead": "people who died: only these make a death toll",
        "before": "who was there before the event, against which other numbers are read",
    },
    "group": {
        "part": "a part of the people concerned: its number is no number of all of them",
        "fighters": "a part that fought: its numbers do not stand among those of civilians",
    },
    "series_kind": {"stock": "people who are displaced at the end of a year"},
    "source_type": {
        "newspaper": "cited as an article of a newspaper",
        "encyclopedia": "cited as an entry of an encyclopedia",
        "film": "cited as a film",
        "dataset": "cited as a data set",
        "web_page": "cited as a page of a web site",
    },
    "role": {
        "audience": "was there, and is no part of the programme",
        "host": "held the event, and is no part of the programme",
    },
}
#: What a column can hold.
TYPES = ("string", "number", "integer", "boolean", "date")
#: Characters that a cell and an id may have, where a column does not say otherwise.
LONGEST_CELL, LONGEST_ID = 4000, 80


@dataclass(frozen=True)
class Code:
    """One value of a code list: what it is called, what it means, and how it is drawn.

    Attributes:
        host: Of a perspective: where a copy was read that such a site holds, as "on an independent site".
        role: What the site must know of the code whatever it is called, one of ``CODE_ROLES``.
    """

    code: str
    label: str
    description: str = ""
    host: str = ""
    colour: str = ""
    symbol: str = ""
    role: str = ""

    @property
    def host_words(self) -> str:
        """What is said of a copy on such a site; the label alone where the package says no more."""
        return self.host or self.label


@dataclass(frozen=True)
class Field:
    """One column of a table, as ``datapackage.json`` describes it.

    Attributes:
        example: A value of the right form, where a pattern gives the form.
        territory: Whether it holds the codes of countries in ISO 3166-1.
        language: Whether it holds languages as a ``code`` of ISO 639 or as a ``name``.
        in_language_of: The column that says in which language its words are.
        names: Whether it holds names, in which no question is asked.
        not_before: The date before which it does not lie: another column, or one of the record that a column
            refers to, as ``film_id.year``.
        as_written: Whether words stand as somebody else wrote them, slips included.
        may_be_ahead: Whether its dates may lie in the future.
        calendar_year: Whether it holds years as plain numbers.
        whole_unless: Column and value beside which its numbers may have decimals.
        spelled_out: Whether names of bodies stand in it in full.
    """

    name: str
    type: str
    title: str
    description: str
    constraints: Mapping[str, Any] = field(default_factory=dict)
    code_list: str = ""
    edtf: bool = False
    separator: str = ""
    unit: str = ""
    example: str = ""
    territory: bool = False
    language: str = ""
    in_language_of: str = ""
    names: bool = False
    not_before: str = ""
    as_written: bool = False
    may_be_ahead: bool = False
    calendar_year: bool = False
    whole_unless: Mapping[str, str] = field(default_factory=dict)
    spelled_out: bool = False

    @property
    def required(self) -> bool:
        """Whether a row without a value here is a fault."""
        return bool(self.constraints.get("required"))

    @property
    def longest(self) -> int:
        """How many characters a cell may have."""
        return int(self.constraints.get("maxLength", LONGEST_CELL))

    def beside(self, cells: Mapping[str, str]) -> Field:
        """Return the column as it is in a row with these cells: people are counted in whole numbers."""
        if not self.whole_unless or any(
            cells.get(name) == value for name, value in self.whole_unless.items()
        ):
            return self
        return replace(self, type="integer")


@dataclass(frozen=True)
class TableSchema:
    """One table: its file, its columns in order, its keys.

    Attributes:
        row_name: Name of the row type in ``records.rows``.
        cited: Whether each row must rest on at least one row of ``citations``.
        foreign_keys: Column name to the name of the table whose ids it holds.
        unique_keys: Columns in which no two rows say the same, besides their keys.
    """

    name: str
    row_name: str
    path: str
    description: str
    cited: bool
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: Mapping[str, str]
    unique_keys: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Column name to column."""
        return {field.name: field for field in self.fields}

    @property
    def has_drafts(self) -> bool:
        """Whether a row can be kept without being shown."""
        status = self.by_name.get("status")
        return status is not None and status.code_list == "status"


@dataclass(frozen=True)
class Package:
    """The whole description: tables in file order and the code lists they share."""

    title: str
    version: str
    tables: Mapping[str, TableSchema]
    code_lists: Mapping[str, Mapping[str, Code]]

    @cached_property
    def _roles(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return {
            (name, role): frozenset(
                code for code, entry in self.code_lists.get(name, {}).items() if entry.role == role
            )
            for name, roles in CODE_ROLES.items()
            for role in roles
        }

    def in_role(self, code_list: str, role: str) -> frozenset[str]:
        """Return the codes of a list that have a role of ``CODE_ROLES``."""
        return self._roles[code_list, role]

    def role_of(self, code_list: str, code: str) -> str:
        """Return the role of a code; empty if it has none."""
        entry = self.code_lists.get(code_list, {}).get(code)
        return entry.role if entry else ""

    def codes_of(self, table: str, column: str) -> Mapping[str, Code]:
        """Return the code list of a column; empty if the column has none."""
        return self.code_lists.get(self.tables[table].by_name[column].code_list, {})


def read_package(folder: Path) -> Package:
    """Return the description of the data in ``folder``; raises as ``package_of`` does."""
    return package_of(Files(folder))


def package_of(files: Files) -> Package:
    """Return the description of the data in some files.

    Raises:
        DataFaultsError: If ``datapackage.json`` is no sound text.
        OSError, json.JSONDecodeError, LookupError: If it is missing or malformed.
    """
    looked = files.text(DESCRIPTION)
    if looked.faults:
        raise DataFaultsError(looked.faults)
    document = json.loads(looked.text)
    tables = [_table(resource) for resource in document["resources"]]
    return Package(
        title=document["title"],
        version=document["version"],
        tables={table.name: table for table in tables},
        code_lists={
            name: {code: Code(code, **entry) for code, entry in entries.items()}
            for name, entries in document["codeLists"].items()
        },
    )


class PackageError(ValueError):
    """Raised for a description that contradicts itself; says how."""


def checked_package(files: Files) -> Package:
    """Return the description of the data in some files, if all that the tables name is there.

    Raises:
        PackageError: If it names what it does not describe; besides, what ``package_of`` raises.
    """
    package = package_of(files)
    if problem := next(_contradictions(package), ""):
        raise PackageError(problem)
    return package


def _contradictions(package: Package) -> Iterator[str]:
    for schema in package.tables.values():
        for column in schema.fields:
            at = f'"{column.name}" of {schema.path}'
            yield from _of_other_kinds(at, column)
            if column.type not in TYPES:
                yield f'gives {at} the type "{column.type}", which is none of {", ".join(TYPES)}.'
            if column.code_list and column.code_list not in package.code_lists:
                yield f'gives {at} the code list "{column.code_list}", which it does not describe.'
        named = [*schema.primary_key, *schema.foreign_keys, *chain.from_iterable(schema.unique_keys)]
        if unknown := [column for column in named if column not in schema.by_name]:
            yield f'has a key of {schema.path} with "{unknown[0]}", which is no column.'
        if unknown := [table for table in schema.foreign_keys.values() if table not in package.tables]:
            yield f'has a key of {schema.path} that leads to "{unknown[0]}", which is no table.'


def _of_other_kinds(at: str, column: Field) -> Iterator[str]:
    """Give what is said of a column in another kind of value than it has to be."""
    for said in fields(Field):
        kind, words = _KINDS.get(str(said.type), (object, ""))
        if not isinstance(getattr(column, said.name), kind):
            yield f'says of {at} what cannot be its "{said.name}": {words} is meant.'
    try:
        re.compile(column.constraints.get("pattern", ""))
    except (re.error, TypeError):
        yield f"gives {at} a pattern that cannot be read."


_KINDS: Mapping[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "bool": (bool, "true or false"),
    "Mapping[str, Any]": (dict, "a part with names"),
    "Mapping[str, str]": (dict, "a part with names"),
}


def _table(resource: Mapping[str, Any]) -> TableSchema:
    schema = resource["schema"]
    return TableSchema(
        name=resource["name"],
        row_name=resource["rowName"],
        path=resource["path"],
        description=resource["description"],
        cited=resource.get("cited", False),
        fields=tuple(_field(entry) for entry in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys={
            key["fields"][0]: key["reference"]["resource"] or resource["name"]
            for key in schema.get("foreignKeys", [])
        },
        unique_keys=tuple(map(tuple, schema.get("uniqueKeys", []))),
    )


def _field(entry: Mapping[str, Any]) -> Field:
    """Return a column; ``codeList`` of the description is ``code_list`` here, and so on."""
    needed = {name: entry[name] for name in ("name", "type", "title", "description")}
    written = {re.sub("_(.)", lambda found: found[1].upper(), said.name): said.name for said in fields(Field)}
    return Field(**needed | {written[key]: value for key, value in entry.items() if key in written})
