"""One PostgreSQL cluster on a Unix socket, with the owner of the tables and the role the app signs in as."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from pmm_workspace.embedded import binaries, identity, places
from pmm_workspace.embedded.errors import Refused
from pmm_workspace.embedded.processes import Child, run_to_end, wait_until

OWNER = "postgres"
APP_ROLE = "pmm_app"
DATABASE = "pmm"
PORT = "5432"

# What a throw-away cluster may do without: it never survives a crash.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
BUILTIN_LOCALE_SINCE = 17


class Postgres:
    name = "PostgreSQL"

    def __init__(self, state: Path, *, log: Path, durable: bool = True):
        self.data = state / "postgres"
        self.log, self.durable = log, durable
        self.state = state
        self.sockets = places.sockets(state)
        self.programs = binaries.postgres()
        self.identity = identity.for_postgres()
        self.child = self._child("PostgreSQL", self._server_command(), log)

    def start(self):
        self._prepare_folders()
        if not self.data.exists():
            self._initialise()
        self._refuse_other_version()
        end_orphan(self.data)
        self.child.start()
        wait_until(self._answers, self.child)
        self._provision()

    def url(self, user=APP_ROLE, database=DATABASE) -> str:
        return f"postgres://{user}@/{database}?host={quote(str(self.sockets))}&port={PORT}"

    def connect(self, database="postgres", user=OWNER):
        return psycopg2.connect(dbname=database, user=user, host=str(self.sockets), port=PORT, connect_timeout=10)

    def _server_command(self):
        settings = ["listen_addresses=", f"port={PORT}", f"unix_socket_directories={self.sockets}"]
        settings += [] if self.durable else CARELESS
        return [self.programs / "postgres", "-D", self.data, *(part for each in settings for part in ("-c", each))]

    def _child(self, name, command, log):
        # Another server's PGPORT or PGDATA must not reach ours.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return Child(name, command, log=log, environment=environment, identity=self.identity, stop_with=SIGINT)

    def _prepare_folders(self):
        if not self.identity.may_run(self.programs / "postgres"):
            raise Refused(
                f"PostgreSQL refuses to run as root, and the user it would run as cannot reach {self.programs}. "
                "Run this as a plain user, or move the checkout out of root's home."
            )
        self.identity.own(places.make_sockets(self.state))

    def _initialise(self):
        """Into a folder beside it, then rename: a cluster is there completely or not at all."""
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self.identity.own(new)
        run_to_end(self._child("initdb", self._initialise_command(new), self.log.with_name("initdb.log")))
        new.rename(self.data)

    def _initialise_command(self, folder):
        command = [self.programs / "initdb", "-D", folder, "-U", OWNER, "--auth=trust", "--encoding=UTF8"]
        # A UTF-8 ctype, or trigrams of Russian and Chinese words come out empty.
        command += ["--locale=C.UTF-8"]
        if binaries.major(self.programs) >= BUILTIN_LOCALE_SINCE:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return command + ([] if self.durable else ["--no-sync"])

    def _refuse_other_version(self):
        have, need = binaries.major(self.programs), int((self.data / "PG_VERSION").read_text())
        if have != need:
            raise Refused(
                f"The data in {self.data} was written by PostgreSQL {need}, and these programs are {have}. "
                f"Set EMBEDDED_PG_BIN to the programs of version {need}, or start over with `make demo-reset`."
            )

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _provision(self):
        with contextlib.closing(self.connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                provision(cursor)


def provision(cursor):
    """Make the app's role, which owns nothing and obeys row-level security, and the database."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [APP_ROLE])
    if not cursor.rowcount:
        role = sql.Identifier(APP_ROLE)
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(role))
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
    if not cursor.rowcount:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def end_orphan(data: Path):
    """We hold the lock, so whatever `postmaster.pid` names is left over: end it if it is ours, forget it if not."""
    file = data / "postmaster.pid"
    until = time.monotonic() + 20
    while (pid := _pid_in(file)) and _is_server_of(pid, data):
        if time.monotonic() > until:
            raise Refused(f"An earlier PostgreSQL (process {pid}) still uses {data} and does not end.")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, SIGINT)
        time.sleep(0.1)
    file.unlink(missing_ok=True)


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_server_of(pid: int, data: Path) -> bool:
    """A process number may belong to any other program by now."""
    program, _, arguments = _command_line(pid).partition("\0")
    return Path(program).name == "postgres" and str(data) in arguments


def _command_line(pid: int) -> str:
    if sys.platform.startswith("linux"):
        try:
            return Path(f"/proc/{pid}/cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return ""
    said = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    return said.strip().replace(" -D ", "\0-D ", 1)
