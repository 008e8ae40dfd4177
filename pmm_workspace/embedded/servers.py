"""Both servers and the environment variables that lead to them; what the environment names already is used instead."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

from pmm_workspace.embedded import places
from pmm_workspace.embedded.postgres import OWNER, Postgres
from pmm_workspace.embedded.processes import end_all
from pmm_workspace.embedded.valkey import Valkey


class Servers:
    """The servers of one state."""

    def __init__(self, state: Path, *, logs: Path | None = None, durable: bool = True):
        logs = logs or state / "log"
        self.state = state
        self.postgres = self.valkey = None
        if "DATABASE_URL" not in os.environ:
            self.postgres = Postgres(state, log=logs / "postgres.log", durable=durable)
        if "VALKEY_URL" not in os.environ:
            self.valkey = Valkey(state, log=logs / "valkey.log", durable=durable)

    def __iter__(self):
        return iter([server for server in (self.postgres, self.valkey) if server])

    def start(self):
        for server in self:
            server.start()

    def end(self):
        end_all([server.child for server in self], patience=20)
        with suppress(OSError):
            places.sockets(self.state).rmdir()

    def environment(self) -> dict[str, str]:
        """Where to find them, in the words that the settings read."""
        found = {}
        if self.postgres:
            found |= {"DATABASE_URL": self.postgres.url(), "DATABASE_OWNER_URL": self.postgres.url(user=OWNER)}
        if self.valkey:
            found |= {"VALKEY_URL": self.valkey.url}
        return found


@contextmanager
def throwaway(*, durable: bool = False):
    """Servers that forget everything: for tests, checks and benchmarks."""
    with places.throwaway() as state:
        servers = Servers(state, durable=durable)
        try:
            servers.start()
            yield servers
        finally:
            servers.end()
