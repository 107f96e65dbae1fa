"""The table twin of every chart of screenings: all that hovering shows, for each row."""

from __future__ import annotations

from evidence_site.records.formatting import country_text, number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.viz.chart import Column
from evidence_site.viz.films.showings import film_name
from evidence_site.viz.films.tours import RUN, TOUR, name_in


def twin_columns(records: Records) -> list[Column]:
    """Return the columns of the table twin."""
    tables = records.tables
    return [
        Column(_("Date"), lambda row: when_text(row.date)),
        Column(_("Film"), lambda row: film_name(records, row)),
        Column(_("Status"), lambda row: code_label(records, "screenings", "status", row.status)),
        Column(_("Kind"), lambda row: code_label(records, "screenings", "kind", row.kind)),
        Column(_("Venue"), lambda row: row.venue or ""),
        Column(_("Place"), lambda row: tables.places[row.place_id].name if row.place_id else ""),
        Column(_("Country"), lambda row: country_text(row.country) if row.country else ""),
        Column(_("Organisers"), lambda row: "; ".join(row.organisers)),
        Column(
            _("Attendance, as reported"),
            lambda row: number_text(row.attendance) if row.attendance is not None else "",
        ),
        Column(_("Run that counts once"), lambda row: name_in(records, row, RUN)),
        Column(_("Tour"), lambda row: name_in(records, row, TOUR)),
        Column(_("Note"), lambda row: row.note or ""),
        Column(
            _("Sources"),
            lambda row: "; ".join(source.title for source in records.links.sources_of["screenings", row.id]),
        ),
    ]
