"""The visitors of the load notice what a reader would, and what is measured is what is written down."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.load import Observations, sentence_of


def drawn(*bodies: str) -> list[ForwardMsg]:
    """A run that draws these pieces of HTML."""
    messages = [ForwardMsg() for _ in bodies]
    for message, body in zip(messages, bodies, strict=True):
        message.delta.new_element.html.body = body
    return messages


def test_the_sentence_of_a_page_is_found_among_all_that_is_drawn() -> None:
    sentence = '<p role="status" class="sentence">Showing <b>3</b> of 9 events.</p>'
    assert sentence_of(drawn("<p>Before</p>", sentence)) == "Showing 3 of 9 events."
    assert sentence_of(drawn("<p>Before</p>")) == ""


def test_of_a_run_that_was_broken_off_for_another_the_sentence_of_the_other_counts() -> None:
    sentences = [f'<p class="sentence">Showing {count} of 9 events.</p>' for count in (3, 9)]
    assert sentence_of(drawn(*sentences)) == "Showing 9 of 9 events."


@pytest.mark.parametrize(("told", "errors"), [("Showing 3 of 9", 0), ("Showing 2 of 9", 1), ("", 1)])
def test_a_visitor_who_is_told_something_else_than_another_says_so(told: str, errors: int) -> None:
    seen = Observations(said={("timeline", ""): "Showing 3 of 9"})
    seen.compare("timeline", "", told)
    assert len(seen.errors) == errors


def test_memory_that_grows_has_a_slope_and_settling_is_left_out() -> None:
    grows = Observations(memory=[(at, 400 - at if at < 60 else 300 + at / 10) for at in range(0, 180, 5)])
    assert grows.numbers(0, 180)["MB a minute"] == pytest.approx(6)
    still = Observations(memory=[(at, 300.0) for at in range(0, 180, 5)])
    assert still.numbers(0, 180)["MB a minute"] == pytest.approx(0)


def test_a_mishap_is_charged_with_what_happened_meanwhile_and_nothing_else() -> None:
    seen = Observations(
        answers=[(5, 10.0), (15, 20.0), (25, 30.0)],
        gaps=[(16, 2.5), (40, 9.0)],
        errors=[(4, "before"), (17, "meanwhile")],
    )
    noted = seen.numbers(10, 20)
    assert noted["answers"] == 1
    assert noted["ms p50"] == 20
    assert noted["cut off"] == 1
    assert noted["longest gap s"] == 2.5
    assert noted["errors"] == ["meanwhile"]


def test_what_was_not_seen_at_all_has_no_numbers() -> None:
    noted = Observations().numbers(0, 180)
    assert noted["answers"] == 0
    assert noted["ms p95"] is None
    assert noted["MB a minute"] is None
