"""What lies in a data folder and is no file to be read: it is named with its remedy, and not waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import DataCopy

from evidence_site.records.check.tidying import tidy
from evidence_site.records.faults import DataFaultsError
from evidence_site.records.files.text_files import MOST_OF_A_FILE, Files, OddFileError
from evidence_site.ui.state import store
from evidence_site.viz.review.checking import own_check


def _too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_OF_A_FILE + 1)


def _a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "too large": (_too_large, "is larger than 24 MB"),
    "a device": (_a_device, "is no file but a device"),
    "a pipe": (os.mkfifo, "is no file but a device, a pipe"),
}
#: One file of each kind that something reads.
KINDS = (
    "figures.csv",
    "datapackage.json",
    "site.toml",
    "imports.toml",
    "texts/en/about.md",
    "lessons/*.md",
    "geo/*.geojson",
    "geo/manifest.json",
    "notes.txt",
)


@pytest.mark.parametrize("odd", ODD)
def test_it_is_told_and_never_read_on(tmp_path: Path, odd: str) -> None:
    make, words = ODD[odd]
    make(tmp_path / "figures.csv")
    with pytest.raises(OddFileError, match=words):
        Files(tmp_path).read("figures.csv")
    (fault,) = Files(tmp_path).text("figures.csv").faults
    assert words in str(fault)
    assert fault.remedy.endswith(".")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_is_named_and_all_else_is_checked(data_copy: DataCopy, kind: str) -> None:
    path = next(iter(sorted(data_copy.folder.glob(kind))), data_copy.folder / kind)
    path.unlink(missing_ok=True)
    _a_device(path)
    name = path.relative_to(data_copy.folder).as_posix()
    _records, faults = own_check(Files(data_copy.folder))
    assert [fault.file for fault in faults if fault.problem.startswith("is no file but a device")] == [name]


def test_the_last_good_records_stay_until_it_is_mended(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    monkeypatch.setattr(store, "_standing", None)
    good, path = store.loaded(), data_copy.path("figures")
    content = path.read_bytes()
    path.unlink()
    _a_device(path)
    store.renew(lambda: True)
    assert store.loaded() is good
    assert any(fault.file == "figures.csv" for fault in store.served_state().faults)
    path.unlink()
    path.write_bytes(content)
    store.renew(lambda: True)
    assert store.served_state().faults == ()


@pytest.mark.parametrize("name", ["figures.csv", "notes.txt"])
def test_format_leaves_it_and_says_so(data_copy: DataCopy, name: str) -> None:
    path = data_copy.folder / name
    path.unlink(missing_ok=True)
    _too_large(path)
    with pytest.raises(DataFaultsError) as refusal:
        tidy(data_copy.folder)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.problem[:22]) == (name, "is larger than 24 MB; ")
    assert path.stat().st_size == MOST_OF_A_FILE + 1
