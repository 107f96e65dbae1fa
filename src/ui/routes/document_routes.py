"""Routes of the documents: each page's own HTML, what search engines read, and what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from evidence_site.records import dates
from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.query_string import read_query
from evidence_site.records.wording import _, locale
from evidence_site.ui.browser import FOLDER
from evidence_site.ui.routes import TEMPLATES, shell
from evidence_site.ui.seams.served import COMPONENTS, CORE, STATIC
from evidence_site.ui.state import store
from evidence_site.ui.web.answers import tagged
from evidence_site.ui.web.headers import RETRY_SECONDS
from evidence_site.ui.web.measures import kind_of
from evidence_site.ui.web.request_limits import BASE, base_of
from evidence_site.viz.links.sitemap import sitemap
from evidence_site.viz.markup import Markup, inner_link, join, listing, tag, view_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import BY_PATH, HOME, PAGES
from evidence_site.viz.paper.light_page import light_page
from evidence_site.viz.templates import render

_HTML = "text/html; charset=utf-8"
_ICON = (FOLDER / "icon.svg").read_bytes()
#: The site's own scripts, by the names that ``ui.routes.shell`` asks for.
_SCRIPTS = {name: (FOLDER / name).read_bytes() for name in shell.SCRIPTS}
#: How much is kept of documents, which have some fifty kB each.
_MOST_BYTES = 32_000_000
#: Stands in a document that is kept where the host goes that a reader asked for, should nobody have set one.
_HERE = "https://host.invalid"
#: Where programs look for whom to tell of a weak place, and how long the answer may be kept (RFC 9116).
SECURITY_CONTACT = "/.well-known/security.txt"
_CONTACT_HOLDS = timedelta(days=180)


class _NoPage(PathConvertor):
    """Any address but those below Streamlit's own folders."""

    regex = rf"(?!{'|'.join(folder.lstrip('/') for folder in (STATIC, COMPONENTS, CORE))})(?s:.+)"


class _AnyCase(_NoPage):
    """The address of a page in capitals or small letters, with or without a slash at the end."""

    regex = rf"(?i:{'|'.join(page.path for page in PAGES if page is not HOME)})/?"


register_url_convertor("nopage", _NoPage())
register_url_convertor("anycase", _AnyCase())


def _page_route(page: Page) -> BaseRoute:
    def answer(request: Request) -> Response:
        """Answer with the document of the page."""
        loaded = store.loaded()
        if not isinstance(loaded, Records):
            return tagged(request, shell.bare_document(_("The data could not be loaded.")), _HTML, status=503)
        given = _asked(request)
        record = _record(loaded, given) if page.is_record else None
        is_lost = page.is_record and not record and any(given.get(name) for name in (RECORD_TABLE, RECORD_ID))
        html, choice = _document(loaded, page, record), read_choice(loaded, given)[0]
        if choice.active and not record and not is_lost:
            html = shell.with_card_of(html, loaded, page, _HERE, choice)
        html = html.replace(_HERE, base_of(loaded, request))
        return tagged(request, html, _HTML, status=404 if is_lost else 200)

    return Route("/" if page is HOME else f"/{page.path}", answer, name=page.path)


@remembered(most_bytes=_MOST_BYTES)
def _document(records: Records, page: Page, record: RecordKey | None) -> str:
    return shell.page_document(records, page, _HERE, record)


def _asked(request: Request) -> Mapping[str, str]:
    """Return what the address asks for; a page says itself what of it means nothing."""
    return read_query(request.query_params.multi_items()).parameters


def _record(records: Records, given: Mapping[str, str]) -> RecordKey | None:
    table, key = given.get(RECORD_TABLE, ""), given.get(RECORD_ID, "")
    return (table, key) if table in KINDS and key in records.table(table) else None


def robots(request: Request) -> Response:
    """Answer with what search engines may read: everything that is a page."""
    loaded = store.loaded()
    lines = ["User-agent: *", f"Disallow: {CORE}", "Allow: /"]
    if isinstance(loaded, Records):
        lines += ["", f"Sitemap: {permanent_address(loaded.site, './sitemap.xml', base_of(loaded, request))}"]
    return tagged(request, "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def security_contact(request: Request) -> Response:
    """Answer with whom to tell of a weak place, as RFC 9116 has it; 404 where no contact is set."""
    loaded = store.loaded()
    if not isinstance(loaded, Records) or not loaded.site.contact_is_set:
        return no_page(request)
    address = permanent_address(loaded.site, f".{SECURITY_CONTACT}", base_of(loaded, request))
    expires = dates.today() + _CONTACT_HOLDS
    lines = [
        f"Contact: mailto:{loaded.site.contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {locale().partition('_')[0]}",
        f"Canonical: {address}",
    ]
    return tagged(request, "\n".join(lines) + "\n", "text/plain; charset=utf-8")


def site_map(request: Request) -> Response:
    """Answer with every page and every record."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return Response(status_code=503)
    paths = [view_address(path, {}) for path in shell.page_titles()]
    return tagged(request, sitemap(loaded, paths, base_of(loaded, request)), "application/xml; charset=utf-8")


def icon(request: Request) -> Response:
    """Answer with the site's mark."""
    return tagged(request, _ICON, "image/svg+xml", {"Cache-Control": "public, max-age=86400"})


def script(request: Request) -> Response:
    """Answer with one of the site's own scripts."""
    name = request.url.path.rpartition("/")[2]
    return tagged(request, _SCRIPTS[name], "text/javascript; charset=utf-8")


def light_document(title: str, body: Markup, head: Markup | None = None) -> str:
    """Return a document that needs no script at all."""
    return render(TEMPLATES, "light.html", title=title, body=body, head=head or "")


def busy_page(request: Request) -> str:
    """Return a page for whoever comes when no more can be open: all that it says, and a way to try again."""
    loaded = store.loaded()
    title = _("Many readers are here just now")
    again = tag("meta", http_equiv="refresh", content=str(RETRY_SECONDS))
    unsaid = tag("meta", name="referrer", content="no-referrer")  # see session_limit.py
    notice = _("This is the page without its charts. It tries again by itself in a minute.")
    here = f"{request.url.path.rpartition('/')[2]}?{request.url.query}"
    body = [
        tag("p", tag("b", title)),
        tag("p", notice),
        tag("p", tag("a", _("Try again now"), href=f"./{here}")),
    ]
    if isinstance(loaded, Records):
        name = kind_of(request.url.path, request.scope.get(BASE, ""))
        page = BY_PATH.get(name, HOME)
        record = _record(loaded, _asked(request)) if page.is_record else None
        named = {RECORD_TABLE: record[0], RECORD_ID: record[1]} if record else {}
        body.append(light_page(loaded, page, shell.page_title(loaded, page, record), named))
    return light_document(title, join(body), join([again, unsaid]))


def page_moved(request: Request) -> Response:
    """Answer 301 with the address of the page as it is written here; what is asked of it stays."""
    page = request.path_params.get("path", "").rstrip("/").lower()
    path = f"{request.scope.get(BASE, '')}/{page}"
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, status_code=301)


def no_page(request: Request) -> Response:
    """Answer 404 with the pages that there are."""
    title = _("There is no such page")
    up = "../" * (request.url.path.removeprefix("/").count("/"))
    links = [
        inner_link(name, path, {}) if not up else tag("a", name, href=f"{up}{path}" or ".")
        for path, name in shell.page_titles().items()
    ]
    body = join([tag("h1", title), tag("p", _("Pages of this site")), listing(links)])
    return tagged(request, light_document(title, body), _HTML, status=404)


#: A page in other letters than its own.
ANY_CASE = Route("/{path:anycase}", page_moved)
ROUTES: tuple[BaseRoute, ...] = (
    *[_page_route(page) for page in PAGES],
    ANY_CASE,
    Route("/robots.txt", robots),
    Route("/sitemap.xml", site_map),
    Route(SECURITY_CONTACT, security_contact),
    *[Route(f"/assets/{name}", script) for name in shell.SCRIPTS],
    *[Route(path, icon) for path in ("/assets/icon.svg", "/favicon.ico", "/favicon.png")],
)
#: Comes last of all our routes.
NO_PAGE = Route("/{path:nopage}", no_page)
