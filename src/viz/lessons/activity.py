"""The page on which pupils write: a form that lives in the browser alone, and what it asks.

The form is plain HTML. Nothing of it is a widget, so nothing that is written travels to the server; a script
of the site (``ui/browser/reading.js``) keeps it in the browser, makes a file of it there and opens it again.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.choose.parameters import ACTIVITY
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Claim, Source
from evidence_site.records.names.citing import full_name
from evidence_site.records.names.naming import dated_name
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup, join, listing, record_address, tag, view_address

#: How many sources a pupil weighs.
_SOURCES = 2
#: What a source may rest on, from what was seen to what is only said.
_GROUNDS = (
    N_("It saw or counted this itself"),
    N_("It asked people and compared what they said"),
    N_("It repeats what somebody else said"),
    N_("I cannot tell"),
)
#: What is asked of a source, and in the end: the form and the sheet of paper ask the same.
_WHICH, _GROUND = N_("Which source?"), N_("How does it know?")
_COUNTED = N_("What does it count or say, of which day, and who is left out?")
_OWN, _SHOWN = N_("Your own reading"), N_("What do these sources show, and what do they not show?")
_HOW_SURE, _WHY, _CHANGE = N_("How sure are you?"), N_("Why?"), N_("What would change your mind?")
#: Where the script writes the address of the sentence as the reader's browser knows it.
_HERE = "{address}"
_SURE = (N_("Sure"), N_("Rather sure"), N_("Not sure"), N_("It cannot be known from these sources"))


def activity(records: Records, claim: Claim) -> Markup:
    """Return the sentence to weigh, its sources, and the form."""
    sources = records.links.sources_of["claims", claim.id]
    private = _(
        "Nothing that you write here leaves your browser. It stays in this tab until you close "
        "the tab, also when you leave this page and come back."
    )
    return join(
        [
            _sentence(claim, "weighed"),
            tag("p", private),
            tag("h2", _("Sources to read"), id="sources-to-read"),
            listing([_beside(full_name(source), "sources", source.id) for source in sources]),
            _form(records, claim, sources),
        ]
    )


def _sentence(claim: Claim, look: str | None = None) -> Markup:
    said = _("Said by %(speaker)s.") % {"speaker": claim.speaker}
    return tag("blockquote", tag("p", claim.claim), tag("p", said, class_="quiet"), class_=look)


def _beside(label: str, table: str, key: str) -> Markup:
    """Return a link to a record in a tab of its own: what is written stays in sight."""
    return tag("a", label, href=record_address(table, key), target="_blank", rel="noopener")


def _form(records: Records, claim: Claim, sources: Sequence[Source]) -> Markup:
    names = [full_name(source) for source in sources]
    parts = [_about_source(number, names) for number in range(1, _SOURCES + 1)]
    own, mine = _(_OWN), _("My reading of one sentence")
    address = permanent_address(records.site, view_address(ACTIVITY, {"claim": claim.id}))
    done = _beside(_("How this site checked the sentence"), "claims", claim.id)
    return tag(
        "div",
        _name(),
        *parts,
        _write("own", own, _(_SHOWN), own),
        _choose("sure", _(_HOW_SURE), _SURE, own),
        _write("why", _(_WHY), "", own),
        _write("change", _(_CHANGE), "", own),
        tag("p", done, hidden="", data_after="own"),
        *_keeping(),
        class_="reading",
        role="form",
        aria_label=own,
        data_reading=claim.id,
        data_claims=" ".join(claim_labels(records)),
        data_title=mine,
        data_sentence=f"“{claim.claim}” ({claim.speaker})",
        data_empty=_("(nothing written)"),
        data_foot=_("The sentence and its sources: %(address)s, data version %(version)s.")
        % {"address": _HERE, "version": records.version},
        data_address=address,
        data_file="my-reading",
        **_answers(),
    )


def _answers() -> dict[str, str]:
    """Return what the script says, by the names of its attributes."""
    return {
        "data_unkept": _(
            "Your browser keeps nothing for this page. Save what you wrote as a file before you leave."
        ),
        "data_clears": _("Clear all that you wrote here, for every sentence?"),
        "data_cleared": _("All that was written is cleared."),
        "data_opened": _("The file is open."),
        "data_unread": _(
            "This file holds nothing that was saved on this page. "
            "Choose a text file (.txt) that you saved here."
        ),
        "data_unknown": _("This file is about a sentence that this site does not have. It was not opened."),
        "data_other": _("This file is about another sentence and was put there."),
        "data_go": _("Go to that sentence"),
        "data_replaces": _("What is written for this sentence will be replaced. Open the file?"),
        "data_left_out": _("The file is open. These answers are not among the choices and were left out:"),
    }


def _name() -> Markup:
    asks, hint = _("Your name"), _("(as you like; it goes into the file)")
    label = tag("label", asks, tag("span", f" {hint}", class_="quiet"), for_="write-name")
    box = {"data_field": "name", "data_asks": asks, "autocomplete": "off"}
    return join([label, tag("input", type="text", id="write-name", **box)])


def _keeping() -> list[Markup]:
    """Return what saves, opens, keeps and clears what was written, and where the script answers."""
    shared = _(
        "Then it is still here when the browser is opened again. On a computer that others use as well, they "
        "can read it."
    )
    return [
        tag("p", role="status", class_="notice", data_says=""),
        tag("button", _("Save as a text file"), type="button", data_saves="", class_="keep"),
        tag("label", _("Open a saved file"), for_="open-reading"),
        tag("input", type="file", id="open-reading", accept=".txt,text/plain", data_opens=""),
        tag(
            "label",
            tag("input", type="checkbox", data_keeps_here=""),
            join([_("Keep on this device"), tag("span", shared, class_="quiet")], " "),
            class_="choice",
        ),
        tag("button", _("Clear all that I wrote"), type="button", data_clears_all="", class_="clear"),
    ]


def _about_source(number: int, names: Sequence[str]) -> Markup:
    name, which = _("Source %(number)s") % {"number": number}, _(_WHICH)
    first = tag("option", _("Choose a source"), value="")
    options = [first, *[tag("option", entry, value=entry) for entry in names]]
    key = f"source-{number}"
    return tag(
        "section",
        tag("h2", name),
        tag("label", which, for_=key),
        tag("select", *options, id=key, data_field=key, data_asks=f"{name}: {which}"),
        _write(f"counted-{number}", _(_COUNTED), "", name),
        _choose(f"ground-{number}", _(_GROUND), _GROUNDS, name),
    )


def _write(key: str, label: str, hint: str, part: str) -> Markup:
    field = f"write-{key}"
    asks = label if label == part else f"{part}: {label}"
    beside = tag("span", f" {hint}", class_="quiet") if hint else None
    box = tag("textarea", id=field, rows="3", data_field=key, data_asks=asks)
    return join([tag("label", label, beside, for_=field), box])


def _choose(key: str, label: str, choices: Sequence[str], part: str) -> Markup:
    options = [
        tag("label", tag("input", type="radio", name=key, value=_(choice)), f" {_(choice)}")
        for choice in choices
    ]
    return tag("fieldset", tag("legend", label), *options, data_field=key, data_asks=f"{part}: {label}")


def worksheet(records: Records, claim: Claim) -> Markup:
    """Return what the form asks as a sheet of paper: the sentence, its sources, and room to write."""
    names = [full_name(source) for source in records.links.sources_of["claims", claim.id]]
    of_sources: list[Markup] = []
    for number in range(1, _SOURCES + 1):
        which = _room(_("Source %(number)s") % {"number": number}, _(_WHICH), 1)
        of_sources += [which, _room("", _(_COUNTED), 2), _tick(_(_GROUND), _GROUNDS)]
    return join(
        [
            _sentence(claim),
            tag("p", tag("b", _("Sources"))),
            listing(names),
            *of_sources,
            _room(_(_OWN), _(_SHOWN), 3),
            _tick(_(_HOW_SURE), _SURE),
            _room("", _(_WHY), 2),
            _room("", _(_CHANGE), 2),
        ]
    )


def _room(part: str, asked: str, lines: int) -> Markup:
    heading = tag("p", tag("b", part)) if part else None
    room = tag("div", *[tag("div") for _line in range(lines)], class_="room")
    return join([heading, tag("p", asked), room])


def _tick(asked: str, choices: Sequence[str]) -> Markup:
    return tag("p", join([asked, *[f"☐ {_(choice)}" for choice in choices]], " "))


def claim_labels(records: Records) -> dict[str, str]:
    """Return the id of each sentence that can be weighed with its words."""
    return {claim.id: dated_name(records, "claims", claim) for claim in records.tables.claims}
