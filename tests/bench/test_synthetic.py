"""Made-up records for measuring: as many as asked for, plainly made up, valid, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from loaded import shipped_records

from bench.synthetic import MARK, Amounts, synthetic_rows, write_folder
from evidence_site.records.choose.choice import Choice, read_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, faults_of, load
from evidence_site.records.model.package import read_package
from evidence_site.records.settings.site import read_site

AMOUNTS = Amounts(events=600, figures=400, places=150)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with made-up records."""
    target = tmp_path_factory.mktemp("many") / "data"
    write_folder(DEFAULT_FOLDER, target, AMOUNTS, seed=1)
    return target


@pytest.fixture(scope="module")
def shipped() -> Records:
    """The shipped records, whatever ``DATA_DIR`` says."""
    return shipped_records()


@pytest.fixture(scope="module")
def made(many: Path) -> Records:
    """Its records."""
    return load(many)


def test_the_folder_passes_the_check(many: Path) -> None:
    assert faults_of(Files(many))[2] == []


def test_it_holds_what_was_asked_for_beside_every_shipped_record(made: Records, shipped: Records) -> None:
    for table, count in (("events", 600), ("figures", 400), ("places", 150)):
        assert shipped.table(table).ids() <= made.table(table).ids()
        assert len(made.table(table)) == len(shipped.table(table)) + count


def test_nothing_made_up_can_be_taken_for_a_record(made: Records, shipped: Records) -> None:
    for table in ("events", "figures", "places", "sources"):
        for key in made.table(table).ids() - shipped.table(table).ids():
            row = made.table(table)[key]
            assert key.startswith(f"{MARK}-")
            words = [value for value in row if isinstance(value, str)]
            assert any(word.startswith("Synthetic") for word in words), key
            assert any("Made up" in word for word in words), key
            if table != "sources":
                assert all(source.id.startswith(MARK) for source in made.links.sources_of[table, key])


def test_the_same_numbers_give_the_same_folder_and_another_seed_another(tmp_path: Path, many: Path) -> None:
    for name, seed in (("same", 1), ("other", 2)):
        write_folder(DEFAULT_FOLDER, tmp_path / name, AMOUNTS, seed)
    files = ("events.csv", "figures.csv", "places.csv", "citations.csv", "sources.csv")
    texts = [[(folder / file).read_bytes() for file in files] for folder in (many, tmp_path / "same")]
    assert texts[0] == texts[1]
    assert (tmp_path / "other" / "events.csv").read_bytes() != texts[0][0]


def test_a_folder_that_is_there_is_never_overwritten(many: Path) -> None:
    before = (many / "events.csv").read_bytes()
    with pytest.raises(FileExistsError):
        write_folder(DEFAULT_FOLDER, many, Amounts(5), seed=1)
    assert (many / "events.csv").read_bytes() == before


def test_without_places_of_their_own_events_lie_at_shipped_ones(tmp_path: Path) -> None:
    write_folder(DEFAULT_FOLDER, tmp_path / "few", Amounts(events=50), seed=1)
    records = load(tmp_path / "few")
    places = {row.place_id for row in records.tables.events if row.id.startswith(MARK)}
    assert not any(place and place.startswith(MARK) for place in places)


def test_amounts_that_cannot_be_are_refused() -> None:
    package, site = read_package(DEFAULT_FOLDER), read_site(DEFAULT_FOLDER)
    for places, amounts in ((["khojaly"], Amounts(0, 5)), ([], Amounts(5))):
        with pytest.raises(ValueError, match="need"):
            synthetic_rows(package, site, places, amounts, 1)


def test_filters_part_them_without_a_rest(made: Records) -> None:
    everything = select(made, Choice())
    codes = made.package.code_lists["category"]
    parts = [select(made, read_choice(made, {"cat": code})[0]).count("events") for code in codes]
    assert sum(parts) == everything.count("events")
    assert all(part > 20 for part in parts)
