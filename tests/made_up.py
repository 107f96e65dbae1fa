"""The second data folder of the tests: a made-up event with codes, languages and layers of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from records.loading import DEFAULT_FOLDER
from records.place_check import WORLD
from records.tidying import canonical_package

SOURCE = Path(__file__).parent / "made_up"
CODE_LISTS = "code_lists.json"


def made_up_folder(folder: Path) -> Path:
    """Return a new data folder with the made-up event.

    The tables are described once, for every event: the description is the shipped one with the code lists of
    the made-up event. So is the map of the world.
    """
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(CODE_LISTS, "README.md"))
    package = json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    package["title"] = "A made-up event"
    package["codeLists"] |= json.loads((SOURCE / CODE_LISTS).read_text(encoding="utf-8"))
    text = canonical_package(json.dumps(package))
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    shutil.copy(DEFAULT_FOLDER / "geo" / WORLD, folder / "geo" / WORLD)
    return folder
