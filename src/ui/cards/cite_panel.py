"""Citing in place: folded away, and worked out only when a reader opens it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evidence_site.records.cite.citation_styles import formatted
from evidence_site.records.cite.reference import CslItem, permanent_address
from evidence_site.records.names.citing import source_line
from evidence_site.records.wording import _
from evidence_site.ui.web.own_address import as_others_see
from evidence_site.viz.chart import Chart
from evidence_site.viz.links.citable import citable_record, citable_view, view_path
from evidence_site.viz.markup import Markup, as_it_stands, record_address, tag
from evidence_site.viz.pages.parts import CiteRecord
from evidence_site.viz.pages.run import Run
from evidence_site.viz.paper.export_figure import export_figure
from evidence_site.viz.words.cite_links import beside_citation, cite_links, data_state, folded
from evidence_site.viz.words.cited_sources import chart_sources
from evidence_site.viz.words.filter_labels import filters_in_words, one_sided_words

#: Kinds of picture that a browser can save.
_PICTURES = ("png", "svg")


def record_citation(run: Run, part: CiteRecord) -> None:
    """Draw how to cite a record."""
    records, (table, identity) = run.records, part.key
    panel = st.expander(_("How to cite this record"), key=f"cite-{table}-{identity}", on_change="rerun")
    if not panel.open:
        return
    with panel:
        base = site_base(run)
        permalink = permanent_address(records.site, record_address(*part.key), base)
        links = {"table": table, "key": identity}
        sources = source_line(records, table, [identity]) if table != "sources" else ""
        _citation(citable_record(records, part.key, base), links, permalink, sources)


def chart_citation(run: Run, chart: Chart) -> None:
    """Draw how to cite a chart as it stands, and the picture of it to take away."""
    panel = st.expander(_("Cite or save this chart"), key=f"cite-chart-{chart.key}", on_change="rerun")
    if not panel.open:
        return
    with panel:
        records, page, base, parameters = run.records, run.path, site_base(run), run.view_parameters
        permalink = permanent_address(records.site, view_path(records, page, parameters, chart.key), base)
        item = citable_view(records, page, parameters, base, chart=chart.key, title=chart.title)
        links = {"view": page, "chart": chart.key, **parameters}
        sources = chart_sources(records, chart)
        _citation(item, links, permalink, sources)
        if chart.figure:
            _picture(run, chart, sources, permalink)


def view_links(run: Run) -> Markup:
    """Return the folded links to the citation of the page as it stands, with its filters."""
    return folded(_("Cite this view"), cite_links({"view": run.path, **run.view_parameters}))


def _citation(item: CslItem, links: Mapping[str, str], permalink: str, sources: str) -> None:
    """Draw the citation as text to copy, with the files to load."""
    with st.container(key=f"citation-{item['id']}"):
        texts_to_copy({**citation_texts(item), _("Permanent link"): permalink})
        st.html(beside_citation(cite_links(links), sources))


def citation_texts(item: CslItem) -> Mapping[str, str]:
    """Return a citation as text, by the name of its style."""
    return {"APA": formatted(item, "apa"), "Chicago": formatted(item, "chicago")}


def texts_to_copy(texts: Mapping[str, str], language: str | None = None) -> None:
    """Draw texts, each under its name, in boxes from which they can be copied."""
    for name, text in texts.items():
        st.caption(as_it_stands(name))
        st.code(text, language=language, wrap_lines=True)


def _picture(run: Run, chart: Chart, sources: str, permalink: str) -> None:
    """Draw the picture with all that belongs into it, for the browser saves what it sees."""
    words = _(
        "This picture carries title, sources, date and address. The camera in its corner saves it; nothing "
        "leaves your browser."
    )
    st.html(tag("p", words, class_="quiet"))
    ending = st.segmented_control(
        _("Kind of file"),
        _PICTURES,
        default=_PICTURES[0],
        format_func=lambda kind: as_it_stands(kind.upper()),
        key=f"export-as-{chart.key}",
        required=True,
    )
    # What is chosen travels with the picture, and that it shows one side above all.
    chosen = filters_in_words(run.records, run.choice)
    filters = _("Filters: %(chosen)s.") % {"chosen": chosen} if chosen else ""
    figure = export_figure(
        chart,
        sources=sources,
        date=data_state(run.records),
        permalink=permalink,
        filters=[line for line in (filters, one_sided_words(run.records, run.selection)) if line],
    )
    with st.container(key=f"picture-{chart.key}"):
        st.plotly_chart(
            figure,
            key=f"export-{chart.key}-{ending}",
            theme=None,
            width="content",
            alt=chart.alt,
            config={
                "displaylogo": False,
                "displayModeBar": True,
                "modeBarButtons": [["toImage"]],
                "toImageButtonOptions": {
                    "format": ending,
                    "filename": f"{chart.key}-{run.records.version}",
                    "width": figure["layout"]["width"],
                    "height": figure["layout"]["height"],
                    "scale": 2 if ending == "png" else 1,
                },
            },
        )


def site_base(run: Run) -> str:
    """Return the address at which the reader and others see the site; empty if it is not known."""
    here = (st.context.url or "").rstrip("/").removesuffix(f"/{run.within or run.path}")
    return as_others_see(here, st.context.ip_address)
