"""Titles, headings, texts, folds and notices on the screen."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.wording import _
from evidence_site.viz.markup import as_it_stands, join, listing, tag
from evidence_site.viz.pages import parts
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.prose import prose


def title(run: Run, part: parts.Title) -> None:
    """Draw the title of a page; in a step of a lesson the step has the first level."""
    if run.within:
        with st.container(key="view-title"):
            st.header(as_it_stands(part.words), anchor=part.anchor)
    else:
        st.title(as_it_stands(part.words), anchor=part.anchor)


def heading(run: Run, part: parts.Heading) -> None:
    """Draw a heading; a step of a lesson has said already which part of a page it shows."""
    if part.look == "small":
        st.html(tag("h2", part.words, id=part.key, class_="view-of"))
    elif part.look == "chosen" and run.within:
        with st.container(key=f"view-title-{part.key}"):
            st.header(as_it_stands(part.words), anchor=part.key)
    else:
        st.header(as_it_stands(part.words), anchor=part.key)


def words(_run: Run, part: parts.Words) -> None:
    """Draw a text under its heading."""
    if part.level == 2:
        st.header(as_it_stands(part.heading), anchor=part.key)
    if not part.text:
        return
    above = tag("p", tag("b", part.heading)) if part.level == 3 else None
    role = "status" if part.says_changes else None
    if part.look or role:
        st.html(tag("div", above, part.text, class_=part.look or None, role=role))
    else:
        st.html(join([above, part.text]))


def site_text(run: Run, part: parts.SiteText) -> None:
    """Draw a text of the site; the terms in it open."""
    if text := run.records.site.texts.get(part.key):
        st.html(prose(run.records, text, part.key, outside=True))


def worksheet(_run: Run, part: parts.Worksheet) -> None:
    """Draw the form in which a reader writes."""
    st.html(part.form)


def text_beside(run: Run, part: parts.Beside) -> None:
    """Draw a text where narrow screens show it: above the pictures."""
    with st.container(key=f"{part.key}-narrow"):
        words(run, part)


def text_beside_again(run: Run, part: parts.BesideAgain) -> None:
    """Draw the same text where wide screens show it: beside the pictures."""
    with st.container(key=f"{part.words.key}-wide"):
        words(run, part.words)


def section(_run: Run, part: parts.Section) -> None:
    """Draw a fold; what is in it is made when it is opened, unless it stays."""
    if part.level == 2:
        st.header(as_it_stands(part.heading), anchor=part.key)
    if part.stays:
        with st.expander(as_it_stands(part.label), expanded=part.is_open):
            st.html(part.text)
        return
    fold = st.expander(as_it_stands(part.label), expanded=part.is_open, key=part.key, on_change="rerun")
    if fold.open:
        fold.html(part.text)


def contents(_run: Run, part: parts.Contents) -> None:
    """Draw links to the headings of a page."""
    links = [tag("a", words, href=f"#{anchor}") for anchor, words in part.headings.items()]
    st.html(tag("nav", join([listing(links, class_="legend")]), aria_label=_("On this page")))


def content_note(run: Run, part: parts.ContentNote) -> None:
    """Draw the page's text, or the site's content note, and a link past what may distress."""
    if text := run.records.site.texts.get(part.text):
        st.html(prose(run.records, text, part.text, outside=True))
    else:
        st.html(tag("p", _(run.records.site.content_note)))
    label = part.skip or _("Skip the numbers and go to the sources")
    st.html(tag("a", label, href=f"#{part.skip_to}", class_="skip"))


def notice(_run: Run, part: parts.Notice) -> None:
    """Draw what a reader must do or know first."""
    (st.warning if part.is_warning else st.info)(as_it_stands(part.words))
