"""What is wrong with settings and with the description of the tables is named in words, whatever it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from expecting import assert_plain_words
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_site.records.faults import DataFaultsError, Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import described
from evidence_site.records.settings.settings_check import read_settings

VALUES = st.sampled_from(
    ('"near"', "7", "-1.5", "true", "[]", '["a", 3]', "{ a = 1 }", "1992-02-26", "", "[[")
)
JSON_VALUES = st.sampled_from((None, 7, "near", True, [], {}, ["a"], {"a": 1}))


def faults_of(read: Any, files: Files) -> tuple[Fault, ...]:
    try:
        read(files)
    except DataFaultsError as error:
        return error.faults
    return ()


@pytest.fixture
def damaged(tmp_path: Path, folder: Path) -> Path:
    for name in ("site.toml", "datapackage.json"):
        shutil.copy(folder / name, tmp_path)
    return tmp_path


@given(data=st.data())
def test_any_setting_of_another_kind_or_lost_is_named_and_the_site_gets_none(
    damaged: Path, folder: Path, data: st.DataObject
) -> None:
    lines = (folder / "site.toml").read_text(encoding="utf-8").splitlines()
    places = [position for position, line in enumerate(lines) if " = " in line or line.startswith("[")]
    place = data.draw(st.sampled_from(places))
    name, _, _value = lines[place].partition(" = ")
    lines[place] = data.draw(st.one_of(st.just(""), st.builds(f"{name} = {{}}".format, VALUES)))
    (damaged / "site.toml").write_text("\n".join(lines), encoding="utf-8")
    for fault in faults_of(read_settings, Files(damaged)):
        assert fault.file == "site.toml"
        assert_plain_words(fault)


@settings(max_examples=40)
@given(data=st.data())
def test_any_part_of_the_description_of_another_kind_or_lost_is_named(
    damaged: Path, folder: Path, data: st.DataObject
) -> None:
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    holder, key = data.draw(st.sampled_from(list(_parts(document))))
    if data.draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = data.draw(JSON_VALUES)
    (damaged / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    for fault in faults_of(described, Files(damaged)):
        assert fault.file == "datapackage.json"
        assert_plain_words(fault)


def test_a_key_of_no_columns_is_named(damaged: Path, folder: Path) -> None:
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    key = next(key for table in document["resources"] for key in table["schema"].get("foreignKeys", []))
    key["fields"] = []
    (damaged / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    (fault,) = faults_of(described, Files(damaged))
    assert fault.file == "datapackage.json"
    assert_plain_words(fault)


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every part of a document: what holds it, and its name or place there."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield value, key
        yield from _parts(part)


def test_settings_without_a_fault_are_read(folder: Path) -> None:
    assert faults_of(read_settings, Files(folder)) == ()
    assert read_settings(Files(folder))["name"]
