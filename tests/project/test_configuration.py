"""The settings in force, the pinned packages and the commands are what the site promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as st
from streamlit import config

from evidence_site.ui.web.settings import VARIABLES, WrongSettingsError, read_settings

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


@pytest.mark.parametrize(
    ("name", "groups"), [("site", ["install"]), ("develop", ["install", "dev"]), ("release", ["release"])]
)
def test_what_was_asked_for_is_locked(repository: Path, name: str, groups: list[str]) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [line for group in groups for line in project["dependency-groups"][group]]
    asked += project["project"]["dependencies"] if name != "release" else []
    locked = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8").lower()
    for line in asked:
        package = re.split(r"[<>=!\[; ]", line)[0].lower().replace("_", "-")
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


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["run", "serve"])
@pytest.mark.parametrize(("given", "listens"), [([], "127.0.0.1"), (["ADDRESS=0.0.0.0"], "0.0.0.0")])
def test_the_site_is_served_to_this_machine_alone_unless_told_otherwise(
    repository: Path, target: str, given: list[str], listens: str
) -> None:
    told = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target, *given],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.search(rf"--(server\.address|host) {re.escape(listens)} ", told)


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
    contracts = [contract for contract in tools["importlinter"]["contracts"] if "layers" in contract]
    package = "evidence_site"
    assert ["pages", *(f"{package}.{part}" for part in ("ui", "viz", "records"))] in [
        contract["layers"] for contract in contracts
    ]
    held = {container for contract in contracts for container in contract.get("containers", ())}
    assert held == {f"{package}.{part}" for part in ("ui", "viz", "records")}
    assert all(contract["exhaustive"] for contract in contracts if "containers" in contract)
    assert not any("ignore_imports" in contract for contract in tools["importlinter"]["contracts"])
    assert tools["mypy"]["strict"] is True


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", ["run", "serve"])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("DATA_DIR=/mistyped", "There is no folder /mistyped: DATA_DIR names the data folder"),
        *(
            (f"PORT={port}", f"PORT={port} is no port: write a whole number from 1 to 65535.")
            for port in ("99999", "0", "-1", "http", "8501x", "", "9" * 30)
        ),
    ],
)
def test_the_site_is_not_started_with_what_is_mistyped(
    repository: Path, target: str, given: str, sentence: str
) -> None:
    """Make asks before it sets anything up, so nothing is installed here."""
    told = subprocess.run(
        ["make", "--no-print-directory", target, given], cwd=repository, capture_output=True, text=True
    )
    assert told.returncode == 2
    assert told.stdout == ""
    said, *rest = told.stderr.splitlines()
    assert said.startswith(sentence)
    assert all(re.match(r"make(\[\d+\])?: ", line) for line in rest)


#: A value of each variable that makes no sense, and what the sentence about it must say besides its name.
SENSELESS = [
    ("SITE_ADDRESS", "example.org", "https://"),
    ("SITE_ADDRESS", "https://example.org/?a", "question mark"),
    ("SITE_ADDRESS", "https://[:::]", "https://"),
    ("SITE_ADDRESS", "https://example.org:99999", "https://"),
    ("ALLOWED_HOSTS", "localhost https://example.org", "example.org localhost"),
    ("ALLOWED_HOSTS", "ex*mple.org", "example.org localhost"),
    ("FRAME_ANCESTORS", "'self'; script-src *", "https://school.example"),
    ("MOST_SESSIONS", "abc", "from 1 to"),
    ("MOST_SESSIONS", "0", "from 1 to"),
    ("MEASURES_ADDRESS", "localhost", "127.0.0.1:9464"),
    ("MEASURES_ADDRESS", "127.0.0.1:99999", "from 1 to 65535"),
    ("MAINTAINER", "yes", "1"),
    ("PREVIEW", "no", "1 or 0"),
    ("LOG_FORMAT", "xml", "json or plain"),
    ("TILE_HOSTS", "tile.example", "scheme"),
    ("FORWARDED_ALLOW_IPS", "proxy", "10.0.0.0/8"),
    ("FORWARDED_ALLOW_IPS", "10.0.0.1/8", "10.0.0.0/8"),
]


@pytest.mark.parametrize(("name", "value", "remedy"), SENSELESS)
def test_a_setting_that_makes_no_sense_is_named_with_its_form(name: str, value: str, remedy: str) -> None:
    with pytest.raises(WrongSettingsError) as told:
        read_settings({name: value})
    (sentence,) = told.value.args
    assert sentence.startswith(f'{name} cannot be "')
    assert remedy in sentence.partition(". Write it ")[2]


def test_every_variable_that_can_be_wrong_is_tried() -> None:
    assert {name for name, _, _ in SENSELESS} == set(VARIABLES) - {"DATA_DIR"}


@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys(VARIABLES, st.text())))
def test_whatever_is_set_is_read_or_named(values: dict[str, str]) -> None:
    try:
        said = read_settings(values) and ()
    except WrongSettingsError as wrong:
        said = wrong.args
    for sentence in said:
        assert re.match(r'[A-Z_]+ cannot be ".*"\. Write it .*\.', sentence, re.DOTALL)


@pytest.mark.parametrize(
    ("name", "value", "attribute", "read"),
    [
        ("MEASURES_ADDRESS", "0.0.0.0:9464", "measures", ("0.0.0.0", 9464)),
        ("MEASURES_ADDRESS", "[::1]:9464", "measures", ("::1", 9464)),
        ("MEASURES_ADDRESS", "9464", "measures", ("127.0.0.1", 9464)),
        ("MOST_SESSIONS", "", "most_sessions", 150),
        ("MAINTAINER", "0", "maintainer", False),
        ("ALLOWED_HOSTS", "*.example.org [::1]", "allowed_hosts", ("*.example.org", "[::1]")),
        ("FRAME_ANCESTORS", "'self' https://*.school.example:8443", "frame_ancestors",
         ("'self'", "https://*.school.example:8443")),
        ("TILE_HOSTS", "", "tile_hosts", ()),
        ("FORWARDED_ALLOW_IPS", "*", "proxies", ("*",)),
        ("FORWARDED_ALLOW_IPS", "::1, 10.0.0.0/8", "proxies", ("::1", "10.0.0.0/8")),
    ],
)  # fmt: skip
def test_a_setting_that_makes_sense_is_read(name: str, value: str, attribute: str, read: object) -> None:
    assert getattr(read_settings({name: value}), attribute) == read


@pytest.mark.parametrize(
    ("listens", "environment", "answered"),
    [
        ("127.0.0.1", {}, {"localhost", "127.0.0.1", "[::1]"}),
        ("::1", {}, {"localhost", "127.0.0.1", "[::1]"}),
        ("localhost", {}, {"localhost", "127.0.0.1", "[::1]"}),
        ("0.0.0.0", {}, set()),
        ("", {}, set()),
        ("127.0.0.1", {"ALLOWED_HOSTS": "evidence.example"}, {"evidence.example"}),
        ("127.0.0.1", {"ALLOWED_HOSTS": "*"}, {"*"}),
        ("0.0.0.0", {"SITE_ADDRESS": "https://evidence.example:8443/a"},
         {"evidence.example", "localhost", "127.0.0.1", "[::1]"}),
    ],
)  # fmt: skip
def test_a_site_that_only_this_machine_reaches_answers_to_its_names_alone(
    monkeypatch: pytest.MonkeyPatch, listens: str, environment: dict[str, str], answered: set[str]
) -> None:
    option = streamlit.get_option
    monkeypatch.setattr(
        streamlit, "get_option", lambda name: listens if name == "server.address" else option(name)
    )
    assert set(read_settings(environment).allowed_hosts) == answered


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "sentences"),
    [
        (["uvicorn", "app:app", "--port", "8501"], ["MOST_SESSIONS", "STREAMLIT_SERVER_MAX_MESSAGE_SIZE"]),
        (["evidence_site.ui.web.workers"], ["MOST_SESSIONS", "STREAMLIT_SERVER_MAX_MESSAGE_SIZE"]),
        (["evidence_site.ui.web.workers", "--port", "99999"], ["--port"]),
        (["evidence_site.ui.web.workers", "--workers", "-3"], ["--workers"]),
    ],
    ids=" ".join,
)
def test_nothing_is_served_with_settings_that_make_no_sense(
    repository: Path, command: list[str], sentences: list[str]
) -> None:
    wrong = {"MOST_SESSIONS": "abc", "STREAMLIT_SERVER_MAX_MESSAGE_SIZE": "much"}
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=repository,
        env={**os.environ, **wrong},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    for name in sentences:
        assert re.search(rf'{name}:? cannot be ".*"\. Write it as a whole number', ended.stderr)
