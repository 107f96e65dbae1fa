"""HTML from Jinja2 templates, for whole documents and long heads: files that a designer can open.

Whatever a template is given is escaped, but what is ``Markup`` already. Its sentences pass through gettext,
and are collected from it as they are from the code. Templates stand beside what fills them, in a folder of
that name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evidence_site.records.formatting import number_text
from evidence_site.records.wording import _, locale, ngettext
from evidence_site.viz.markup import Markup


def render(folder: Path, template: str, **values: object) -> Markup:
    """Return a template of a folder, filled with values, in the reader's language."""
    return Markup(_templates(folder).get_template(template).render(values))


@cache
def _templates(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    @cache
    def file(name: str) -> Markup:
        """A style or a script that stands beside the folder, to be written into a document."""
        return Markup((folder.parent / name).read_text(encoding="utf-8"))

    made.globals |= {"_": _, "ngettext": ngettext, "number": number_text, "language": _language, "file": file}
    return made


def _language() -> str:
    return locale().partition("_")[0]
