"""Signing in and out, joining by a link, setting up, and a program's token."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from enablement.models import Battlecard
from pmm_workspace.accounts.models import Membership, User
from tests.browser.checks import assert_sound
from tests.browser.conftest import DESK, PHONE
from tests.browser.content import CARD
from tests.browser.steps import written

PASSWORD = "a long password"


def sign_in(page, email, password):
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_signing_in_with_a_wrong_and_a_right_password_and_out_again(visit, ed, device):
    page = visit(None, device)
    page.goto("/battlecards/")
    assert_sound(page)

    sign_in(page, ed.email, "not the password")
    expect(page.get_by_role("main")).to_contain_text("not correct")
    assert_sound(page)

    sign_in(page, ed.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Battlecards")

    if device == PHONE:
        page.get_by_role("button", name="More").tap()
    page.get_by_role("button", name="Sign out Ed").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto("/battlecards/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_somebody_invited_joins_by_the_link(visit, ada):
    page = visit(ada)
    page.goto("/settings/members/")
    page.get_by_label("E-mail").fill("ned@example.com")
    page.get_by_label("Role", exact=True).select_option("pm")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".token code").inner_text()
    assert_sound(page)
    page.goto("/settings/members/")
    expect(page.locator(".token code")).to_have_count(0)

    newcomer = visit(None, PHONE)
    newcomer.goto(link)
    assert_sound(newcomer)
    newcomer.get_by_label("Name").fill("Ned")
    newcomer.get_by_label("Password").fill("close the books")
    newcomer.get_by_role("button", name="Join the workspace").tap()

    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Good to see you, Ned")
    assert Membership.objects.get(user__email="ned@example.com").role == "pm"


def test_the_first_visitor_sets_up_the_installation(visit):
    page = visit()
    page.goto("/")
    assert_sound(page)
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Password").fill("close the books")
    page.get_by_label("Workspace").fill("Halden")
    page.get_by_role("button", name="Open the workspace").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Good to see you, Ada")
    assert_sound(page)
    assert list(User.objects.values_list("email", flat=True)) == ["ada@example.com"]


def test_a_token_is_shown_once_and_writes_only_what_it_has_read(visit, site, ed):
    card = written(Battlecard, "Abacus", by=ed, **CARD)
    page = visit(ed)
    page.goto("/settings/tokens/")
    page.get_by_label("Name").fill("CRM sync")
    page.get_by_label("May").select_option(label="Read and write")
    page.get_by_role("button", name="Create token").click()
    token = page.locator(".token code").inner_text()
    assert_sound(page)
    page.goto("/settings/tokens/")
    expect(page.get_by_role("main")).to_contain_text("CRM sync")
    assert token not in page.content()

    def ask(method, body=None, **headers):
        request = Request(f"{site}/api/battlecards/{card.pk}/", method=method)
        request.add_header("Authorization", f"Bearer {token}")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if body:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers
        except HTTPError as error:
            return error.code, error.headers

    status, headers = ask("GET")
    assert status == 200
    assert ask("PATCH", {"why_we_win": "Live in a week."})[0] == 428
    assert ask("PATCH", {"why_we_win": "Live in six days."}, If_Match=headers["ETag"])[0] == 200
    assert ask("PATCH", {"why_we_win": "Live in a month."}, If_Match=headers["ETag"])[0] == 412
    assert Battlecard.objects.get().why_we_win == "Live in six days."
