"""The cast: ed edits, rita reviews, vera views, ada administers, olga is outside."""

import pytest

from pmm_workspace.accounts.models import Membership, Product, Role, User, Workspace
from pmm_workspace.common import tenancy


def person(name, workspace, role):
    user = User.objects.create_user(f"{name.lower()}@example.com", "a long password", name=name)
    Membership.objects.create(user=user, workspace=workspace, role=role)
    return user


@pytest.fixture
def workspace(db):
    """The workspace that the test happens in."""
    workspace = Workspace.objects.create(name="Halden", slug="halden")
    with tenancy.inside(workspace.pk):
        yield workspace


@pytest.fixture
def elsewhere(db):
    """Another company's workspace."""
    return Workspace.objects.create(name="Elsewhere", slug="elsewhere")


@pytest.fixture
def product(workspace):
    return Product.objects.create(name="Ledger")


@pytest.fixture
def ada(workspace):
    return person("Ada", workspace, Role.ADMIN)


@pytest.fixture
def ed(workspace):
    return person("Ed", workspace, Role.PMM)


@pytest.fixture
def rita(workspace):
    return person("Rita", workspace, Role.PM)


@pytest.fixture
def vera(workspace):
    return person("Vera", workspace, Role.REP)


@pytest.fixture
def olga(elsewhere):
    return person("Olga", elsewhere, Role.PMM)
