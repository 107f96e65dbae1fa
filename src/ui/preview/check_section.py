"""Check my file: drop files, see what is wrong or what changes, and open this session on them."""

from __future__ import annotations

import streamlit as st

from evidence_site.records.check.incoming import MOST_BYTES, MOST_ROWS
from evidence_site.records.formatting import number_text
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.preview import preview
from evidence_site.ui.preview.edit_section import edit_section
from evidence_site.ui.seams import exchange
from evidence_site.viz.markup import as_it_stands, join, tag
from evidence_site.viz.pages.parts import CheckFiles
from evidence_site.viz.pages.run import Run
from evidence_site.viz.review.candidate_report import Report
from evidence_site.viz.review.candidate_tables import Csv, faults_heading


def check_section(run: Run, part: CheckFiles) -> None:
    """Draw where files are handed in, what was found in them, and what can be done with them."""
    if not preview.is_offered():
        st.html(tag("p", part.closed))
        return
    st.html(tag("p", part.words))
    _zone()
    if preview.is_checking():
        preview.await_check()
    if why := preview.refusal():
        st.html(tag("p", why, class_="notice", role="alert"))
    edit_section(run.records)
    held = preview.now()
    if held is None:
        return
    _taken(held)
    if held.report.fault_count:
        _faults(held.report)
    _changes(held.report)
    _actions(held)


def _zone() -> None:
    hint = ngettext(
        "Drop them here or choose them. At most %(megabytes)s MB and %(rows)s row a table.",
        "Drop them here or choose them. At most %(megabytes)s MB and %(rows)s rows a table.",
        MOST_ROWS,
    )
    too_large = _("The files are larger than %(most)s MB together; hand in fewer, or a zip of them.")
    megabytes = MOST_BYTES // 1_000_000
    exchange.mount_zone(
        "preview-zone",
        preview.listen,
        label=_("One or several tables as CSV, a zip of the data folder, or an .xlsx with a sheet a table"),
        hint=hint % {"megabytes": megabytes, "rows": f"{MOST_ROWS:,}"},
        too_large=too_large % {"most": megabytes},
        accept=".csv,.zip,.xlsx",
    )


def _taken(held: preview.Preview) -> None:
    files = ", ".join(held.report.files)
    lines = [
        tag("p", _("Checked, together with the other tables of the site: %(files)s.") % {"files": files})
    ]
    named = _("%(file)s is named like no table; by its first row it was taken for %(table)s.")
    lines += [
        tag("p", named % {"file": file, "table": table}, class_="quiet")
        for file, table in held.report.by_header.items()
    ]
    if left_out := held.report.left_out:
        names = ", ".join(left_out[:10])
        if len(left_out) > 10:
            names = _("%(names)s and others") % {"names": names}
        words = _("Not looked at, because it is no table: %(names)s.")
        lines.append(tag("p", words % {"names": names}, class_="quiet"))
    st.html(join(lines))


def _faults(report: Report) -> None:
    st.subheader(as_it_stands(faults_heading(report.fault_count)), anchor="faults")
    st.html(report.faults)
    words = _("`make check` asks frictionless for a second opinion besides; here it is left out.")
    st.html(tag("p", words.replace("`", ""), class_="quiet"))
    _offer_csv("faults.csv", report.faults_csv)
    if report.repairs:
        st.html(report.repairs)
        st.button(_("Mend what is safe"), key="preview-mend", on_click=preview.mend)


def _changes(report: Report) -> None:
    st.subheader(_("What changes"), anchor="changes")
    if not report.changes:
        st.html(tag("p", _("Nothing: these tables say what the site says already.")))
        return
    st.html(report.changes)
    _offer_csv("changes.csv", report.changes_csv)
    if not report.is_sound:
        st.html(tag("p", _("Which charts and maps change can be seen once the faults are mended.")))
        return
    st.html(join([tag("p", tag("strong", _("Charts and maps, without a filter"))), report.chart_changes]))


def _offer_csv(name: str, listed: Csv) -> None:
    words = {"save": _("Save as CSV"), "copy": _("Copy"), "copied": _("Copied")}
    exchange.mount("offers", f"offer-{name}", {"name": name, "text": listed.text, "words": words})
    if listed.held < listed.of:
        cut = _("It holds the first %(held)s of %(of)s lines; hand in less at once to see the others.")
        counts = {"held": number_text(listed.held), "of": number_text(listed.of)}
        st.html(tag("p", cut % counts, class_="quiet"))


def _actions(held: preview.Preview) -> None:
    sound = held.report.is_sound
    st.subheader(_("Files to take away"), anchor="take-away")
    words = (
        _("Checked and in canonical form: put them into the data folder as they are.")
        if sound
        else _("As they stand, with their faults.")
    )
    st.html(tag("p", words))
    labels = {name: _("Save %(file)s") % {"file": name} for name in held.report.files}
    exchange.mount("offers", "offer-files", {"kept": labels})
    if sound and not held.can_be_shown:
        large = _("They are too large to be shown on the pages here; “make run” in a copy shows them.")
        st.html(tag("p", large, class_="quiet"))
    with st.container(horizontal=True, key="preview-actions"):
        if held.can_be_shown and not held.is_shown:
            st.button(
                _("Open all pages with these files"),
                key="preview-open",
                type="primary",
                on_click=preview.switch,
                kwargs={"is_on": True},
            )
        if not held.is_shown:
            st.button(_("Forget these files"), key="preview-forget", on_click=preview.leave)
