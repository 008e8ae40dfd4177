"""One Valkey on a Unix socket: the broker that Celery listens to."""

from pathlib import Path
from urllib.parse import quote

import redis

from pmm_workspace.embedded import binaries, places
from pmm_workspace.embedded.processes import Child, wait_until

# Without the append-only file a crash loses every queued task.
DURABLE = ("--appendonly", "yes", "--appendfsync", "everysec")
CARELESS = ("--appendonly", "no")


class Valkey:
    name = "Valkey"

    def __init__(self, state: Path, *, log: Path, durable: bool = True):
        self.state, self.data = state, state / "valkey"
        self.socket = places.sockets(state) / "valkey.sock"
        self.child = Child("Valkey", self._command(durable), log=log)

    def start(self):
        places.make_sockets(self.state)
        self.data.mkdir(exist_ok=True)
        self.socket.unlink(missing_ok=True)
        self.child.start()
        wait_until(self._answers, self.child)

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=0"

    def _command(self, durable):
        keeps = DURABLE if durable else CARELESS
        place = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700", "--dir", self.data]
        return [binaries.valkey(), *place, "--save", "", *keeps]

    def _answers(self) -> bool:
        try:
            return redis.Redis(unix_socket_path=str(self.socket)).ping()
        except redis.ConnectionError:
            return False
