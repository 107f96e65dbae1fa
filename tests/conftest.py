"""What all tests share: the records once, a copy of them to break, one time zone, steady hypothesis."""

from __future__ import annotations

import os
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from breaking import DataCopy
from hypothesis import HealthCheck, settings

from records import dates
from records.loading import Records, data_folder, load

REPOSITORY = Path(__file__).parents[1]

os.environ["TZ"] = "UTC"
time.tzset()

# Fixtures that examples share are immutable here, so hypothesis need not warn of them.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
settings.register_profile("here", **_COMMON)
settings.register_profile("ci", **_COMMON, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the whole project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def folder() -> Path:
    """The data folder under test: the shipped one, or the one that ``DATA_DIR`` names."""
    return data_folder()


@pytest.fixture(scope="session")
def records(folder: Path) -> Records:
    """The published records of the data folder."""
    return load(folder)


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
