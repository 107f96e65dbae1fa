"""What an open page may say: messages of Streamlit's protocol."""

from __future__ import annotations

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg


def asked_in(content: bytes) -> str | None:
    """Return what a message of an open page asks for, such as ``rerun_script``; None if it says nothing."""
    try:
        kind: str | None = BackMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return None
    return kind
