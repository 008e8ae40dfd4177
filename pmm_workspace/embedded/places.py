"""Where state and sockets are kept, and the lock that gives one process a state to itself."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

from pmm_workspace.embedded.errors import AlreadyRunning, Refused

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_FOLDER = 80
THROWAWAY = "pmm-throwaway-"


def var() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def sockets(state: Path) -> Path:
    """A private folder for this state's sockets; its own path may be far too long for one."""
    name = hashlib.sha256(os.fsencode(state.resolve())).hexdigest()[:16]
    return _runtime_folder() / f"pmm-{os.geteuid()}-{name}"


def make_sockets(state: Path) -> Path:
    """Make the folder, or refuse one that somebody else has put there."""
    folder = sockets(state)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    is_ = folder.lstat()
    if not stat.S_ISDIR(is_.st_mode) or is_.st_mode & 0o077 or (is_.st_uid != os.geteuid() and os.geteuid() != 0):
        raise Refused(f"{folder} must be a folder that only you can open. Remove it and try again.")
    return folder


@contextmanager
def claimed(state: Path):
    """Have this state to ourselves; the kernel frees it when we end, however we end."""
    state.mkdir(parents=True, exist_ok=True)
    with open(state / "lock", "a+") as file:
        _lock(file, state)
        yield state


@contextmanager
def throwaway():
    """A state that is deleted at the end; what killed runs have left is deleted at the beginning."""
    for old in Path(tempfile.gettempdir()).glob(THROWAWAY + "*"):
        _delete_if_free(old)
    state = Path(tempfile.mkdtemp(prefix=THROWAWAY))
    # Somebody else's PostgreSQL, when root may not have a namespace, must be able to pass.
    state.chmod(0o711)
    try:
        with claimed(state):
            yield state
    finally:
        delete(state)


def delete(state: Path):
    shutil.rmtree(sockets(state), ignore_errors=True)
    shutil.rmtree(state, ignore_errors=True)


def _delete_if_free(state: Path):
    # Without a lock it belongs to a run that is just beginning.
    if not (state / "lock").exists() or not os.access(state, os.W_OK):
        return
    with contextlib.suppress(AlreadyRunning), claimed(state):
        delete(state)


def _lock(file, state):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(f"{state} is in use by another process.") from None


def _runtime_folder() -> Path:
    # Root often carries the XDG_RUNTIME_DIR of the person who became root.
    private = os.environ.get("XDG_RUNTIME_DIR") if os.geteuid() else None
    for name in (private, tempfile.gettempdir()):
        if name and len(name) <= LONGEST_SOCKET_FOLDER and os.access(name, os.W_OK | os.X_OK):
            return Path(name)
    return Path("/tmp")
