"""Web route of the pictures that stand beside a shared link."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_site.records.choose.choice import Choice
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.ui.routes.addressed import asked, asked_record, asked_view, with_records_in_turn
from evidence_site.ui.routes.share_cards import faces, picture
from evidence_site.ui.web.answers import RefusedError, tagged
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import BY_PATH, RECORD


@with_records_in_turn
async def card(records: Records, request: Request) -> Response:
    """Answer with the picture of a record (table, key) or of a view (view, its filters)."""
    type_ = faces()
    if type_ is None:
        raise RefusedError(404, "No typefaces to draw with are installed.")
    wanted = await run_in_threadpool(_asked, records, asked(request))
    return tagged(request, await picture(records, *wanted, type_), "image/png")


def _asked(records: Records, given: Mapping[str, str]) -> tuple[Page, RecordKey | None, Choice]:
    if "view" not in given:
        return RECORD, asked_record(records, given), Choice()
    path, choice = asked_view(records, given)
    return BY_PATH[path], None, choice


ROUTES = (Route("/api/card.png", card),)
