"""The settings in force, the pinned packages and the commands are what the site promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

TARGETS = ("run", "serve", "test", "lint", "check", "format", "bench", "load", "lock")


@pytest.fixture(scope="module")
def settings(repository: Path) -> dict[str, Any]:
    """What the configuration file says."""
    return tomllib.loads((repository / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("client.showErrorDetails", "none"),
        ("client.toolbarMode", "viewer"),
        ("browser.gatherUsageStats", False),
        ("server.enableXsrfProtection", True),
        ("server.enableStaticServing", False),
        ("server.fileWatcherType", "none"),
        ("server.runOnSave", False),
        ("server.headless", True),
        ("runner.postScriptGC", False),
        ("theme.font", "sans-serif"),
        ("theme.headingFont", "Charter, Georgia, 'Noto Serif', 'Times New Roman', serif"),
    ],
)
def test_a_setting_is_written_down_and_known_to_streamlit(
    settings: dict[str, Any], option: str, value: object
) -> None:
    section, _, name = option.partition(".")
    assert settings[section][name] == value
    assert config.get_options_for_section(section)[name] is not None


def test_every_setting_is_one_that_streamlit_knows(settings: dict[str, Any]) -> None:
    for section, options in settings.items():
        known = config.get_options_for_section(section)
        for name, value in options.items():
            if isinstance(value, dict):
                inner = config.get_options_for_section(f"{section}.{name}")
                assert set(value) <= set(inner), f"{section}.{name}"
            else:
                assert name in known, f"{section}.{name}"


def test_no_address_stands_in_the_configuration(repository: Path) -> None:
    text = (repository / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "://" not in text


@pytest.mark.parametrize("name", ["site", "develop"])
def test_every_package_is_pinned_with_a_hash_and_no_index_is_named(repository: Path, name: str) -> None:
    text = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [
        line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")
    ]
    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9][\w.\[\]-]*==\S+", line), line[:80]
        assert "--hash=sha256:" in line, line[:80]
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|git\+|file:", text)


def test_what_the_site_needs_is_part_of_what_the_tests_need(repository: Path) -> None:
    site, develop = (
        set(
            re.findall(
                r"^([\w.-]+)==(\S+)", (repository / "requirements" / f"{name}.txt").read_text(), re.MULTILINE
            )
        )
        for name in ("site", "develop")
    )
    assert site <= develop


@pytest.mark.parametrize("name", ["site", "develop"])
def test_what_was_asked_for_is_locked(repository: Path, name: str) -> None:
    asked = (repository / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    locked = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8").lower()
    for line in asked.splitlines():
        if line and not line.startswith(("#", "-r")):
            package = re.split(r"[<>=!\[ ]", line)[0].lower().replace("_", "-")
            assert re.search(rf"^{re.escape(package)}==", locked, re.MULTILINE), package


def test_continuous_integration_runs_the_promise_to_users(repository: Path) -> None:
    run = repository / ".ci" / "run"
    commands = [
        line
        for line in run.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "set", "cd"))
    ]
    assert commands == ["make test"]
    assert os.access(run, os.X_OK)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_every_command_with_what_it_does(repository: Path) -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    for target in TARGETS:
        assert re.search(rf"^  make {target} +\S", listed, re.MULTILINE), target


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("target", "part"), [("run", "streamlit run app.py"), ("check", "tools.releases check")]
)
def test_every_command_can_be_pointed_at_another_data_folder(
    repository: Path, tmp_path: Path, target: str, part: str
) -> None:
    (tmp_path / "data").mkdir()
    told = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target, f"DATA_DIR={tmp_path}/data", "PORT=8599"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert part in told


def test_every_command_of_the_list_is_phony_so_that_a_file_cannot_hide_it(repository: Path) -> None:
    text = (repository / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE)) <= set(phony[1].split())


def test_the_project_says_its_name_licence_and_python(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "khojaly-1992"
    assert project["requires-python"] == ">=3.11"
    assert project["license"] == "MIT"


def test_the_direction_of_imports_is_a_contract(repository: Path) -> None:
    tools = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = [contract["layers"] for contract in tools["importlinter"]["contracts"] if "layers" in contract]
    assert layers == [["pages", "ui", "viz", "records"]]
    assert tools["mypy"]["strict"] is True


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["run", "serve"])
def test_the_site_is_not_started_with_a_folder_that_is_not_there(
    repository: Path, tmp_path: Path, target: str
) -> None:
    """Make asks before it sets anything up, so nothing is installed here."""
    told = subprocess.run(
        ["make", "--no-print-directory", target, f"DATA_DIR={tmp_path}/mistyped"],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 2
    sentence, *rest = told.stderr.splitlines()
    assert sentence.startswith(f"There is no folder {tmp_path}/mistyped: DATA_DIR names the data folder")
    assert all(line.startswith("make: ") for line in rest)
