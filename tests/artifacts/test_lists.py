"""Lists of documents: narrowed by state and owner with plain addresses, page by page."""

import pytest

from enablement.models import Battlecard
from pmm_workspace.artifacts import editing, review

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(workspace, ed, ada, rita, monkeypatch):
    monkeypatch.setattr(Battlecard, "completeness", ())
    made = {name: editing.create(Battlecard, {"title": name}, by=by) for name, by in (("Ebb", ed), ("Flow", ada))}
    review.submit(made["Flow"], by=ada)
    review.approve(made["Flow"], by=rita, seen=1)
    return made


def shown(client, person, query=""):
    client.force_login(person)
    page = client.get(f"/battlecards/{query}")
    return [each.title for each in page.context["found"]], page.content.decode()


def test_a_list_is_narrowed_by_state_and_owner_and_widened_again(client, cards, ed, ada):
    assert shown(client, ed)[0] == ["Flow", "Ebb"]
    assert shown(client, ed, "?state=draft")[0] == ["Ebb"]
    assert shown(client, ed, f"?owner={ada.pk}")[0] == ["Flow"]

    titles, page = shown(client, ed, f"?state=draft&owner={ada.pk}&page=1")
    assert titles == [] and "None of this sort" in page
    assert f'href="/battlecards/?owner={ada.pk}"' in page and 'href="/battlecards/?state=draft"' in page


def test_a_reader_narrows_by_owner_only_and_what_nobody_offers_is_left_out(client, cards, vera, ada, olga):
    titles, page = shown(client, vera, "?state=draft")
    assert titles == ["Flow"] and 'name="state"' not in page
    assert shown(client, vera, f"?owner={olga.pk}")[0] == ["Flow"]  # not of this workspace
    assert shown(client, vera, "?owner=x&state=y")[0] == ["Flow"]


def test_the_next_page_is_of_the_same_filter(client, workspace, ed):
    for number in range(31):
        editing.create(Battlecard, {"title": f"Card {number}"}, by=ed)

    titles, page = shown(client, ed, f"?owner={ed.pk}")
    assert len(titles) == 30 and f'href="?owner={ed.pk}&amp;page=2"' in page
