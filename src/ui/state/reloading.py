"""Live reload: a thread in each process that looks at the data folder and renews what is served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from evidence_site.records.files.watching import ChangeWatch, Glance, glance
from evidence_site.records.load.loading import data_folder
from evidence_site.ui.state import store

#: A change is served after two looks and one reading of the folder, so within five seconds.
LOOK_SECONDS = 1.0

_log = logging.getLogger("site.data")


class Watcher(Thread):
    """A thread that looks at the data folder again and again, beside the readers.

    It asks for names, sizes and times, which works on network disks and in containers, where messages
    of the system about changed files get lost.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        """Take what to call, in the thread of the watcher, after the records or the faults changed."""
        super().__init__(name="data-watcher", daemon=True)
        self._changed = changed
        self._quiet = ChangeWatch(self._look())
        self._ended = Event()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def run(self) -> None:
        """Look again and again until told to stop."""
        while not self._ended.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # the next look may go better, and there must be one
                _log.exception("looking at the data folder failed")

    def look(self) -> None:
        """Look once, and renew the records if the folder changed and stands still."""
        seen = self._look()
        if not self._quiet.is_ready(seen):
            return
        try:
            changed = store.renew(lambda: self._look() == seen)
        except InterruptedError:
            return  # a later look finds it quiet
        self._quiet.was_read(seen)
        if changed:
            self._changed()

    @staticmethod
    def _look() -> Glance:
        return glance(data_folder())
