"""What all tests share: the records once, a copy of them to break, one time zone, steady hypothesis."""

from __future__ import annotations

import gc
import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from breaking import DataCopy
from combinations import PLAYS_ALL
from hypothesis import HealthCheck, settings
from loaded import records_in
from made_up import made_up_folder

from evidence_site import PROJECT
from evidence_site.records import dates
from evidence_site.records.load.loading import Records, data_folder
from evidence_site.ui.state import store

os.environ["TZ"] = "UTC"
time.tzset()

# Records are very many objects that stay: looking through them so often takes a tenth of all the time.
gc.set_threshold(200_000, 20, 50)

# Fixtures that examples share are immutable here, so hypothesis need not warn of them.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
settings.register_profile("here", **_COMMON)
settings.register_profile("ci", **_COMMON, derandomize=True, database=None)
#: What ``make quick`` asks for.
settings.register_profile("quick", **_COMMON, max_examples=10)
settings.register_profile("all", **_COMMON, max_examples=300)
settings.load_profile("all" if PLAYS_ALL else "ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the whole project."""
    return PROJECT


#: The data folders under which tests marked ``every_folder`` run.
SHIPPED, MADE_UP = "shipped", "made-up"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked so on the shipped data, and on a made-up event with codes of its own."""
    marked = metafunc.definition.get_closest_marker("every_folder")
    if marked and not metafunc.definition.get_closest_marker("shipped_folder"):
        folders = (SHIPPED, pytest.param(MADE_UP, marks=pytest.mark.slow))
        metafunc.parametrize("folder", folders, indirect=True, scope="session")


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the made-up event."""
    return made_up_folder(tmp_path_factory.mktemp("made-up") / "data")


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest, made_up: Path) -> Path:
    """The data folder under test: the shipped one or the one that ``DATA_DIR`` names, or the made-up one."""
    return data_folder() if getattr(request, "param", SHIPPED) == SHIPPED else made_up


@pytest.fixture(scope="session")
def records(folder: Path) -> Records:
    """The published records of the data folder."""
    return records_in(folder)


@pytest.fixture(scope="session")
def made_up_records(made_up: Path) -> Records:
    """The published records of the made-up event."""
    return records_in(made_up)


@pytest.fixture(autouse=True)
def served_folder(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the data folder of a test that runs on every folder."""
    if request.node.get_closest_marker("every_folder"):
        monkeypatch.setenv("DATA_DIR", str(folder))
        monkeypatch.setattr(store, "_standing", store.ServedState(request.getfixturevalue("records")))


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day that it is for the check, whatever the clock of the machine says."""
    day = date(2026, 12, 31)
    monkeypatch.setattr(dates, "today", lambda: day)
    return day


@pytest.fixture
def data_copy(folder: Path, tmp_path: Path) -> DataCopy:
    """A copy of the data folder that a test may break."""
    return DataCopy(Path(shutil.copytree(folder, tmp_path / "data")))
