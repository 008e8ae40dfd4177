"""The inbox by keyboard, and approving for a time."""

import pytest
from playwright.sync_api import expect

from launches.models import LaunchBrief
from pmm_workspace.artifacts import comments, review
from pmm_workspace.notices.models import Notice
from tests.browser.checks import assert_sound
from tests.browser.content import BRIEF
from tests.browser.steps import written


@pytest.fixture
def brief(ed, rita, worked):
    made = written(LaunchBrief, "One-tap approvals", by=ed, **BRIEF)
    for text in ("First.", "Second.", "Third."):
        comments.write(made, text, by=rita)
    review.submit(made, by=ed, reviewers=[rita.pk])
    worked()
    made.refresh_from_db()
    return made


def test_news_is_put_away_and_postponed_by_keys(visit, ed, brief):
    page = visit(ed)
    page.goto("/inbox/")
    rows = page.locator(".notice")
    expect(rows).to_have_count(3)
    assert_sound(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("e")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Third.")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("First.")

    assert Notice.objects.of(ed).exclude(archived_at=None).get().words["note"] == "Second."
    assert Notice.objects.of(ed).exclude(snoozed_until=None).get().words["note"] == "Third."


def test_everything_is_marked_read_at_once_and_the_menu_says_so(visit, ed, brief):
    page = visit(ed)
    page.goto("/inbox/")
    expect(page.locator(".nav .count")).to_have_text("3")
    page.get_by_role("button", name="Mark all as read").click()

    expect(page.locator(".notice.is-unread")).to_have_count(0)
    page.goto("/")
    expect(page.locator(".nav .count")).to_have_count(0)


def test_a_brief_is_approved_for_a_time(visit, rita, brief):
    page = visit(rita)
    page.goto(f"/d/{brief.pk}/review/")
    page.get_by_role("button", name="Approve for a time").click()
    page.get_by_label("When do readers get it?").fill("2099-01-02T09:30")
    assert_sound(page)
    page.get_by_role("button", name="Approve and publish then").click()

    expect(page.locator(".page-status")).to_contain_text("Readers get it Jan 2, 2099, 09:30 (UTC)")
    brief.refresh_from_db()
    assert (brief.state, brief.approved_id) == ("approved", None)
