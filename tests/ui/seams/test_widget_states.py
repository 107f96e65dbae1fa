"""What a browser says of a widget: whatever it is, the page is drawn as if it had said nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.components.v2.bidi_component.serialization import BidiComponentSerde, deserialize_trigger_list
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates

from evidence_site.ui.seams.widget_states import pass_over_unreadable_states

pass_over_unreadable_states()

#: Field of the message, and what reads it.
READERS: dict[str, tuple[str, Any]] = {
    "state of a component": ("json_value", lambda said: said),
    "state of a newer component": ("json_value", BidiComponentSerde().deserialize),
    "what a component triggers": ("json_trigger_value", deserialize_trigger_list),
    "number of a slider": ("string_value", int),
}


def heard(reader: str, said: str) -> Any:
    field, deserializer = READERS[reader]
    states = WStates()
    states.set_widget_metadata(WidgetMetadata("w", deserializer, lambda value: value, field))  # type: ignore[arg-type]
    states.set_widget_from_proto(WidgetState(id="w", **{field: said}))
    return states.get("w", "nothing")


@pytest.mark.parametrize(
    "said",
    [
        "[" * 900_000,
        "[" * 900 + "]" * 900,
        '{"a":' * 60 + "1" + "}" * 60,
        "1" * 5000,
        '{"part": ' + "9" * 5000 + "}",
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_what_cannot_be_read_is_taken_for_not_said(reader: str, said: str) -> None:
    assert heard(reader, said) in ("nothing", {}, [{}])


@given(
    st.sampled_from(sorted(READERS)),
    st.text() | st.recursive(st.just("1"), lambda one: one.map("[{}]".format)),
)
def test_whatever_is_said_is_borne(reader: str, said: str) -> None:
    heard(reader, said)


def test_what_can_be_read_is_read() -> None:
    assert heard("what a component triggers", '[{"at": 1, "files": [{"size": 2}]}]') == [
        {"at": 1, "files": [{"size": 2}]}
    ]
    assert heard("number of a slider", "7") == 7
