"""The embedded servers keep what they were given, stand beside each other, and leave nothing behind."""

import os
from contextlib import closing, contextmanager

import psycopg2
import pytest
import redis

from pmm_workspace.embedded import binaries, identity, places
from pmm_workspace.embedded.errors import AlreadyRunning, Refused
from pmm_workspace.embedded.servers import Servers, throwaway
from tests.embedded.conftest import is_alive, wait_for


@contextmanager
def running(state):
    with places.claimed(state):
        servers = Servers(state)
        try:
            servers.start()
            yield servers
        finally:
            servers.end()


def sql(servers, statement, user="postgres"):
    with closing(servers.postgres.connect("pmm", user=user)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None


def valkey(servers):
    return redis.Redis(unix_socket_path=str(servers.valkey.socket), decode_responses=True)


def test_rows_and_queued_tasks_are_there_after_a_restart(tmp_path):
    with running(tmp_path) as servers:
        sql(servers, "CREATE TABLE notes AS SELECT 'kept' AS note")
        valkey(servers).lpush("celery", "a task")

    with running(tmp_path) as servers:
        assert sql(servers, "SELECT note FROM notes") == [("kept",)]
        assert valkey(servers).lrange("celery", 0, -1) == ["a task"]


def test_two_states_run_at_once_and_do_not_see_each_other(tmp_path):
    with running(tmp_path / "one") as one, running(tmp_path / "two") as two:
        sql(one, "CREATE TABLE only_here ()")
        assert sql(two, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'") == [(0,)]


def test_a_state_belongs_to_one_process_at_a_time(tmp_path, supervisor):
    supervisor(tmp_path)
    with pytest.raises(AlreadyRunning), running(tmp_path):
        pass


def test_a_path_may_be_long_and_hold_spaces_and_any_letters(tmp_path):
    state = tmp_path / "мой каталог with space" / ("x" * 120)
    with running(state) as servers:
        assert sql(servers, "SELECT 1") == [(1,)]
        assert valkey(servers).ping()


def test_a_killed_supervisor_leaves_no_server_and_loses_no_row(tmp_path, supervisor):
    with running(tmp_path) as servers:
        sql(servers, "CREATE TABLE notes AS SELECT 'kept' AS note")
    holder = supervisor(tmp_path)
    assert all(map(is_alive, holder.servers))

    holder.kill()
    holder.wait()
    with running(tmp_path) as servers:
        assert sql(servers, "SELECT note FROM notes") == [("kept",)]
    wait_for(lambda: not any(map(is_alive, holder.servers)))


def test_a_stale_pid_that_now_belongs_to_another_program_is_forgotten(tmp_path, bystander):
    with running(tmp_path):
        pass
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{bystander.pid}\n{tmp_path / 'postgres'}\n")

    with running(tmp_path) as servers:
        assert sql(servers, "SELECT 1") == [(1,)]
    assert bystander.is_running


def test_data_of_another_version_is_refused_and_left_alone(tmp_path):
    with running(tmp_path):
        pass
    version = tmp_path / "postgres" / "PG_VERSION"
    version.write_text("9\n")

    with pytest.raises(Refused, match="written by PostgreSQL 9"), running(tmp_path):
        pass
    assert version.read_text() == "9\n"


def test_the_app_role_owns_nothing_and_may_not_pass_row_level_security():
    with throwaway() as servers:
        row = sql(
            servers,
            "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user",
            user="pmm_app",
        )
        assert row == [(True, False, False, False, False)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            sql(servers, "CREATE TABLE of_my_own ()", user="pmm_app")


def test_words_of_every_language_have_trigrams():
    with throwaway() as servers:
        sql(servers, "CREATE EXTENSION pg_trgm")
        assert sql(servers, "SELECT cardinality(show_trgm('Журнал')), cardinality(show_trgm('电池'))") == [(7, 3)]


def test_nobody_else_can_reach_the_sockets():
    with throwaway() as servers:
        folder = servers.postgres.sockets
        assert folder.stat().st_mode & 0o777 == 0o700
        assert sql(servers, "SHOW listen_addresses") == [("",)]
    assert not folder.exists()


def test_a_socket_folder_that_is_open_to_others_is_refused(tmp_path):
    folder = places.sockets(tmp_path)
    folder.mkdir(mode=0o755)
    try:
        with pytest.raises(Refused, match="only you"):
            places.make_sockets(tmp_path)
    finally:
        folder.rmdir()


def test_what_a_killed_run_has_left_is_deleted_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "pmm-throwaway-left"
    left.mkdir()
    (left / "lock").touch()

    with places.throwaway():
        assert not left.exists()


def test_named_servers_are_used_instead(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/pmm")
    monkeypatch.setenv("VALKEY_URL", "redis://elsewhere")

    assert list(Servers(tmp_path)) == []
    assert Servers(tmp_path).environment() == {}


@pytest.mark.parametrize("find", [binaries.postgres, binaries.valkey])
def test_a_named_program_that_is_missing_is_reported(monkeypatch, find):
    monkeypatch.setenv("EMBEDDED_PG_BIN", "/nowhere")
    monkeypatch.setenv("EMBEDDED_VALKEY_BIN", "/nowhere/valkey-server")

    with pytest.raises(Refused, match="EMBEDDED_"):
        find()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user to become")
def test_root_without_namespaces_runs_postgres_as_somebody_else(monkeypatch):
    monkeypatch.setenv("EMBEDDED_NO_USERNS", "1")
    identity.for_postgres.cache_clear()
    try:
        with throwaway() as servers:
            assert servers.postgres.identity.uid
            assert sql(servers, "SELECT 1") == [(1,)]
    finally:
        identity.for_postgres.cache_clear()
