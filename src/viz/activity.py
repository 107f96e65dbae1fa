"""The page on which pupils write: a form that lives in the browser alone, and what it asks.

The form is plain HTML. Nothing of it is a widget, so nothing that is written travels to the server; the
script of the site turns it into a file in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence

from records.citing import full_name
from records.loading import Records
from records.naming import dated_name
from records.reference import permanent_address
from records.rows import Claim, Source
from records.wording import N_, _
from viz.markup import Markup, join, listing, record_link, tag, view_address

#: How many sources a pupil weighs.
_SOURCES = 2
#: What a source may rest on, from what was seen to what is only said.
_GROUNDS = (
    N_("It saw or counted this itself"),
    N_("It asked people and compared what they said"),
    N_("It repeats what somebody else said"),
    N_("I cannot tell"),
)
#: Where the script writes the address of the sentence as the reader's browser knows it.
_HERE = "{address}"
_SURE = (N_("Sure"), N_("Rather sure"), N_("Not sure"), N_("It cannot be known from these sources"))


def activity(records: Records, claim: Claim) -> Markup:
    """Return the sentence to weigh, its sources, and the form."""
    sources = records.links.sources_of["claims", claim.id]
    said = _("Said by %(speaker)s.") % {"speaker": claim.speaker}
    return join(
        [
            tag("blockquote", tag("p", claim.claim), tag("p", said, class_="quiet"), class_="weighed"),
            tag(
                "p",
                _(
                    "Nothing that you write here leaves your browser. "
                    "It is gone when you close the page, unless you save it."
                ),
            ),
            _form(records, claim, sources),
            tag(
                "p",
                record_link(_("When you are done: how this site checked the sentence"), "claims", claim.id),
            ),
        ]
    )


def _form(records: Records, claim: Claim, sources: Sequence[Source]) -> Markup:
    names = [full_name(source) for source in sources]
    parts = [_about_source(number, names) for number in range(1, _SOURCES + 1)]
    own, mine = _("Your own reading"), _("My reading of one sentence")
    address = permanent_address(records.site, view_address("record", {"table": "claims", "key": claim.id}))
    return tag(
        "div",
        *parts,
        _write("own", own, _("What do these sources show, and what do they not show?"), own),
        _choose("sure", _("How sure are you?"), _SURE, own),
        _write("why", _("Why?"), "", own),
        _write("change", _("What would change your mind?"), "", own),
        tag("button", _("Save as a text file"), type="button", data_keeps="my-reading.txt", class_="keep"),
        class_="reading",
        role="form",
        aria_label=own,
        data_title=f"{mine}\n\n“{claim.claim}” ({claim.speaker})",
        data_empty=_("(nothing written)"),
        data_foot=_("The sentence and its sources: %(address)s, data version %(version)s.")
        % {"address": _HERE, "version": records.version},
        data_address=address,
    )


def _about_source(number: int, names: Sequence[str]) -> Markup:
    name, which = _("Source %(number)s") % {"number": number}, _("Which source?")
    options = [
        tag("option", _("Choose a source"), value=""),
        *[tag("option", entry, value=entry) for entry in names],
    ]
    key = f"source-{number}"
    return tag(
        "section",
        tag("h2", name),
        tag("label", which, for_=key),
        tag("select", *options, id=key, data_asks=f"{name}: {which}"),
        _write(
            f"counted-{number}", _("What does it count or say, of which day, and who is left out?"), "", name
        ),
        _choose(f"ground-{number}", _("How does it know?"), _GROUNDS, name),
    )


def _write(key: str, label: str, hint: str, part: str) -> Markup:
    field = f"write-{key}"
    asks = label if label == part else f"{part}: {label}"
    return join(
        [
            tag("label", label, tag("span", f" {hint}", class_="quiet") if hint else None, for_=field),
            tag("textarea", id=field, rows="3", data_asks=asks),
        ]
    )


def _choose(key: str, label: str, choices: Sequence[str], part: str) -> Markup:
    options = [
        tag("label", tag("input", type="radio", name=key, value=_(choice)), f" {_(choice)}")
        for choice in choices
    ]
    return tag("fieldset", tag("legend", label), *options, data_asks=f"{part}: {label}")


def worksheet(records: Records, claim: Claim) -> Markup:
    """Return what the form asks as a sheet of paper: the sentence, its sources, and room to write."""
    names = [full_name(source) for source in records.links.sources_of["claims", claim.id]]
    own = _("Your own reading")
    of_sources = [
        asked
        for number in range(1, _SOURCES + 1)
        for asked in (
            _room(_("Source %(number)s") % {"number": number}, _("Which source?"), 1),
            _room("", _("What does it count or say, of which day, and who is left out?"), 2),
            _tick(_("How does it know?"), _GROUNDS),
        )
    ]
    said = _("Said by %(speaker)s.") % {"speaker": claim.speaker}
    return join(
        [
            tag("blockquote", tag("p", claim.claim), tag("p", said, class_="quiet")),
            tag("p", tag("b", _("Sources"))),
            listing(names),
            *of_sources,
            _room(own, _("What do these sources show, and what do they not show?"), 3),
            _tick(_("How sure are you?"), _SURE),
            _room("", _("Why?"), 2),
            _room("", _("What would change your mind?"), 2),
        ]
    )


def _room(part: str, asked: str, lines: int) -> Markup:
    heading = tag("p", tag("b", part)) if part else None
    return join(
        [heading, tag("p", asked), tag("div", *[tag("div") for _line in range(lines)], class_="room")]
    )


def _tick(asked: str, choices: Sequence[str]) -> Markup:
    return tag("p", join([asked, *[f"☐ {_(choice)}" for choice in choices]], " "))


def claim_labels(records: Records) -> dict[str, str]:
    """Return the id of each sentence that can be weighed with its words."""
    return {claim.id: dated_name(records, "claims", claim) for claim in records.tables.claims}
