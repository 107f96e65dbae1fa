"""Collects the interface sentences into locale/site.pot: from the code, the data package and site.toml."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "locale" / "site.pot"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
FOLDERS = ("src", "pages")


def catalogue() -> Catalog:
    """Return every sentence for translators, each with the file it stands in."""
    collected = Catalog(project="site", domain="site", charset="utf-8", fuzzy=False)
    for folder in FOLDERS:
        for name, _line, message, comments, _context in extract_from_dir(
            str(ROOT / folder), [("**.py", "python")], keywords=KEYWORDS
        ):
            collected.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments)
    for sentence in sorted(set(_package_sentences())):
        collected.add(sentence, locations=[("data/datapackage.json", 0)])
    for sentence in sorted(set(_site_sentences())):
        collected.add(sentence, locations=[("data/site.toml", 0)])
    return collected


def _package_sentences() -> Iterator[str]:
    package: dict[str, Any] = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for codes in package["codeLists"].values():
        for code in codes.values():
            yield from (code[part] for part in ("label", "description") if code.get(part))
    for table in package["resources"]:
        yield table["description"]
        for column in table["schema"]["fields"]:
            yield from (column["title"], column["description"])


def _site_sentences() -> Iterator[str]:
    site = tomllib.loads((ROOT / "data" / "site.toml").read_text(encoding="utf-8"))
    yield from (site[name] for name in ("name", "tagline", "content_note", "licence"))
    yield from (entry["label"] for entry in (*site["periods"], *site["map_layers"]))


def written(collected: Catalog) -> str:
    """Return the catalogue as text that changes only when a sentence does."""
    out = io.BytesIO()
    write_po(out, collected, omit_header=True, sort_output=True, include_lineno=False, width=100)
    return out.getvalue().decode("utf-8")


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(written(catalogue()), encoding="utf-8")
    print(f"{len(catalogue())} sentences in {TARGET.relative_to(ROOT)}")
