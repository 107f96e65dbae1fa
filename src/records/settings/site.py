"""What makes this site about its subject: name, periods, key facts and page texts, read from data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence_site.records.dates import When, parse_when
from evidence_site.records.files.text_files import Files
from evidence_site.records.geography.geo import Frame, GeoFile, geo_of
from evidence_site.records.settings.settings_check import TEXT_SETTINGS, read_settings
from evidence_site.records.wording import DEFAULT

#: The files of the maps.
MAPS = "geo/*.geojson"
#: Texts that pages cannot do without, by the name of their file in ``texts/<language>/``.
TEXTS = ("overview", "about")

#: What a layer of the region's map can be; the role decides how it is drawn.
MAP_ROLES = ("land", "water", "district", "border", "river", "former_line", "front", "route")


@dataclass(frozen=True)
class Period:
    """A named stretch of time that the period filter offers."""

    code: str
    label: str
    when: When


@dataclass(frozen=True)
class MapLayer:
    """One drawn layer of the region's map: a GeoJSON file and the role that decides its style."""

    file: str
    role: str
    label: str


@dataclass(frozen=True)
class Site:
    """The settings of ``site.toml`` and the texts beside it.

    Attributes:
        address: Where the site is published; ``SITE_ADDRESS`` of the environment wins over the file.
        main_event: Id of the incident that the site is about.
        main_screening: Id of the screening that is told in full; empty if there is none.
        key_figures: Ids of the figures shown on the overview, each with its source.
        reference_sources: Ids of the sources whose figures stay in charts, faint, under any filter.
        map_view: Latitude, longitude and zoom at which the region's map opens.
        map_frame: The part of the world that it can show.
        map_layers: What the map draws under the records, from the bottom up.
        labelled_places: Ids of the places whose names stand on the map, the most important first, with
            the zoom from which they appear.
        private_persons: Name of each person whom pupils meet by role alone, to the words that stand instead.
        text_sources: Text name to the ids of the sources that it rests on.
        texts: Text name to Markdown, in the source language.
        geo: Name of a map file to what it holds. Like the texts, read once: what changes on the disk
            is not shown before it is checked.
    """

    name: str
    tagline: str
    content_note: str
    contact: str
    licence: str
    cite_as: str
    address: str
    main_event: str
    main_screening: str
    focus_period: str
    overview_period: str
    key_figures: tuple[str, ...]
    reference_sources: frozenset[str]
    periods: tuple[Period, ...]
    map_view: tuple[float, float, int]
    map_frame: Frame
    map_layers: tuple[MapLayer, ...]
    labelled_places: Mapping[str, int]
    private_persons: Mapping[str, str]
    text_sources: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    geo: Mapping[str, GeoFile]
    folder: Path

    @property
    def contact_is_set(self) -> bool:
        """Whether corrections reach somebody."""
        return is_set(self.contact)

    @property
    def focus(self) -> Period:
        """The named period that the timeline shows on a scale of its own."""
        return self._period(self.focus_period)

    @property
    def at_a_glance(self) -> Period:
        """The named period that the overview shows."""
        return self._period(self.overview_period)

    def _period(self, code: str) -> Period:
        return next(period for period in self.periods if period.code == code)


def is_set(address: str) -> bool:
    """Return whether an address is one of somebody: what ships with the project is a reserved name.

    >>> is_set("corrections@site.example"), is_set("corrections@site.org")
    (False, True)
    """
    return bool(address) and not address.endswith(".example")


def read_site(folder: Path) -> Site:
    """Return the settings in ``folder/site.toml``; raises as ``site_of`` does."""
    return site_of(Files(folder))


def site_of(files: Files) -> Site:
    """Return the settings, texts and maps of a data folder.

    Raises:
        DataFaultsError: With everything that is wrong with ``site.toml``.
    """
    settings = read_settings(files)
    settings["address"] = os.environ.get("SITE_ADDRESS") or settings["address"]
    view = settings["map_view"]
    frame = Frame(view["west"], view["south"], view["east"], view["north"])
    layers = tuple(MapLayer(**layer) for layer in settings["map_layers"])
    in_region = {layer.file for layer in layers}
    maps = {Path(name).name: name for name in files.names(MAPS)}
    zooms = sorted((int(zoom), ids) for zoom, ids in settings["labelled_places"].items())
    return Site(
        **{name: settings[name] for name in TEXT_SETTINGS},
        key_figures=tuple(settings["key_figures"]),
        reference_sources=frozenset(settings["reference_sources"]),
        periods=tuple(Period(p["code"], p["label"], parse_when(p["when"])) for p in settings["periods"]),
        map_view=(view["lat"], view["lon"], view["zoom"]),
        map_frame=frame,
        map_layers=layers,
        labelled_places={key: zoom for zoom, ids in zooms for key in ids},
        private_persons=dict(settings.get("private_persons", {})),
        text_sources={name: tuple(ids) for name, ids in settings["text_sources"].items()},
        # What is wrong with a text or a map is a fault that the check names.
        texts={Path(name).stem: files.text(name).text.strip() for name in files.names(text_file("*"))},
        geo={file: geo_of(files, name, frame if file in in_region else None) for file, name in maps.items()},
        folder=files.folder,
    )


def text_file(name: str) -> str:
    """Return the file of a page's text within the data folder."""
    return f"texts/{DEFAULT}/{name}.md"
