"""The combinations that tests play."""

from __future__ import annotations

from itertools import product

from combinations import combinations
from hypothesis import given
from hypothesis import strategies as st


@given(sizes=st.lists(st.integers(1, 4), min_size=2, max_size=4))
def test_any_two_values_meet_in_some_row_and_all_rows_can_be_had(sizes: list[int]) -> None:
    factors = [range(size) for size in sizes]
    rows = combinations(*factors, every=False)
    for one, other in product(range(len(sizes)), repeat=2):
        if one < other:
            assert {(row[one], row[other]) for row in rows} == set(product(factors[one], factors[other]))
    assert set(rows) <= set(combinations(*factors, every=True)) == set(product(*factors))
    assert len(rows) == len(set(rows))
