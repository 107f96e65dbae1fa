"""A process that dies is replaced at once, whatever the others do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest
import uvicorn

from bench.process import workers
from evidence_site.ui.web.supervising import Worker

pytestmark = pytest.mark.slow

#: Enough for a busy machine, and less than the minute for which uvicorn waits for an answer by itself.
REPLACED_IN_SECONDS = 45
#: A site that starts at once.
APPLICATION = "starlette.applications:Starlette"
SUPERVISOR = f"""
import uvicorn
from evidence_site.ui.web.supervising import supervise
if __name__ == "__main__":
    supervise(uvicorn.Config("{APPLICATION}", factory=True, workers=3, port=0,
                             timeout_worker_healthcheck=60, log_config=None))
"""


@pytest.fixture(scope="module")
def supervisor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The first process of three others."""
    script = tmp_path_factory.mktemp("supervised") / "site.py"
    script.write_text(SUPERVISOR, encoding="utf-8")
    path = os.pathsep.join(path for path in sys.path if path)
    first = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": path})
    try:
        until(lambda: len(workers(first.pid)) == 3, seconds=60)
        yield first.pid
    finally:
        first.terminate()
        first.wait(timeout=60)


def until(holds: Callable[[], bool], seconds: float) -> None:
    patience = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < patience
        time.sleep(0.05)


def stop(process: int) -> None:
    """Let a process stand still, and wait until each of its threads does."""
    os.kill(process, signal.SIGSTOP)
    threads = Path(f"/proc/{process}/task")
    until(lambda: all("\nState:\tT" in (one / "status").read_text() for one in threads.iterdir()), seconds=30)


def replaced(supervisor: int, gone: Sequence[int]) -> bool:
    now = workers(supervisor)
    return len(now) == 3 and not set(gone) & set(now)


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_processes_that_are_killed_are_replaced(supervisor: int, at_once: int) -> None:
    victims = workers(supervisor)[:at_once]
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    until(lambda: replaced(supervisor, victims), REPLACED_IN_SECONDS)


def test_a_process_that_dies_while_another_is_silent_is_replaced(supervisor: int) -> None:
    silent, victim, _ = workers(supervisor)
    stop(silent)
    try:
        os.kill(victim, signal.SIGKILL)
        until(lambda: replaced(supervisor, [victim]), REPLACED_IN_SECONDS)
    finally:
        os.kill(silent, signal.SIGCONT)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """A process that has answered once."""
    # Tests of pages leave a page there, and a new process runs what it finds.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    worker = Worker(uvicorn.Config(APPLICATION, factory=True, port=0, log_config=None), None)
    worker.start()
    try:
        assert worker.wait_until_ready(60)
        yield worker
    finally:
        worker.kill()
        worker.join()


def test_a_process_that_dies_before_it_answers_is_known_to_be_dead(worker: Worker) -> None:
    assert worker.pid
    stop(worker.pid)
    assert worker.is_alive(60), "it may still answer, and nobody waits for that"
    os.kill(worker.pid, signal.SIGKILL)
    until(lambda: not worker.is_alive(60), REPLACED_IN_SECONDS)


def test_a_process_that_is_silent_for_too_long_is_taken_for_dead_and_one_that_answers_late_is_not(
    worker: Worker,
) -> None:
    assert worker.pid
    stop(worker.pid)
    assert worker.is_alive(60)
    until(lambda: not worker.is_alive(0.1), REPLACED_IN_SECONDS)
    os.kill(worker.pid, signal.SIGCONT)
    until(lambda: worker.is_alive(0.1), REPLACED_IN_SECONDS)
