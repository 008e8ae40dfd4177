"""Gives a test run its own PostgreSQL and Valkey before Django reads its settings; xdist workers inherit them."""

import gc
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager

import pytest

from pmm_workspace.embedded import servers
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.postgres import DATABASE

STARTED = "PMM_TEST_SERVERS"
TEMPLATE = "PMM_TEST_TEMPLATE"
ENVIRONMENT = {
    STARTED: "1",
    "DATABASE_AS_OWNER": "1",
    "SECRET_KEY": "a key for tests",
    "EXTRA_APPS": "tests.toykind",  # proves that a kind is a model and a template
}


# A wrapper, because pytest-django asks to be first in this hook and loads the settings there.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    if STARTED not in os.environ:
        stack = ExitStack()
        stack.enter_context(running())
        early_config.add_cleanup(stack.close)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["VALKEY_URL"] = _queue_of_its_own(os.environ["VALKEY_URL"], int(worker.removeprefix("gw")))
        os.environ["LAKE_DIR"] += f"/{worker}"  # workspaces of two workers' databases have the same numbers
    return (yield)


@contextmanager
def running():
    """While the block runs, the environment leads to servers that forget everything."""
    before = os.environ.copy()
    with servers.throwaway() as started, tempfile.TemporaryDirectory(prefix="pmm-lake-") as lake:
        os.environ |= ENVIRONMENT | started.environment() | {"LAKE_DIR": lake}
        try:
            _manage("compile_translations")  # else what a test reads depends on who has compiled them before it
            yield
        finally:
            os.environ.clear()
            os.environ |= before


def make_tables():
    """Once, for all runs on these servers: theirs are copies, because migrating takes each of them ten seconds."""
    _manage("migrate", "--no-input", "--verbosity=0")
    os.environ[TEMPLATE] = DATABASE


def _manage(*words):
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def pytest_collection_finish():
    """What is loaded by now stays, as in a web process: no test waits for a search through it."""
    from pmm_workspace.common import collecting

    collecting.spare_what_stays()


def pytest_unconfigure():
    gc.unfreeze()


def _queue_of_its_own(url: str, number: int) -> str:
    """One worker's nudges must not reach a Celery that another worker's test has started."""
    return re.sub(r"virtual_host=\d+", f"virtual_host={number + 1}", url)
