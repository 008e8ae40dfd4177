"""The database is told the workspace anew after whatever takes its setting back; here transactions really end."""

import pytest
from django.db import IntegrityError, connection, transaction

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from tests.security.world import undone

pytestmark = pytest.mark.django_db(transaction=True)


def setting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pmm.workspace', true)")
        return cursor.fetchone()[0]


def test_a_transaction_rolled_back_leaves_the_right_workspace_in_force(workspace, elsewhere, product):
    with tenancy.inside(elsewhere.pk):
        Product.objects.create(name="Theirs")
        with undone(), tenancy.inside(workspace.pk):
            assert [each.name for each in Product.everywhere.all()] == ["Ledger"]
        assert [each.name for each in Product.everywhere.all()] == ["Theirs"]
    assert [each.name for each in Product.everywhere.all()] == ["Ledger"]


def test_a_new_connection_is_told_again(workspace, product):
    assert Product.everywhere.count() == 1
    connection.close()
    assert Product.everywhere.count() == 1
    with tenancy.inside(None):
        connection.close()
        assert Product.everywhere.count() == 0


def test_a_commit_refused_by_a_deferred_key_leaves_the_right_workspace_in_force(workspace, elsewhere, ed):
    with tenancy.inside(elsewhere.pk):
        foreign = Product.objects.create(name="Theirs")
    with pytest.raises(IntegrityError), transaction.atomic():
        Artifact.objects.create(title="Astray", owner=ed, product=foreign)
    assert Product.everywhere.count() == 0
    assert setting() == str(workspace.pk)


def test_no_question_is_compiled_on_a_connection_new_or_rolled_back():
    assert is_compiling() == "off"
    connection.close()
    assert is_compiling() == "off"
    with undone():
        connection.cursor().execute("SELECT set_config('jit', 'on', false)")
    assert is_compiling() == "off"


def is_compiling():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        return cursor.fetchone()[0]
