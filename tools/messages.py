"""Collects every sentence of the interface into ``locale/site.pot`` for translators.

Two kinds of sentence: those that the code and the templates of documents mark with ``_``, ``N_``,
``ngettext`` and ``nN_``, and those of the data folder that the interface shows as its own words: labels and
meanings of code lists, titles and meanings of tables and columns, and the short texts of ``site.toml``.
Records are not among them.

The file holds no date, no line numbers and no name of a machine, so that it changes only when a
sentence does.
"""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from evidence_site import PROJECT
from evidence_site.records.check.tidying import rewrite

TEMPLATE = PROJECT / "locale" / "site.pot"

#: What marks a sentence, and which arguments hold it.
KEYWORDS: Mapping[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2), "nN_": (1, 2)}

#: What reads the sentences of a kind of file.
METHODS = (("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract"))

#: Short texts of ``site.toml`` that are sentences, not settings.
SITE_TEXTS = ("name", "tagline", "content_note", "licence")
SITE_LABELS = ("periods", "map_layers")

_HEAD = """\
# Sentences of the interface, for translators. Made by `make messages`; do not edit.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

#: A sentence, or its singular and plural.
Message = str | tuple[str, ...]


def code_messages(root: Path) -> Iterator[tuple[str, Message]]:
    """Give file and sentence of everything that the code and the templates of documents mark."""
    for folder in ("src", "pages"):
        found = extract_from_dir(root / folder, method_map=METHODS, keywords=KEYWORDS)
        for file, _line, message, _comments, _context in found:
            yield f"{folder}/{Path(file).as_posix()}", message


def package_messages(document: Mapping[str, Any]) -> Iterator[str]:
    """Give the sentences of ``datapackage.json``: title, code lists, tables, columns, units."""
    yield document["title"]
    for codes in document["codeLists"].values():
        for code in codes.values():
            yield from _given(code, "label", "description", "host")
    for table in document["resources"]:
        yield table["description"]
        for column in table["schema"]["fields"]:
            yield from _given(column, "title", "description", "unit")


def site_messages(settings: Mapping[str, Any]) -> Iterator[str]:
    """Give the sentences of ``site.toml``: its short texts, and the labels of periods and layers."""
    yield from _given(settings, *SITE_TEXTS)
    for part in SITE_LABELS:
        for entry in settings[part]:
            yield entry["label"]


def _given(entry: Mapping[str, Any], *names: str) -> Iterator[str]:
    return (entry[name] for name in names if entry.get(name))


def catalogue(root: Path = PROJECT) -> Catalog:
    """Return every sentence of the interface with the files in which it stands."""
    found = Catalog(project="", version="", charset="utf-8")
    for file, message in code_messages(root):
        found.add(message, locations=[(file, 0)])
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for text in package_messages(package):
        found.add(text, locations=[("data/datapackage.json", 0)])
    settings = tomllib.loads((root / "data" / "site.toml").read_text(encoding="utf-8"))
    for text in site_messages(settings):
        found.add(text, locations=[("data/site.toml", 0)])
    return found


def template(found: Catalog) -> str:
    """Return the catalogue as the text of ``site.pot``, sorted by sentence."""
    out = io.BytesIO()
    write_po(out, found, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return _HEAD + out.getvalue().decode("utf-8").strip() + "\n"


def main() -> None:
    """Write the file if it changed, and say how much it holds."""
    found = catalogue()
    rewrite(TEMPLATE, template(found))
    print(f"{len(found)} sentences")


if __name__ == "__main__":
    main()
