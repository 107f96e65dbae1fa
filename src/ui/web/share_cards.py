"""Pictures of links: which card belongs to an address, where its picture is, and the drawing of it."""

from __future__ import annotations

from collections.abc import Mapping

from records.choice import Choice, write_choice
from records.links import RecordKey
from records.loading import Records
from records.wording import _
from ui.site_pages import HOME, SitePage
from ui.web.costly import costly
from ui.web.static_files import FACES
from viz.card_picture import Faces, card_png, find_faces
from viz.markup import view_address
from viz.share_card import ShareCard, page_card, record_card

#: Pictures that are kept: more than a hundred, of some thirty kB each.
_MOST_BYTES = 4_000_000


def faces() -> Faces | None:
    """Return the typefaces to draw with; none if this release of Streamlit keeps them elsewhere."""
    return find_faces(FACES)


def card_of(records: Records, page: SitePage, record: RecordKey | None, choice: Choice) -> ShareCard:
    """Return the card of a page under a choice, or of a record."""
    if record:
        return record_card(records, record)
    return page_card(
        records, _(records.site.tagline) if page is HOME else _(page.title), _(page.help), choice
    )


def card_path(page: SitePage, record: RecordKey | None, choice: Choice) -> str:
    """Return the relative address of the picture of a page under a choice, or of a record."""
    named: Mapping[str, str] = (
        {"table": record[0], "key": record[1]} if record else {"view": page.path, **write_choice(choice)}
    )
    return view_address("api/card.png", named)


@costly(room=4, most_bytes=_MOST_BYTES)
def picture(
    records: Records, page: SitePage, record: RecordKey | None, choice: Choice, type_: Faces
) -> bytes:
    """Return the picture of a page under a choice, or of a record, as PNG."""
    return card_png(card_of(records, page, record, choice), type_)
