"""A web server that a test may kill, and pages that speak to it by socket without a browser."""

import json
import os
import socket
import sys
import time
from contextlib import closing
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.test import Client
from websockets.sync.client import connect

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, wait_until
from pmm_workspace.live import frames
from tests.quiet import wait_until_quiet

PATIENCE = 20  # seconds; a loaded machine may take its time


@pytest.fixture
def card(ed):
    values = {"title": "vs Acme", "why_we_win": "Faster.", "objections": [{"key": "k1", "we_say": "One.\n\nTwo."}]}
    return editing.create(Battlecard, values, by=ed)


class Web:
    """The server of the demo on the test's database; it may be killed and started again at the same address."""

    def __init__(self, listener, log, **more):
        self.listener, self.log, self.more = listener, log, more
        self.address = f"127.0.0.1:{listener.getsockname()[1]}"
        self.child, self.pages = None, []

    def start(self):
        descriptor = self.listener.fileno()
        self.child = Child(
            "web",
            [sys.executable, "-m", "pmm_workspace.embedded.web", str(descriptor)],
            log=self.log,
            environment=os.environ | {"DATABASE_AS_OWNER": "0", "DATABASE_URL": _database()} | self.more,
            folder=ROOT,
            keep_open=(descriptor,),
        )
        self.child.start()
        wait_until(self._answers, self.child)
        return self

    def kill(self):
        self.child.kill()

    def _answers(self):
        try:
            return urlopen(f"http://{self.address}/health/live", timeout=30).status == 200
        except OSError:
            return False

    def page(self, person, artifact):
        self.pages.append(Page(self.address, person, artifact))
        return self.pages[-1]

    def close_pages(self):
        """So that nobody looks at documents while their tables are emptied."""
        while self.pages:
            self.pages.pop().socket.close()
        time.sleep(0.1)  # for a look that has just begun


def _database():
    from django.db import connection

    return urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"]).geturl()


@pytest.fixture(scope="session")
def new_web(django_db_setup, tmp_path_factory):
    """Starts one more server; they all end with the tests."""
    started = []

    def new_web(**more):
        listener = socket.create_server(("127.0.0.1", 0))
        log = tmp_path_factory.mktemp("web") / "web.log"
        started.append((listener, Web(listener, log, **more)))
        return started[-1][1].start()

    yield new_web
    for listener, web in started:
        with closing(listener):
            web.kill()


@pytest.fixture(scope="session")
def shared_web(new_web):
    return new_web()


@pytest.fixture
def web(shared_web, transactional_db):
    """The one server of all these tests; whoever kills it starts it again."""
    yield shared_web
    shared_web.close_pages()
    wait_until_quiet()


class Page:
    """One person's connection to one document."""

    def __init__(self, address, person, artifact):
        self.session = Client()
        self.session.force_login(person)
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session.cookies[settings.SESSION_COOKIE_NAME].value}"
        url, origin = f"ws://{address}/d/{artifact.pk}/live/", f"http://{address}"
        self.socket = connect(
            url, origin=origin, additional_headers={"Cookie": cookie}, open_timeout=PATIENCE
        ).__enter__()
        self.ids = iter(range(1, 10**6))

    def say(self, **frame):
        self.socket.send(json.dumps(frame))

    def sends(self, update: bytes) -> int:
        number = next(self.ids)
        self.say(type="update", id=number, update=frames.encoded(update))
        return number

    def hears(self, kind, timeout=PATIENCE) -> dict:
        """The next frame of a kind; the others in between are not of interest."""
        while True:
            frame = json.loads(self.socket.recv(timeout=timeout))
            if frame["type"] == kind:
                return frame

    def is_closed_with(self, timeout=PATIENCE) -> int:
        from websockets.exceptions import ConnectionClosed

        try:
            while True:
                self.socket.recv(timeout=timeout)
        except ConnectionClosed as closed:
            return closed.rcvd.code
