"""One typed row for each table. Made from data/datapackage.json by `make format`."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from evidence_site.records.dates import When
from evidence_site.records.model.tables import Table


class Source(NamedTuple):
    """A publication: a report, article, judgment, letter, web page or data file."""

    id: str
    title: str
    publisher: str
    author: str | None
    published: When | None
    url: str | None
    archive_url: str | None
    type: str
    perspective: str
    language: str
    how_read: str
    licence: str | None
    note: str | None


class Citation(NamedTuple):
    """One record resting on one source."""

    table: str
    record_id: str
    source_id: str
    locator: str | None
    stance: str
    how_read: str
    read_at: str | None
    hosted_by: str
    note: str | None


class Place(NamedTuple):
    """A place: settlement, district, site, or city of a screening."""

    id: str
    name: str
    kind: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_m: int | None
    admin_1992: str | None
    admin_today: str | None
    population: int | None
    population_year: int | None
    note: str | None


class PlaceName(NamedTuple):
    """One name of a place in one language."""

    place_id: str
    language: str
    name: str
    valid_from: When | None
    valid_to: When | None
    name_status: str
    source_id: str | None


class BodyName(NamedTuple):
    """One name of a court, organisation, agency or state in one language, with its abbreviations."""

    body_id: str
    language: str
    name: str
    short: tuple[str, ...]
    spelled_out: bool


class Event(NamedTuple):
    """Something that happened, or a disputed subject."""

    id: str
    date: When
    time_from: str | None
    time_to: str | None
    time_basis: str | None
    scope: str
    part_of: str | None
    place_id: str | None
    place_text: str | None
    category: str
    title: str
    summary: str
    confidence: str | None
    verification: str
    verification_note: str | None
    status: str


class Account(NamedTuple):
    """One side's version of a disputed event."""

    id: str
    event_id: str
    about: str
    holder: str
    perspective: str
    order: int
    text: str


class Figure(NamedTuple):
    """One number stated by one source about one event."""

    id: str
    event_id: str
    source_id: str
    reported_by: str
    via: str | None
    perspective: str
    measure: str
    unit: str
    group: str
    cause: str | None
    low: float | None
    best: float | None
    high: float | None
    qualifier: str
    describes: When | None
    stated: When | None
    basis: str | None
    part_of: str | None
    compare_to: str | None
    definition: str
    note: str | None
    status: str


class Film(NamedTuple):
    """A film about the event."""

    id: str
    title: str
    original_title: str | None
    year: When | None
    director: tuple[str, ...]
    producer: tuple[str, ...]
    production_country: tuple[str, ...]
    languages: tuple[str, ...]
    runtime_min: int | None
    synopsis: str | None
    perspective: str
    note: str | None


class Screening(NamedTuple):
    """One showing, broadcast or release of a film."""

    id: str
    film_id: str | None
    date: When
    kind: str
    venue: str | None
    place_id: str | None
    country: str | None
    organisers: tuple[str, ...]
    attendance: int | None
    status: str
    run_id: str | None
    tour_id: str | None
    note: str | None


class Participant(NamedTuple):
    """A person or group at a screening."""

    id: str
    screening_id: str
    order: int
    name: str
    affiliation: str | None
    role: str
    note: str | None


class Claim(NamedTuple):
    """A sentence from a text, checked."""

    id: str
    claim: str
    speaker: str
    perspective: str
    source_id: str
    event_id: str | None
    verdict: str
    finding: str
    would_change: str
    checked_on: datetime.date


class ConflictEvent(NamedTuple):
    """A row of the UCDP Georeferenced Event Dataset, located exactly or near a named place."""

    id: str
    date: When
    violence: str
    conflict_name: str | None
    side_a: str | None
    side_b: str | None
    lat: float
    lon: float
    low: int | None
    best: int | None
    high: int | None
    country: str | None
    where_precision: str | None
    release: str
    same_as: str | None
    flags: tuple[str, ...]
    source_id: str


class DisplacementNumber(NamedTuple):
    """One number of a displacement series: people of one origin in one place at the end of a year."""

    id: str
    year: int
    origin: str
    origin_name: str
    asylum: str
    asylum_name: str
    series_kind: str
    people: int
    source_id: str


class PopulationNumber(NamedTuple):
    """One census or estimate number for one area and nationality."""

    id: str
    area: str
    place_id: str | None
    year: int
    nationality: str
    people: int
    computed: bool
    note: str | None
    source_id: str


class GlossaryTerm(NamedTuple):
    """A term and what it means on this site."""

    id: str
    term: str
    definition: str
    see: tuple[str, ...]
    in_text: tuple[str, ...]
    source_id: str | None


class Correction(NamedTuple):
    """A public correction to a record."""

    id: str
    date: datetime.date
    table: str
    record_id: str
    column: str
    old: str
    new: str
    reason: str


class Tables(NamedTuple):
    """Every table of the data folder, by name."""

    sources: Table[Source]
    citations: Table[Citation]
    places: Table[Place]
    place_names: Table[PlaceName]
    bodies: Table[BodyName]
    events: Table[Event]
    accounts: Table[Account]
    figures: Table[Figure]
    films: Table[Film]
    screenings: Table[Screening]
    participants: Table[Participant]
    claims: Table[Claim]
    conflict_events: Table[ConflictEvent]
    displacement: Table[DisplacementNumber]
    population: Table[PopulationNumber]
    glossary: Table[GlossaryTerm]
    corrections: Table[Correction]


ROW_TYPES: dict[str, type] = {
    "sources": Source,
    "citations": Citation,
    "places": Place,
    "place_names": PlaceName,
    "bodies": BodyName,
    "events": Event,
    "accounts": Account,
    "figures": Figure,
    "films": Film,
    "screenings": Screening,
    "participants": Participant,
    "claims": Claim,
    "conflict_events": ConflictEvent,
    "displacement": DisplacementNumber,
    "population": PopulationNumber,
    "glossary": GlossaryTerm,
    "corrections": Correction,
}
