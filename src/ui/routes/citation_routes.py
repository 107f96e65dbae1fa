"""Web routes for citing: any record or view in four formats, and the corrections as a feed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_site.records.cite.citation_styles import bibtex, csl_json, formatted
from evidence_site.records.cite.reference import CslItem
from evidence_site.records.faults import did_you_mean
from evidence_site.records.load.loading import Records
from evidence_site.records.query_string import as_written
from evidence_site.ui.routes.addressed import asked, asked_record, asked_view, refuse_unknown, with_records
from evidence_site.ui.web.answers import RefusedRequestError, tagged
from evidence_site.ui.web.request_limits import base_of
from evidence_site.viz.links.citable import OF_A_VIEW, citable_record, citable_view
from evidence_site.viz.links.corrections_feed import corrections_feed
from evidence_site.viz.pages.parts import chart_of, pictures_of
from evidence_site.viz.pages.run import run_of
from evidence_site.viz.pages.site import BY_PATH
from evidence_site.viz.words.cite_links import FORMATS

#: Format to what writes it and its media type.
_WRITERS: Mapping[str, tuple[Callable[[CslItem], str], str]] = {
    "apa": (lambda item: formatted(item, "apa") + "\n", "text/plain"),
    "chicago": (lambda item: formatted(item, "chicago") + "\n", "text/plain"),
    "bibtex": (bibtex, "application/x-bibtex"),
    "csl": (csl_json, "application/vnd.citationstyles.csl+json"),
}


@with_records
def cite(records: Records, request: Request) -> Response:
    """Answer with the citation of a record (table, key) or of a view (view, its filters) in a style."""
    given, base = asked(request), base_of(records, request)
    style = given.get("style", next(iter(FORMATS)))
    refuse_unknown(style, FORMATS, 400, f'There is no style "{as_written(style)}".')
    if "view" in given:
        item = _view(records, given, base)
    else:
        item = citable_record(records, asked_record(records, given, "style"), base)
    write, media = _WRITERS[style]
    headers = {}
    if ending := FORMATS[style][1]:
        headers["Content-Disposition"] = f'attachment; filename="{item["id"]}.{ending}"'
    return tagged(request, write(item), f"{media}; charset=utf-8", headers)


def _view(records: Records, given: Mapping[str, str], base: str) -> CslItem:
    if "title" in given:
        raise RefusedRequestError(
            400, '"title" means nothing here.', "What is cited has its own; leave it out."
        )
    page, _choice = asked_view(records, given, "chart", "style")
    parameters = {name: held for name, held in given.items() if name in OF_A_VIEW}
    chart = given.get("chart", "")
    title = _title_of(records, page, parameters, chart) if chart else ""
    return citable_view(records, page, parameters, base, chart=chart, title=title)


def _title_of(records: Records, page: str, parameters: Mapping[str, str], key: str) -> str:
    """Return what a chart of a view states; nothing is cited under other words."""
    parts = BY_PATH[page].parts(run_of(records, page, parameters))
    titles = {chart.key: chart.title for chart in map(chart_of, pictures_of(parts))}
    if key not in titles:
        problem = f'There is no chart "{as_written(key)}" on {page}, as this address shows it.'
        raise RefusedRequestError(404, problem, did_you_mean(key, titles) if titles else "Cite the page.")
    return titles[key]


@with_records
def corrections_atom(records: Records, request: Request) -> Response:
    """Answer with the public log of corrections as an Atom feed."""
    feed = corrections_feed(records, base_of(records, request))
    return tagged(request, feed, "application/atom+xml; charset=utf-8")


ROUTES = (
    Route("/api/cite", cite),
    Route("/api/corrections.atom", corrections_atom),
)
