"""The product as people meet it: a real server, worker and Chromium on the test database, behind row-level security."""

import os
import re
import socket
import sys
from contextlib import closing
from unittest.mock import patch
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import flush
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, wait_until
from tests import chromium

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# A loaded machine is slow, not wrong.
expect.set_options(timeout=15_000)

# The runner finds a browser or says why not; without one there is nothing to collect.
collect_ignore_glob = [] if chromium.found() else ["test_*.py"]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """The files as production serves them: under hashed names, compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=str(folder)):
        call_command("collectstatic", "--no-input", "--verbosity=0")
    return folder


@pytest.fixture(scope="session")
def site(django_db_setup, static_files, tmp_path_factory):
    """The address of the server of the demo, on the test database, signed in as the app."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        server = Child(
            "web",
            [sys.executable, "-m", "pmm_workspace.embedded.web", str(listener.fileno())],
            log=tmp_path_factory.mktemp("web") / "web.log",
            environment=os.environ | {"STATIC_ROOT": str(static_files), **_database()},
            folder=ROOT,
            keep_open=(listener.fileno(),),
        )
        server.start()
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: _is_alive(address), server)
        yield address
    finally:
        server.end()


def _is_alive(address):
    try:
        return urlopen(f"{address}/health/live", timeout=30).status == 200
    except OSError:
        return False


def _database():
    from django.db import connection

    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    return {"DATABASE_AS_OWNER": "0", "DATABASE_URL": url.geturl()}


@pytest.fixture(scope="session", autouse=True)
def patient_flush():
    """What a closed window still asked of the server can stand in the way of emptying the tables; not for long."""

    def flush_again(command, tries=5, **options):
        try:
            return once(command, **options)
        except CommandError:
            if tries == 1:
                raise
            return flush_again(command, tries - 1, **options)

    once = flush.Command.handle
    with patch.object(flush.Command, "handle", flush_again):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """The server is a process of its own and knows only the real hashers."""


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # A container has no namespaces to spare for Chromium's own sandbox.
        launched = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(site, browser, transactional_db):
    """Opens a window of its own for a person: visit(ed), visit(vera, PHONE). None is nobody in particular.

    A test fails when one of its pages complained in the console, unless it said that it would: forgive(page, "409").
    """
    windows = []

    def visit(person=None, device=DESK, **more):
        context = browser.new_context(base_url=site, reduced_motion="reduce", **device, **more)
        context.set_default_timeout(30_000)
        if person:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session_of(person), "url": site}])
        page = context.new_page()
        page.complaints, page.forgiven = [], []
        page.on(
            "console",
            lambda said: (
                said.type == "error" and page.complaints.append(f"{page.url}: {said.text} {said.location['url']}")
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        windows.append(context)
        pages.append(page)
        return page

    pages = []
    yield visit
    complaints = [complaint for page in pages for complaint in page.complaints if not _is_forgiven(page, complaint)]
    for window in windows:
        window.close()
    assert complaints == []


def _session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _is_forgiven(page, complaint):
    return any(re.search(pattern, complaint) for pattern in page.forgiven)


def pytest_collection_modifyitems(items):
    for item in items:
        # A loaded machine may take its time over a page.
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.timeout(300))
