"""Review: what moves where, about which exact version, and what stands in the way."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from messaging.models import MessagingHouse
from pmm_workspace.artifacts import editing, queries, review
from pmm_workspace.artifacts.models import Artifact, Move, State


@pytest.fixture
def house(workspace, ed, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "completeness", ())
    return editing.create(MessagingHouse, {"title": "Ledger", "core_message": "Close in 3 days."}, by=ed)


def now(artifact):
    return Artifact.objects.select_related("latest", "approved").get(pk=artifact.pk)


def moves(artifact):
    return list(Move.objects.filter(artifact=artifact).order_by("pk").values_list("name", "version__number"))


def test_a_document_is_submitted_returned_submitted_and_approved(house, ed, rita):
    review.submit(house, by=ed)
    review.send_back(house, by=rita, note="Which books?")
    editing.edit(house, {"core_message": "Close the books in 3 days."}, base=1, by=ed)
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=2)

    assert moves(house) == [("submit", 1), ("send_back", 1), ("submit", 2), ("approve", 2)]
    assert (now(house).state, now(house).approved.number) == (State.APPROVED, 2)


def test_text_that_changed_after_it_was_opened_is_not_approved(house, ed, rita):
    review.submit(house, by=ed)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    editing.edit(house, {"title": "Ledger 2"}, base=2, by=ed)

    with pytest.raises(review.ChangedSince, match="see 2 changes") as refusal:
        review.approve(house, by=rita, seen=1)

    assert refusal.value.changes == 2
    assert (now(house).state, now(house).approved) == (State.IN_REVIEW, None)


def test_editing_an_approved_document_begins_a_draft_and_readers_keep_the_approved_text(house, ed, rita, vera):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)

    assert now(house).state == State.DRAFT
    assert Artifact.objects.visible_to(vera).get().approved.content["fields"]["core_message"] == "Close in 3 days."
    assert moves(house)[-1] == ("reopen", 2)


@pytest.mark.parametrize("pillars", [2, 6])
def test_a_house_with_two_or_six_pillars_is_not_approved_and_the_refusal_says_why(workspace, ed, rita, pillars):
    changes = {"title": "Ledger", "core_message": "Close in 3 days."}
    changes |= {f"pillars/p{at}": {"title": f"Claim {at}"} for at in range(pillars)}
    house = editing.create(MessagingHouse, changes, by=ed)
    review.submit(house, by=ed)

    with pytest.raises(review.Incomplete) as refusal:
        review.approve(house, by=rita, seen=1)

    assert f"A messaging house stands on 3 to 5 pillars; this one has {pillars}." in refusal.value.messages
    assert now(house).state == State.IN_REVIEW


def test_who_may_not_review_does_not(house, ed, vera):
    review.submit(house, by=ed)

    for person in (ed, vera):
        with pytest.raises(PermissionDenied):
            review.approve(house, by=person, seen=1)


def test_returning_needs_a_word(house, ed, rita):
    review.submit(house, by=ed)

    with pytest.raises(ValidationError, match="Say what should change"):
        review.send_back(house, by=rita, note="  ")


def test_a_draft_cannot_be_approved(house, rita):
    with pytest.raises(ValidationError, match="this document is now draft"):
        review.approve(house, by=rita, seen=1)


def test_what_is_submitted_never_changes_any_more(house, ed):
    review.submit(house, by=ed)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)

    assert Move.objects.get(name="submit").version.content["fields"]["core_message"] == "Close in 3 days."


def test_the_inbox_has_what_waits_for_the_reviewer_and_what_came_back_to_the_writer(house, ed, rita):
    review.submit(house, by=ed)
    assert [each.pk for each in queries.waiting_for(rita)] == [house.pk]
    assert list(queries.waiting_for(ed)) == []

    review.send_back(house, by=rita, note="Which books?")
    assert list(queries.waiting_for(rita)) == []
    assert [each.pk for each in queries.returned_to(ed)] == [house.pk]


def test_a_retired_document_is_gone_for_readers_and_cannot_be_edited(house, ed, rita, vera):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    review.move(house, "retire", seen=1, by=ed)

    assert not Artifact.objects.visible_to(vera).exists()
    with pytest.raises(ValidationError, match="retired"):
        editing.edit(house, {"title": "Back"}, base=1, by=ed)
