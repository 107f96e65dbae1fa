"""The log on standard error: lines of JSON, in UTC, without visitors, and not to be flooded.

It names what kind of thing was asked for, how it went and how long it took: no visitor's address, no query,
no words that somebody searched for. What libraries say anybody can make them say, thousands of times a
second; of one message ten lines a minute are written, and the rest is counted.
"""

from __future__ import annotations

import logging
import sys
import time
from dataclasses import dataclass
from typing import TextIO

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from evidence_site.ui.web.settings import Settings

#: How often one message of a library is written in so many seconds.
MOST_LINES = 10
SPAN_SECONDS = 60.0
#: Whose lines look like our own; each of these writes to a stream of its own otherwise.
_SERVER = ("streamlit", "uvicorn")
#: Our own lines: each request has one, and each fault of the data.
_OURS = "site"


def write_log(settings: Settings) -> None:
    """Send every log line to standard error, as JSON unless the settings say plain.

    A log that cannot be written (a full disk) must not stop the site.
    """
    logging.raiseExceptions = False
    handler = _Bounded(sys.stderr)
    handler.setFormatter(_form(settings.log_format))
    site = logging.getLogger(_OURS)
    site.handlers, site.propagate = [handler], False
    site.setLevel(logging.INFO if settings.log_format == "json" else logging.WARNING)
    for name, logger in logging.root.manager.loggerDict.items():
        if name.startswith(_SERVER) and isinstance(logger, logging.Logger) and logger.handlers:
            logger.handlers = [handler]
    logging.lastResort = handler  # of those that nobody gave a place to write to
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_NoVisitors())


def _form(log_format: str) -> logging.Formatter:
    """Return how a line is written; its time is UTC, wherever the server stands."""
    if log_format == "json":
        names = {"asctime": "at", "levelname": "level", "name": "from"}
        form: logging.Formatter = JsonFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields=names,
            reserved_attrs=[*RESERVED_ATTRS, "color_message"],
        )
    else:
        form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    form.converter = time.gmtime
    form.default_time_format, form.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"
    return form


class _NoVisitors(logging.Filter):
    """Leaves out the lines in which uvicorn names who connected."""

    def filter(self, record: logging.LogRecord) -> bool:
        return '"WebSocket' not in str(record.msg) and str(record.msg) not in {
            "connection open",
            "connection closed",
        }


@dataclass
class _Said:
    """A message: who said it, its first words in this span, since when, and how many lines it was."""

    name: str
    level: int
    words: str
    since: float
    lines: int = 0

    def rest(self) -> logging.LogRecord:
        """Return a line that says how many were left out."""
        level = {"levelno": self.level, "levelname": logging.getLevelName(self.level)}
        words = f"{self.lines - MOST_LINES} more lines like this one were left out: {self.words}"
        return logging.makeLogRecord({"name": self.name, "msg": words, **level})


class _Bounded(logging.StreamHandler[TextIO]):
    """Writes lines, but of one message of a library only so many a minute, and then how many there were."""

    def __init__(self, stream: TextIO) -> None:
        """Begin with nothing said."""
        super().__init__(stream)
        self._said: dict[tuple[object, ...], _Said] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, or count it; say of each message whose span is over how many lines were left out."""
        now = time.monotonic()
        for message, said in list(self._said.items()):
            if now - said.since >= SPAN_SECONDS:
                del self._said[message]
                if said.lines > MOST_LINES:
                    super().emit(said.rest())
        if record.name.partition(".")[0] == _OURS:
            super().emit(record)
            return
        message = _message_of(record)
        if message not in self._said:
            self._said[message] = _Said(record.name, record.levelno, record.getMessage(), now)
        self._said[message].lines += 1
        if self._said[message].lines <= MOST_LINES:
            super().emit(record)


def _message_of(record: logging.LogRecord) -> tuple[object, ...]:
    """Return what makes lines one message: where in the code it is said, and where what it tells of arose.

    Nothing of it comes from outside, so there are never more messages than lines of code.
    """
    error = record.exc_info[1] if record.exc_info else None
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    arose = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ()
    return record.name, record.pathname, record.lineno, record.levelno, type(error), arose
