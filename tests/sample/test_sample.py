import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction

from launches.models import Plan
from metrics.models import ImportRun, LakeFile
from pmm_workspace.accounts.isolation import owned_models
from pmm_workspace.accounts.models import Invitation, Membership, Role, User, Workspace
from pmm_workspace.artifacts import editing
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from pmm_workspace.sample import content, numbers
from pmm_workspace.sample.content import market, promises
from pmm_workspace.sample.loading import load
from pmm_workspace.sample.removal import remove
from tests import people
from tests.metrics.funnel import count


@pytest.fixture(scope="module")
def first_load(django_db_setup, django_db_blocker):
    """The sample with a few of its documents and rows, in a transaction that never commits."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "STORIES", few_stories())
        patch.setattr(numbers, "FILES", {"product-events.csv": few_events, "ad-spend.csv": few_costs})
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(first_load, db):
    """The same for each test, whatever another has done with it."""
    return Workspace.objects.get(pk=first_load.pk)


def few_stories():
    """Promises with all they stand on, and some that name no other document."""
    chain = (*promises.PROOFS, market.GROWING, *promises.PROMISES)
    alone = [story for story in content.STORIES if "Named(" not in repr(story) and "](@" not in repr(story)]
    return (*chain, *[story for story in alone if story not in chain][::6])


def few_events(path):
    path.write_text("user_id,event,timestamp,channel\nu1,signed_up,2026-11-02T10:00:00Z,search\n")


def few_costs(path):
    path.write_text("date,channel,amount\n2026-11-02,search,120.50\n")


def rows():
    return {model._meta.label: model.objects.count() for model in owned_models()}


def person(key):
    return User.objects.get(email=content.PEOPLE[key][0])


def test_the_sample_has_people_documents_and_numbers(loaded):
    assert loaded.is_sample
    assert sorted(Membership.objects.filter(workspace=loaded).values_list("role", flat=True)) == [
        "admin",
        "pm",
        "pmm",
        "pmm",
        "rep",
        "rep",
    ]
    with tenancy.inside(loaded.pk):
        assert Artifact.objects.count() == len(content.STORIES)
        assert (count(), count("spend")) == (1, 1)


def test_loading_again_changes_nothing(loaded):
    with tenancy.inside(loaded.pk):
        before = rows()

    assert load() == loaded

    with tenancy.inside(loaded.pk):
        assert rows() == before


def test_an_interrupted_load_is_completed(loaded):
    with tenancy.inside(loaded.pk):
        LakeFile.objects.filter(run__kind="spend").delete()
        ImportRun.objects.filter(kind="spend").delete()

    load()

    with tenancy.inside(loaded.pk):
        assert count("spend") == 1


def test_the_command_prints_one_sign_in_per_role(loaded, capsys):
    call_command("load_sample", "--print-sign-ins")

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[-2:] for line in lines] == [
        [f"{name}@example.com", content.PASSWORD] for name in ("admin", "pmm", "pm", "rep")
    ]
    assert all(User.objects.get(email=email).check_password(password) for *_role, email, password in lines)


def test_removal_leaves_nothing_behind_and_touches_nothing_else(loaded, elsewhere, olga):
    with tenancy.inside(elsewhere.pk):
        editing.create(Plan, {"title": "Hers"}, by=olga)
    was = loaded.pk

    remove(loaded, by=person("alva"))

    with tenancy.inside(was):
        assert set(rows().values()) == {0}
    assert not Invitation.objects.exists()
    assert list(User.objects.all()) == [olga]
    assert list(Workspace.objects.all()) == [elsewhere]
    with tenancy.inside(elsewhere.pk):
        assert [plan.title for plan in Plan.objects.all()] == ["Hers"]


def test_the_sample_can_be_loaded_again_after_its_removal(loaded):
    remove(loaded, by=person("alva"))

    again = load()

    with tenancy.inside(again.pk):
        assert Artifact.objects.count() == len(content.STORIES)


def test_who_has_joined_another_workspace_stays(loaded, elsewhere):
    tomas = person("tomas")
    Membership.objects.create(user=tomas, workspace=elsewhere, role="pmm")

    remove(loaded, by=person("alva"))

    assert list(User.objects.all()) == [tomas]
    assert [member.workspace for member in tomas.memberships.all()] == [elsewhere]


def test_who_left_words_in_another_workspace_stays(loaded, elsewhere):
    maya = person("maya")
    with tenancy.inside(elsewhere.pk):
        Plan.objects.create(title="Hers", owner=maya)

    remove(loaded, by=person("alva"))

    assert list(User.objects.all()) == [maya]


def test_only_an_admin_removes_the_sample(loaded):
    with pytest.raises(PermissionDenied):
        remove(loaded, by=person("maya"))

    assert Workspace.objects.filter(pk=loaded.pk)


def test_nothing_but_the_sample_can_be_removed(elsewhere):
    ada = people.person("Ada", elsewhere, Role.ADMIN)
    with tenancy.inside(elsewhere.pk), pytest.raises(ValidationError):
        remove(elsewhere, by=ada)

    assert Workspace.objects.filter(pk=elsewhere.pk)
