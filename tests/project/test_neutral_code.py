"""The code knows nothing of its subject: another event's data can take the place of ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WORDS = re.compile(
    r"khoj|xocal|хоjал|ходжал|խոջալ|karabakh|qarabağ|artsakh|azerbaij|azeri\b|armeni|askeran|aghdam|ağdam|"
    r"stepanakert|khankendi|shush[ai]|nakhichevan|soviet|turk(ish|ey)|baku\b|yerevan|genocid|soyq[ıi]r|"
    r"human rights watch|\bhrw\b|\bMemorial\b|chiragov|fatullayev|helsinki|\b366th|running from the darkness|"
    r"\b(613|774)\b",
    re.IGNORECASE,
)

#: Made from data/datapackage.json, which may name its data sets.
GENERATED = {"rows.py"}


def _lines(repository: Path) -> Iterator[tuple[str, str]]:
    for folder in ("src", "pages"):
        for path in sorted((repository / folder).rglob("*")):
            if path.suffix in (".py", ".css", ".js", ".html") and path.name not in GENERATED:
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                    yield f"{path.relative_to(repository)}:{number}", line
    for number, line in enumerate((repository / "app.py").read_text(encoding="utf-8").splitlines(), start=1):
        yield f"app.py:{number}", line


def test_no_word_of_the_subject_stands_in_the_code(repository: Path) -> None:
    found = [(place, line.strip()) for place, line in _lines(repository) if WORDS.search(line)]
    assert found == []


@pytest.mark.parametrize("line", ["Khojaly", "XOCALI", "by Memorial", "HRW says", "613 dead"])
def test_the_word_list_sees_what_it_must(line: str) -> None:
    assert WORDS.search(line)


def test_no_year_of_the_subject_stands_in_the_code_as_a_number(repository: Path) -> None:
    for path in [*(repository / "pages").glob("*.py"), *(repository / "src").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, int):
                assert not 1980 <= node.value <= 2030, f"{path.name}:{node.lineno}"


def test_the_generated_rows_name_no_place_or_party(repository: Path) -> None:
    text = (repository / "src" / "records" / "model" / "rows.py").read_text(encoding="utf-8")
    assert WORDS.findall(text) == []


def test_pages_are_short_and_say_what_they_are(repository: Path) -> None:
    for path in sorted((repository / "pages").glob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 80, path.name
        assert lines[0].startswith('"""'), path.name


@pytest.mark.parametrize("folder", ["src/records", "src/viz"])
def test_records_and_drawing_know_no_streamlit(repository: Path, folder: str) -> None:
    for path in sorted((repository / folder).rglob("*.py")):
        assert not re.search(r"^\s*(import|from) streamlit", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_page_writes_data_as_markdown_with_html(repository: Path) -> None:
    for path in [*(repository / "pages").glob("*.py"), *(repository / "src").rglob("*.py")]:
        assert "unsafe_allow_html" not in path.read_text(encoding="utf-8"), path.name
