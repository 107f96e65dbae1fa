"""Pictures of links: which card belongs to an address, where its picture is, and the drawing of it."""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.choose.choice import Choice, write_choice
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import _
from evidence_site.ui.web.costly import costly
from evidence_site.viz.links.card_picture import card_png
from evidence_site.viz.links.share_card import ShareCard, page_card, record_card
from evidence_site.viz.markup import view_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import HOME
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
