"""The recipes of the documents: followed on a copy of the project, each keeps what it promises."""

from __future__ import annotations

import ast
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from combinations import PLAYS_ALL
from promised import LIBRARIES, PROMISES, Editions, editions_in
from recipes import copy_of_project, follow, recipes

from evidence_site.viz.pages.site import BY_PATH

RECIPES = recipes()
#: Lines that make a part, at the end of its recipe, where they are more than one.
OWN_LINES = {"A choice on a page": 3}
#: Recipes whose every step is about the data: there is no line of a table to take out.
_OF_DATA = ("A code", "A column")
#: What draws or writes pages that are described elsewhere.
RENDERERS = (
    "ui/screen",
    "ui/cards",
    "ui/filters",
    "ui/routes",
    "ui/frame.py",
    "viz/paper",
    "viz/review",
    "viz/links",
)


def found_in(folder: Path, titles: Iterable[str]) -> Mapping[str, Editions]:
    """Return in which editions of a copy some parts are found; libraries are imported once for all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    # A page that was tested before is the main module now, and a new process would run its script first.
    with pytest.MonkeyPatch.context() as patch, ProcessPoolExecutor(1, context) as apart:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        return apart.submit(editions_in, folder, list(titles)).result()


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project that serves its own data."""
    monkeypatch.delenv("DATA_DIR", raising=False)
    return copy_of_project(tmp_path / "copy")


def test_every_recipe_has_its_promise() -> None:
    assert list(RECIPES) == list(PROMISES)


#: Choice and filter of the recipes are called alike in the address: one page cannot have both.
_ALONE = "A filter"
#: All other recipes one after the other on one copy, or with ``make test-all`` each on a copy of its own.
TOGETHER: Sequence[Sequence[str]] = (
    [[title] for title in RECIPES]
    if PLAYS_ALL
    else [[title for title in RECIPES if title != _ALONE], [_ALONE]]
)


@pytest.mark.slow
@pytest.mark.parametrize("titles", TOGETHER, ids=" + ".join)
def test_recipes_that_are_followed_reach_every_edition(titles: Sequence[str], copy: Path) -> None:
    for title in titles:
        follow(RECIPES[title], copy)
    for title, editions in found_in(copy, titles).items():
        assert all(editions.values()), (title, editions)


@pytest.mark.slow
def test_without_its_line_in_a_table_a_part_is_in_no_edition(copy: Path) -> None:
    titles = [title for title in RECIPES if title not in _OF_DATA]
    for title in titles:
        follow(RECIPES[title][: -OWN_LINES.get(title, 1)], copy)
    for title, editions in found_in(copy, titles).items():
        assert not any(editions.values()), (title, editions)


def _comparisons_with_pages(code: str) -> Iterator[int]:
    """Give the lines in which a page is told from others by its name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = {
                part.value for side in sides for part in ast.walk(side) if isinstance(part, ast.Constant)
            }
            told = {getattr(side, "attr", getattr(side, "id", "")) for side in sides}
            if told & {"path", "page", "url_path"} and named & BY_PATH.keys():
                yield node.lineno


@pytest.mark.parametrize("code", ['x = page.path == "map"', 'if path in ("map", "data"):\n    pass'])
def test_a_comparison_with_a_page_is_seen(code: str) -> None:
    assert list(_comparisons_with_pages(code)) == [1]


def test_no_edition_asks_which_page_it_draws(repository: Path) -> None:
    src = repository / "src"
    files = [
        file
        for name in RENDERERS
        for file in ((src / name).rglob("*.py") if (src / name).is_dir() else [src / name])
    ]
    assert len(files) > 30
    asking = {
        file.name: lines
        for file in files
        if (lines := list(_comparisons_with_pages(file.read_text("utf-8"))))
    }
    assert asking == {}
