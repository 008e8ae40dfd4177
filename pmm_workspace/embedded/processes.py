"""Starting, watching and ending the programs we run; none of them outlives us."""

import contextlib
import os
import subprocess
import time
from pathlib import Path
from signal import SIGKILL, SIGTERM

from pmm_workspace.embedded.errors import Refused
from pmm_workspace.embedded.identity import OURSELVES, Identity


class Child:
    """One program in its own process group, with its output in a log."""

    def __init__(self, name, command, *, log: Path, environment=None, identity: Identity = OURSELVES, **habits):
        self.name, self.command, self.log = name, command, log
        self.environment, self.identity = environment, identity
        self.stop_with = habits.get("stop_with", SIGTERM)
        self.keep_open = habits.get("keep_open", ())
        self.folder = habits.get("folder")
        self.says = habits.get("says")
        self.process = None

    def start(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # The log holds one life of the supervisor: begun at the first start, continued at a restart.
        mode = "ab" if self.process else "wb"
        with open(self.log, mode) as log, open(self.says or os.devnull, mode) as says:
            self.process = subprocess.Popen(
                self.identity.wrapped(self.command, on_orphaned=self.stop_with),
                stdin=subprocess.DEVNULL,
                stdout=says if self.says else log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                pass_fds=self.keep_open,
                process_group=0,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self.process and self.process.poll()

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask_to_end(self):
        if self.is_running:
            self.process.send_signal(self.stop_with)

    def end(self, patience: float = 10):
        """Ask, wait, then insist, with everything it started."""
        self.ask_to_end()
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
            self.kill()

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, SIGKILL)
        self.process.wait()

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def end_all(children, patience: float = 10):
    """Ask all at once, then wait for each."""
    until = time.monotonic() + patience
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(max(0.1, until - time.monotonic()))


def run_to_end(*children: Child):
    """Run programs that end by themselves and must succeed, side by side."""
    try:
        for child in children:
            child.start()
        for child in children:
            _must_succeed(child)
    finally:
        end_all(children)


def _must_succeed(child: Child):
    if code := child.process.wait():
        raise Refused(f"{child.name} failed (exit code {code}). The end of {child.log}:\n{child.tail()}")


def wait_until(is_ready, child: Child, *, seconds: float = 60):
    """Wait for a program to become useful; one that ended instead is reported with the end of its log."""
    until = time.monotonic() + seconds
    while not is_ready():
        if not child.is_running:
            raise Refused(f"{child.name} ended at start ({child.exit_code}). The end of {child.log}:\n{child.tail()}")
        if time.monotonic() > until:
            raise Refused(f"{child.name} was not ready after {seconds:.0f} s. The end of {child.log}:\n{child.tail()}")
        time.sleep(0.05)
