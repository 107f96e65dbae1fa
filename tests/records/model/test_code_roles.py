"""What the site must know of a code stands beside it in the data package, whatever the code is called."""

from __future__ import annotations

from breaking import DataCopy
from broken_rows import give_role

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records, load
from evidence_site.records.model.package import CODE_ROLES
from evidence_site.viz.numbers.shown_figures import covers_part, is_death_toll, shown_figures
from evidence_site.viz.numbers.toll import toll_charts, toll_of


def test_the_made_up_event_calls_its_dead_otherwise_and_has_a_toll(made_up_records: Records) -> None:
    records = made_up_records
    toll = toll_of(records, shown_figures(records, select(records, Choice())))
    drawn = {row.id for chart in toll_charts(records, toll) for row in chart.rows}
    assert drawn >= {"dead-herald", "dead-council"}
    assert "dead-council-children" not in drawn, "a part is no toll"
    assert covers_part(records, records.tables.figures["dead-council-children"])
    assert not is_death_toll(records, records.tables.figures["rescued-herald"])


def test_every_role_is_given_to_a_code_of_the_shipped_records(records: Records) -> None:
    for name, roles in CODE_ROLES.items():
        for role in roles:
            assert records.package.in_role(name, role), (name, role)


def test_a_group_that_becomes_a_part_leaves_the_toll(records: Records, data_copy: DataCopy) -> None:
    main = [row for row in records.tables.figures if row.event_id == records.site.main_event]
    civilians = next(row for row in main if row.group == "civilians" and is_death_toll(records, row))
    assert not covers_part(records, civilians)
    give_role(data_copy, "group", "civilians", "part")
    changed = load(data_copy.folder)
    assert covers_part(changed, changed.tables.figures[civilians.id])
