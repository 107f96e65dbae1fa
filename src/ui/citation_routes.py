"""Web routes for citing: any record or view in four formats, and the corrections as a feed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from records.choice import read_choice
from records.citation_styles import bibtex, csl_json, formatted
from records.faults import did_you_mean
from records.filters import BY_KEY
from records.loading import Records
from records.reference import CslItem
from ui import store
from ui.citable import OF_A_VIEW, VIEWS, citable_record, citable_view
from ui.web.answers import tagged
from ui.web.doors import base_of
from viz.cite_links import FORMATS
from viz.corrections_feed import corrections_feed
from viz.naming import KINDS

_RECORD = ("table", "key", "style")
_VIEW = ("view", "chart", "title", "style", *OF_A_VIEW)
_LONGEST_TITLE = 400
_ANCHOR = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")

#: Format to what writes it and its media type.
_WRITERS: Mapping[str, tuple[Callable[[CslItem], str], str]] = {
    "apa": (lambda item: formatted(item, "apa") + "\n", "text/plain"),
    "chicago": (lambda item: formatted(item, "chicago") + "\n", "text/plain"),
    "bibtex": (bibtex, "application/x-bibtex"),
    "csl": (csl_json, "application/vnd.citationstyles.csl+json"),
}


class RefusedError(Exception):
    """Raised for a request that asks for nothing that exists; says what was meant perhaps."""

    def __init__(self, status: int, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.status = status


def cite(request: Request) -> Response:
    """Answer with the citation of a record (table, key) or of a view (view, its filters) in a style."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return PlainTextResponse("The data could not be loaded.", status_code=503)
    given = dict(request.query_params)
    base = base_of(request)
    try:
        style = _style(given)
        item = _view(loaded, given, base) if "view" in given else _record(loaded, given, base)
    except RefusedError as refusal:
        return PlainTextResponse(f"{refusal}\n", status_code=refusal.status)
    write, media = _WRITERS[style]
    headers = {}
    if ending := FORMATS[style][1]:
        headers["Content-Disposition"] = f'attachment; filename="{item["id"]}.{ending}"'
    return tagged(request, write(item), f"{media}; charset=utf-8", headers)


def _style(given: Mapping[str, str]) -> str:
    style = given.get("style", next(iter(FORMATS)))
    if style not in FORMATS:
        raise RefusedError(400, f'There is no style "{style[:40]}".', did_you_mean(style, FORMATS))
    return style


def _refuse_others(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise RefusedError(400, f'"{name[:40]}" means nothing here.', did_you_mean(name, known))


def _record(records: Records, given: Mapping[str, str], base: str) -> CslItem:
    _refuse_others(given, _RECORD)
    table, key = given.get("table", ""), given.get("key", "")
    if table not in KINDS:
        raise RefusedError(404, f'There is no kind of record "{table[:40]}".', did_you_mean(table, KINDS))
    if (table, key) in records.withdrawn:
        raise RefusedError(410, "This record was withdrawn.", "The corrections on /about say why.")
    if key not in records.table(table):
        problem = f'There is no published record "{key[:80]}" in {table}.'
        raise RefusedError(404, problem, did_you_mean(key, records.table(table).ids()))
    return citable_record(records, (table, key), base)


def _view(records: Records, given: Mapping[str, str], base: str) -> CslItem:
    _refuse_others(given, _VIEW)
    page, chart = given["view"], given.get("chart", "")
    title = " ".join(given.get("title", "").split())
    if page not in VIEWS:
        raise RefusedError(404, f'There is no page "{page[:40]}".', did_you_mean(page, VIEWS))
    if len(title) > _LONGEST_TITLE or (chart and not _ANCHOR.fullmatch(chart)):
        raise RefusedError(400, "The title is too long, or the chart is not named as charts are.")
    if ignored := read_choice(records, {key: held for key, held in given.items() if key in BY_KEY})[1]:
        problem = ", ".join(f'{entry.key}="{entry.value[:40]}"' for entry in ignored)
        raise RefusedError(
            400, f"These filter values mean nothing here: {problem}.", "See /data for the codes."
        )
    parameters = {name: held for name, held in given.items() if name in OF_A_VIEW}
    return citable_view(records, page, parameters, base, chart=chart, title=title)


def corrections_atom(request: Request) -> Response:
    """Answer with the public log of corrections as an Atom feed."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return PlainTextResponse("The data could not be loaded.", status_code=503)
    feed = corrections_feed(loaded, base_of(request))
    return tagged(request, feed, "application/atom+xml; charset=utf-8")


ROUTES = (
    Route("/api/cite", cite),
    Route("/api/corrections.atom", corrections_atom),
)
