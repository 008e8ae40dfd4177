"""The fixtures the other tests stand on."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_tests_sign_in_as_the_role_that_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("pmm_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_owner_is_one_fixture_away(owner_connection):
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("postgres", connection.settings_dict["NAME"])


def test_a_celery_worker_can_be_killed_and_another_started(celery_worker_process):
    first = celery_worker_process()
    first.kill()
    second = celery_worker_process()

    assert not first.is_running
    assert second.is_running


@pytest.mark.django_db(transaction=True)
def test_the_app_role_can_leave_an_empty_database_behind(django_user_model):
    assert not django_user_model.objects.exists()
