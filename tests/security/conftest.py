import logging

import pytest
from django.db import transaction

from pmm_workspace.accounts.tokens import PerToken
from tests.security.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for a module, inside one transaction that never commits."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.getLogger("django.request"), "disabled", True)  # thousands of refusals are meant
        patch.setattr(PerToken, "THROTTLE_RATES", {"token": None})
        yield World()
        transaction.set_rollback(True)
