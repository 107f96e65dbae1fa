"""Data: every table and column, with its rows to take away under the filters of the page."""

from __future__ import annotations

from functools import partial

from evidence_site.records.wording import N_, _
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import CheckFiles, Contents, Heading, Parts, Section, Title, Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.words.dictionary import columns_label, package_facts, table_dictionary, tables_overview


def _parts(run: Run) -> Parts:
    records = run.records
    tables, columns, check = _("Tables"), _("Columns"), _("Check my file")
    return (
        Title(_("Data"), "data"),
        Words("data", _("Data"), package_facts(records), level=0),
        Contents({"tables": tables, "columns": columns, "check": check}),
        Words("tables", tables, tables_overview(records, run.choice)),
        Heading("columns", columns),
        *[
            Section(
                f"table-{table.name}",
                columns_label(table),
                partial(table_dictionary, records, table),
                label=columns_label(table),
            )
            for table in records.package.tables.values()
        ],
        Heading("check", check),
        CheckFiles(
            _(
                "For maintainers: see what a changed table would do before anybody else does. The files are "
                "checked in memory; nothing is written on the server, and only this tab sees the result."
            ),
            _(
                "This site takes no files for a check. In a copy of it, “make check” tells every fault and "
                "every change, and “make run” shows the pages with them."
            ),
        ),
    )


PAGE = Page(
    "data",
    N_("Data"),
    N_("About"),
    N_("Every table and column, to download."),
    _parts,
    holds_data=True,
)
