"""Whole documents, written by Jinja2 from the templates beside this file.

Whatever a template is given is escaped, but what is ``Markup`` already. Its sentences pass through gettext,
and are collected from it as they are from the code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evidence_site.records.formatting import number_text
from evidence_site.records.wording import _, locale, ngettext
from evidence_site.viz.markup import Markup

_HERE = Path(__file__).parent


def document(template: str, **values: Any) -> str:
    """Return a whole document in the reader's language: a template, filled with values."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {
        "_": _,
        "ngettext": ngettext,
        "number": number_text,
        "language": _language,
        "file": _file,
    }
    return made


def _language() -> str:
    return locale().partition("_")[0]


@cache
def _file(name: str) -> Markup:
    """Return a style or a script of this site, to be written into a document."""
    return Markup((_HERE / name).read_text(encoding="utf-8"))
