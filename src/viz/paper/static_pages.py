"""Views as files: a page for any address of the site, and the name under which it is kept.

The kit uses it for the views that its lessons name. A static edition of the whole site is the same call for
every address that a reader can reach.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from os.path import relpath
from posixpath import dirname

from evidence_site.records.lessons.lessons import LessonView, read_view
from evidence_site.records.load.loading import Records
from evidence_site.viz.markup import view_address
from evidence_site.viz.pages.site import is_page, path_of_view
from evidence_site.viz.paper import TEMPLATES
from evidence_site.viz.paper.static_html import DocumentLocation, about_maps, parts_html, tables_html
from evidence_site.viz.paper.static_view import static_view
from evidence_site.viz.templates import render
from evidence_site.viz.words.cite_links import data_state

_FOLDER = "views"
#: Signs of a hash that tell the addresses of one page apart.
_SIGNS = 10


@dataclass(frozen=True)
class Edition:
    """A set of pages that link to each other.

    Attributes:
        views: The views that have a page.
        site: Address of the site, for all others; empty if nobody knows it.
    """

    views: Collection[LessonView]
    site: str = ""

    def location(self, file: str) -> DocumentLocation:
        """Return where a file of the edition stands, for what it links to."""

        def inside(relative: str) -> str | None:
            view = read_view(relative)[0]
            return beside(file, view_file(view)) if view in self.views and view else None

        return DocumentLocation(self.site, inside)


def beside(file: str, target: str) -> str:
    """Return how a file is reached from another one of the same set.

    >>> beside("lessons/one.html", "views/map.html")
    '../views/map.html'
    """
    return relpath(target, dirname(file) or ".").replace("\\", "/")


def view_file(view: LessonView) -> str:
    """Return the name of the file of a view.

    >>> view_file(LessonView("map"))
    'views/map.html'
    """
    if not view.parameters:
        return f"{_FOLDER}/{view.path}.html"
    query = "&".join(f"{name}={value}" for name, value in sorted(view.parameters))
    return f"{_FOLDER}/{view.path}-{sha256(query.encode('utf-8')).hexdigest()[:_SIGNS]}.html"


def relative_address(view: LessonView) -> str:
    """Return the address of a view as links of the site use it."""
    return view_address(path_of_view(view), view.values)


def view_pages(records: Records, edition: Edition, home: str) -> Mapping[str, str]:
    """Return name and text of the page of every view that the site knows.

    Args:
        home: Name of the file that each page leads back to.
    """
    known = sorted((view for view in edition.views if is_page(view)), key=view_file)
    return {view_file(view): _page(records, view, edition, home) for view in known}


def _page(records: Records, named: LessonView, edition: Edition, home: str) -> str:
    file = view_file(named)
    view = static_view(records, named.path, named.values)
    return render(
        TEMPLATES,
        "view.html",
        site=records.site,
        state=data_state(records),
        title=view.title,
        home=beside(file, home),
        parts=parts_html(records, view, "view", relative_address(named), edition.location(file), level=2),
        maps=about_maps(records, [view]),
        twins=tables_html(view, "view"),
    )
