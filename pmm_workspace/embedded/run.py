"""Run one command with servers and the environment that leads to them.

python -m pmm_workspace.embedded.run [--demo] [--durable] [--migrated] -- COMMAND ARGUMENT...

The servers are throw-away ones; with --demo they are the demo's, whether it runs or not. With --durable throw-away
ones write as carefully as if they were to be kept, so that their speed can be compared.
With --migrated the tables are there before the command starts.
"""

import argparse
import os
import secrets
import signal
import subprocess
import sys
from contextlib import contextmanager

from pmm_workspace.embedded import demo, places, servers
from pmm_workspace.embedded.errors import AlreadyRunning, Refused
from pmm_workspace.embedded.identity import OURSELVES
from pmm_workspace.embedded.preparing import managing
from pmm_workspace.embedded.processes import run_to_end


def main():
    options = parsed(sys.argv[1:])
    try:
        with of_the_demo() if options.demo else of_our_own(durable=options.durable) as environment:
            if options.migrated:
                logs = places.var() / "log"
                run_to_end(managing("migrate", "--no-input", environment=environment, logs=logs, as_owner=True))
            code = run(options.command, environment)
    except Refused as reason:
        sys.exit(str(reason))
    sys.exit(code)


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="python -m pmm_workspace.embedded.run", description="Run with servers.")
    parser.add_argument("--demo", action="store_true", help="the demo's servers and data")
    parser.add_argument("--durable", action="store_true", help="throw-away servers that write as carefully as others")
    parser.add_argument("--migrated", action="store_true", help="create the tables first")
    parser.add_argument("command", nargs="+", metavar="COMMAND", help="after --")
    return parser.parse_args(arguments)


@contextmanager
def of_our_own(*, durable):
    with servers.throwaway(durable=durable) as started:
        key = {} if "SECRET_KEY" in os.environ else {"SECRET_KEY": secrets.token_urlsafe(50)}
        yield os.environ | key | started.environment()


@contextmanager
def of_the_demo():
    state = demo.state_folder()
    known = servers.Servers(state, logs=state.parent / "log")
    try:
        with places.claimed(state):
            try:
                known.start()
                yield _demo_environment(known)
            finally:
                known.end()
    except AlreadyRunning:
        yield _demo_environment(known)


def _demo_environment(known):
    return os.environ | known.environment() | {"SECRET_KEY": demo.secret_key(places.var() / "secret-key")}


def run(command, environment) -> int:
    """In the foreground: it reads the terminal and gets Ctrl-C itself."""
    child = subprocess.Popen(OURSELVES.wrapped(command), env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    main()
