"""What one source says a number is made of: one mark a person, in shapes for the parts that it names."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import figure_text, range_text
from evidence_site.records.wording import N_, _
from evidence_site.viz.chart import Chart, exact_rows
from evidence_site.viz.numbers.breakdown import Breakdown, breakdowns, named_people, people
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.shown_figures import ShownFigures, is_whole
from evidence_site.viz.numbers.units import COLUMNS, MOST_MARKS, marks_of, part_label, units_figure


def wholes_with_parts(records: Records, shown: ShownFigures) -> list[Figure]:
    """Return the figures about the main event that their source breaks down, the most detailed first."""
    event, parts = records.site.main_event, records.links.parts_of_figure
    found = [row for row in shown.chosen() if row.event_id == event and is_whole(row) and parts[row.id]]
    return sorted(found, key=lambda row: (-len(parts[row.id]), row.id))


def set_names(records: Records, wholes: Sequence[Figure]) -> dict[str, str]:
    """Return the id of each whole with the words of a menu."""
    return {
        row.id: _("%(number)s: %(who)s, %(date)s")
        % {"number": figure_text(records, row), "who": row.reported_by, "date": when_text(row.stated)}
        for row in wholes
    }


@remembered(most=64)
def composition_chart(records: Records, whole: Figure | None) -> Chart:
    """Return the chart of one whole and its parts; all published parts, whatever the filters."""
    found = records.links.parts_of_figure[whole.id] if whole else ()
    return made_of(records, whole, [part for part in found if part.unit == "people"])


def made_of(records: Records, whole: Figure | None, parts: Sequence[Figure]) -> Chart:
    """Return the chart of a whole and the given parts; without a whole, only words."""
    found = breakdowns(whole, parts) if whole else []
    rows = [whole, *[part for breakdown in found for part in breakdown.parts]] if whole else []
    few = sum(marks_of(breakdown) for breakdown in found) <= MOST_MARKS
    too_many = _("The number is too large for a drawing of one mark a person; the table holds all of it.")
    figure, height = units_figure(records, whole, found) if whole and few else ({}, 0)
    return Chart(
        key="composition",
        subject=_("what it is made of"),
        title=_(_TITLES[found[0].fit]) % _numbers(found[0])
        if found
        else _("The filters leave no number that its source breaks down"),
        figure=figure,
        alt=_alt(records, rows, found),
        reading=_(
            "One mark is one person, %(columns)s to a row; a grid has as many marks as the source counts "
            "people. Shapes tell the parts apart, hollow marks are people whom the source does not break "
            "down. Each kind of part has a grid of its own, of the same people. A framed strip is a part of "
            "which it is not known who of the whole it is."
        )
        % {"columns": COLUMNS},
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=height,
        notes=[*([] if few else [too_many]), *in_words(records, found), *_caveats(records, rows)],
    )


_SENTENCES = {
    "inexact": N_("Parts %(kind)s: not every number is exact, so no remainder is worked out."),
    "over": N_(
        "Parts %(kind)s: %(sum)s would make %(named)s, more than the whole of %(whole)s. "
        "They overlap: some people are counted in more than one part."
    ),
    "full": N_("Parts %(kind)s: %(sum)s make the whole of %(whole)s."),
    "one": N_(
        "Parts %(kind)s: %(named)s of %(whole)s are named; the source does not break down the rest. "
        "%(rest)s is our subtraction, not a published figure."
    ),
    "several": N_(
        "Parts %(kind)s: those named (%(sum)s) come to %(named)s of %(whole)s, if nobody is counted twice; "
        "the source does not break down the rest. %(named)s is our addition and %(rest)s our subtraction, "
        "not published figures."
    ),
}

_TITLES = {
    "inexact": N_("Of %(whole)s, the source names a part, and not exactly"),
    "over": N_("The parts of %(whole)s overlap"),
    "full": N_("The parts make up the whole of %(whole)s"),
    "one": N_("One part is named: %(named)s of %(whole)s"),
    "several": N_("The parts named come to %(named)s of %(whole)s"),
}


def _numbers(breakdown: Breakdown) -> dict[str, str]:
    named = named_people(breakdown.parts)
    return {
        "whole": range_text(breakdown.whole),
        "sum": _terms(breakdown.parts),
        "named": number_text(named),
        "rest": number_text(people(breakdown.whole) - named),
    }


def _terms(parts: Sequence[Figure]) -> str:
    return " + ".join(number_text(people(part)) for part in parts)


def in_words(records: Records, found: Sequence[Breakdown]) -> list[str]:
    """Return for each breakdown whether it fills the whole, overlaps, or leaves people unnamed."""
    return [_sentence(records, breakdown) for breakdown in found]


def _sentence(records: Records, breakdown: Breakdown) -> str:
    values = {"kind": _(breakdown.label), **_numbers(breakdown)}
    fit = _(_SENTENCES[breakdown.fit]) % values
    if not breakdown.beside:
        return fit
    names = ", ".join(f"{part_label(records, part)}: {range_text(part)}" for part in breakdown.beside)
    beside = _("Drawn beside the whole, because it is not known who of it they are: %(parts)s.")
    filling = _("%(sum)s alone make the whole of %(whole)s.")
    alone = filling % {**values, "sum": _terms(breakdown.inside)} if not breakdown.rest else None
    return " ".join(part for part in (fit, alone, beside % {"parts": names}) if part)


def _alt(records: Records, rows: Sequence[Figure], found: Sequence[Breakdown]) -> str:
    if not rows:
        return _("No chart.")
    named = "; ".join(f"{part_label(records, part)} {range_text(part)}" for part in rows[1:])
    return _("One mark for each person: %(whole)s, of them: %(parts)s. %(fit)s") % {
        "whole": figure_text(records, rows[0]),
        "parts": named,
        "fit": " ".join(in_words(records, found)),
    }


def _caveats(records: Records, rows: Sequence[Figure]) -> list[str]:
    """Return each note of the rows once, with the names of the rows that carry it."""

    def name(row: Figure) -> str:
        return _("The whole") if row is rows[0] else part_label(records, row)

    by_note = grouped(rows, lambda row: row.note or None)
    return [f"{', '.join(map(name, found))}: {note}" for note, found in by_note.items()]
