"""How people arrive, and how a workspace comes and goes."""

import pytest
from django.core.exceptions import ValidationError

from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import Membership, Role, User, Workspace
from pmm_workspace.common import tenancy

FIRST = {"name": "Ada", "email": "ada@example.com", "password": "a long password", "workspace": "Halden"}


def test_the_first_visitor_of_a_new_installation_sets_it_up(client, db):
    assert client.get("/").headers["Location"] == "/setup/"

    answer = client.post("/setup/", FIRST, follow=True)

    assert answer.status_code == 200
    member = Membership.objects.select_related("user", "workspace").get()
    assert (member.user.email, member.workspace.name, member.role) == ("ada@example.com", "Halden", Role.ADMIN)


def test_nobody_sets_up_what_is_set_up(client, ada):
    assert client.post("/setup/", FIRST).headers["Location"] == "/"
    with pytest.raises(ValidationError):
        people.set_up(**FIRST)
    assert User.objects.count() == 1


def test_who_belongs_nowhere_can_open_a_workspace(client, db):
    client.force_login(User.objects.create_user("lone@example.com", "a long password", name="Lone"))
    assert client.get("/").headers["Location"] == "/settings/"
    assert "Open a workspace" in client.get("/settings/").content.decode()

    client.post("/workspaces/", {"name": "Mine"})

    assert client.get("/").status_code == 200
    assert Membership.objects.get().role == Role.ADMIN


def test_people_switch_between_their_own_workspaces_only(client, ed, elsewhere, workspace):
    client.force_login(ed)
    assert client.post(f"/workspaces/{elsewhere.pk}/").status_code == 404

    Membership.objects.create(user=ed, workspace=elsewhere, role=Role.REP)
    client.post(f"/workspaces/{elsewhere.pk}/")

    assert "Elsewhere" in client.get("/").content.decode()


def test_the_last_admin_stays(ada):
    member = Membership.objects.get(user=ada)
    with pytest.raises(ValidationError, match="needs an admin"):
        people.change_role(member, Role.REP, by=ada)
    with pytest.raises(ValidationError, match="needs an admin"):
        people.remove_member(member, by=ada)


def test_the_sample_goes_in_one_click_and_nothing_else_does(client, ada, workspace, elsewhere):
    workspace.is_sample = True
    workspace.save()
    client.force_login(ada)

    client.post("/settings/sample/remove/")

    assert list(Workspace.objects.all()) == [elsewhere]


def test_a_real_workspace_is_not_removed_as_a_sample(client, ada, workspace):
    client.force_login(ada)
    client.post("/settings/sample/remove/")

    assert Workspace.objects.filter(pk=workspace.pk).exists()
    assert tenancy.current() == workspace.pk
