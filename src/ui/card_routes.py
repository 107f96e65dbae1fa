"""Web route of the pictures that stand beside a shared link."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from records.choice import Choice
from records.links import RecordKey
from records.loading import Records
from ui.addressed import asked, asked_record, asked_view, with_records
from ui.site_pages import PAGES, SitePage
from ui.web.answers import tagged
from ui.web.share_cards import BusyError, faces, picture

_PAGES = {page.path: page for page in PAGES}
_AGAIN_SECONDS = 5


@with_records
def card(records: Records, request: Request) -> Response:
    """Answer with the picture of a record (table, key) or of a view (view, its filters)."""
    type_ = faces()
    if type_ is None:
        return PlainTextResponse("No typefaces to draw with are installed.\n", status_code=404)
    try:
        png = picture(records, *_asked(records, asked(request)), type_)
    except BusyError:
        return PlainTextResponse(
            f"Too many pictures at once. Try again in {_AGAIN_SECONDS} seconds.\n",
            status_code=503,
            headers={"Retry-After": str(_AGAIN_SECONDS)},
        )
    return tagged(request, png, "image/png")


def _asked(records: Records, given: Mapping[str, str]) -> tuple[SitePage, RecordKey | None, Choice]:
    if "view" not in given:
        return _PAGES["record"], asked_record(records, given), Choice()
    path, choice = asked_view(records, given)
    return _PAGES[path], None, choice


ROUTES = (Route("/api/card.png", card),)
