"""A printed code leads a camera to exactly its address, or says why there is none."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_codes import codes_in, drawn

from evidence_site.records.lessons import base41
from evidence_site.viz.paper.qr_code import qr_code

#: What an address can hold, and the letters of the shorter mode more often than by chance.
_LETTERS = string.ascii_letters + string.digits + "-._~:/?#[]@!$&'()*+,;=%"
_RUNS = st.one_of(
    st.text(_LETTERS, max_size=60), st.text(base41.LETTERS, max_size=400), st.text(" $%*+-./:", max_size=20)
)


@settings(max_examples=40, deadline=None)
@given(parts=st.lists(_RUNS, max_size=8))
@example(parts=["a" * 1650])
@example(parts=[base41.LETTERS * 58])
@example(parts=[])
def test_a_code_of_any_length_leads_to_its_address_or_says_why_not(parts: list[str]) -> None:
    address = "https://evidence.example/" + "".join(parts)
    code = qr_code(address, "Scan this")
    if "<img" in code:
        assert codes_in(drawn(code)) == [address]
    else:
        assert "too long" in code


@pytest.mark.slow
@settings(max_examples=200)
@given(length=st.integers(1, 2600))
def test_no_module_is_finer_than_half_a_millimetre_and_the_edge_stays_white(length: int) -> None:
    code = qr_code("https://evidence.example/" + "a" * length)
    if found := re.search(r"viewBox%3D%270%200%20(\d+).* width=\"(\d+)\"", code):
        modules, pixels = map(int, found.groups())
        assert pixels / modules * 25.4 / 96 >= 0.5
        edge = drawn(code).crop((0, 0, drawn(code).width, 4 * pixels // modules))
        assert edge.getextrema() == (255, 255)
    else:
        assert length > 1500


def test_capitals_make_a_smaller_code() -> None:
    def width(address: str) -> int:
        return int(re.search(r'width="(\d+)"', qr_code(address))[1])  # type: ignore[index]

    assert width("https://e.example/?" + "A" * 900) < width("https://e.example/?" + "a" * 900)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.8.8:8501",
        "[::1]:80",
        "localhost:8501",
        "LOCALHOST",
        "a.localhost",
        "0.0.0.0",
        "",
        "[x",
    ],
)
def test_a_code_that_no_other_device_can_follow_is_left_out_and_says_so(host: str) -> None:
    code = qr_code(f"http://{host}/lessons?lesson=a")
    assert "<img" not in code
    assert "phone" in code


@pytest.mark.parametrize("host", ["192.168.0.7:8501", "classroom:8501", "evidence.example", "[fd00::1]"])
def test_a_machine_in_the_network_of_the_class_has_its_code(host: str) -> None:
    assert "<img" in qr_code(f"http://{host}/lessons?lesson=a")


def test_an_address_that_nobody_knows_makes_no_code() -> None:
    assert qr_code("") == ""
