"""Whether a text is still true: said of the exact text that readers have, aged at read time, asked where it matters."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now

from enablement.models import Battlecard
from pmm_workspace.accounts import people
from pmm_workspace.accounts.models import Membership
from pmm_workspace.artifacts import editing, queries, review, verification
from pmm_workspace.artifacts.models import Artifact, Edit, Reading, Verification
from tests.browser.content import CARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(workspace, ed, rita):
    return approved("Abacus", ed, rita)


def approved(title, ed, rita):
    artifact = editing.create(Battlecard, CARD | {"title": title}, by=ed)
    review.submit(artifact, by=ed)
    review.approve(artifact, by=rita, seen=1)
    artifact.refresh_from_db()
    return artifact


def age(artifact, days):
    Artifact.objects.filter(pk=artifact.pk).update(verified_at=now() - timedelta(days=days))
    artifact.refresh_from_db()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "fresh"),
        (75, "fresh"),
        (76, "soon"),
        (89, "soon"),
        (90, "due"),
        (179, "due"),
        (180, "expired"),
        (999, "expired"),
    ],
)
def test_a_text_ages_by_the_period_of_its_kind(days, expected):
    verified = date(2026, 1, 1)

    assert verification.aged(verified, 90, verified + timedelta(days=days)).state == expected


def test_what_readers_never_had_or_have_no_more_has_no_age(card, ed):
    draft = editing.create(Battlecard, {"title": "Draft"}, by=ed)
    review.move(card, "retire", seen=1, by=ed)
    card.refresh_from_db()

    assert verification.standing(draft) is None
    assert verification.standing(card) is None


# Saying so


def test_saying_so_names_the_exact_version_and_edits_nothing(card, rita):
    age(card, 100)
    before = card.revision, card.updated_at, card.latest_id, Edit.objects.count()

    said = verification.confirm(card, version=1, by=rita, note="Asked sales")

    card.refresh_from_db()
    assert (said.version, said.by, said.note) == (card.approved, rita, "Asked sales")
    assert (card.verified_at, card.verified_by) == (said.at, rita)
    assert (card.revision, card.updated_at, card.latest_id, Edit.objects.count()) == before
    assert verification.standing(card).state == "fresh"


def test_it_is_about_what_readers_have_and_not_about_the_draft(card, ed):
    editing.edit(card, {"why_we_win": "Draft"}, base=1, by=ed)
    card.refresh_from_db()
    assert card.latest.number == 2

    with pytest.raises(verification.ChangedSince):
        verification.confirm(card, version=2, by=ed)
    verification.confirm(card, version=1, by=ed)
    assert Verification.objects.get().version.number == 1


def test_another_text_that_was_approved_meanwhile_is_not_confirmed_unseen(card, ed, rita):
    editing.edit(card, {"why_we_win": "New"}, base=1, by=ed)
    review.submit(card, by=ed)
    review.approve(card, by=rita, seen=2)
    at = Artifact.objects.get(pk=card.pk).verified_at

    with pytest.raises(verification.ChangedSince):
        verification.confirm(card, version=1, by=ed)
    assert Artifact.objects.get(pk=card.pk).verified_at == at
    assert not Verification.objects.exists()


def test_a_reader_does_not_decide_what_is_true(card, vera):
    with pytest.raises(PermissionDenied):
        verification.confirm(card, version=1, by=vera)
    assert not Verification.objects.exists()


# Where it shows


def page(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_a_seller_sees_when_to_ask_before_quoting_prices(client, card, vera):
    assert "Ask before quoting prices" not in page(client, vera, f"/d/{card.pk}/")
    age(card, 181)

    shown = page(client, vera, f"/d/{card.pk}/")
    assert "Ask before quoting prices" in shown
    assert "Still true" not in shown


def test_the_button_is_there_when_it_is_time_and_works(client, card, ed):
    assert "Still true" not in page(client, ed, f"/d/{card.pk}/")
    age(card, 95)
    assert "Still true" in page(client, ed, f"/d/{card.pk}/")

    client.post(f"/d/{card.pk}/verify/", {"version": 1})
    assert "Still true" not in page(client, ed, f"/d/{card.pk}/")
    assert Verification.objects.get().by == ed


def test_a_page_kept_by_the_browser_does_not_stay_fresh_while_the_text_ages(client, card, ed):
    client.force_login(ed)
    client.get(f"/d/{card.pk}/")
    tag = client.get(f"/d/{card.pk}/").headers["ETag"]
    assert client.get(f"/d/{card.pk}/", headers={"If-None-Match": tag}).status_code == 304
    age(card, 181)

    assert client.get(f"/d/{card.pk}/", headers={"If-None-Match": tag}).status_code == 200


def test_lists_show_it_too(client, card, ed, vera):
    age(card, 181)
    for address in ("/battlecards/", "/search/?q=abacus", "/verification/"):
        assert "Expired" in page(client, ed, address), address
    assert "Expired" in page(client, vera, "/search/?q=abacus")


# What to look at first


def read(artifact, *people):
    for days, person in enumerate(people):
        day = localdate() - timedelta(days=days)
        Reading.objects.create(artifact=artifact, user=person, day=day)


def test_what_many_read_and_nobody_checked_for_long_comes_first(workspace, ed, rita, vera):
    made = {name: approved(name, ed, rita) for name in ("Read and old", "Unread and old", "Read and new", "Fresh")}
    for name, days in {"Read and old": 200, "Unread and old": 250, "Read and new": 95, "Fresh": 3}.items():
        age(made[name], days)
    read(made["Read and old"], vera, ed, rita)
    read(made["Read and new"], vera, ed, rita, ed)

    assert [each.title for each in verification.most_pressing(ed)] == [
        "Read and old",
        "Read and new",
        "Unread and old",
        "Fresh",
    ]
    assert [each.title for each in verification.due(ed)] == ["Read and old", "Read and new", "Unread and old"]
    assert [each.reads for each in verification.due(ed)] == [3, 4, 0]
    assert verification.share_fresh(ed) == (1, 4)


def test_readings_of_long_ago_do_not_count(card, vera):
    Reading.objects.create(artifact=card, user=vera, day=localdate() - timedelta(days=91))

    assert verification.most_pressing(vera).get().reads == 0


def test_a_person_reads_a_document_once_a_day(client, card, vera, ed):
    for _ in range(3):
        page(client, vera, f"/d/{card.pk}/")
    page(client, ed, f"/d/{card.pk}/")

    assert sorted(Reading.objects.values_list("user__name", "day")) == [("Ed", localdate()), ("Vera", localdate())]


def test_home_is_told_what_one_owns_and_should_look_at(workspace, ed, ada, rita, vera):
    mine, others = approved("Mine", ed, rita), approved("Others", ada, rita)
    for each in (mine, others):
        age(each, 77)

    assert [each.title for each in queries.expiring(ed)] == ["Mine"]
    assert list(queries.expiring(vera)) == []


def test_a_seller_is_told_what_readers_got_last_and_not_what_is_drafted(client, workspace, ed, rita, vera):
    first, _second = approved("First", ed, rita), approved("Second", ed, rita)
    editing.edit(first, {"why_we_win": "Draft"}, base=1, by=ed)

    assert [each.title for each in queries.new_to_readers(vera, most=8)] == ["Second", "First"]
    assert "This text since" in page(client, vera, "/")
    assert "This text since" not in page(client, ed, "/")


def test_home_takes_the_answer_in_one_click(client, card, ed):
    age(card, 95)
    assert "Still true" in page(client, ed, "/")

    assert client.post(f"/d/{card.pk}/verify/", {"version": 1, "next": "/"}).headers["Location"] == "/"
    assert "Still true" not in page(client, ed, "/")


# From a mail


def link(card, person):
    return verification.signed_link(card, person)


def test_one_click_in_a_mail_confirms_without_signing_in(client, card, ed):
    age(card, 95)
    asked = client.get(link(card, ed))
    assert asked.status_code == 200 and not Verification.objects.exists()  # opening is not answering

    assert "it is noted" in client.post(link(card, ed)).content.decode()
    assert (Verification.objects.get().by, Verification.objects.get().version.number) == (ed, 1)


def test_the_link_is_about_the_text_it_was_sent_for(client, card, ed, rita):
    sent = link(card, ed)
    editing.edit(card, {"why_we_win": "New"}, base=1, by=ed)
    review.submit(card, by=ed)
    review.approve(card, by=rita, seen=2)

    assert "another text by now" in client.post(sent).content.decode()
    assert not Verification.objects.exists()


def test_a_link_dies_with_the_membership(client, card, ed, ada):
    sent = link(card, ed)
    people.remove_member(Membership.objects.get(user=ed), by=ada)

    assert client.post(sent).status_code == 404
    assert not Verification.objects.exists()


def test_a_link_that_nobody_signed_leads_nowhere(client, card, ed):
    sent = link(card, ed)

    assert client.get(sent[:-3] + "xx/").status_code == 404
    assert client.get("/verify/nothing/").status_code == 404


def test_a_link_dies_after_a_month(client, card, ed, monkeypatch):
    sent = link(card, ed)
    monkeypatch.setattr(verification, "LINK_LASTS", timedelta(seconds=-1))

    assert client.get(sent).status_code == 404
