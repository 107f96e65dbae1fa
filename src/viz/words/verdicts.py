"""Checked sentences: what is said, by whom and where, the verdict, and the sources on both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from evidence_site.records.formatting import day_text, number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Citation, Claim
from evidence_site.records.names.citing import full_name, source_line
from evidence_site.records.names.naming import code_label, record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, facts, join, listing, record_link, tag
from evidence_site.viz.words.cards import ways_to_record
from evidence_site.viz.words.cite_links import cite_record
from evidence_site.viz.words.cited_sources import citation_line, citation_list

ALL = ""


def verdict_choices(records: Records, claims: Sequence[Claim]) -> Mapping[str, str]:
    """Return the verdicts that can be chosen, with their numbers; the first is all of them."""
    counts = Counter(claim.verdict for claim in claims)
    verdicts = records.package.code_lists["verdict"].items()
    return _choices(claims, {code: (_(entry.label), counts[code]) for code, entry in verdicts})


def _choices(claims: Sequence[Claim], named: Mapping[str, tuple[str, int]]) -> Mapping[str, str]:
    """Label codes with their names and how many claims they leave; before them stands the choice of all."""
    choices = {ALL: _("All: %(count)s") % {"count": number_text(len(claims))}}
    for code, (name, count) in named.items():
        choices[code] = _("%(name)s: %(count)s") % {"name": name, "count": number_text(count)}
    return choices


@remembered
def with_verdict(claims: Iterable[Claim], verdict: str) -> list[Claim]:
    """Return the claims with one verdict, or all of them."""
    return [claim for claim in claims if verdict in (ALL, claim.verdict)]


def _speaker_code(speaker: str) -> str:
    return "-".join(re.findall(r"\w+", speaker.casefold()))


def speaker_choices(claims: Sequence[Claim]) -> Mapping[str, str]:
    """Return who can be chosen as the speaker, with the numbers of their sentences; first all of them."""
    counts = Counter(claim.speaker for claim in claims).most_common()
    return _choices(claims, {_speaker_code(speaker): (speaker, count) for speaker, count in counts})


@remembered
def said_by(claims: Iterable[Claim], speaker: str) -> list[Claim]:
    """Return the claims of one speaker, or all of them."""
    return [claim for claim in claims if speaker in (ALL, _speaker_code(claim.speaker))]


def claims_intro(claims: Sequence[Claim]) -> Markup:
    """Return what is checked here, and how much of it."""
    words = ngettext(
        "%(count)s sentence, paraphrased from what others said, is compared with the sources read "
        "for this site.",
        "%(count)s sentences, paraphrased from what others said, are compared with the sources read "
        "for this site.",
        len(claims),
    )
    return tag("p", words % {"count": number_text(len(claims))})


@remembered
def claims_overview(records: Records, claims: Sequence[Claim]) -> Markup:
    """Return the sentences with their verdicts as a list that leads to each of them below."""
    items = [
        join([tag("a", claim.claim, href=f"#{_anchor(claim)}"), " ", _badge(records, claim)])
        for claim in claims
    ]
    return listing(items, ordered=True)


def _badge(records: Records, claim: Claim) -> Markup:
    return tag("span", code_label(records, "claims", "verdict", claim.verdict), class_="badge")


def _anchor(claim: Claim) -> str:
    return f"claim-{claim.id}"


@remembered
def checked_claims(records: Records, claims: Sequence[Claim]) -> Markup:
    """Return the claims, each with everything that its verdict rests on."""
    if not claims:
        return tag("p", _("No checked sentence has this verdict under the filters."))
    return tag("div", *[checked_claim(records, claim) for claim in claims])


def checked_in_brief(records: Records, claims: Sequence[Claim]) -> Markup:
    """Return the claims for a sheet of paper: sentence, verdict, finding, and the names of its sources."""
    findings = [
        tag(
            "article",
            tag("p", tag("b", claim.claim), " ", _badge(records, claim)),
            tag("p", claim.finding),
            tag("p", _("Sources: "), source_line(records, "claims", [claim.id], 2), class_="quiet"),
        )
        for claim in claims
    ]
    return tag("div", *findings, class_="findings")


def checked_claim(records: Records, claim: Claim) -> Markup:
    """Return one claim; what speaks for and against it stands side by side in one type size."""
    by_stance: dict[str, list[Citation]] = {}
    said: list[Citation] = []
    for citation in records.links.citations_of["claims", claim.id]:
        is_origin = citation.source_id == claim.source_id and citation.stance == "reports"
        (said if is_origin else by_stance.setdefault(citation.stance, [])).append(citation)
    verdict = records.package.code_lists["verdict"][claim.verdict]
    named = tag("strong", _("Verdict: %(verdict)s. ") % {"verdict": _(verdict.label)})
    return tag(
        "article",
        tag("h2", claim.claim, id=_anchor(claim), class_="card-title"),
        tag("p", named, _(verdict.description)),
        tag("p", claim.finding),
        facts(_facts(records, claim, said)),
        tag(
            "div",
            _side(records, _("Sources for it"), by_stance.get("supports", [])),
            _side(records, _("Sources against it"), by_stance.get("disputes", [])),
            class_="accounts",
        ),
        _also(records, by_stance.get("reports", [])),
        ways_to_record(records, ("claims", claim.id)),
        cite_record(records, "claims", claim.id),
        class_="record",
    )


def _facts(records: Records, claim: Claim, said: Sequence[Citation]) -> Iterable[tuple[str, str | None]]:
    source = records.tables.sources[claim.source_id]
    event = records.tables.events.get(claim.event_id)
    badge = tag("span", code_label(records, "claims", "perspective", claim.perspective), class_="badge")
    yield _("Said by"), join([claim.speaker, " ", badge])
    if said:
        yield _("Where"), join([citation_line(records, citation) for citation in said])
    else:
        yield _("Where"), record_link(full_name(source), "sources", source.id)
    about = record_link(record_name(records, "events", event), "events", event.id) if event else None
    yield _("About"), about
    yield _("What would change the verdict"), claim.would_change
    yield _("Last checked"), day_text(claim.checked_on)


def _side(records: Records, heading: str, citations: Sequence[Citation]) -> Markup:
    nothing = _("None among the sources read for this point.")
    return tag("div", tag("h3", heading), citation_list(records, citations, nothing), class_="account")


def _also(records: Records, citations: Sequence[Citation]) -> Markup | None:
    """Sources that were read for the finding and speak neither for nor against; folded, in the same type."""
    if not citations:
        return None
    words = ngettext(
        "Also reporting, neither for nor against: %(count)s source",
        "Also reporting, neither for nor against: %(count)s sources",
        len(citations),
    )
    return tag(
        "details",
        tag("summary", words % {"count": number_text(len(citations))}),
        citation_list(records, citations, ""),
    )
