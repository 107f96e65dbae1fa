"""The data package: the single description of every table, read from ``datapackage.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from records.faults import DataFaultsError
from records.text_files import Files

#: The file that describes all others.
DESCRIPTION = "datapackage.json"


@dataclass(frozen=True)
class Code:
    """One value of a code list: what it is called, what it means, and how it is drawn.

    Attributes:
        host: Of a perspective: where a copy was read that such a site holds, as "on an independent site".
    """

    code: str
    label: str
    description: str = ""
    host: str = ""
    colour: str = ""
    symbol: str = ""

    @property
    def host_words(self) -> str:
        """What is said of a copy on such a site; the label alone where the package says no more."""
        return self.host or self.label


@dataclass(frozen=True)
class Field:
    """One column of a table, as ``datapackage.json`` describes it; a territory is a country code."""

    name: str
    type: str
    title: str
    description: str
    constraints: Mapping[str, Any]
    code_list: str = ""
    edtf: bool = False
    separator: str = ""
    unit: str = ""
    territory: bool = False

    @property
    def required(self) -> bool:
        """Whether a row without a value here is a fault."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class TableSchema:
    """One table: its file, its columns in order, its keys.

    Attributes:
        row_name: Name of the row type in ``records.rows``.
        cited: Whether each row must rest on at least one row of ``citations``.
        foreign_keys: Column name to the name of the table whose ids it holds.
    """

    name: str
    row_name: str
    path: str
    description: str
    cited: bool
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: Mapping[str, str]

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

    def codes_of(self, table: str, column: str) -> Mapping[str, Code]:
        """Return the code list of a column; empty if the column has none."""
        return self.code_lists.get(self.tables[table].by_name[column].code_list, {})


def read_package(folder: Path) -> Package:
    """Return the description of the data in ``folder``.

    Raises:
        DataFaultsError: If ``datapackage.json`` is no sound text.
        OSError, json.JSONDecodeError, KeyError: If it is missing or malformed.
    """
    return package_of(Files(folder))


def package_of(files: Files) -> Package:
    """Return the same of a folder of which some files are replaced in memory."""
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
    )


def _field(entry: Mapping[str, Any]) -> Field:
    return Field(
        name=entry["name"],
        type=entry["type"],
        title=entry["title"],
        description=entry["description"],
        constraints=entry.get("constraints", {}),
        code_list=entry.get("codeList", ""),
        edtf=entry.get("edtf", False),
        separator=entry.get("separator", ""),
        unit=entry.get("unit", ""),
        territory=entry.get("territory", False),
    )
