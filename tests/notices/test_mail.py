"""Mail over a real SMTP server: what, in which language, once, and what happens when the server refuses."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from pmm_workspace.artifacts import comments, editing, review
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.notices import mailing, preferences, telling
from pmm_workspace.notices.models import Channel, Kind, Mailing, Notice


def parts(mail):
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def due_now():
    Notice.objects.filter(channel=Channel.MAIL).update(due_at=now())


def asked(house, ed, rita):
    """A second version, one place of which is new."""
    review.submit(house, by=ed)
    review.approve(house, by=rita, seen=1)
    editing.edit(house, {"core_message": "Close in 2 days."}, base=1, by=ed)
    review.submit(house, by=ed, note="Shorter.", reviewers=[rita.pk])


def test_a_reviewer_gets_the_diff_the_note_and_one_button(house, ed, rita, sink, worked):
    asked(house, ed, rita)
    worked()

    (mail,) = sink.to(rita)
    assert mail["Subject"].strip() == "Ed asks you to review “Ledger”, version 2"
    found = parts(mail)
    assert "[-3-][+2+]" in found["text/plain"] and "“Shorter.”" in found["text/plain"]
    assert "<del>3</del><ins>2</ins>" in found["text/html"]
    assert found["text/html"].count('class="act"') == 1
    notice = Notice.objects.of(rita).filter(done_at=None).get()
    assert f"Review: https://pmm.example/inbox/{notice.pk}/" in found["text/plain"]


def test_mail_says_how_to_get_no_more_of_it(house, ed, rita, sink, worked):
    review.submit(house, by=ed)
    worked()

    (mail,) = sink.to(rita)
    switch = mail["List-Unsubscribe"].strip(" <>").removeprefix("https://pmm.example/mail/off/").strip("/")
    assert preferences.behind(switch) == (house.workspace_id, rita.pk, Kind.REVIEW)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_mail_program_switches_a_kind_off_without_a_session(house, ed, rita, sink, worked, client):
    switch = preferences.off_switch(rita, Kind.REVIEW)
    assert client.post(f"/mail/off/{switch}/", {"List-Unsubscribe": "One-Click"}).status_code == 200
    review.submit(house, by=ed)
    worked()

    assert sink.mails == []
    assert Notice.objects.of(rita).count() == 1


def test_looking_at_the_link_switches_nothing_off_and_a_made_up_one_is_not_found(client, workspace, rita):
    assert client.get(f"/mail/off/{preferences.off_switch(rita, Kind.REVIEW)}/").status_code == 200
    assert preferences.mailing(rita, Kind.REVIEW) == Mailing.AT_ONCE
    assert client.post("/mail/off/made-up/").status_code == 404


def test_what_the_server_refuses_is_sent_by_the_next_attempt_and_never_twice(house, ed, rita, sink, worked):
    sink.refusals = 2
    review.submit(house, by=ed)
    worked()

    assert len(sink.to(rita)) == 1
    job = Job.objects.filter(kind="notices.mail").order_by("pk").first()
    assert (job.state, job.attempt) == (State.DONE, 3)
    mailing.mail(rita.pk)
    assert len(sink.to(rita)) == 1


def test_after_three_refusals_it_waits_and_is_put_in_line_again(house, ed, rita, sink, worked):
    sink.refusals = 3
    review.submit(house, by=ed)
    worked()
    assert sink.mails == []
    assert mailing.post_everywhere() == 0  # a breath

    Job.objects.filter(state=State.FAILED).update(finished_at=now() - timedelta(minutes=11))
    assert mailing.post_everywhere() == 1
    worked()
    assert len(sink.to(rita)) == 1


def test_the_rest_comes_together_at_eight_in_the_morning_where_the_person_is(house, ed, rita, sink, worked):
    ed.timezone = "Asia/Tokyo"
    ed.save()
    for text in ("One.", "Two."):
        telling.tell("comment", pk=comments.write(house, text, by=rita).pk)
    worked()
    assert sink.mails == []
    (due,) = set(Notice.objects.filter(channel=Channel.MAIL).values_list("due_at", flat=True))
    assert due.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "08:00"

    due_now()
    assert mailing.post_everywhere() == 1
    worked()
    (mail,) = sink.to(ed)
    assert mail["Subject"].strip() == "2 pieces of news from Halden"
    assert "One." in parts(mail)["text/plain"] and "Two." in parts(mail)["text/html"]


@pytest.mark.parametrize(
    ("zone", "after", "morning"),
    [
        ("Europe/Berlin", "2026-11-22T06:59", "2026-11-22T07:00"),
        ("Europe/Berlin", "2026-11-22T07:00", "2026-11-23T07:00"),
        ("Europe/Berlin", "2026-10-24T12:00", "2026-10-25T07:00"),  # the night in which summer ends
        ("America/Los_Angeles", "2026-11-22T00:00", "2026-11-22T16:00"),
        ("Asia/Kathmandu", "2026-11-22T00:00", "2026-11-22T02:15"),
    ],
)
def test_eight_in_the_morning_is_the_persons_own(rita, zone, after, morning):
    rita.timezone = zone
    at = datetime.fromisoformat(after).replace(tzinfo=UTC)

    assert preferences.next_morning(rita, at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == morning


def test_what_was_read_in_the_inbox_is_not_mailed(house, ed, rita, sink, worked):
    telling.tell("comment", pk=comments.write(house, "One.", by=rita).pk)
    Notice.objects.of(ed).update(read_at=now())
    due_now()
    mailing.mail(ed.pk)

    assert sink.mails == []


def test_what_asks_nothing_goes_out_once_an_hour_at_most(house, ed, rita, sink, worked):
    preferences.choose(ed, {Kind.COMMENT: Mailing.AT_ONCE})
    for text in ("One.", "Two.", "Three."):
        telling.tell("comment", pk=comments.write(house, text, by=rita).pk)
        worked()
    assert len(sink.to(ed)) == 1

    waiting = Notice.objects.filter(channel=Channel.MAIL, sent_at=None).values_list("due_at", flat=True)
    assert len(waiting) == 2 and all(due > now() + timedelta(minutes=59) for due in waiting)


def test_who_left_gets_no_mail(house, ed, rita, sink, worked):
    review.submit(house, by=ed)
    telling.tell("move", pk=house.moves.get().pk)
    rita.memberships.all().delete()
    worked()

    assert sink.mails == []


def test_mail_is_in_the_language_and_time_of_who_reads_it(house, ed, rita, sink, worked):
    rita.language = "ru"
    rita.save()
    review.submit(house, by=ed)
    worked()

    (mail,) = sink.to(rita)
    assert mail["Content-Language"] == "ru"
    assert '<html lang="ru">' in parts(mail)["text/html"]


def test_the_same_news_has_the_same_message_id(house, ed, rita, sink, worked):
    review.submit(house, by=ed)
    worked()
    Notice.objects.filter(channel=Channel.MAIL).update(sent_at=None)  # as after a worker that was killed in between
    mailing.mail(rita.pk)

    first, second = sink.to(rita)
    assert first["Message-ID"] == second["Message-ID"]
