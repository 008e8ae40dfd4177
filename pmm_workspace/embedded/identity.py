"""As whom PostgreSQL runs: it refuses root, and a namespace spares us creating users or opening folders."""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from signal import SIGTERM

from pmm_workspace.embedded.errors import Refused

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Identity:
    options: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def wrapped(self, command, *, on_orphaned=SIGTERM) -> list[str]:
        """The command as this identity, ending when we end."""
        start = [sys.executable, "-I", "-S", CHILD, os.getpid(), int(on_orphaned), *self.options, "--", *command]
        return [str(part) for part in start]

    def own(self, folder: Path):
        """Hand a folder to this identity, and say so when it could not reach it."""
        if self.uid is None:
            return
        os.chown(folder, self.uid, self.gid)
        if not self._succeeds("test", "-x", folder):
            raise Refused(
                f"PostgreSQL refuses to run as root, and the user it would run as cannot reach {folder}. "
                "Run this as a plain user, or move the checkout out of root's home."
            )

    def may_run(self, program: Path) -> bool:
        return self.uid is None or self._succeeds("test", "-x", program)

    def _succeeds(self, name, *arguments) -> bool:
        return subprocess.run(self.wrapped([f"/usr/bin/{name}", *arguments]), capture_output=True).returncode == 0


OURSELVES = Identity()
NAMESPACE = Identity(("--namespace",))


@cache
def for_postgres() -> Identity:
    if os.geteuid() != 0:
        return OURSELVES
    if not os.environ.get("EMBEDDED_NO_USERNS") and NAMESPACE._succeeds("true"):
        return NAMESPACE
    return _somebody_else()


def _somebody_else() -> Identity:
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(("--user", str(user.pw_uid), str(user.pw_gid)), user.pw_uid, user.pw_gid)
    raise Refused("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as.")
