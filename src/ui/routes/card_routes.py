"""The pictures that stand beside a shared link, and their web route."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_site.records.choose.choice import Choice, write_choice
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import _
from evidence_site.ui.routes.addressed import asked, asked_record, asked_view, with_records_in_turn
from evidence_site.ui.web.answers import RefusedRequestError, tagged
from evidence_site.ui.web.costly import costly
from evidence_site.viz.links.card_picture import card_png
from evidence_site.viz.links.share_card import ShareCard, page_card, record_card
from evidence_site.viz.markup import view_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import BY_PATH, HOME, RECORD
from evidence_site.viz.text_widths import Faces, faces_folder, find_faces

#: Pictures that are kept: more than a hundred, of some thirty kB each.
_MOST_BYTES = 4_000_000


def faces() -> Faces | None:
    """Return the typefaces to draw with; none if this release of Streamlit keeps them elsewhere."""
    return find_faces(faces_folder())


def card_of(records: Records, page: Page, record: RecordKey | None, choice: Choice) -> ShareCard:
    """Return the card of a page under a choice, or of a record."""
    if record:
        return record_card(records, record)
    return page_card(
        records, _(records.site.tagline) if page is HOME else _(page.title), _(page.help), choice
    )


def card_path(page: Page, record: RecordKey | None, choice: Choice) -> str:
    """Return the relative address of the picture of a page under a choice, or of a record."""
    named: Mapping[str, str] = (
        {"table": record[0], "key": record[1]} if record else {"view": page.path, **write_choice(choice)}
    )
    return view_address("api/card.png", named)


@costly(room=4, most_bytes=_MOST_BYTES)
def picture(records: Records, page: Page, record: RecordKey | None, choice: Choice, type_: Faces) -> bytes:
    """Return the picture of a page under a choice, or of a record, as PNG."""
    return card_png(card_of(records, page, record, choice), type_)


@with_records_in_turn
async def card(records: Records, request: Request) -> Response:
    """Answer with the picture of a record (table, key) or of a view (view, its filters)."""
    type_ = faces()
    if type_ is None:
        raise RefusedRequestError(404, "No typefaces to draw with are installed.")
    wanted = await run_in_threadpool(_asked, records, asked(request))
    return tagged(request, await picture(records, *wanted, type_), "image/png")


def _asked(records: Records, given: Mapping[str, str]) -> tuple[Page, RecordKey | None, Choice]:
    if "view" not in given:
        return RECORD, asked_record(records, given), Choice()
    path, choice = asked_view(records, given)
    return BY_PATH[path], None, choice


ROUTES = (Route("/api/card.png", card),)
