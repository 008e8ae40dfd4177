"""Gives a test run its own PostgreSQL and Valkey before Django reads its settings; xdist workers inherit them."""

import os
import re
import tempfile

import pytest

from pmm_workspace.embedded import servers

STARTED = "PMM_TEST_SERVERS"
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
        early_config.add_cleanup(_start())
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["VALKEY_URL"] = _queue_of_its_own(os.environ["VALKEY_URL"], int(worker.removeprefix("gw")))
        os.environ["LAKE_DIR"] += f"/{worker}"  # workspaces of two workers' databases have the same numbers
    return (yield)


def _start():
    """Start the servers, export where they are, and return what undoes both."""
    context = servers.throwaway()
    started = context.__enter__()
    before = os.environ.copy()
    lake = tempfile.TemporaryDirectory(prefix="pmm-lake-")
    os.environ |= ENVIRONMENT | started.environment() | {"LAKE_DIR": lake.name}

    def end():
        lake.cleanup()
        context.__exit__(None, None, None)
        os.environ.clear()
        os.environ |= before

    return end


def _queue_of_its_own(url: str, number: int) -> str:
    """One worker's nudges must not reach a Celery that another worker's test has started."""
    return re.sub(r"virtual_host=\d+", f"virtual_host={number + 1}", url)
