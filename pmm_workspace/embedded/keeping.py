"""Keeping parts alive: one that ended is started again, each time after a longer pause."""

import signal
import time

from pmm_workspace.embedded.errors import Refused
from pmm_workspace.embedded.processes import Child

FIRST_PAUSE, LONGEST_PAUSE = 1, 30
# A part that ran this long was well; its next failure is a new story.
STEADY = 60
AT_START = 10


class Kept:
    """A part, and when it is due again."""

    def __init__(self, child: Child, start=None):
        self.child = child
        self._start = start or child.start
        self._pause = FIRST_PAUSE
        self._due = None
        self._started = time.monotonic()

    def look(self, now: float):
        if self.child.is_running:
            return
        if self._due is None:
            self._plan(now)
        elif now >= self._due:
            self._start_again(now)

    def _plan(self, now):
        age = now - self._started
        if age > STEADY:
            self._pause = FIRST_PAUSE
        say(f"{self.child.name} ended ({how(self.child.exit_code)}); starting it again in {self._pause} s.")
        if age < AT_START:
            say(f"The end of {self.child.log}:\n{self.child.tail()}")
        self._due = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _start_again(self, now):
        self._due, self._started = None, now
        try:
            self._start()
        except Refused as reason:
            say(str(reason))


def keep(parts: list[Kept]):
    """Until a signal interrupts."""
    while True:
        for part in parts:
            part.look(time.monotonic())
        time.sleep(0.2)


def how(code: int | None) -> str:
    """An exit code in words."""
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def say(text: str):
    print(text, flush=True)
