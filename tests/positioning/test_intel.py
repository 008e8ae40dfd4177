import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from pmm_workspace.artifacts import document, editing
from pmm_workspace.artifacts.models import Artifact
from positioning import triage
from positioning.models import Competitor, IntelItem

pytestmark = pytest.mark.django_db
SEEN = {
    "text": "Their smallest plan is € 900.",
    "source": "Price page",
    "source_type": "site",
    "seen_on": "2026-11-02",
}


@pytest.fixture
def abacus(workspace, ed):
    return editing.create(Competitor, {"title": "Abacus"}, by=ed)


@pytest.fixture
def seen(workspace, vera):
    triage.note(by=vera, **SEEN)
    return IntelItem.objects.get()


def facts(competitor):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=competitor.pk)).facts


def test_what_a_seller_saw_becomes_a_fact_with_its_source_and_day(seen, abacus, ed):
    triage.keep(seen, abacus, confidence="high", by=ed)

    [fact] = facts(abacus)
    assert (fact.fact, fact.source, fact.source_type) == (SEEN["text"], "Price page", "site")
    assert (str(fact.seen_on), fact.confidence) == ("2026-11-02", "high")
    assert (seen.state, seen.competitor_id, seen.decided_by) == ("kept", abacus.pk, ed)


def test_nothing_is_decided_twice(seen, abacus, ed):
    triage.keep(seen, abacus, confidence="high", by=ed)

    with pytest.raises(triage.AlreadyDecided):
        triage.dismiss(seen, reason="Known", by=ed)
    assert IntelItem.objects.get().state == "kept"


def test_a_dismissal_needs_a_reason_and_triage_needs_somebody_who_may_edit(seen, abacus, ed, vera):
    with pytest.raises(ValidationError):
        triage.dismiss(seen, reason=" ", by=ed)
    with pytest.raises(PermissionDenied):
        triage.keep(seen, abacus, confidence="high", by=vera)

    assert IntelItem.objects.get().state == "new"
    assert facts(abacus) == ()


def test_an_observation_that_cannot_become_a_fact_stays_new(client, seen, abacus, ed):
    client.force_login(ed)
    client.post(f"/intel/{seen.pk}/", {"what": "keep", "competitor": "999", "confidence": "high"})
    Artifact.objects.filter(pk=abacus.pk).update(state="retired")

    with pytest.raises(ValidationError):
        triage.keep(seen, abacus, confidence="high", by=ed)
    assert IntelItem.objects.get().state == "new"


def test_the_page_notes_keeps_and_dismisses(client, abacus, ed, vera):
    client.force_login(vera)
    client.post("/intel/", SEEN)
    client.post("/intel/", SEEN | {"text": "They hire."})
    assert "Keep as a fact" not in client.get("/intel/").content.decode()
    hired, price = IntelItem.objects.all()

    client.force_login(ed)
    assert "Keep as a fact" in client.get("/intel/").content.decode()
    client.post(f"/intel/{price.pk}/", {"what": "keep", "competitor": abacus.pk, "confidence": "low"})
    client.post(f"/intel/{hired.pk}/", {"what": "dismiss", "reason": "Two years old"})

    assert [fact.fact for fact in facts(abacus)] == [SEEN["text"]]
    assert "Two years old" in client.get("/intel/?state=dismissed").content.decode()


def test_a_program_posts_what_it_found(client, workspace, vera):
    client.force_login(vera)
    made = client.post("/api/intel/", json.dumps(SEEN), content_type="application/json")

    assert made.status_code == 201
    assert client.get("/api/intel/").json()["results"] == [made.json()]
    assert (made.json()["state"], IntelItem.objects.get().by) == ("new", vera)


def test_a_page_of_observations_asks_a_bounded_number_of_questions(client, abacus, ed, django_assert_max_num_queries):
    for number in range(25):
        triage.note(by=ed, **SEEN | {"text": f"Seen {number}"})
    client.force_login(ed)

    with django_assert_max_num_queries(14):
        client.get("/intel/")
