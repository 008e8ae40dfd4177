"""Who decides, how many of them, about which text, and when readers get it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.timezone import now as this_moment

from launches.models import LaunchBrief
from messaging.models import MessagingHouse
from pmm_workspace.accounts.models import Role
from pmm_workspace.artifacts import diff, document, editing, publishing, queries, review, rounds
from pmm_workspace.artifacts.models import Artifact, Move, ReviewRequest, State
from pmm_workspace.artifacts.rules import Rule
from tests.people import person


@pytest.fixture
def house(workspace, ed, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "completeness", ())
    return editing.create(MessagingHouse, {"title": "Ledger", "core_message": "Close in 3 days."}, by=ed)


@pytest.fixture
def nick(workspace):
    return person("Nick", workspace, Role.PM)


@pytest.fixture
def two_needed(monkeypatch):
    monkeypatch.setattr(MessagingHouse, "review", Rule(quorum=2), raising=False)


def now(artifact):
    return Artifact.objects.select_related("latest", "approved", "scheduled").get(pk=artifact.pk)


def seats(artifact):
    return {str(seat.user): (seat.is_approved, seat.is_void) for seat in rounds.current(now(artifact)).seats}


# Asking


def test_whoever_the_rule_names_is_asked_when_nobody_is_named(house, ed, rita, ada, vera):
    review.submit(house, by=ed)

    assert set(seats(house)) == {"Ada", "Rita"}


def test_a_writer_is_not_suggested_while_there_is_somebody_else(house, ed, rita, ada):
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ada)

    assert rounds.suggested(now(house)) == [rita]


def test_a_request_has_people_a_day_and_a_note(house, ed, rita, ada):
    tomorrow = localdate() + timedelta(days=1)
    review.submit(house, by=ed, note="Mind the number.", reviewers=[rita.pk], due=tomorrow)

    request = ReviewRequest.objects.get()
    assert (request.due, request.move.note, list(seats(house))) == (tomorrow, "Mind the number.", ["Rita"])


@pytest.mark.parametrize("wish", ["a rep", "nobody", "yesterday"])
def test_a_request_that_nobody_could_answer_is_refused(house, ed, rita, vera, wish):
    wishes = {
        "a rep": {"reviewers": [rita.pk, vera.pk]},
        "nobody": {"reviewers": []},
        "yesterday": {"due": localdate() - timedelta(days=1)},
    }[wish]
    with pytest.raises(ValidationError):
        review.submit(house, by=ed, **wishes)

    assert (now(house).state, Move.objects.count()) == (State.DRAFT, 0)


def test_only_who_was_asked_finds_it_waiting_and_what_is_due_comes_first(house, ed, rita, nick):
    later = editing.create(MessagingHouse, {"title": "Payables"}, by=ed)
    review.submit(house, by=ed, reviewers=[rita.pk])
    review.submit(later, by=ed, reviewers=[rita.pk], due=localdate())

    assert [each.title for each in queries.waiting_for(rita)] == ["Payables", "Ledger"]
    assert list(queries.waiting_for(nick)) == []


# The rule


def test_a_launch_brief_needs_a_pm(workspace, ed, rita, ada, monkeypatch):
    monkeypatch.setattr(LaunchBrief, "completeness", ())
    brief = editing.create(LaunchBrief, {"title": "Spring"}, by=ed)
    review.submit(brief, by=ed)
    with pytest.raises(review.NotNow, match="Rita"):
        review.approve(brief, by=ada, seen=1)

    review.approve(brief, by=rita, seen=1)
    assert now(brief).state == State.APPROVED


def test_where_there_is_no_pm_an_admin_stands_in(workspace, ed, ada, monkeypatch):
    monkeypatch.setattr(LaunchBrief, "completeness", ())
    brief = editing.create(LaunchBrief, {"title": "Spring"}, by=ed)
    review.submit(brief, by=ed)
    review.approve(brief, by=ada, seen=1)

    assert now(brief).state == State.APPROVED


def test_nobody_approves_their_own_text_alone_while_somebody_else_could(workspace, ada, rita, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "completeness", ())
    own = editing.create(MessagingHouse, {"title": "Ledger"}, by=ada)
    review.submit(own, by=ada)
    with pytest.raises(review.NotNow, match=r"your own text.*Rita"):
        review.approve(own, by=ada, seen=1)
    assert now(own).state == State.IN_REVIEW

    rita.memberships.update(role=Role.REP)
    review.approve(own, by=ada, seen=1)
    assert now(own).state == State.APPROVED


def test_the_quorum_has_to_approve_the_same_text(house, ed, rita, nick, two_needed):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    assert (now(house).state, now(house).approved) == (State.IN_REVIEW, None)
    assert rounds.current(now(house)).approved == 1

    review.approve(house, by=nick, seen=1)
    assert (now(house).state, now(house).approved.number) == (State.APPROVED, 1)


def test_an_edit_voids_the_approvals_before_it(house, ed, rita, nick, two_needed):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    assert seats(house) == {"Nick": (False, False), "Rita": (False, True)}

    review.approve(house, by=nick, seen=2)
    assert now(house).state == State.IN_REVIEW
    review.approve(house, by=rita, seen=2)
    assert now(house).approved.content["fields"]["core_message"] == "Close in 2 days."


def test_who_approved_is_not_asked_again_until_the_text_changes(house, ed, rita, nick, two_needed):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    with pytest.raises(review.NotNow, match="already"):
        review.approve(house, by=rita, seen=1)
    assert list(queries.waiting_for(rita)) == []

    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    assert [each.pk for each in queries.waiting_for(rita)] == [house.pk]


def test_a_small_team_is_not_asked_for_more_approvals_than_it_has_people(house, ed, rita, two_needed):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)

    assert now(house).state == State.APPROVED


def test_the_right_to_stand_in_ends_with_the_round(house, ed, rita, nick, two_needed):
    """An approval given before a return does not count in the next round."""
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    review.send_back(house, by=nick, note="Shorter, please.")
    review.submit(house, by=ed)
    review.approve(house, by=nick, seen=1)

    assert now(house).state == State.IN_REVIEW


# What was not seen


def test_the_refusal_shows_exactly_what_was_not_seen(house, ed, rita):
    review.submit(house, by=ed)
    editing.edit(house, {"pillars/p1": {"title": "Fast"}}, base=1, by=ed)
    seen = document.of_artifact(now(house))
    editing.edit(house, {"core_message": "Close in 1 day."}, base=2, by=ed)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=3, by=ed)
    editing.edit(house, {"pillars/p1/title": "Quick"}, base=4, by=ed)

    with pytest.raises(review.ChangedSince) as refusal:
        review.approve(house, by=rita, seen=2)

    assert refusal.value.unseen == diff.between(seen, document.of_artifact(now(house)))
    assert [change.path for change in refusal.value.unseen] == ["core_message", "pillars/p1/title"]
    assert refusal.value.changes == 2


def test_a_document_as_somebody_saw_it_is_its_text_at_every_revision(house, ed, ada):
    texts = [document.of_artifact(now(house)).as_json()]
    changes = [
        {"pillars/p1": {"title": "A"}, "pillars/p2": {"title": "B"}},
        {"core_message": "x"},
        {"pillars/#order": ["p2", "p1"]},
        {"pillars/p2": None},
        {"title": "Z"},
    ]
    for base, change in enumerate(changes, 1):
        editing.edit(house, change, base=base, by=ada if base % 2 else ed)
        texts.append(document.of_artifact(now(house)).as_json())

    assert [rounds.as_seen(now(house), at).as_json() for at in range(1, 7)] == texts


# Publishing at a time


def test_readers_get_it_at_its_time_and_once(house, ed, rita, vera):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1, publish_at=this_moment() + timedelta(hours=1))
    assert (now(house).state, now(house).approved, now(house).scheduled.number) == (State.APPROVED, None, 1)
    assert publishing.publish_everywhere() == 0

    Artifact.objects.filter(pk=house.pk).update(publish_at=this_moment() - timedelta(seconds=1))
    assert publishing.publish_everywhere() == 1
    assert publishing.publish_everywhere() == 0
    assert now(house).approved.number == 1
    assert (now(house).scheduled, now(house).publish_at) == (None, None)
    assert list(Move.objects.filter(name="publish").values_list("by", flat=True)) == [rita.pk]


def test_what_was_approved_is_published_though_somebody_writes_on(house, ed, rita):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1, publish_at=this_moment() + timedelta(hours=1))
    editing.edit(house, {"core_message": "Unseen."}, base=1, by=ed)
    Artifact.objects.filter(pk=house.pk).update(publish_at=this_moment())
    publishing.publish_everywhere()

    assert now(house).approved.content["fields"]["core_message"] == "Close in 3 days."
    assert now(house).state == State.DRAFT


def test_a_publication_can_be_called_off_and_ends_with_the_document(house, ed, rita):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1, publish_at=this_moment() + timedelta(hours=1))
    review.move(house, "unschedule", seen=1, by=rita)
    assert (now(house).state, now(house).scheduled, now(house).publish_at) == (State.DRAFT, None, None)
    with pytest.raises(ValidationError):
        review.move(house, "unschedule", seen=1, by=rita)


def test_a_time_that_has_passed_is_refused(house, ed, rita):
    review.submit(house, by=ed)
    with pytest.raises(ValidationError, match="This time has passed"):
        review.approve(house, by=rita, seen=1, publish_at=this_moment() - timedelta(minutes=1))

    assert now(house).state == State.IN_REVIEW


# By page and by program


def test_a_page_takes_the_time_of_the_workspace(house, ed, rita, client, workspace):
    workspace.timezone = "Asia/Tokyo"
    workspace.save()
    review.submit(house, by=ed)
    client.force_login(rita)
    day = localdate() + timedelta(days=2)
    client.post(f"/d/{house.pk}/move/", {"move": "approve", "seen": 1, "publish_at": f"{day}T09:00"})

    assert now(house).publish_at.isoformat() == f"{day}T00:00:00+00:00"


def test_what_is_to_be_said_is_said_though_a_part_of_the_page_was_asked_for_meanwhile(house, ed, client):
    client.force_login(ed)
    assert client.post(f"/d/{house.pk}/move/", {"move": "submit", "seen": 1}).status_code == 302
    part = client.get(f"/d/{house.pk}/", headers={"HX-Request": "true"})
    page = client.get(f"/d/{house.pk}/", headers={"If-None-Match": part["ETag"]})
    assert "Version 1 is waiting for review." in page.content.decode()
    assert client.get(f"/d/{house.pk}/", headers={"If-None-Match": part["ETag"]}).status_code == 304


def test_the_page_shows_the_unseen_and_offers_the_new_text(house, ed, rita, client):
    review.submit(house, by=ed)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    client.force_login(rita)
    page = client.post(f"/d/{house.pk}/move/", {"move": "approve", "seen": 1})

    assert page.status_code == 422
    assert "<del>3</del><ins>2</ins>" in page.content.decode()
    assert 'name="seen" value="2"' in page.content.decode()
    assert now(house).state == State.IN_REVIEW


def test_a_program_names_reviewers_a_day_and_a_time(house, ed, rita, client):
    client.force_login(ed)
    day = str(localdate() + timedelta(days=3))
    body = {"name": "submit", "seen": 1, "reviewers": [rita.pk], "due": day}
    address = f"/api/messaging-houses/{house.pk}/move/"
    assert client.post(address, body, content_type="application/json").status_code == 200
    assert str(ReviewRequest.objects.get().due) == day

    client.force_login(rita)
    body = {"name": "approve", "seen": 1, "publish_at": "2099-01-01T08:00:00Z"}
    assert client.post(address, body, content_type="application/json").status_code == 200
    assert now(house).publish_at.year == 2099


@pytest.mark.parametrize("header", ["X-Refresh", "HX-Request"])
def test_a_page_that_only_refreshes_itself_leaves_what_is_to_be_said_to_the_next(client, house, ed, rita, header):
    review.submit(house, by=ed)
    client.force_login(rita)
    client.post(f"/d/{house.pk}/move/", {"move": "approve", "seen": 1})

    refreshed = client.get(f"/d/{house.pk}/", headers={header: "true"})
    said = "Version 1 is approved. Readers have it now."
    assert said not in refreshed.content.decode()
    assert said in client.get(f"/d/{house.pk}/").content.decode()
