"""Coming in and staying in: passwords, invitations, sessions, tokens, and what every answer says to the browser."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.utils.timezone import now

from pmm_workspace.accounts import people, tokens
from pmm_workspace.accounts.models import ApiToken, Invitation, Membership, Role, User
from pmm_workspace.artifacts import editing, kinds
from tests.people import person
from tests.security.protection import assert_protected
from tests.security.routes import addresses, ours
from tests.security.world import ACTORS

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db):
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def is_in(client):
    return client.get("/").status_code == 200


# Sign-in


def test_a_person_signs_in_by_e_mail_in_any_case(client, ed):
    assert sign_in(client, "ED@example.com").status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(("email", "password"), [("ed@example.com", "wrong"), ("nobody@example.com", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ed, email, password):
    answer = sign_in(client, email, password)
    text = re.sub(r"[\w.]+@example\.com|csrfmiddlewaretoken.{0,90}|X-CSRFToken.{0,80}", "", answer.content.decode())

    assert answer.status_code == 200
    assert not is_in(client)
    assert "The email address and/or password you specified are not correct" in text


def test_the_sixth_try_is_refused_even_with_the_right_password(client, ed):
    for _ in range(5):
        sign_in(client, "ed@example.com", "wrong")
    answer = sign_in(client, "ed@example.com")

    assert "Too many failed login attempts" in answer.content.decode() or answer.status_code == 429
    assert not is_in(client)


def test_the_limit_of_one_person_does_not_keep_another_out(client, ed, vera):
    for _ in range(6):
        sign_in(client, "ed@example.com", "wrong")

    assert sign_in(client, "vera@example.com").status_code == 302


@pytest.mark.parametrize("disguise", [{"X-Forwarded-For": "10.0.0.{}"}, {"X-Real-Ip": "10.0.0.{}"}])
def test_a_made_up_address_does_not_lift_the_limit(client, ed, disguise):
    for number in range(6):
        headers = {name: value.format(number) for name, value in disguise.items()}
        answer = client.post(LOGIN, {"login": "Ed@Example.com", "password": "wrong"}, headers=headers)

    assert "Too many failed login attempts" in answer.content.decode() or answer.status_code == 429


def test_nobody_can_sign_up(client, workspace):
    form = {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD}
    answers = [client.get("/accounts/signup/"), client.post("/accounts/signup/", form)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all('name="password1"' not in answer.content.decode() for answer in answers)
    assert not User.objects.filter(email="new@example.com").exists()


def test_the_link_of_an_invitation_is_shown_once_on_a_page_that_may_be_reloaded(client, ada):
    client.force_login(ada)
    sent = client.post("/settings/members/", {"email": "ned@example.com", "role": "pm"})
    assert sent.status_code == 302

    shown = [client.get("/settings/members/").content.decode() for _time in range(2)]
    assert ["/invitation/" in each for each in shown] == [True, False]


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_pages_of_the_sign_in_library_that_nobody_needs_lead_nowhere(client, ed, page):
    client.force_login(ed)

    assert client.get(f"/accounts/{page}").status_code == client.post(f"/accounts/{page}").status_code == 404


def test_signing_out_needs_a_click_and_ends_the_session_for_good(client, ed):
    client.force_login(ed)
    cookies = client.cookies.copy()
    client.get("/accounts/logout/")
    assert is_in(client)

    client.post("/accounts/logout/")
    client.cookies = cookies
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(client, ed):
    other = Client()
    other.force_login(ed)
    client.force_login(ed)
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "another long word", "password2": "another long word"},
    )

    assert answer.status_code == 302
    assert not is_in(other)


def test_the_id_of_a_session_changes_at_sign_in(client, ed):
    client.get(LOGIN)
    client.cookies["session"] = "chosenbyanattacker0000000000000"
    sign_in(client, "ed@example.com")

    assert client.cookies["session"].value != "chosenbyanattacker0000000000000"
    assert is_in(client)


# What a person loses, they lose at the next request


def test_another_role_holds_from_the_next_request_on(client, ed, ada, workspace):
    card = editing.create(kinds.kind("battlecard"), {"title": "Abacus"}, by=ed)
    client.force_login(ed)
    assert client.get(f"/d/{card.pk}/edit/").status_code == 200

    people.change_role(Membership.objects.get(user=ed), Role.REP, by=ada)
    assert client.get(f"/d/{card.pk}/edit/").status_code == 403
    assert client.get(f"/d/{card.pk}/").status_code == 404  # a draft


def test_a_removed_member_is_out_at_the_next_request(client, ed, ada):
    client.force_login(ed)
    people.remove_member(Membership.objects.get(user=ed), by=ada)

    assert client.get("/battlecards/")["Location"] == "/settings/"
    assert client.get("/api/battlecards/").status_code == 403


def test_a_deactivated_person_is_out_at_the_next_request(client, ed, workspace):
    client.force_login(ed)
    program = program_of(ed, workspace)
    User.objects.filter(pk=ed.pk).update(is_active=False)

    assert not is_in(client)
    assert program.get("/api/battlecards/").status_code == 401


# Invitations


def invited(ada, email="new@example.com", role=Role.PM):
    return people.invite(email, role=role, by=ada)


def test_an_invitation_brings_in_the_invited_address_in_the_invited_role(client, ada, workspace):
    _invitation, secret = invited(ada)
    answer = client.post(f"/invitation/{secret}/", {"name": "New", "password": PASSWORD, "email": "x@example.com"})

    member = Membership.objects.get(user__email="new@example.com")
    assert (answer.status_code, member.workspace, member.role) == (302, workspace, Role.PM)
    assert not User.objects.filter(email="x@example.com").exists()


def test_an_invitation_works_once(client, ada):
    _invitation, secret = invited(ada)
    client.post(f"/invitation/{secret}/", {"name": "New", "password": PASSWORD})

    again = Client().post(f"/invitation/{secret}/", {"name": "Other", "password": PASSWORD})
    assert again.status_code == 404
    assert User.objects.filter(name="Other").count() == 0


def test_an_invitation_ends_after_two_weeks(client, ada):
    invitation, secret = invited(ada)
    assert timedelta(days=13.9) < invitation.expires_at - now() < timedelta(days=14.1)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))

    assert client.post(f"/invitation/{secret}/", {"name": "New", "password": PASSWORD}).status_code == 404
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_invitation_withdrawn_is_gone(client, ada):
    invitation, secret = invited(ada)
    client.force_login(ada)
    client.post(f"/settings/invitations/{invitation.pk}/withdraw/")

    assert Client().get(f"/invitation/{secret}/").status_code == 404


def test_an_invitation_to_a_known_address_asks_that_person_to_sign_in(client, ada, olga):
    _invitation, secret = invited(ada, olga.email)
    answer = client.post(f"/invitation/{secret}/", {"name": "Impostor", "password": "not olgas password"})

    assert answer.status_code == 422
    assert Membership.objects.filter(user=olga, workspace__slug="halden").count() == 0
    assert Client().login(email=olga.email, password=PASSWORD)


def test_an_invitation_is_only_for_the_address_it_names(client, ada, olga):
    _invitation, secret = invited(ada, "new@example.com", Role.ADMIN)
    client.force_login(olga)
    answer = client.post(f"/invitation/{secret}/")

    assert answer.status_code == 422
    assert "This invitation is for new@example.com." in answer.content.decode()
    assert not Membership.objects.filter(user=olga, workspace__slug="halden").exists()
    assert Invitation.objects.get().accepted_at is None


def test_an_invitation_asks_for_a_good_password(client, ada):
    _invitation, secret = invited(ada)

    for weak in ("short", "password12", "new@example.com"):
        client.post(f"/invitation/{secret}/", {"name": "New", "password": weak})
    assert not User.objects.filter(email="new@example.com").exists()


def test_only_a_digest_of_an_invitation_is_stored(ada):
    invitation, secret = invited(ada)

    assert len(secret) >= 43
    assert secret not in str(Invitation.objects.values().get(pk=invitation.pk))


# Tokens


def program_of(user, workspace, scopes=("read",), days=90):
    _token, secret = tokens.issue(user, workspace=workspace, name="CRM", scopes=list(scopes), days=days)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_token_is_shown_once_and_only_its_digest_is_kept(client, ed):
    client.force_login(ed)
    sent = client.post("/settings/tokens/", {"name": "CRM", "scope": "read", "days": 30})
    assert sent.status_code == 302  # what a browser repeats when it reloads makes no second one
    shown = client.get("/settings/tokens/").content.decode()
    secret = re.search(r"pmm_[\w-]{40,}", shown)[0]

    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/battlecards/").status_code == 200
    assert secret not in client.get("/settings/tokens/").content.decode()
    assert secret not in str(ApiToken.objects.values().get())


def test_a_token_that_reads_cannot_write(ed, workspace):
    reads, writes = program_of(ed, workspace), program_of(ed, workspace, ["read", "write"])
    body = {"title": "Abacus"}

    assert reads.get("/api/battlecards/").status_code == 200
    assert reads.post("/api/battlecards/", body, "application/json").status_code == 403
    assert writes.post("/api/battlecards/", body, "application/json").status_code == 201


def test_a_token_never_does_more_than_its_owner_may(vera, workspace):
    writes = program_of(vera, workspace, ["read", "write"])

    assert writes.post("/api/battlecards/", {"title": "Abacus"}, "application/json").status_code == 403


def test_a_token_opens_no_page(ed, workspace):
    assert program_of(ed, workspace).get("/").status_code == 302


@pytest.mark.parametrize("days", ["366", "0", "-1", "100000000000", "x"])
def test_a_token_for_longer_than_a_year_is_refused(client, ed, days):
    client.force_login(ed)
    client.post("/settings/tokens/", {"name": "CRM", "scope": "read", "days": days})

    assert not ApiToken.objects.exists()


def test_code_cannot_issue_a_token_for_longer_than_a_year_either(ed, workspace):
    token, _secret = tokens.issue(ed, workspace=workspace, name="CRM", scopes=["read"], days=10_000)

    assert token.expires_at <= now() + timedelta(days=365)


def test_an_expired_token_is_refused(ed, workspace):
    program = program_of(ed, workspace)
    assert program.get("/api/battlecards/").status_code == 200
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))

    answer = program.get("/api/battlecards/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="PMM Workspace"')


def test_a_revoked_token_is_refused_at_once(client, ed, workspace):
    program = program_of(ed, workspace)
    client.force_login(ed)
    client.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert program.get("/api/battlecards/").status_code == 401


def test_nobody_but_an_admin_revokes_another_persons_token(ed, rita, ada, workspace):
    token, _secret = tokens.issue(ed, workspace=workspace, name="CRM", scopes=["read"])
    with pytest.raises(PermissionDenied):
        tokens.revoke(token, by=rita)
    assert ApiToken.objects.get().revoked_at is None

    tokens.revoke(token, by=ada)
    assert ApiToken.objects.get().revoked_at is not None


def test_a_token_stays_in_its_workspace(ed, workspace, elsewhere):
    Membership.objects.create(user=ed, workspace=elsewhere, role=Role.PMM)
    program = program_of(ed, workspace)
    program.cookies["session"] = ""

    assert program.get("/api/battlecards/").json()["results"] == []
    Membership.objects.filter(user=ed, workspace=workspace).delete()
    assert program.get("/api/battlecards/").status_code == 401


def test_a_token_is_limited_in_how_often_it_asks(ed, workspace, monkeypatch):
    monkeypatch.setattr(tokens.PerToken, "THROTTLE_RATES", {"token": "3/min"})
    program = program_of(ed, workspace)

    answers = [program.get("/api/battlecards/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


# What every answer says to the browser; those of our own routes are heard in test_matrix.py

ELSEWHERE = ["/accounts/login/", "/accounts/logout/", "/accounts/password/reset/", "/accounts/password/change/", "/x!/"]


@pytest.mark.parametrize("name", ["a stranger", "our admin", "our pmm", "our rep"])
def test_pages_of_the_sign_in_library_and_what_is_not_found_protect_themselves_too(world, name):
    for address in ELSEWHERE:
        page = world.actors[name].client.get(address)
        assert_protected(address, page.headers, page.content.decode())


def test_cookies_are_kept_from_scripts_and_other_sites(client, ed):
    sign_in(client, "ed@example.com")
    session, csrf = client.cookies["session"], client.cookies["csrf"]

    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert csrf["samesite"] == "Lax"


WITHOUT_A_CSRF_TOKEN = {
    "mail/off/<str:switch>/": "mail programmes post it (RFC 8058); the address is a signed secret that turns mail off",
}


def test_every_page_that_writes_asks_for_the_csrf_token(world):
    actor = world.actors["our admin"]
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(actor.user)
    answers = {}
    for route in ours():
        address, sort = addresses(route, actor)["own"], "application/json" if route.is_rest else MULTIPART_CONTENT
        answers[route.path] = strict.post(address, {}, content_type=sort).status_code
        elsewhere = {"Origin": "https://evil.example"}
        foreign = strict.post(address, {}, content_type=sort, headers=elsewhere).status_code
        assert foreign == answers[route.path], route

    assert {path for path in answers if answers[path] == 200} == set(WITHOUT_A_CSRF_TOKEN)
    answers = {path: status for path, status in answers.items() if path not in WITHOUT_A_CSRF_TOKEN}
    assert len(answers) > 40
    assert {path: status for path, status in answers.items() if status not in (403, 405)} == {}
    assert strict.post(LOGIN, {"login": "x", "password": "y"}).status_code == 403


def test_the_list_of_actors_is_the_one_of_the_world(world):
    assert list(world.actors) == ACTORS


def test_a_person_of_two_workspaces_sees_one_at_a_time(client, workspace, elsewhere, ed):
    Membership.objects.create(user=ed, workspace=elsewhere, role=Role.REP)
    other = person("Omar", elsewhere, Role.PMM)
    editing.create(kinds.kind("battlecard"), {"title": "Ours"}, by=ed)
    client.force_login(ed)
    assert "Ours" in client.get("/battlecards/").content.decode()

    client.post(f"/workspaces/{elsewhere.pk}/")
    assert "Ours" not in client.get("/battlecards/").content.decode()
    assert client.get("/battlecards/new/").status_code == 403
    client.force_login(other)
    assert client.post(f"/workspaces/{workspace.pk}/").status_code == 404
