"""The cells of a comparison: one number, one account, one reading, each with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Account, Figure, Source
from evidence_site.records.names.citing import full_name, reading_note, short_name
from evidence_site.records.names.naming import code_label, code_word, counted_words, range_text
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, facts, join, listing, record_link, tag
from evidence_site.viz.numbers.voices import Voice
from evidence_site.viz.symbols import symbol

#: More statements, or more sources, than these are folded in their cell.
_UNFOLDED = 4
#: Statements of a cell that stand on a sheet of paper: so many of its first and of its last.
_AT_AN_END = 2


@remembered
def perspective_badge(records: Records, perspective: str) -> Markup:
    """Return the mark and the name of a perspective."""
    code = records.package.code_lists["perspective"][perspective]
    return tag("span", symbol(code), " ", _(code.label), class_="badge")


def statements(records: Records, voice: Voice, figures: Sequence[Figure]) -> list[Markup]:
    """Return the numbers of one cell with everything that must stand beside them; many are folded."""
    written = [_statement(records, figure, voice.source is not None) for figure in figures]
    if len(written) <= _UNFOLDED:
        return written
    return [_folded("; ".join(dict.fromkeys(range_text(figure) for figure in figures)), written)]


def statement_lines(records: Records, figures: Sequence[Figure]) -> Markup | None:
    """Return the numbers of one cell below each other, each with who states it and its source.

    Of a long cell the first and the last stand there, and between them how many more there are.
    """
    lines = [
        join(
            [
                tag("strong", record_link(range_text(figure), "figures", figure.id)),
                f" {figure.reported_by} (",
                _source_link(records.tables.sources[figure.source_id]),
                ")",
            ]
        )
        for figure in figures
    ]
    left_out = len(lines) - 2 * _AT_AN_END
    if left_out > 1:
        words = ngettext("… %(count)s more, on the site …", "… %(count)s more, on the site …", left_out)
        between = tag("em", words % {"count": left_out})
        lines = [*lines[:_AT_AN_END], between, *lines[-_AT_AN_END:]]
    return join([tag("div", line) for line in lines]) if lines else None


def _folded(summary: str, content: Sequence[Markup]) -> Markup:
    return tag("details", tag("summary", summary), *content)


@remembered
def _statement(records: Records, figure: Figure, with_side: bool) -> Markup:
    """A source can quote any side, so its numbers carry the perspective of who states them."""
    number = range_text(figure)
    if figure.unit != "people":
        number = f"{number} {code_word(records, 'figures', 'unit', figure.unit)}"
    badge = perspective_badge(records, figure.perspective) if with_side else None
    disputing = [row for row in records.links.citations_of["figures", figure.id] if row.stance == "disputes"]
    return tag(
        "div",
        tag("div", tag("strong", record_link(number, "figures", figure.id)), " ", badge),
        tag("div", counted_words(figure)),
        facts(_statement_facts(records, figure)),
        *[
            tag("div", _("Disputed by: "), _source_link(records.tables.sources[row.source_id]))
            for row in disputing
        ],
        class_="statement",
    )


def _statement_facts(records: Records, figure: Figure) -> Iterable[tuple[str, str | None]]:
    title = {name: _(field.title) for name, field in records.package.tables["figures"].by_name.items()}
    yield title["reported_by"], figure.reported_by
    yield title["via"], figure.via
    yield title["stated"], when_text(figure.stated)
    yield title["describes"], when_text(figure.describes)
    yield title["basis"], code_label(records, "figures", "basis", figure.basis)
    if figure.part_of:
        yield title["part_of"], record_link(_("another number of this source"), "figures", figure.part_of)
    yield title["note"], figure.note


def _source_link(source: Source) -> Markup:
    return record_link(short_name(source), "sources", source.id)


def account_cell(records: Records, accounts: Sequence[Account]) -> Markup | None:
    """Return accounts below each other, each with who holds it; nothing without accounts."""
    return join([_account(records, account) for account in accounts]) if accounts else None


@remembered
def _account(records: Records, account: Account) -> Markup:
    sources = records.links.sources_of["accounts", account.id]
    return tag(
        "div",
        tag(
            "div",
            tag("strong", record_link(account.holder, "accounts", account.id)),
            " ",
            perspective_badge(records, account.perspective),
        ),
        tag("div", account.text),
        tag("div", _("Source: "), join([_source_link(source) for source in sources], "; ")),
        class_="statement",
    )


def reading_cell(records: Records, voice: Voice) -> Markup | None:
    """Return how each source of a column was read for what stands in it, and on whose site."""
    notes: dict[str, dict[str, None]] = {}
    for citation in voice.citations:
        notes.setdefault(citation.source_id, {})[reading_note(records, citation)] = None
    items = [_reading(records, records.tables.sources[key], found) for key, found in notes.items()]
    if not items and voice.source:
        label = code_label(records, "sources", "how_read", voice.source.how_read)
        items = [_reading(records, voice.source, [label])]
    if len(items) > _UNFOLDED:
        return _folded(_("Each source and how it was read"), [listing(items)])
    return listing(items) or None


def _reading(records: Records, source: Source, notes: Iterable[str]) -> Markup:
    side = code_label(records, "sources", "perspective", source.perspective)
    words = "; ".join([_("Perspective: %(side)s") % {"side": side}, *notes])
    return join([record_link(full_name(source), "sources", source.id), tag("div", words)])
