"""What every test may ask for: a database behind row-level security, its owner, and a real Celery worker."""

import itertools
import os
import sys
from contextlib import closing
from unittest.mock import patch
from urllib.parse import urlsplit

import environ
import psycopg2
import pytest
from django.test import override_settings

from pmm_workspace.embedded.demo import ALONE
from pmm_workspace.embedded.places import ROOT
from pmm_workspace.embedded.processes import Child, wait_until
from tests.servers import TEMPLATE

pytest_plugins = ["tests.people"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long begins first, so that no process waits for it at the end; but nothing that empties tables."""
    items.sort(key=lambda item: not (item.get_closest_marker("slow") and "transactional_db" not in item.fixturenames))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hashing a password is slow by design; no test is about how slow."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Where the tables were made beforehand, the test database begins as a copy of them."""
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The owner makes the tables. The tests then sign in as the app does, so that row-level security binds them."""
    from django.db import connection

    owner = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    app = {key: environ.Env().db_url("DATABASE_URL")[key] for key in owner}
    with django_db_blocker.unblock():
        _let_it_empty_tables(connection, app["USER"])
        _sign_in(connection, app)
    with _quietly_emptied():
        yield
    with django_db_blocker.unblock():
        _sign_in(connection, owner)


def _let_it_empty_tables(connection, role):
    """Only here: a transactional test ends with TRUNCATE, which the app itself may not do."""
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{role}"')


def _quietly_emptied():
    """What follows a migration (policies, grants) outlives TRUNCATE, and only the owner could do it again."""
    return patch("django.core.management.commands.flush.emit_post_migrate_signal")


def _sign_in(connection, person):
    connection.close()
    connection.settings_dict.update(person)


@pytest.fixture
def owner_connection(django_db_setup):
    """The test database as its owner sees it: past row-level security, outside the test's transaction."""
    from django.db import connection

    url = environ.Env().db_url("DATABASE_OWNER_URL", default=os.environ["DATABASE_URL"])
    parameters = connection.get_connection_params() | {"user": url["USER"]}
    if url["PASSWORD"]:
        parameters["password"] = url["PASSWORD"]
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as owner:
        owner.autocommit = True
        yield owner


@pytest.fixture
def worked(db):
    """Does the jobs that wait, as a worker does, until none is left or none can go on."""
    from pmm_workspace.jobs import queue
    from pmm_workspace.jobs.models import Job, State

    def work(rounds=10):
        for _ in range(rounds):
            waiting = list(Job.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))
            for pk in waiting:
                queue.run(pk)
            if not waiting:
                return

    return work


@pytest.fixture
def celery_worker_process(transactional_db, tmp_path):
    """Starts a real Celery worker on the test database and returns it; `kill()` it and call again for another."""
    from pmm_workspace.celery import app

    app.control.purge()
    started, numbers = [], itertools.count(1)

    def start() -> Child:
        worker = _worker(tmp_path / f"worker-{next(numbers)}.log")
        started.append(worker)
        worker.start()
        wait_until(lambda: " ready." in worker.log.read_text(errors="replace"), worker)
        return worker

    yield start
    for worker in started:
        worker.kill()


def _worker(log) -> Child:
    celery = [sys.executable, "-m", "celery", "-A", "pmm_workspace"]
    return Child(
        "worker",
        [*celery, "worker", "--concurrency=1", "--loglevel=INFO", *ALONE],
        log=log,
        environment=os.environ | {"DATABASE_AS_OWNER": "0", "DATABASE_URL": _url_of_test_database()},
        folder=ROOT,
    )


def _url_of_test_database() -> str:
    from django.db import connection

    return urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"]).geturl()
