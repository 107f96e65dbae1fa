"""The HTML that comes before any script: Streamlit's own, with what it leaves out.

Each page gets its language, title, description, cards for links, canonical address, structured data, and
all it says as ``<noscript>``. The document is Streamlit's own file with marked places replaced
(``ui.seams.index_html``).
"""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import record_name
from evidence_site.records.wording import _, locale
from evidence_site.ui.routes import TEMPLATES
from evidence_site.ui.routes.card_routes import card_of, card_path, faces
from evidence_site.ui.seams.index_html import shell
from evidence_site.viz.links.card_picture import HEIGHT, WIDTH
from evidence_site.viz.links.citable import VIEWS
from evidence_site.viz.links.share_card import LONGEST_ALT, narrowed_words
from evidence_site.viz.links.structured import structured_data
from evidence_site.viz.markup import Markup, join, record_address, tag, view_address
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.site import HOME, PAGES, link_path
from evidence_site.viz.paper.light_page import light_page
from evidence_site.viz.templates import render
from evidence_site.viz.words.cite_links import cited_title, last_checked
from evidence_site.viz.words.filter_labels import shortened

#: Our own scripts, in the order in which they run: all of them before Streamlit's, which is a module.
SCRIPTS = ("translation.js", "site.js", "lesson_keys.js", "reading.js")


def page_document(records: Records, page: Page, base: str, record: RecordKey | None = None) -> str:
    """Return the document of a page.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
        record: The record that the record page shows.
    """
    frame = shell()
    title = page_title(records, page, record)
    path = record_address(*record) if record else view_address(link_path(page), {})
    ahead = None
    if page.has_charts and (script := frame.chart_script):
        ahead = tag("link", rel="modulepreload", crossorigin="", fetchpriority="low", href=script)
    head = join(
        [
            tag("title", f"{title} · {_(records.site.name)}" if page is not HOME or record else title),
            ahead,
            _about(records, page, title, record, permanent_address(records.site, path, base)),
            _card_meta(records, page, record, base, Choice()),
            structured_data(records, page is HOME or page.holds_data, base),
        ]
    )
    named = {RECORD_TABLE: record[0], RECORD_ID: record[1]} if record else {}
    plain = light_page(records, page, title, named)
    return frame.document(locale().partition("_")[0], head, plain)


def with_card_of(document: str, records: Records, page: Page, base: str, choice: Choice) -> str:
    """Return the document of a page with the picture of the page under a choice of filters.

    The document is kept and shared; addresses and words of its picture stand there as they are replaced.
    """
    plain, narrowed = (_card_meta(records, page, None, base, chosen) for chosen in (Choice(), choice))
    return document.replace(plain, narrowed, 1)


def bare_document(words: str) -> str:
    """Return the document of any page while the data cannot be shown."""
    return shell().document(locale().partition("_")[0], tag("title", words), tag("p", words))


def page_titles() -> Mapping[str, str]:
    """Return the title of every page in the menu by its address."""
    return {link_path(page): _(page.title) for page in PAGES if page.group}


def page_title(records: Records, page: Page, record: RecordKey | None) -> str:
    """Return the title of a page, or of the record that it shows."""
    if record:
        return record_name(records, record[0], records.table(record[0])[record[1]])
    return f"{_(records.site.name)}: {_(records.site.tagline)}" if page is HOME else _(page.title)


def description(records: Records, page: Page, record: RecordKey | None = None) -> str:
    """Return the sentence or two that search engines and link previews show."""
    words = _(page.help)
    if record:
        row = records.table(record[0])[record[1]]
        words = getattr(row, "summary", None) or getattr(row, "finding", None) or words
    about = _("%(site)s: %(tagline)s. Data last checked %(date)s.") % {
        "site": _(records.site.name),
        "tagline": _(records.site.tagline),
        "date": last_checked(records),
    }
    return f"{words} {about}"


def _about(records: Records, page: Page, title: str, record: RecordKey | None, address: str) -> Markup:
    words = description(records, page, record)
    site = _(records.site.name)
    if record and record[0] == "claims":  # on another site it would stand without the page that judges it
        title = cited_title(records, "claims", records.tables.claims[record[1]])
    return render(
        TEMPLATES,
        "head.html",
        scripts=SCRIPTS,
        address=address,
        site=site,
        title=title,
        words=words,
        locale=locale(),
    )


def _card_meta(records: Records, page: Page, record: RecordKey | None, base: str, choice: Choice) -> Markup:
    """Return what names the picture of a link; without typefaces, or a record to show, there is none."""
    if faces() is None or not (record or page.path in VIEWS):
        return tag("meta", name="twitter:card", content="summary")
    image = permanent_address(records.site, card_path(page, record, choice), base)
    # What the filters leave is counted by the picture itself, not for every document.
    alt = card_of(records, page, record, Choice()).alt
    if choice.active:
        alt = shortened(f"{alt} {narrowed_words(records, choice)}", LONGEST_ALT)
    return render(TEMPLATES, "card.html", image=image, width=WIDTH, height=HEIGHT, alt=alt)
