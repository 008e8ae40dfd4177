"""These tests start servers of their own, so the ones of the test run must be out of sight."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pmm_workspace.embedded import places
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child

OF_THE_TEST_RUN = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_AS_OWNER",
    "VALKEY_URL",
    "SECRET_KEY",
    "EXTRA_APPS",
    "PORT",
)


@pytest.fixture(autouse=True)
def a_bare_environment(monkeypatch):
    for name in OF_THE_TEST_RUN:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def supervisor(tmp_path):
    """Starts another process that runs servers on a state and tells their process numbers."""
    started = []

    def start(state: Path):
        command = [sys.executable, "-m", "tests.embedded.holding", state]
        holder = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(holder)
        holder.state = state
        holder.servers = [int(pid) for pid in holder.stdout.readline().split()]
        return holder

    yield start
    for holder in started:
        holder.kill()
        holder.wait()
        holder.stdout.close()
        wait_for(lambda holder=holder: not any(map(is_alive, holder.servers)))
        shutil.rmtree(places.sockets(holder.state), ignore_errors=True)


@pytest.fixture
def bystander(tmp_path):
    """Some other program of this machine."""
    other = Child("sleep", ["sleep", "60"], log=tmp_path / "sleep.log")
    other.start()
    yield other
    other.kill()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def wait_for(question, seconds=15):
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, f"still not so after {seconds} s"
        time.sleep(0.05)
