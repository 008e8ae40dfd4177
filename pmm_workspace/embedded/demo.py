"""The whole product on this machine: python -m pmm_workspace.embedded.demo"""

import json
import os
import secrets
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from pmm_workspace.embedded import places, ports
from pmm_workspace.embedded.errors import AlreadyRunning, Refused
from pmm_workspace.embedded.keeping import Kept, keep, say
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.preparing import prepare
from pmm_workspace.embedded.processes import Child, end_all, wait_until
from pmm_workspace.embedded.servers import Servers

# A worker that tells others of itself waits for ever to do so where Valkey ends as it begins, whoever asks it to end.
ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main():
    state = state_folder()
    _let_signals_interrupt()
    try:
        with places.claimed(state):
            Demo(state).run()
    except AlreadyRunning:
        say(where_it_runs(state))
    except Refused as reason:
        sys.exit(str(reason))


def _let_signals_interrupt():
    for number in SIGNALS:
        # Whoever starts it with nohup wants it to outlive the terminal.
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def state_folder() -> Path:
    return places.var() / "embedded"


def where_it_runs(state: Path) -> str:
    try:
        running = json.loads((state / "running.json").read_text())
        os.kill(running["pid"], 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return "The demo's data is in use by another command of this checkout."
    return "The demo of this checkout runs already: {url} (process {pid}; Ctrl-C there ends it).".format(**running)


def secret_key(file: Path) -> str:
    """Made once, so that people stay signed in when the demo starts again."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


class Demo:
    def __init__(self, state: Path):
        self.state, self.var = state, state.parent
        self.logs, self.stamps = self.var / "log", state / "stamps"
        self.began = time.monotonic()
        self.servers = self.apps = ()

    def run(self):
        with ports.listen(os.environ.get("PORT")) as listener:
            self.port = listener.getsockname()[1]
            self.url = f"http://localhost:{self.port}/"
            self._note_running()
            try:
                self._start(listener)
                self._announce()
                self._keep()
            except KeyboardInterrupt:
                say("\nStopping ...")
            finally:
                self._end()

    def _start(self, listener):
        self.servers = Servers(self.state, logs=self.logs)
        say("Starting " + " and ".join(server.name for server in self.servers) + " ..." if self.servers else "")
        self.servers.start()
        environment = self._environment()
        prepare(environment, stamps=self.stamps, logs=self.logs)
        say("Starting web, worker and beat ...")
        self.apps = self._apps(environment, listener.fileno())
        for app in self.apps:
            app.start()
        wait_until(self._is_ready, self.apps[0], seconds=120)

    def _environment(self):
        ours = {"VAR_DIR": str(self.var), "PYTHONUNBUFFERED": "1", "COOKIE_MARK": str(self.port)}
        ours["SITE_URL"] = self.url.rstrip("/")
        if "SECRET_KEY" not in os.environ:
            ours["SECRET_KEY"] = secret_key(self.var / "secret-key")
        return os.environ | self.servers.environment() | ours

    def _apps(self, environment, descriptor):
        celery = [sys.executable, "-m", "celery", "-A", "pmm_workspace"]
        commands = {
            "web": [sys.executable, "-m", "pmm_workspace.embedded.web", descriptor],
            "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", *ALONE],
            "beat": [*celery, "beat", "--loglevel=INFO", f"--schedule={self.state / 'beat-schedule'}", "--pidfile="],
        }
        return [
            Child(
                name,
                command,
                log=self.logs / f"{name}.log",
                environment=environment,
                folder=ROOT,
                keep_open=(descriptor,) if name == "web" else (),
            )
            for name, command in commands.items()
        ]

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "health/ready", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _announce(self):
        say(f"\nREADY in {time.monotonic() - self.began:.0f} s: {self.url}\n\n{self._sign_ins()}")
        say(f"\nLogs are in {self.logs}. Ctrl-C ends everything; the data stays.")

    def _sign_ins(self) -> str:
        kept = self.stamps / "sign-ins"
        return kept.read_text().rstrip() if kept.exists() else ""

    def _keep(self):
        servers = [Kept(server.child, server.start) for server in self.servers]
        keep(servers + [Kept(app) for app in self.apps])

    def _end(self):
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        end_all(self.apps)
        if self.servers:
            self.servers.end()
        (self.state / "running.json").unlink(missing_ok=True)

    def _note_running(self):
        (self.state / "running.json").write_text(json.dumps({"url": self.url, "pid": os.getpid()}))


if __name__ == "__main__":
    main()
