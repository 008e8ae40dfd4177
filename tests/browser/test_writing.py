"""A product marketer writes: every field saves by itself, and nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from enablement.models import Battlecard
from messaging.models import MessagingHouse
from pmm_workspace.accounts.models import Role
from positioning.models import PositioningDoc
from tests.browser.checks import assert_sound, forgive
from tests.browser.content import CARD, HOUSE
from tests.browser.steps import SAVED, ask_for_review, control, keys_of, press_until, save_state, tool, write, written
from tests.people import person

# Long text is written together, character by character: test_writing_together.py.
POSITIONING = {
    "category": "Close automation",
    "target_customer": "Finance teams of 20 to 80 people",
    "need": "close the month in three days",
    "key_benefit": "has nothing left to do on day four",
}
AWAY = "net::ERR_|Failed to fetch"


@pytest.fixture
def eve(workspace):
    """Writes as well as ed does."""
    return person("Eve", workspace, Role.PMM)


@pytest.fixture
def doc(ed):
    return written(PositioningDoc, "Ledger positioning", by=ed, icp="Finance teams of 20 to 80 people.")


@pytest.fixture
def house(ed):
    return written(MessagingHouse, "Ledger house", by=ed, **HOUSE)


@pytest.fixture
def card(ed):
    return written(Battlecard, "Abacus", by=ed, **CARD)


def test_a_positioning_doc_is_written_field_by_field(visit, ed):
    page = visit(ed)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Positioning doc").click()
    page.get_by_label("Title").fill("Ledger positioning")
    assert_sound(page)
    page.get_by_role("button", name="Create and write").click()

    for name, text in POSITIONING.items():
        write(page, name, text)
    assert_sound(page)

    doc = PositioningDoc.objects.get(title="Ledger positioning")
    assert {name: getattr(doc, name) for name in POSITIONING} == POSITIONING


def test_the_save_state_says_saving_then_saved_without_anybody_leaving_the_field(visit, ed, doc):
    page, held = visit(ed), []
    page.goto(f"/d/{doc.pk}/edit/")
    page.route("**/save/", lambda route: held.append(route))

    control(page, "need").press_sequentially("Finance teams")
    expect(save_state(page)).to_have_text("Saving…")
    assert PositioningDoc.objects.get().need == ""

    held.pop().continue_()
    expect(save_state(page)).to_have_text(SAVED)
    assert PositioningDoc.objects.get().need == "Finance teams"


def test_offline_the_page_says_not_saved_yet_and_saves_once_it_is_back(visit, ed, doc):
    page = visit(ed)
    forgive(page, AWAY)
    page.goto(f"/d/{doc.pk}/edit/")
    page.context.set_offline(True)

    control(page, "need").fill("Finance teams")
    control(page, "category").fill("Close automation")
    expect(save_state(page)).to_have_text("Not saved yet (2 on this device)")
    assert_sound(page)
    assert PositioningDoc.objects.get().need == ""

    page.context.set_offline(False)
    expect(save_state(page)).to_have_text(SAVED)
    written = PositioningDoc.objects.get()
    assert (written.need, written.category) == ("Finance teams", "Close automation")


def test_what_was_typed_survives_a_reload_while_the_server_cannot_save(visit, ed, doc):
    page = visit(ed)
    forgive(page, AWAY)
    page.route("**/save/", lambda route: route.abort())
    page.goto(f"/d/{doc.pk}/edit/")
    control(page, "need").fill("Finance teams")
    expect(save_state(page)).to_have_text("Not saved yet (1 on this device)")

    page.reload()
    expect(control(page, "need")).to_have_value("Finance teams")
    expect(save_state(page)).to_have_text("Not saved yet (1 on this device)")

    page.unroute("**/save/")
    expect(save_state(page)).to_have_text(SAVED)
    assert PositioningDoc.objects.get().need == "Finance teams"


def test_what_this_device_holds_for_somebody_is_nobody_elses(visit, ed, eve, doc):
    page = visit(ed)
    forgive(page, "403")
    page.goto(f"/d/{doc.pk}/edit/")
    page.context.clear_cookies()
    control(page, "need").fill("Said by Ed")
    expect(save_state(page)).to_have_text("Not saved yet (1 on this device)")

    page.context.add_cookies(visit(eve).context.cookies())
    page.goto(f"/d/{doc.pk}/edit/")

    expect(control(page, "need")).to_have_value("")
    expect(save_state(page)).to_have_text("Saved")
    assert PositioningDoc.objects.get().need == ""


def test_a_house_grows_pillar_by_pillar(visit, ed):
    page = visit(ed)
    page.goto("/messaging-houses/new/?start=empty")
    page.get_by_label("Title").fill("Ledger house")
    page.get_by_role("button", name="Create and write").click()
    write(page, "positioning_line", "Close in three days.")

    for count, title in enumerate(["Early", "Trail", "Stays"], start=1):
        page.get_by_role("button", name="Add pillar").click()
        expect(page.locator("#at-pillars > .items-rows > .item")).to_have_count(count)
        write(page, f"pillars/{keys_of(page, 'pillars')[-1]}/title", title)
    first, _second, last = keys_of(page, "pillars")

    page.locator(f"#at-pillars-{first}").get_by_role("button", name="Add proof point").click()
    expect(page.locator(".items-proof_points .item")).to_have_count(1)
    proof = page.locator(".items-proof_points .item").get_attribute("id").removeprefix("at-proof_points-")
    control(page, f"proof_points/{proof}/source_tag").locator("xpath=ancestor::details").locator("summary").click()
    control(page, f"proof_points/{proof}/source_tag").select_option("customer")
    expect(save_state(page)).to_have_text(SAVED)
    assert_sound(page)

    tool(page, f"pillars/{last}", "Move up").click()
    expect(page.locator("#at-pillars > .items-rows > .item").nth(1)).to_have_id(f"at-pillars-{last}")
    tool(page, f"pillars/{first}", "Remove").click()
    expect(page.locator("#at-pillars > .items-rows > .item")).to_have_count(2)

    house = MessagingHouse.objects.get()
    assert [pillar.title for pillar in house.pillars.order_by("position")] == ["Stays", "Trail"]
    page.reload()
    assert keys_of(page, "pillars")[0] == last


def test_words_typed_a_moment_before_a_pillar_is_added_stay(visit, ed, house):
    page = visit(ed)
    page.goto(f"/d/{house.pk}/edit/")

    control(page, "pillars/early/title").fill("Changed a moment ago")
    page.get_by_role("button", name="Add pillar").click()
    expect(page.locator("#at-pillars > .items-rows > .item")).to_have_count(4)

    expect(control(page, "pillars/early/title")).to_have_value("Changed a moment ago")
    expect(save_state(page)).to_have_text(SAVED)
    assert house.pillars.get(key="early").title == "Changed a moment ago"


def test_words_typed_while_the_server_is_away_stay_when_the_list_comes_back(visit, ed, house):
    page = visit(ed)
    forgive(page, AWAY)
    page.goto(f"/d/{house.pk}/edit/")
    page.route("**/save/", lambda route: route.abort())
    control(page, "pillars/early/title").fill("Changed a moment ago")
    expect(save_state(page)).to_have_text("Not saved yet (1 on this device)")

    tool(page, "pillars/stays", "Move up").click()
    expect(page.locator("#at-pillars > .items-rows > .item").nth(1)).to_have_id("at-pillars-stays")
    expect(control(page, "pillars/early/title")).to_have_value("Changed a moment ago")

    page.unroute("**/save/")
    expect(save_state(page)).to_have_text(SAVED)
    assert house.pillars.get(key="early").title == "Changed a moment ago"


def test_objections_are_added_moved_and_removed_by_keyboard_alone(visit, ed, card):
    page = visit(ed)
    page.goto(f"/d/{card.pk}/edit/")
    rows = page.locator("#at-objections > .items-rows > .item")

    press_until(page, "Tab", page.get_by_role("button", name="Add objection"))
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    added = keys_of(page, "objections")[-1]
    expect(control(page, f"objections/{added}/they_say")).to_be_focused()
    page.keyboard.type("Who else uses it?")
    page.keyboard.press("Tab")
    expect(save_state(page)).to_have_text(SAVED)

    press_until(page, "Tab", tool(page, f"objections/{added}", "Move up"))
    for place in (2, 1, 0):
        page.keyboard.press("Enter")
        expect(rows.nth(place)).to_have_id(f"at-objections-{added}")
        expect(tool(page, f"objections/{added}", "Move up" if place else "Move down")).to_be_focused()

    press_until(page, "Tab", tool(page, "objections/size", "Remove"))
    page.keyboard.press("Enter")
    expect(rows).to_have_count(3)
    expect(page.get_by_role("button", name="Add objection")).to_be_focused()

    objections = card.objections.order_by("position")
    assert [each.they_say for each in objections] == [
        "Who else uses it?",
        "You are too expensive",
        "We have no time for a migration",
    ]


def test_two_people_in_one_field_see_both_texts_and_may_keep_both(visit, ed, eve, doc):
    hers, his = visit(eve), visit(ed)
    forgive(his, "409")
    for page in (hers, his):
        page.goto(f"/d/{doc.pk}/edit/")
    write(hers, "need", "Finance teams")

    control(his, "need").fill("Controllers")
    conflict = his.locator("#at-need .conflict")
    expect(conflict).to_contain_text("Finance teams")
    expect(conflict).to_contain_text("Controllers")
    expect(save_state(his)).to_have_text("Needs your decision")
    assert_sound(his)
    assert PositioningDoc.objects.get().need == "Finance teams"

    conflict.get_by_role("button", name="Keep both").click()
    expect(save_state(his)).to_have_text(SAVED)
    expect(conflict).to_have_count(0)
    assert PositioningDoc.objects.get().need == "Finance teams\n\nControllers"

    hers.reload()
    expect(control(hers, "need")).to_have_value("Finance teams\n\nControllers")


def test_two_people_in_different_fields_do_not_notice_each_other(visit, ed, eve, doc):
    hers, his = visit(eve), visit(ed)
    for page in (hers, his):
        page.goto(f"/d/{doc.pk}/edit/")

    write(hers, "need", "Finance teams")
    write(his, "category", "Close automation")

    found = PositioningDoc.objects.get()
    assert (found.need, found.category) == ("Finance teams", "Close automation")


def test_the_budget_counts_on_in_the_unit_that_is_over(visit, ed, house):
    page = visit(ed)
    page.goto(f"/d/{house.pk}/edit/")
    expect(page.locator("html[data-together=on]")).to_be_attached()  # long text has told what it holds
    budget = page.locator("#at-core_message [data-budget] [data-unit]:visible")
    for text, said in (("One. Two.", "2 of 1 sentence"), ("One two.", "2 of 25 words"), ("w " * 26, "26 of 25 words")):
        told = "(control, text) => { control.value = text; control.dispatchEvent(new Event('drawn', {bubbles: true})) }"
        control(page, "core_message").evaluate(told, text)  # as the editor of long text tells it
        expect(budget).to_have_text(said)


def test_two_versions_are_compared_word_by_word_and_one_is_restored(visit, ed, doc):
    page = visit(ed)
    page.goto(f"/d/{doc.pk}/edit/")
    write(page, "need", "Finance teams of 20 people")
    ask_for_review(page)
    expect(page.locator("#toasts")).to_contain_text("Version 1 is waiting for review.")
    page.goto(f"/d/{doc.pk}/edit/")
    write(page, "need", "Finance teams of 80 people")

    page.get_by_role("link", name="History").click()
    assert_sound(page)
    page.get_by_role("button", name="Compare the two").click()
    sides = page.locator(".compare-sides")
    expect(sides.locator("del")).to_have_text("20")
    expect(sides.locator("ins")).to_have_text("80")
    assert_sound(page)

    page.get_by_role("button", name="Restore version 1").click()
    expect(page.locator("#toasts")).to_contain_text("Version 1 is back, as a new version.")
    expect(page.get_by_role("main")).to_contain_text("Finance teams of 20 people")
    assert PositioningDoc.objects.get().need == "Finance teams of 20 people"


def test_a_house_with_two_pillars_is_not_approved_and_the_refusal_says_why(visit, ed, rita):
    two = HOUSE | {"pillars": HOUSE["pillars"][:2], "proof_points": HOUSE["proof_points"][:2]}
    house = written(MessagingHouse, "Ledger house", by=ed, **two)
    writer, reviewer = visit(ed), visit(rita)
    forgive(reviewer, "422")
    writer.goto(f"/d/{house.pk}/edit/")
    ask_for_review(writer)
    expect(writer.locator("#toasts")).to_contain_text("waiting for review")

    reviewer.goto(f"/d/{house.pk}/review/")
    reviewer.get_by_role("button", name="Approve version 1").click()

    expect(reviewer.get_by_role("alert")).to_contain_text("A messaging house stands on 3 to 5 pillars; this one has 2.")
    assert_sound(reviewer)
    house.refresh_from_db()
    assert (house.state, house.approved) == ("in_review", None)


def test_what_is_missing_for_approval_follows_what_is_written(visit, ed, doc):
    page = visit(ed)
    page.goto(f"/d/{doc.pk}/edit/")
    gaps = page.locator(".panel .gaps")
    before = gaps.locator("li").count()

    write(page, "category", "Close automation")

    expect(gaps.locator("li")).to_have_count(before - 1)
    expect(gaps).not_to_contain_text(re.compile("“Category” is empty"))

    remarks = page.locator(".panel #concision")
    write(page, "category", "The best close automation")

    expect(remarks).to_contain_text("“best” asks for proof")
    expect(remarks.get_by_role("link", name="Category")).to_have_attribute("href", "#at-category")
    write(page, "category", "")
    expect(gaps.locator("li")).to_have_count(before)
