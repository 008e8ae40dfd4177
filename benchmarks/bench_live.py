"""Writing together, beside Hocuspocus in the same run: how soon others see it, what it costs, what a kill loses.

Editors are bare Yjs documents in one Node process, five edits a second each, so both servers meet the same load.
Ours writes each update to PostgreSQL before it says so; Hocuspocus keeps documents in memory and stores them in a
file two seconds later, as its guide has it. Without Node this says so and measures nothing.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from enablement.models import Battlecard
from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import User
from pmm_workspace.artifacts import editing
from pmm_workspace.common import tenancy
from pmm_workspace.embedded.places import ROOT

HERE = Path(__file__).parent / "live"
EDITORS, SECONDS = (2, 10, 50), 10
TICK = os.sysconf("SC_CLK_TCK")


def main():
    if not shutil.which("npm"):
        print("  Node and npm are needed for the editors and for Hocuspocus; nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(HERE, folder, dirs_exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=folder, check=True)
        for count in EDITORS:
            for server in (Ours(folder), Hocuspocus(folder)):
                with server.running():
                    print("  " + server.measured(count))
        for server in (Ours(folder), Hocuspocus(folder)):
            print("  " + server.killed())


class Server:
    """A server that editors can be pointed at, and its processor time."""

    name = kind = ""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.environment, self.arguments = dict(os.environ), []

    @contextmanager
    def running(self):
        self.process = subprocess.Popen(self.command(), env=self.environment, cwd=self.place)
        try:
            wait_for(self.port)
            yield
        finally:
            self.process.kill()
            self.process.wait()

    def editors(self, count, seconds, mode="") -> dict:
        arguments = [self.kind, self.address, count, seconds, self.cookie, mode]
        said = subprocess.run(
            ["node", "editors.mjs", *map(str, arguments)],
            cwd=self.folder,
            env=os.environ | {"SERVER": str(self.process.pid)},
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(said.stdout.splitlines()[-1])

    def measured(self, count):
        self.editors(count, 1)
        before = self.spent()
        found = self.editors(count, SECONDS)
        spent = [(after - first) * 1000 / found["sent"] for first, after in zip(before, self.spent(), strict=True)]
        times = f"p50 {found['p50']:6.1f} ms  p95 {found['p95']:6.1f} ms"
        costs = f"{spent[0]:5.2f} s of processor per 1,000 edits" + (
            f", PostgreSQL {spent[1]:5.2f} s" if spent[1] else ""
        )
        return f"{self.name:11} {count:3} editors  {times}  {costs}"

    def spent(self) -> tuple[float, float]:
        """Seconds of processor time: of the server, and of the database for it."""
        return cpu(self.process.pid), 0.0

    def killed(self):
        """After kill -9 nobody is left but the server: what do those find who open the document then?"""
        with self.running():
            found = self.editors(10, 5, "kill")
        with self.running():
            held = self.editors(1, 0, "count")["held"]
        lost = max(0, found["heard"] - held)
        return f"{self.name:11} killed: of {found['heard']:,} edits that everybody had seen, {lost:,} are lost"


class Ours(Server):
    name, kind, place = "ours", "ours", ROOT

    def __init__(self, folder):
        super().__init__(folder)
        user = User.objects.create_user(f"{uuid.uuid4().hex}@example.com", "a long password", name="Bench")
        workspace = people.open_workspace(f"Bench {uuid.uuid4().hex[:6]}", by=user)
        with tenancy.inside(workspace.pk):
            card = editing.create(Battlecard, {"title": "Abacus", "why_we_win": "Faster."}, by=user)
        client = Client()
        client.force_login(user)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.address = f"ws://127.0.0.1:{self.port}/d/{card.pk}/live/"

    def command(self):
        serve = ["--port", str(self.port), "--lifespan", "off", "--log-level", "warning"]
        return [sys.executable, "-m", "uvicorn", "pmm_workspace.asgi:application", *serve]

    def spent(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            return cpu(self.process.pid), sum(cpu(pid) for (pid,) in cursor.fetchall())


class Hocuspocus(Server):
    name, kind, cookie = "Hocuspocus", "hocuspocus", "none"

    def __init__(self, folder):
        super().__init__(folder)
        self.place, self.documents = self.folder, tempfile.mkdtemp(dir=folder)
        self.address = f"ws://127.0.0.1:{self.port}"

    def command(self):
        return ["node", "hocuspocus.mjs", str(self.port), self.documents]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


def cpu(pid) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
