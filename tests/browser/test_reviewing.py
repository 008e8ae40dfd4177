"""A product manager decides on a phone: what waits, what changed, and about which exact text."""

import pytest
from playwright.sync_api import expect

from launches.models import LaunchBrief
from pmm_workspace.artifacts import editing, review
from tests.browser.checks import assert_sound, forgive
from tests.browser.conftest import PHONE
from tests.browser.content import BRIEF
from tests.browser.steps import SAVED, control, save_state, written


class Taps:
    """Counts what a thumb does."""

    def __init__(self):
        self.count = 0

    def __call__(self, target):
        self.count += 1
        target.tap()


@pytest.fixture
def tap():
    return Taps()


@pytest.fixture
def brief(ed, rita, worked):
    """Version 1 was approved; version 2 says something else about one field and waits for review."""
    made = written(LaunchBrief, "One-tap approvals", by=ed, approved_by=rita, **BRIEF)
    editing.edit(made, {"key_message": "Approve without signing in."}, base=made.revision, by=ed)
    review.submit(made, by=ed, note="A shorter message.")
    worked()
    made.refresh_from_db()
    return made


def test_a_brief_is_returned_with_a_note_which_its_writer_finds(visit, ed, rita, brief, tap, worked):
    page = visit(rita, PHONE)
    page.goto("/inbox/")
    assert_sound(page)
    tap(page.get_by_role("link", name="Review", exact=True))

    changed = page.locator("#at-key_message")
    expect(changed.locator("ins")).to_contain_text("without signing in")
    expect(changed.locator("del")).to_contain_text("where you already are")
    expect(page.locator("#at-for_whom")).to_be_hidden()
    assert_sound(page)

    tap(changed.get_by_role("button", name="Comment on Key message"))
    expect(page.locator("#panel [data-comment-about]")).to_have_text("Key message")
    page.get_by_label("About: Key message").fill("Is that true of the mobile app?")
    assert_sound(page)
    tap(page.locator("#panel").get_by_role("button", name="Comment", exact=True))
    expect(changed).to_contain_text("Is that true of the mobile app?")

    expect(page.locator("#toasts [data-toast]")).to_have_count(0, timeout=20_000)  # it leaves by itself
    tap(page.get_by_role("button", name="Ask for changes"))
    page.get_by_label("What should change?").fill("Say it without the word signing.")
    assert_sound(page)
    tap(page.get_by_role("button", name="Ask for these changes"))
    expect(page.locator("#toasts")).to_contain_text("Returned, with your note.")

    worked()
    writer = visit(ed)
    writer.goto("/inbox/")
    expect(writer.get_by_role("main")).to_contain_text("Say it without the word signing.")
    assert_sound(writer)
    writer.get_by_role("link", name="Revise").click()
    expect(writer.locator("#panel")).to_contain_text("Is that true of the mobile app?")


def test_a_version_is_approved_in_four_taps_from_the_inbox(visit, rita, brief, tap):
    page = visit(rita, PHONE)
    page.goto("/inbox/")

    tap(page.get_by_role("link", name="Review", exact=True))
    tap(page.get_by_role("button", name="Approve version 2"))

    expect(page.locator("#toasts")).to_contain_text("Version 2 is approved. Readers have it now.")
    assert tap.count <= 4
    brief.refresh_from_db()
    assert (brief.state, brief.approved.number) == ("approved", 2)
    assert brief.approved.content["fields"]["key_message"] == "Approve without signing in."


def test_a_text_that_changed_after_it_was_opened_is_not_approved(visit, ed, rita, brief, tap):
    page = visit(rita, PHONE)
    forgive(page, "422")
    page.goto(f"/d/{brief.pk}/review/")
    before = brief.approved
    editing.edit(brief, {"key_message": "Something else."}, base=brief.revision, by=ed)

    tap(page.get_by_role("button", name="Approve version 2"))

    expect(page.get_by_role("alert")).to_contain_text("Changed since you opened it: see 1 change before you decide.")
    assert_sound(page)
    brief.refresh_from_db()
    assert (brief.state, brief.approved) == ("in_review", before)

    expect(page.locator(".compare-change")).to_have_count(1)
    expect(page.locator(".compare-change ins")).to_contain_text("Something else")
    tap(page.get_by_role("button", name="Approve version 3"))
    expect(page.locator("#toasts")).to_contain_text("Version 3 is approved. Readers have it now.")


def test_somebody_who_asks_for_review_is_not_asked_to_save_first(visit, ed, brief):
    review.move(brief, "withdraw", seen=brief.revision, by=ed)
    page = visit(ed)
    page.goto(f"/d/{brief.pk}/edit/")

    control(page, "assets/mail/owner").fill("Eve, since a second ago")
    page.get_by_role("button", name="Ask for review").click()
    expect(page.get_by_label("Rita")).to_be_checked()
    page.get_by_label("What should they look at?").fill("The owner of the mail.")
    assert_sound(page)
    page.locator("#ask").get_by_role("button", name="Ask for review").click()

    expect(page.locator("#toasts")).to_contain_text("is waiting for review")
    brief.refresh_from_db()
    assert brief.state == "in_review"
    assert brief.assets.get().owner == "Eve, since a second ago"


def test_a_plain_save_by_keyboard_answers_that_it_is_saved(visit, ed, brief):
    page = visit(ed)
    page.goto(f"/d/{brief.pk}/edit/")

    control(page, "assets/mail/owner").fill("Eve")
    page.keyboard.press("Control+s")

    expect(save_state(page)).to_have_text(SAVED)
    brief.refresh_from_db()
    assert brief.assets.get().owner == "Eve"
