"""What the operator sees: true numbers, and a log that tells nothing about visitors."""

from __future__ import annotations

import io
import json
import logging
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from prometheus_client import generate_latest
from streamlit import error_util
from visiting import open_page
from whole_site import fetch

from evidence_site.records.load.loading import Records
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.web.log import MOST_LINES, SPAN_SECONDS, write_log
from evidence_site.ui.web.measures import REGISTRY, kind_of, offer_measures
from evidence_site.ui.web.settings import read_settings


def measured(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the site writes to its log, as JSON."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    raises, last, site = logging.raiseExceptions, logging.lastResort, logging.getLogger("site")
    before = (site.propagate, site.level)
    loggers = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    handlers = {logger: logger.handlers for logger in [*loggers, site]}
    write_log(replace(SETTINGS, log_format="json"))
    yield written
    logging.raiseExceptions, logging.lastResort = raises, last
    for logger, held in handlers.items():
        logger.handlers = held
    site.propagate = before[0]
    site.setLevel(before[1])


def test_health_says_ready_with_the_version_of_the_data(records: Records) -> None:
    answer = fetch("/api/health")
    told = {"status": "ok", "ready": True, "data_version": records.version, "faults": 0}
    assert json.loads(answer.text) == told
    assert answer.headers["cache-control"] == "no-store"


def test_every_answer_is_counted_by_kind_and_status() -> None:
    before = measured("site_requests_total", kind="timeline", status="200")
    lost = measured("site_requests_total", kind="other", status="404")
    timed = measured("site_request_seconds_count", kind="api")
    fetch("/timeline", {"q": "secret words"})
    fetch("/no-such-page")
    fetch("/api/events.csv")
    assert measured("site_requests_total", kind="timeline", status="200") == before + 1
    assert measured("site_requests_total", kind="other", status="404") == lost + 1
    assert measured("site_request_seconds_count", kind="api") == timed + 1


def test_the_time_to_draw_a_page_is_measured() -> None:
    before = measured("site_rerun_seconds_count", page="about")
    open_page("about")
    assert measured("site_rerun_seconds_count", page="about") == before + 1
    assert measured("site_rerun_seconds_sum", page="about") > 0


@pytest.mark.parametrize(
    "path", ["/x", "/a/b", "/record", "/wp-login.php", "/api/whatever", "/../etc", "", "/é"]
)
def test_no_address_that_somebody_made_up_becomes_a_name_of_a_measure(path: str) -> None:
    assert kind_of(path) in {"other", "record", "api", "overview"}


def test_the_log_says_what_was_asked_for_and_nothing_about_who_asked(log: io.StringIO) -> None:
    fetch(
        "/timeline",
        {"q": "secret words"},
        {"user-agent": "browser-of-anna", "x-forwarded-for": "203.0.113.9"},
    )
    fetch("/no-such-page-of-anna")
    said = [json.loads(line) for line in log.getvalue().splitlines()]
    lines = [line for line in said if line["from"] == "site.requests"]
    assert [(line["kind"], line["status"]) for line in lines] == [("timeline", 200), ("other", 404)]
    assert all(line["ms"] >= 0 and line["bytes"] > 0 and line["at"] for line in lines)
    for secret in ("secret", "anna", "203.0.113.9", "127.0.0.1"):
        assert secret not in log.getvalue()


def test_files_that_every_page_fetches_fill_no_log(log: io.StringIO) -> None:
    fetch("/assets/geo/countries.geojson")
    assert "site.requests" not in log.getvalue()


def test_uvicorn_does_not_name_who_connects(log: io.StringIO, caplog: pytest.LogCaptureFixture) -> None:
    uvicorn = logging.getLogger("uvicorn.error")
    with caplog.at_level(logging.INFO, "uvicorn.error"):
        uvicorn.info('%s - "WebSocket %s" [accepted]', "203.0.113.9:1", "/_stcore/stream?q=secret")
        uvicorn.info("Application startup complete.")
    assert [record.getMessage() for record in caplog.records] == ["Application startup complete."]
    assert logging.getLogger("uvicorn.access").disabled
    assert "203.0.113.9" not in log.getvalue()


def test_what_streamlit_reports_is_a_line_of_the_same_log(log: io.StringIO) -> None:
    error_util._log_uncaught_app_exception(ValueError("of a page"))
    (line,) = log.getvalue().splitlines()
    said = json.loads(line)
    assert said["level"] == "ERROR"
    assert "ValueError: of a page" in said["exc_info"]


def lines_of(log: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize("log_format", ["json", "plain"])
def test_a_line_says_its_time_in_utc_wherever_the_server_stands(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO, log_format: str
) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", "Asia/Baku")
        there.setattr("sys.stderr", log)
        there.setattr(time, "time", lambda: 699_062_400.25)
        there.setattr(time, "time_ns", lambda: 699_062_400_250_000_000)
        time.tzset()
        write_log(replace(SETTINGS, log_format=log_format))
        logging.getLogger("site.data").warning("faults")
    time.tzset()
    assert "1992-02-26T00:00:00.250Z" in log.getvalue()


def test_a_message_of_a_library_cannot_fill_the_log_and_is_counted(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    uvicorn, other = logging.getLogger("uvicorn.error"), logging.getLogger("websockets.server")
    for library in (uvicorn, other):
        monkeypatch.setattr(library, "handlers", logging.getLogger("site").handlers)
        monkeypatch.setattr(library, "propagate", False)
    for number in range(500):
        uvicorn.warning(f"Invalid request {number}")
        other.warning("who takes %s?", number)
    assert len(lines_of(log)) == 2 * MOST_LINES
    begin = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: begin + SPAN_SECONDS + 1)
    uvicorn.warning("something else")
    told = [line["message"] for line in lines_of(log)[2 * MOST_LINES :]]
    assert told == [
        f"{500 - MOST_LINES} more lines like this one were left out: Invalid request 0",
        f"{500 - MOST_LINES} more lines like this one were left out: who takes 0?",
        "something else",
    ]


def test_what_else_goes_wrong_is_written_beside_a_flood_and_every_request_is(log: io.StringIO) -> None:
    for _ in range(2 * MOST_LINES):
        error_util._log_uncaught_app_exception(raised(lambda: int("x")))
    error_util._log_uncaught_app_exception(raised(lambda: [][0]))
    for _ in range(2 * MOST_LINES):
        fetch("/no-such-page")
    said = lines_of(log)
    assert ["ValueError" in line.get("exc_info", "") for line in said].count(True) == MOST_LINES
    assert ["IndexError" in line.get("exc_info", "") for line in said].count(True) == 1
    assert [line["from"] for line in said].count("site.requests") == 2 * MOST_LINES


def raised(fails: Callable[[], object]) -> Exception:
    """Return what goes wrong, with where it did."""
    try:
        fails()
    except Exception as error:
        return error
    raise AssertionError("nothing went wrong")


def test_a_log_that_cannot_be_written_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stderr", Full())
    write_log(replace(SETTINGS, log_format="json"))
    assert fetch("/timeline").status == 200
    assert log.getvalue() == ""


def test_measures_are_served_on_an_address_of_their_own_and_each_process_finds_a_port() -> None:
    settings = replace(SETTINGS, measures=("127.0.0.1", 8630))
    first, second = offer_measures(settings), offer_measures(settings)
    assert first is not None
    assert second is not None
    assert first != second
    request = urllib.request.Request(
        f"http://127.0.0.1:{second}/metrics", headers={"Accept": "application/openmetrics-text"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "openmetrics" in answer.headers["content-type"]
        text = answer.read().decode()
    assert "site_sessions " in text
    assert "process_resident_memory_bytes" in text
    assert text.endswith("# EOF\n")
    assert fetch("/metrics").status == 404
    assert b"site_rerun_seconds" in generate_latest(REGISTRY)


def test_without_an_address_no_measures_are_served() -> None:
    assert read_settings({}).measures is None
    assert offer_measures(SETTINGS) is None
    assert read_settings({"MEASURES_ADDRESS": "127.0.0.1:9464"}).measures == ("127.0.0.1", 9464)
