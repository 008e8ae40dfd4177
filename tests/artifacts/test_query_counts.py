"""What daily requests cost in queries: as many for a hundred items as for ten. Raise a figure only with a reason."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enablement.models import Battlecard
from pmm_workspace.accounts import tokens
from pmm_workspace.artifacts import editing
from pmm_workspace.artifacts.models import Artifact

SIZES = pytest.mark.parametrize("items", [10, 100])

SESSION = 3  # session, person, membership with its workspace
INDEX = 3  # comments, the words known so far, the entry of search
TOKEN = 9  # token with person, membership with its workspace, the time of use, six for the counted limit


def card(items, by, title="Abacus"):
    rows = {f"objections/k{at}": {"they_say": f"Too dear {at}.", "we_say": "At list, yes."} for at in range(items)}
    artifact = editing.create(Battlecard, {"title": title, **rows}, by=by)
    editing.pin(artifact.latest)
    Artifact.objects.filter(pk=artifact.pk).update(state="approved", approved=artifact.latest)
    return artifact


@pytest.fixture
def queries(client):
    """Ask once so that what is read once per process has been read, then count."""

    def count(ask, again=None):
        assert ask().status_code in (200, 201, 304)
        with CaptureQueriesContext(connection) as asked:
            assert (again or ask)().status_code in (200, 201, 304)
        print("\n".join(query["sql"] for query in asked))  # pytest shows them when the figure is wrong
        return len(asked)

    return count


@SIZES
def test_reading_a_battlecard(client, queries, vera, ed, items):
    artifact = card(items, ed)
    client.force_login(vera)

    # The document, that it was read, its suggestions, the menu's products, unread news.
    assert queries(lambda: client.get(f"/d/{artifact.pk}/")) == SESSION + 5


@SIZES
def test_reading_it_again_unchanged(client, queries, vera, ed, items):
    artifact = card(items, ed)
    client.force_login(vera)
    tag = client.get(f"/d/{artifact.pk}/").headers["ETag"]

    assert queries(lambda: client.get(f"/d/{artifact.pk}/", headers={"If-None-Match": tag})) == SESSION + 3


@SIZES
def test_saving_a_field(client, queries, ed, items):
    artifact = card(items, ed)
    client.force_login(ed)

    def save(base):
        data = {"path": "why_we_win", "value": f"Text {base}.", "base": base, "op_id": uuid.uuid4()}
        return client.post(f"/d/{artifact.pk}/save/", data, headers={"X-Autosave": "1"})

    assert queries(lambda: save(1), lambda: save(2)) == SESSION + 10 + INDEX


@SIZES
def test_saving_a_field_of_an_item(client, queries, ed, items):
    artifact = card(items, ed)
    client.force_login(ed)

    def save(base):
        data = {"path": "objections/k3/we_say", "value": f"Text {base}.", "base": base, "op_id": uuid.uuid4()}
        return client.post(f"/d/{artifact.pk}/save/", data, headers={"X-Autosave": "1"})

    assert queries(lambda: save(1), lambda: save(2)) == SESSION + 12 + INDEX


@SIZES
def test_listing_fifty_documents_with_all_their_items_by_rest(client, queries, ed, workspace, items):
    for number in range(50):
        card(items, ed, f"Card {number}")
    _token, secret = tokens.issue(ed, workspace=workspace, name="CRM", scopes=["read"])
    headers = {"Authorization": f"Bearer {secret}"}

    def ask():
        answer = client.get("/api/battlecards/", headers=headers)
        assert [len(row["objections"]) for row in answer.json()["results"]] == [items] * 50
        return answer

    assert queries(ask) == TOKEN + 1


@pytest.mark.parametrize("documents", [5, 50])
def test_a_list_of_documents(client, queries, ed, documents):
    for number in range(documents):
        card(2, ed, f"Card {number}")
    client.force_login(ed)

    assert queries(lambda: client.get("/battlecards/")) == SESSION + 5  # with whom one may filter by
    assert queries(lambda: client.get(f"/battlecards/?state=approved&owner={ed.pk}")) == SESSION + 6
