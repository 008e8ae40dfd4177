"""Every page of every role, as the URLconf lists them, over the sample: axe, narrow screens, fingers."""

import re
from dataclasses import dataclass

import pytest
from django.core.management import call_command

from metrics import sample
from metrics.definitions.catalog import CATEGORIES
from metrics.models import ImportRun
from pmm_workspace.accounts import people, tokens
from pmm_workspace.accounts.checks import routes
from pmm_workspace.accounts.models import User, Workspace
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from pmm_workspace.sample import content
from pmm_workspace.sample.loading import load
from tests.browser.checks import faults_everywhere, faults_of_new_looks, forgive

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# Answers to a script, or files: no pages.
NOT_PAGES = re.compile(
    r"^(api/(?!docs)|health/|palette/|d/<int:pk>/(gaps|concision)/|.*/(progress|numbers|ranking|counting)/|.*\.csv|static/)"
)
# Where every kind of document has a page of its own look; on the other pages one document stands for all.
OF_EVERY_KIND = re.compile(r"^d/<int:pk>/(edit/)?$")


@dataclass
class Company:
    workspace: Workspace
    secret: str  # of an invitation that waits


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The sample with a smaller crowd in its funnel, made once: here everybody only looks."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "PEOPLE", 300)
        workspace = load()
        with tenancy.inside(workspace.pk):
            for user in User.objects.all():
                tokens.issue(user, workspace=workspace, name="CRM sync", scopes=["read"])
            yield Company(workspace, people.invite("new@example.com", role="pm", by=of("admin"))[1])
        call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


@pytest.fixture
def transactional_db(company):
    """Nothing is emptied between these tests."""


def of(role):
    return User.objects.get(email=next(email for email, _name, each in content.PEOPLE.values() if each == role))


def addresses(secret, *, of_every_kind=False) -> list[str]:
    """Every route with something of the sample in it."""
    ids = {
        "d": [_in_review()],
        "v": ["1"],
        "p": ["ledger"],
        "metric": ["cac"],
        "behind": ["sign_ups", "time_to_activate"],
        "funnel": list(CATEGORIES),
        "imports": [str(pk) for pk in ImportRun.objects.values_list("pk", flat=True)[:1]],
        "invitation": [secret],
        "": ["battlecards"],
    }
    documents = list(map(str, _one_of_each_kind())) if of_every_kind else [_in_review()]
    found = {}
    for path, _callback in routes():
        if not NOT_PAGES.match(path):
            plain = re.sub(r"[$^]|\\Z", "", path)
            found |= dict.fromkeys(_filled(plain, ids | {"d": documents} if OF_EVERY_KIND.match(path) else ids))
    return list(found)


def _in_review():
    return str(Artifact.objects.filter(kind="launchbrief", state="in_review").first().pk)


def _one_of_each_kind():
    return Artifact.objects.order_by("kind", "-approved", "pk").distinct("kind").values_list("pk", flat=True)


def _filled(path, ids):
    parameter = PARAMETER.search(path)
    if not parameter:
        return ["/" + path]
    before = path[: parameter.start()].rstrip("/").split("/")
    room = next((name for name in reversed(before) if name in ids), None)
    values = ids.get(room, [])
    return [each for value in values for each in _filled(path.replace(parameter[0], value, 1), ids)]


def walked(page, paths):
    """What is wrong on those of the pages that this person may open."""
    found, seen = [], []
    for path in paths:
        answer = page.request.get(path)
        if answer.ok and "text/html" in answer.headers["content-type"] and answer.url not in seen:
            page.goto(path)
            seen.append(answer.url)
            # What one writes in is drawn by the same parts in every kind; its looks on a phone are asked once.
            once = path.endswith("/edit/") and any(url.endswith("/edit/") for url in seen[:-1])
            found += faults_of_new_looks(page) if once else faults_everywhere(page)
    return found, seen


# What somebody sees differently from a PMM, who walks everywhere; for a rep that is all but what the API is like.
DIFFERS = {"admin": "/(settings/|$)", "pm": "/(d/|inbox|$)", "rep": "/(?!accounts/|api/)"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ["pmm", "admin", "pm", "rep"])
def test_every_page_of_a_role_is_sound(visit, company, role):
    paths = addresses(company.secret, of_every_kind=role == "pmm")
    paths = [path for path in paths if re.match(DIFFERS.get(role, "/(?!accounts/)"), path)]
    found, seen = walked(visit(of(role)), paths)

    print(role, len(seen), "pages")
    assert len(seen) >= 5
    assert found == [], "\n".join(found)


def test_every_page_about_an_account_is_sound(visit, company):
    for user in (None, of("pmm")):
        paths = [path for path in addresses(company.secret) if re.match("/(accounts|invitation)/", path)]
        found, seen = walked(visit(user), paths)

        print(user, len(seen), "pages")
        assert len(seen) >= 3
        assert found == [], "\n".join(found)


@pytest.mark.parametrize(("path", "status"), [("/nothing-here/", 404), ("/invitation/nobody-sent-this/", 404)])
def test_a_page_that_is_not_there_is_a_sound_page_too(visit, path, status):
    page = visit(of("pmm"))
    forgive(page, str(status))
    assert page.goto(path).status == status
    assert faults_everywhere(page) == []
