"""Who is told what, once, and what closes it again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from messaging.models import MessagingHouse
from metrics import store
from metrics.store import forgetting
from pmm_workspace.artifacts import comments, editing, review, suggestions
from pmm_workspace.artifacts.models import Artifact, Comment, Move
from pmm_workspace.artifacts.rules import Rule
from pmm_workspace.jobs.models import Job
from pmm_workspace.jobs.queue import enqueue
from pmm_workspace.notices import mailing, telling, upkeep
from pmm_workspace.notices.models import Channel, Kind, Notice
from pmm_workspace.notices.wording import sentence


def inbox(person):
    return [(notice.kind, notice.is_ask) for notice in Notice.objects.of(person).current()]


def test_who_is_asked_reads_it_and_is_done_once_somebody_has_approved(house, ed, rita, ada, worked):
    review.submit(house, by=ed, note="The number is new.", reviewers=[rita.pk, ada.pk])
    worked()
    assert inbox(rita) == inbox(ada) == [(Kind.REVIEW, True)]
    assert Notice.objects.of(rita).get().words["note"] == "The number is new."

    review.approve(house, by=rita, seen=1)
    worked()
    assert inbox(rita) == inbox(ada) == [(Kind.REVIEW, False)]
    assert inbox(ed) == [(Kind.APPROVED, False)]


def test_whose_approval_was_voided_by_an_edit_is_asked_again(house, ed, rita, ada, worked, monkeypatch):
    monkeypatch.setattr(MessagingHouse, "review", Rule(quorum=2), raising=False)
    review.submit(house, by=ed, reviewers=[rita.pk, ada.pk])
    review.approve(house, by=rita, seen=1)
    worked()
    assert (inbox(rita), inbox(ada)) == ([(Kind.REVIEW, False)], [(Kind.REVIEW, True)])

    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    editing.edit(house, {"core_message": "Close in a day."}, base=2, by=ed)
    worked()
    assert inbox(rita) == inbox(ada) == [(Kind.REVIEW, True)]
    said = "“Ledger” was edited after you approved it: version 2 waits for you"
    assert sentence(Notice.objects.of(rita).unread().get()) == said

    review.approve(house, by=rita, seen=3)
    worked()
    assert inbox(rita) == [(Kind.REVIEW, False)]


def test_only_who_was_asked_is_told(house, ed, rita, ada, worked):
    review.submit(house, by=ed, reviewers=[ada.pk])
    worked()

    assert inbox(ada) == [(Kind.REVIEW, True)]
    assert inbox(rita) == []


def test_a_return_asks_the_writer_until_it_is_submitted_again(house, ed, rita, worked):
    review.submit(house, by=ed)
    review.send_back(house, by=rita, note="Which books?")
    worked()
    assert inbox(ed) == [(Kind.RETURNED, True)]

    review.submit(house, by=ed)
    worked()
    assert inbox(ed) == [(Kind.RETURNED, False)]


def test_telling_twice_tells_once(house, ed, rita, worked):
    review.submit(house, by=ed)
    worked()
    told = Notice.objects.count()
    assert told == 2  # the inbox and the mail of rita

    telling.tell("move", pk=Move.objects.get(name="submit").pk)
    assert Notice.objects.count() == told


def test_what_was_answered_before_anybody_was_told_asks_nothing_and_sends_no_mail(house, ed, rita, worked):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    worked()

    assert inbox(rita) == [(Kind.REVIEW, False)]
    assert not Notice.objects.filter(channel=Channel.MAIL, person=rita).exists()


def test_a_comment_is_for_the_owner_and_a_mention_for_whom_it_names(house, ed, rita, ada, vera, worked):
    remark = comments.write(house, f"Is this so, @Ada? [@Vera](/people/{vera.pk}/) asks.", by=rita)
    telling.tell("comment", pk=remark.pk)

    assert inbox(ed) == [(Kind.COMMENT, False)]
    assert inbox(ada) == [(Kind.MENTION, True)]
    assert inbox(rita) == []
    assert inbox(vera) == []  # a rep cannot read comments, so not their quotes either


def test_whom_a_text_names_is_told_once_however_often_it_is_rewritten(house, ed, ada, vera, worked):
    who = f"[@Ada](/people/{ada.pk}/), [@Vera](/people/{vera.pk}/), [@Ed](/people/{ed.pk}/)"
    editing.edit(house, {"pillars/a": {"title": "Fast", "message": f"Three days.\n\nSays {who}."}}, base=1, by=ed)
    editing.edit(house, {"pillars/a/message": f"Two days, says {who}."}, base=2, by=ed)
    editing.edit(house, {"pillars/a/message": "Two days."}, base=3, by=ed)
    assert Job.objects.filter(kind="notices.tell").count() == 1  # typing on tells nobody
    editing.edit(house, {"pillars/a/message": f"Two days, says {who}."}, base=4, by=ed)
    worked()

    (told,) = Notice.objects.of(ada)
    assert (told.kind, told.words["quote"]) == (Kind.MENTION, "Says @Ada, @Vera, @Ed.")
    assert sentence(told) == "Ed mentioned you in “Ledger”"
    assert Notice.objects.filter(channel=Channel.MAIL).get().person == ada
    assert inbox(ed) == inbox(vera) == []  # not one's own words; no drafts for who may not read them


def test_nobody_is_told_of_their_own_words(house, ed, worked):
    telling.tell("comment", pk=comments.write(house, "A note to myself.", by=ed).pk)

    assert inbox(ed) == []


def test_an_import_is_told_to_who_started_it(workspace, ed, worked):
    enqueue("notices.tell", what="import", pk=7, person_id=ed.pk, name="events.csv", state="done", new=12)
    worked()

    assert inbox(ed) == [(Kind.IMPORT, False)]


@pytest.mark.parametrize(("word", "told"), [("ana@x.example", ""), ("anatol", "Could not read Ana@x.example.")])
def test_why_an_import_was_given_up_is_forgotten_with_whom_it_names(workspace, ed, word, told):
    Job.objects.create(
        kind="metrics.publish_import", arguments={"run_id": 7}, state="failed", error="Could not read Ana@x.example.",
        created_by=ed, finished_at=now(),
    )  # fmt: skip
    upkeep.tell_of_failed_imports()
    forgetting.forget([word], store.lock())
    assert {notice.words["note"] for notice in Notice.objects.all()} == {told}


def test_an_import_that_was_given_up_is_told_once(workspace, ed):
    Job.objects.create(
        kind="metrics.publish_import", arguments={"run_id": 7}, state="failed", error="Lost.", created_by=ed,
        finished_at=now(),
    )  # fmt: skip
    upkeep.tell_of_failed_imports()
    upkeep.tell_of_failed_imports()

    (notice,) = Notice.objects.of(ed)
    assert sentence(notice) == "Import 7 failed: nothing was imported"


def test_a_rep_reads_what_became_of_the_wording_they_suggested(house, ed, rita, vera, worked):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    house.refresh_from_db()
    made = suggestions.suggest(house, "core_message", "Close in a day.", by=vera)
    worked()
    assert (Kind.SUGGESTION, False) in inbox(ed)

    suggestions.reject(made, "Nobody could check it.", by=ed)
    worked()
    (notice,) = Notice.objects.of(vera)
    assert sentence(notice) == "Ed kept the old wording in “Ledger”"
    assert notice.words["note"] == "Nobody could check it."


def test_an_owner_is_asked_once_in_each_period_whether_it_is_still_true(client, house, ed, rita, worked):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    age(house, 95)
    worked()
    assert [upkeep.ask_what_is_due(), upkeep.ask_what_is_due()] == [1, 0]
    (asked,) = Notice.objects.of(ed).filter(kind=Kind.DUE)
    (mail,) = Notice.objects.filter(channel=Channel.MAIL, kind=Kind.DUE)
    assert mail.person == ed and f"Still true: {settings.SITE_URL}/verify/" in mailing.message(ed, [mail]).body

    client.force_login(ed)
    assert "Still true" in client.get("/inbox/").content.decode()
    client.post(f"/d/{house.pk}/verify/", {"version": asked.words["number"], "next": "/inbox/"})
    assert "Still true" not in client.get("/inbox/").content.decode()
    worked()
    asked.refresh_from_db(), mail.refresh_from_db()
    assert asked.done_at and mail.archived_at  # what was answered needs no mail

    assert upkeep.ask_what_is_due() == 0
    Notice.objects.filter(kind=Kind.DUE).update(at=now() - timedelta(days=95))
    age(house, 91)
    assert upkeep.ask_what_is_due() == 1  # the next period
    assert Notice.objects.of(ed).filter(kind=Kind.DUE).count() == 2


def age(artifact, days):
    Artifact.objects.filter(pk=artifact.pk).update(verified_at=now() - timedelta(days=days))


def test_a_text_that_was_approved_anew_is_asked_about_no_more(house, ed, rita, worked):
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    age(house, 200)
    upkeep.ask_what_is_due()
    house.refresh_from_db()
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    review.submit(house, by=ed)
    worked()
    assert Notice.objects.of(ed).get(kind=Kind.DUE).done_at is None

    review.approve(house, by=rita, seen=2)
    worked()
    assert Notice.objects.of(ed).get(kind=Kind.DUE).done_at


def test_what_happened_long_ago_is_in_the_inbox_for_the_record_only(house, ed, rita):
    remark = comments.write(house, "Hm.", by=rita)
    Comment.objects.filter(pk=remark.pk).update(at=now() - timedelta(days=8))
    telling.tell("comment", pk=remark.pk)

    assert Notice.objects.of(ed).get().read_at is not None
    assert not Notice.objects.filter(channel=Channel.MAIL).exists()


def test_what_vanished_meanwhile_is_told_to_nobody(house, ed, rita, worked):
    remark = comments.write(house, "Hm.", by=rita)
    pk = remark.pk
    Comment.objects.filter(pk=pk).delete()

    assert telling.of_comment(pk) == []


def test_the_step_and_its_news_are_one_transaction(house, ed, rita):
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    with pytest.raises(review.ValidationError):
        review.approve(house, by=rita, seen=2)

    assert not Job.objects.filter(kind="notices.tell").exists()
