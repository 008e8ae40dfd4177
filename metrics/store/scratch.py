"""Folders for the time of one attempt. One that is lost leaves its folder behind, which nobody holds any more.

They lie in the lake, so that any worker finds those of all. Whoever works in a folder holds a lock on it, which ends
with the process; while a folder is made nobody looks for lost ones.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings


def root() -> Path:
    return settings.LAKE_DIR / "attempts"


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """A folder that ends with the block."""
    root().mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with _locked(root(), fcntl.LOCK_SH):
            place = held.enter_context(tempfile.TemporaryDirectory(prefix=f"{purpose}-", dir=root()))
            held.enter_context(_locked(place, fcntl.LOCK_EX))
        yield Path(place)


def collect_lost() -> int:
    """Delete the folders of attempts that were lost; how many there were."""
    if not root().exists():
        return 0
    with _locked(root(), fcntl.LOCK_EX):
        lost = [place for place in root().iterdir() if _is_lost(place)]
        for place in lost:
            shutil.rmtree(place, ignore_errors=True)
    return len(lost)


def _is_lost(place):
    with suppress(BlockingIOError, FileNotFoundError), _locked(place, fcntl.LOCK_EX | fcntl.LOCK_NB):
        return True
    return False


@contextmanager
def _locked(path, how):
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
